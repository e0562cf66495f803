"""Pages of this app."""

from django.urls import path

from roadmap.views import initiatives, parts, roadmap, taking, work_items, workplans

app_name = "roadmap"

PROGRAM = "programs/<uuid:program_id>/roadmap/"
WORKPLAN = "workplans/<uuid:pk>/"
INITIATIVE = "initiatives/<uuid:pk>/"
WORK_ITEM = "work-items/<uuid:pk>/"
MILESTONE = "milestones/<uuid:pk>/"
LINE = "budget-lines/<uuid:pk>/"

urlpatterns = [
    path(PROGRAM, roadmap.roadmap, name="roadmap"),
    path(f"{PROGRAM}sources/", roadmap.sources, name="sources"),
    path("teams/<uuid:team_id>/workplan/", roadmap.start_workplan, name="start_workplan"),
    path(WORKPLAN, workplans.workplan, name="workplan"),
    path(f"{WORKPLAN}edit/", workplans.workplan_edit, name="workplan_edit"),
    path(f"{WORKPLAN}agree/", workplans.workplan_agree, name="workplan_agree"),
    path(f"{WORKPLAN}reopen/", workplans.workplan_reopen, name="workplan_reopen"),
    path(f"{WORKPLAN}initiatives/new/", initiatives.initiative_new, name="initiative_new"),
    path(f"{WORKPLAN}work-items/new/", work_items.work_item_new, name="work_item_new"),
    path(f"{WORKPLAN}milestones/new/", work_items.milestone_new, name="milestone_new"),
    path(INITIATIVE, initiatives.initiative, name="initiative"),
    path(f"{INITIATIVE}edit/", initiatives.initiative_edit, name="initiative_edit"),
    path(f"{INITIATIVE}progress/", initiatives.initiative_progress, name="initiative_progress"),
    path(f"{INITIATIVE}remove/", initiatives.initiative_remove, name="initiative_remove"),
    path(f"{INITIATIVE}budget-lines/new/", parts.budget_line_new, name="budget_line_new"),
    path(f"{INITIATIVE}dependencies/new/", parts.dependency_new, name="dependency_new"),
    path(f"{LINE}edit/", parts.budget_line_edit, name="budget_line_edit"),
    path(f"{LINE}remove/", parts.budget_line_remove, name="budget_line_remove"),
    path("dependencies/<uuid:pk>/remove/", parts.dependency_remove, name="dependency_remove"),
    path(f"{WORK_ITEM}edit/", work_items.work_item_edit, name="work_item_edit"),
    path(f"{WORK_ITEM}state/", work_items.work_item_state, name="work_item_state"),
    path(f"{WORK_ITEM}remove/", work_items.work_item_remove, name="work_item_remove"),
    path(f"{MILESTONE}edit/", work_items.milestone_edit, name="milestone_edit"),
    path(f"{MILESTONE}remove/", work_items.milestone_remove, name="milestone_remove"),
    path("findings/<uuid:pk>/initiative/", taking.from_finding, name="from_finding"),
    path("targets/<uuid:pk>/initiative/", taking.from_gap, name="from_gap"),
    path("assessments/<uuid:pk>/gap-initiatives/", taking.of_gaps, name="gap_initiatives"),
    path("action-items/<uuid:pk>/take/", taking.from_action_item, name="from_action_item"),
    path("outcomes/<uuid:pk>/take/", taking.take_outcome, name="take_outcome"),
]
