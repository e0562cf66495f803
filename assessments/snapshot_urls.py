"""Pages of frozen results and of their comparison."""

from django.urls import URLPattern, path

from assessments.views import comparing, snapshots

ONE = "snapshots/<uuid:pk>/"
PAIR = f"{ONE}compare/<uuid:other_id>/"

urlpatterns: list[URLPattern] = [
    path("assessments/<uuid:pk>/snapshots/", snapshots.snapshots, name="snapshots"),
    path(ONE, snapshots.snapshot, name="snapshot"),
    path(f"{ONE}units/", snapshots.units, name="snapshot_units"),
    path(f"{ONE}compare/", comparing.choose, name="compare_choose"),
    path(PAIR, comparing.compare, name="compare"),
    path(f"{PAIR}comparison.xlsx", comparing.workbook, name="compare_workbook"),
    path(f"{PAIR}report/", comparing.report, name="compare_report"),
]
