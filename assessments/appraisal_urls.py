"""Pages of appraisals."""

from django.urls import URLPattern, path

from assessments.views import appraisal, characterizing, instances, practice_values

ONE = "assessments/<uuid:pk>/"
AREA = f"{ONE}appraisal/areas/<str:code>/"

urlpatterns: list[URLPattern] = [
    path(f"{ONE}appraisal/", appraisal.profile, name="appraisal"),
    path(f"{ONE}appraisal/begin/", appraisal.begin, name="begin_appraisal"),
    path(f"{ONE}appraisal/sign/", appraisal.sign, name="sign_ratings"),
    path(f"{ONE}appraisal/withdraw/", appraisal.withdraw, name="withdraw_signature"),
    path(f"{ONE}appraisal/cells/", characterizing.characterize_cell, name="characterize"),
    path(AREA, characterizing.area, name="appraisal_area"),
    path(f"{AREA}practices/<str:practice>/", practice_values.practice, name="appraisal_practice"),
    path(f"{AREA}goals/<uuid:goal_id>/", characterizing.judge, name="judge_goal"),
    path(f"{ONE}instances/", instances.instances, name="instances"),
    path("instances/<uuid:pk>/edit/", instances.edit, name="instance_edit"),
    path("instances/<uuid:pk>/remove/", instances.remove, name="instance_remove"),
]
