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
    "accounts:audit": 9,
    "accounts:invite": 5,
    "accounts:member": 6,
    "accounts:people": 9,
    "accounts:tokens": 7,
    "assessments:action_item": 8,
    "assessments:action_item_new": 7,
    "assessments:agree": 20,
    "assessments:analysis": 11,
    "assessments:analysis_area": 12,
    "assessments:close_collection": 12,
    "assessments:create": 9,
    "assessments:detail": 12,
    "assessments:edit": 7,
    "assessments:fill": 8,
    "assessments:fill_answers": 11,
    "assessments:fill_area": 11,
    "assessments:fill_done": 8,
    "assessments:fill_review": 11,
    "assessments:finding": 21,
    "assessments:finding_action_new": 7,
    "assessments:finding_edit": 8,
    "assessments:finding_new": 8,
    "assessments:findings": 10,
    "assessments:goal": 24,
    "assessments:list": 8,
    "assessments:participants": 8,
    "assessments:participants_add": 9,
    "assessments:ratings": 20,
    "assessments:results": 25,
    "assessments:scope": 8,
    "assessments:take_up_again": 6,
    "catalog:crosswalk": 9,
    "catalog:crosswalk_download": 6,
    "catalog:crosswalk_import": 5,
    "catalog:crosswalks": 7,
    "catalog:download": 14,
    "catalog:import": 5,
    "catalog:list": 9,
    "catalog:node": 16,
    "catalog:nodes": 10,
    "catalog:search": 6,
    "catalog:version": 16,
    "home:my_work": 15,
    "home:program": 29,
    "links:fill": 2,
    "links:fill_answers": 5,
    "links:fill_area": 5,
    "links:fill_done": 2,
    "links:fill_review": 5,
    "live:stream": 5,
    "programs:activity": 8,
    "programs:artefact": 8,
    "programs:artefact_create": 7,
    "programs:artefact_download": 5,
    "programs:artefact_edit": 7,
    "programs:artefacts": 9,
    "programs:create": 7,
    "programs:edit": 8,
    "programs:list": 7,
    "programs:phase": 9,
    "programs:plan": 9,
    "programs:team": 10,
    "programs:team_create": 7,
    "programs:team_edit": 6,
    "programs:teams": 8,
    "reports:download": 9,
    "reports:list": 11,
    "reports:preview": 27,
    "reports:run": 7,
    "roadmap:budget_line_edit": 6,
    "roadmap:budget_line_new": 6,
    "roadmap:dependency_new": 7,
    "roadmap:from_action_item": 12,
    "roadmap:from_finding": 10,
    "roadmap:initiative": 35,
    "roadmap:initiative_edit": 7,
    "roadmap:initiative_new": 7,
    "roadmap:milestone_edit": 7,
    "roadmap:milestone_new": 7,
    "roadmap:roadmap": 14,
    "roadmap:sources": 10,
    "roadmap:take_outcome": 14,
    "roadmap:work_item_edit": 8,
    "roadmap:work_item_new": 8,
    "roadmap:workplan": 12,
    "roadmap:workplan_edit": 6,
    "workshops:agenda": 8,
    "workshops:agenda_item": 8,
    "workshops:agenda_print": 8,
    "workshops:agenda_section": 8,
    "workshops:agreement": 10,
    "workshops:agreements": 10,
    "workshops:attendance": 9,
    "workshops:attendance_edit": 7,
    "workshops:create": 8,
    "workshops:detail": 11,
    "workshops:edit": 10,
    "workshops:hold": 13,
    "workshops:list": 10,
    "workshops:outcome": 10,
    "workshops:outcomes": 8,
    "workshops:outcomes_export": 7,
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
            code = {"code": "SCM"} if name == "links:fill_area" else {}
            secret = many.links.get(name, many.link)
            found[name] = counted(Client(), reverse(name, kwargs={"secret": secret, **code}))
    assert {name: count for name, count in found.items() if count is not None} == QUERIES
