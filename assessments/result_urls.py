"""Pages of analysis, ratings, findings and results."""

from django.urls import URLPattern, path

from assessments.views import (
    actions,
    agreed_levels,
    analysis,
    analysis_units,
    findings,
    gaps,
    ratings,
)

ONE = "assessments/<uuid:pk>/"
FINDING = "findings/<uuid:pk>/"
ACTION = "action-items/<uuid:pk>/"

urlpatterns: list[URLPattern] = [
    path(f"{ONE}analysis/", analysis.analysis, name="analysis"),
    path(f"{ONE}analysis/units/", analysis_units.units, name="analysis_units"),
    path(f"{ONE}analysis/probes/", analysis_units.probes, name="analysis_probes"),
    path(f"{ONE}analysis/statistics.xlsx", analysis_units.workbook, name="analysis_workbook"),
    path(f"{ONE}analysis/<uuid:area_id>/", analysis.analysis_area, name="analysis_area"),
    path(f"{ONE}ratings/", ratings.ratings, name="ratings"),
    path(f"{ONE}ratings/<uuid:goal_id>/", ratings.rate, name="rate"),
    path(f"{ONE}levels/", agreed_levels.levels, name="levels"),
    path(f"{ONE}levels/<uuid:node_id>/", agreed_levels.level, name="level"),
    path(f"{ONE}agree/", ratings.agree, name="agree"),
    path(f"{ONE}take-up-again/", ratings.take_up, name="take_up_again"),
    path(f"{ONE}results/", ratings.results, name="results"),
    path(f"{ONE}results/<uuid:goal_id>/", ratings.goal, name="goal"),
    path(f"{ONE}gaps/", gaps.gaps, name="gaps"),
    path(f"{ONE}gaps/level/", gaps.aim, name="aim_for_level"),
    path(f"{ONE}gaps/survey/", gaps.take_over, name="take_over_targets"),
    path(f"{ONE}gaps/order/", gaps.order, name="order_gaps"),
    path(f"{ONE}gaps/<uuid:node_id>/", gaps.target, name="target"),
    path("targets/<uuid:pk>/remove/", gaps.remove, name="remove_target"),
    path(f"{ONE}findings/", findings.findings, name="findings"),
    path(f"{ONE}findings/new/", findings.finding_new, name="finding_new"),
    path(f"{ONE}action-items/new/", actions.action_item_new, name="action_item_new"),
    path(FINDING, findings.finding, name="finding"),
    path(f"{FINDING}edit/", findings.finding_edit, name="finding_edit"),
    path(f"{FINDING}confirm/", findings.finding_confirm, name="finding_confirm"),
    path(f"{FINDING}drop/", findings.finding_drop, name="finding_drop"),
    path(f"{FINDING}reopen/", findings.finding_reopen, name="finding_reopen"),
    path(f"{FINDING}evidence/", findings.evidence_add, name="evidence_add"),
    path(f"{FINDING}action-items/new/", actions.finding_action_new, name="finding_action_new"),
    path("evidence/<uuid:pk>/withdraw/", findings.evidence_withdraw, name="evidence_withdraw"),
    path(ACTION, actions.action_item, name="action_item"),
    path(f"{ACTION}complete/", actions.action_item_complete, name="action_item_complete"),
    path(f"{ACTION}drop/", actions.action_item_drop, name="action_item_drop"),
    path(f"{ACTION}reopen/", actions.action_item_reopen, name="action_item_reopen"),
]
