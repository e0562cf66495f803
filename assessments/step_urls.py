"""Pages of the steps of a method."""

from django.urls import URLPattern, path

from assessments.views import steps

ONE = "assessments/<uuid:pk>/steps/"
STEP = f"{ONE}<str:code>/"

urlpatterns: list[URLPattern] = [
    path(ONE, steps.board, name="steps"),
    path(STEP, steps.step, name="step"),
    path(f"{STEP}facts/<str:fact>/state/", steps.state, name="state_fact"),
    path(f"{STEP}facts/<str:fact>/withdraw/", steps.withdraw, name="withdraw_fact"),
    path(f"{STEP}gates/<str:gate>/waive/", steps.waive, name="waive_gate"),
    path(f"{STEP}gates/<str:gate>/unwaive/", steps.unwaive, name="unwaive_gate"),
    path(f"{STEP}<str:name>/", steps.act, name="step_act"),
]
