"""Every list: known orders work, unknown ones are said, the file holds what the page shows."""

import csv
import io
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
from django.urls import reverse

from tests.conftest import Person
from tests.factories.accounts import ApiTokenFactory, InvitationFactory, MembershipFactory
from tests.factories.assessments import (
    ActionItemFactory,
    AssessmentFactory,
    FindingFactory,
    ParticipantFactory,
)
from tests.factories.catalog import (
    MaturityModelFactory,
    ModelVersionFactory,
    NodeFactory,
    NodeTypeFactory,
)
from tests.factories.jobs import AuditEventFactory
from tests.factories.programs import ArtefactVersionFactory, CITeamFactory, ProgramFactory
from tests.factories.reports import ReportRunFactory
from tests.factories.roadmap import InitiativeFactory, WorkItemFactory, WorkplanFactory
from tests.factories.workshops import WorkshopFactory

EVIL = "=EVIL()"


def url(name: str, *args: Any) -> str:
    return reverse(name, args=["acme", *args])


def titles(count: int) -> list[str]:
    """The first title is a formula to a spreadsheet."""
    return [EVIL, *(f"Row {n:02}" for n in range(1, count))]


def program_of(alice: Person) -> Any:
    return ProgramFactory(organization=alice.organization, lead=alice.user)


def programs(alice: Person, count: int) -> str:
    for name in titles(count):
        ProgramFactory(organization=alice.organization, name=name)
    return url("programs:list")


def teams(alice: Person, count: int) -> str:
    program = program_of(alice)
    for name in titles(count):
        CITeamFactory(program=program, name=name)
    return url("programs:teams", program.pk)


def artefacts(alice: Person, count: int) -> str:
    program = program_of(alice)
    for title in titles(count):
        ArtefactVersionFactory(artefact__program=program, artefact__title=title)
    return url("programs:artefacts", program.pk)


def people(alice: Person, count: int) -> str:
    for name in titles(count):
        MembershipFactory(organization=alice.organization, user__name=name)
    return url("accounts:people")


def invitations(alice: Person, count: int) -> str:
    for name in titles(count):
        InvitationFactory(organization=alice.organization, name=name)
    return url("accounts:people")


def tokens(alice: Person, count: int) -> str:
    for name in titles(count):
        ApiTokenFactory(
            user=alice.user, organization=alice.organization, name=name, secret=f"cip_{name}"
        )
    return url("accounts:tokens")


def audit(alice: Person, count: int) -> str:
    for name in titles(count):
        AuditEventFactory(organization_id=alice.organization.pk, subject_label=name)
    return url("accounts:audit")


def reports(alice: Person, count: int) -> str:
    program = program_of(alice)
    for label in titles(count):
        ReportRunFactory(
            organization=alice.organization, program_id=program.pk, subject_label=label
        )
    return url("reports:list", program.pk)


def nodes(alice: Person, count: int) -> str:
    version = ModelVersionFactory(model=MaturityModelFactory(organization=alice.organization))
    kind = NodeTypeFactory(version=version)
    for place, title in enumerate(titles(count)):
        NodeFactory(version=version, type=kind, title=title, position=place, last_position=place)
    return url("catalog:nodes", version.pk)


def assessments(alice: Person, count: int) -> str:
    program = program_of(alice)
    for title in titles(count):
        AssessmentFactory(program=program, title=title)
    return url("assessments:list", program.pk)


def participants(alice: Person, count: int) -> str:
    assessment = AssessmentFactory(program=program_of(alice))
    for name in titles(count):
        ParticipantFactory(assessment=assessment, name=name)
    return url("assessments:participants", assessment.pk)


def findings(alice: Person, count: int) -> str:
    assessment = AssessmentFactory(program=program_of(alice), state="agreed")
    for title in titles(count):
        FindingFactory(assessment=assessment, title=title)
    return url("assessments:findings", assessment.pk)


def actions(alice: Person, count: int) -> str:
    assessment = AssessmentFactory(program=program_of(alice), state="agreed")
    for text in titles(count):
        ActionItemFactory(assessment=assessment, text=text)
    return url("assessments:findings", assessment.pk)


def workshops(alice: Person, count: int) -> str:
    program = program_of(alice)
    for title in titles(count):
        WorkshopFactory(program=program, title=title)
    return url("workshops:list", program.pk)


def workplan_of(alice: Person) -> Any:
    return WorkplanFactory(team=CITeamFactory(program=program_of(alice)), state="agreed")


def initiatives(alice: Person, count: int) -> str:
    workplan = workplan_of(alice)
    for title in titles(count):
        InitiativeFactory(workplan=workplan, title=title)
    return url("roadmap:workplan", workplan.pk)


def work_items(alice: Person, count: int) -> str:
    workplan = workplan_of(alice)
    for title in titles(count):
        WorkItemFactory(workplan=workplan, title=title)
    return url("roadmap:workplan", workplan.pk)


def sources(alice: Person, count: int) -> str:
    assessment = AssessmentFactory(program=program_of(alice), state="agreed")
    for title in titles(count):
        FindingFactory(assessment=assessment, title=title)
    return url("roadmap:sources", assessment.program_id)


@dataclass(frozen=True)
class Listing:
    """A list: how to fill it, its orders (the first is by the title), a filter it must refuse.

    `queries`: of its file, whatever the number of rows. `name`: when it is a further list.
    """

    make: Callable[[Person, int], str]
    column: int
    orders: tuple[str, ...]
    wrong: str
    queries: int
    name: str = ""

    @property
    def sort(self) -> str:
        return f"{self.name}_sort" if self.name else "sort"

    @property
    def file(self) -> str:
        return f"export={self.name or 'csv'}"


BARS = (
    *("title", "owner", "starts_on", "due_on", "state"),
    *("progress", "slack", "effort", "capex", "opex"),
)
LISTS = [
    Listing(programs, 0, ("name", "starts_on", "lead"), "state=x", 4),
    Listing(teams, 0, ("name", "lead", "members", "artefacts"), "q=%00", 5),
    Listing(artefacts, 0, ("title", "changed", "team"), "team=x", 5),
    Listing(people, 0, ("name", "email", "ends_on"), "role=king", 4),
    Listing(invitations, 1, ("email", "expires"), "invitations_sort=x", 6, name="invitations"),
    Listing(tokens, 0, ("name", "owner", "used"), "state=x", 4),
    Listing(audit, 5, ("at",), "since=0000-01-01", 5),
    Listing(reports, 1, ("subject", "requested", "size"), "kind=x", 5),
    Listing(nodes, 1, ("title", "code", "type", "level"), "level=x", 7),
    Listing(assessments, 0, ("title", "state", "closes_on"), "state=x", 7),
    Listing(participants, 0, ("name", "unit", "state", "answered"), "unit=x", 5),
    Listing(findings, 4, ("title", "kind", "state", "about"), "kind=x", 6),
    Listing(actions, 0, ("text", "owner", "due_on", "state"), "owner=x", 6, name="actions"),
    Listing(workshops, 0, ("title", "date"), "stage=9", 7),
    Listing(initiatives, 0, BARS, "state=x", 9),
    Listing(
        work_items,
        0,
        ("title", "initiative", "owner", "due_on", "state", "effort"),
        "work_state=x",
        9,
        name="work_items",
    ),
    Listing(sources, 1, ("title", "due_on", "owner", "origin"), "kind=x", 7),
]
each = pytest.mark.parametrize("listing", LISTS, ids=lambda listing: listing.make.__name__)


def rows_of(answer: Any) -> list[list[str]]:
    assert answer.status_code == 200
    assert answer.headers["Content-Type"] == "text/csv; charset=utf-8"
    text = b"".join(answer.streaming_content).decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text)))


@each
def test_file_has_heads_and_runs_no_formula(listing: Listing, alice: Person) -> None:
    address = listing.make(alice, 2)
    head, *rows = rows_of(alice.client.get(f"{address}?{listing.file}"))
    assert all(head)
    assert {len(row) for row in rows} == {len(head)}
    found = {row[listing.column] for row in rows}
    assert {"'=EVIL()", "Row 01"} <= found
    assert EVIL not in found


@each
def test_known_orders(listing: Listing, alice: Person) -> None:
    address = listing.make(alice, 3)
    for order in (sign + key for key in listing.orders for sign in ("", "-")):
        page = alice.client.get(f"{address}?{listing.sort}={order}")
        assert page.status_code == 200
        assert "cannot be sorted" not in page.content.decode()
        answer = alice.client.get(f"{address}?{listing.sort}={order}&{listing.file}")
        assert len(rows_of(answer)) >= 4


@each
def test_title_sorts_both_ways(listing: Listing, alice: Person) -> None:
    if listing.orders[0] in ("at", "email"):
        pytest.skip("is not sorted by title")
    address = listing.make(alice, 4)

    def column(sort: str) -> list[str]:
        answer = alice.client.get(f"{address}?{listing.sort}={sort}&{listing.file}")
        found = [row[listing.column] for row in rows_of(answer)[1:]]
        return [title for title in found if title.startswith("Row")]

    assert column(listing.orders[0]) == ["Row 01", "Row 02", "Row 03"]
    assert column(f"-{listing.orders[0]}") == ["Row 03", "Row 02", "Row 01"]


@each
def test_unknown_order_is_said_on_the_page_and_refused_for_the_file(
    listing: Listing, alice: Person
) -> None:
    address = listing.make(alice, 1)
    page = alice.client.get(f"{address}?{listing.sort}=%3Cb%3Ecolor")
    assert page.status_code == 200
    assert "This list cannot be sorted by “&lt;b&gt;color”." in page.content.decode()
    answer = alice.client.get(f"{address}?{listing.sort}=color&{listing.file}")
    assert answer.status_code == 400
    assert "This list cannot be sorted by “color”." in answer.content.decode()


@each
def test_wrong_filter_shows_the_list_and_makes_no_file(listing: Listing, alice: Person) -> None:
    address = listing.make(alice, 1)
    assert alice.client.get(f"{address}?{listing.wrong}").status_code == 200
    assert alice.client.get(f"{address}?{listing.wrong}&{listing.file}").status_code == 400
    assert alice.client.get(f"{address}?export=nothing").status_code == 400
    for number in ("x", "0", "-1", "99999999999999999999"):
        assert alice.client.get(f"{address}?page={number}").status_code == 200


@each
def test_page_links_to_the_file_with_its_filters(listing: Listing, alice: Person) -> None:
    address = listing.make(alice, 2)
    text = alice.client.get(f"{address}?{listing.sort}={listing.orders[0]}").content.decode()
    assert f"?{listing.sort}={listing.orders[0]}&amp;{listing.file}" in text


@each
@pytest.mark.parametrize("rows", [1, 30])
def test_file_queries(
    listing: Listing, rows: int, alice: Person, django_assert_num_queries: Any
) -> None:
    address = listing.make(alice, rows)
    with django_assert_num_queries(listing.queries):
        answer = alice.client.get(f"{address}?{listing.file}")
        assert len(rows_of(answer)) > rows


def test_file_holds_all_pages(alice: Person) -> None:
    address = teams(alice, 60)
    assert len(rows_of(alice.client.get(f"{address}?export=csv&page=2"))) == 61
    assert alice.client.get(f"{address}?page=2").content.decode().count('<th scope="row">') == 10


def test_members_see_no_invitations_file(alice: Person, bob: Person) -> None:
    address = invitations(alice, 1)
    assert bob.client.get(f"{address}?export=invitations").status_code == 403
