"""Pages of this app."""

from django.urls import path

from cip.reports import views

app_name = "reports"

urlpatterns = [
    path("programs/<uuid:program_id>/reports/", views.list_, name="list"),
    path("reports/request/", views.request_report, name="request"),
    path("reports/<uuid:pk>/", views.run, name="run"),
    path("reports/<uuid:pk>/download/", views.download, name="download"),
    path("reports/<uuid:pk>/cancel/", views.cancel, name="cancel"),
    path("reports/<uuid:pk>/retry/", views.retry, name="retry"),
    path("reports/preview/<slug:kind>/<uuid:subject_id>/", views.preview, name="preview"),
]
