"""Every page asks the database as often for thirty rows as for one.

A new page fails here until `QUERIES` says how often it asks, and `many.py` which objects it shows.
"""

from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.architecture.many import Many
from tests.architecture.registry import outside_organizations, pages

ROUTES = pages()

QUERIES = {
    "accounts:audit": 6,
    "accounts:invite": 2,
    "accounts:member": 3,
    "accounts:people": 6,
    "accounts:tokens": 4,
    "assessments:action_item": 6,
    "assessments:action_item_new": 6,
    "assessments:agree": 19,
    "assessments:analysis": 5,
    "assessments:analysis_area": 9,
    "assessments:analysis_probes": 8,
    "assessments:analysis_units": 7,
    "assessments:analysis_workbook": 8,
    "assessments:appraisal": 15,
    "assessments:appraisal_area": 8,
    "assessments:appraisal_practice": 7,
    "assessments:close_collection": 10,
    "assessments:compare": 8,
    "assessments:compare_choose": 8,
    "assessments:compare_workbook": 6,
    "assessments:create": 7,
    "assessments:detail": 10,
    "assessments:discussion": 11,
    "assessments:discussion_outcome": 7,
    "assessments:discussions": 7,
    "assessments:edit": 4,
    "assessments:evidence": 10,
    "assessments:evidence_area": 10,
    "assessments:evidence_node": 14,
    "assessments:fill": 5,
    "assessments:fill_answers": 5,
    "assessments:fill_area": 4,
    "assessments:fill_delegate": 6,
    "assessments:fill_done": 3,
    "assessments:fill_paper": 4,
    "assessments:fill_review": 4,
    "assessments:fill_sheet": 3,
    "assessments:fill_sheet_file": 4,
    "assessments:fill_summary": 4,
    "assessments:fill_summary_pdf": 7,
    "assessments:fill_whole": 4,
    "assessments:finding": 14,
    "assessments:finding_action_new": 4,
    "assessments:finding_edit": 5,
    "assessments:finding_new": 5,
    "assessments:findings": 8,
    "assessments:gaps": 7,
    "assessments:goal": 10,
    "assessments:instance_edit": 3,
    "assessments:instances": 4,
    "assessments:interview": 8,
    "assessments:interview_edit": 4,
    "assessments:interview_new": 4,
    "assessments:interviews": 5,
    "assessments:level": 21,
    "assessments:levels": 20,
    "assessments:list": 6,
    "assessments:mail_text": 5,
    "assessments:mails": 5,
    "assessments:method_choices": 4,
    "assessments:note_edit": 6,
    "assessments:participant": 7,
    "assessments:participants": 5,
    "assessments:participants_add": 10,
    "assessments:question_own": 8,
    "assessments:question_own_new": 9,
    "assessments:question_roles": 9,
    "assessments:question_rule_new": 8,
    "assessments:questions": 12,
    "assessments:questions_preview": 9,
    "assessments:ratings": 20,
    "assessments:response_rates": 5,
    "assessments:results": 12,
    "assessments:scope": 6,
    "assessments:snapshot": 8,
    "assessments:snapshot_units": 7,
    "assessments:snapshots": 6,
    "assessments:step": 5,
    "assessments:steps": 5,
    "assessments:take_up_again": 3,
    "assessments:target": 6,
    "catalog:crosswalk": 7,
    "catalog:crosswalk_download": 4,
    "catalog:crosswalk_import": 2,
    "catalog:crosswalks": 4,
    "catalog:difference": 22,
    "catalog:download": 12,
    "catalog:edit": 6,
    "catalog:edit_about": 9,
    "catalog:edit_add": 13,
    "catalog:edit_check": 13,
    "catalog:edit_history": 6,
    "catalog:edit_word": 9,
    "catalog:edit_word_add": 9,
    "catalog:edit_words": 9,
    "catalog:import": 3,
    "catalog:import_run": 4,
    "catalog:list": 6,
    "catalog:map": 5,
    "catalog:model": 8,
    "catalog:next": 4,
    "catalog:node": 3,
    "catalog:nodes": 7,
    "catalog:publish": 13,
    "catalog:retire": 3,
    "catalog:search": 3,
    "catalog:start": 3,
    "catalog:tailor": 4,
    "catalog:upgrade": 33,
    "catalog:version": 3,
    "home:my_work": 7,
    "home:program": 11,
    "links:fill": 2,
    "links:fill_answers": 3,
    "links:fill_area": 2,
    "links:fill_delegate": 4,
    "links:fill_done": 1,
    "links:fill_paper": 2,
    "links:fill_review": 2,
    "links:fill_sheet": 1,
    "links:fill_sheet_file": 2,
    "links:fill_summary": 2,
    "links:fill_summary_pdf": 5,
    "links:fill_whole": 2,
    "live:stream": 3,
    "programs:activity": 5,
    "programs:artefact": 5,
    "programs:artefact_create": 4,
    "programs:artefact_download": 3,
    "programs:artefact_edit": 4,
    "programs:artefacts": 6,
    "programs:create": 4,
    "programs:edit": 5,
    "programs:list": 4,
    "programs:phase": 4,
    "programs:plan": 4,
    "programs:team": 7,
    "programs:team_create": 4,
    "programs:team_edit": 3,
    "programs:teams": 5,
    "reports:download": 7,
    "reports:list": 13,
    "reports:preview": 35,
    "reports:run": 4,
    "roadmap:budget_line_edit": 3,
    "roadmap:budget_line_new": 3,
    "roadmap:dependency_new": 4,
    "roadmap:from_action_item": 9,
    "roadmap:from_finding": 7,
    "roadmap:from_gap": 12,
    "roadmap:gap_initiatives": 4,
    "roadmap:initiative": 21,
    "roadmap:initiative_edit": 4,
    "roadmap:initiative_new": 4,
    "roadmap:milestone_edit": 4,
    "roadmap:milestone_new": 4,
    "roadmap:roadmap": 11,
    "roadmap:sources": 7,
    "roadmap:take_outcome": 11,
    "roadmap:work_item_edit": 5,
    "roadmap:work_item_new": 5,
    "roadmap:workplan": 9,
    "roadmap:workplan_edit": 3,
    "workshops:agenda": 5,
    "workshops:agenda_item": 5,
    "workshops:agenda_print": 5,
    "workshops:agenda_section": 5,
    "workshops:agreement": 7,
    "workshops:agreements": 7,
    "workshops:attendance": 6,
    "workshops:attendance_edit": 4,
    "workshops:create": 5,
    "workshops:detail": 8,
    "workshops:edit": 7,
    "workshops:hold": 10,
    "workshops:list": 7,
    "workshops:outcome": 7,
    "workshops:outcomes": 5,
    "workshops:outcomes_export": 5,
}


def counted(client: Client, address: str) -> int | str | None:
    """How many queries the page takes; None for addresses that only take a POST."""
    if _visit(client, address) == 405:
        return None
    with CaptureQueriesContext(connection) as queries:
        status = _visit(client, address)
    return len(queries) if status in (200, 204) else f"status {status}"


def _visit(client: Client, address: str) -> int:
    answer = client.get(address)
    b"".join(answer)
    return answer.status_code


@pytest.mark.parametrize("rows", [1, 30])
def test_pages_take_the_same_number_of_queries(rows: int, alice) -> None:
    many = Many(alice, rows)
    found = {}
    for route in ROUTES:
        nobody = {name: uuid4() for name in route.params}  # enough for what takes a POST only
        kwargs = many.arguments.get(route.name, nobody)
        address = reverse(route.name, kwargs={"organization": "acme", **kwargs})
        found[route.name] = counted(alice.client, address)
    for name in outside_organizations():
        if name.startswith("links:"):
            more = {
                "links:fill_area": {"code": "SCM"},
                "links:fill_take_back": {"delegation_id": uuid4()},
            }.get(name, {})
            secret = many.links.get(name, many.link)
            found[name] = counted(Client(), reverse(name, kwargs={"secret": secret, **more}))
    assert {name: count for name, count in found.items() if count is not None} == QUERIES
