"""What is written in the moment in which somebody closes, or delivers the report.

The closing transaction is held open until every write waits for it, or has slipped through.
"""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from functools import partial
from time import sleep
from typing import Any

import pytest
from django.db import connection, transaction

from assessments.models import Assessment, StepRecord
from assessments.services import actions, discussions, evidence, finding_states, findings
from assessments.services import interviews as talks
from assessments.services import practice_evidence as practice
from assessments.services.assessments import close_assessment
from assessments.services.locking import lock_assessment
from assessments.services.steps import locked_board, record_act
from cip.kernel import clock
from cip.kernel.errors import DomainError
from tests.assessments.a2i import led_by_a2i
from tests.assessments.results_world import World, make_world
from tests.factories.assessments import (
    DiscussionFactory,
    EvidenceFactory,
    FindingFactory,
    InterviewFactory,
    InterviewNoteFactory,
    PracticeEvidenceFactory,
    StatementFactory,
)

pytestmark = pytest.mark.django_db(transaction=True)
DAY = date(2026, 3, 10)
Write = Callable[..., Any]
CLOSED = "WrongState: A closed assessment cannot be changed."
REPORTED = "GatesBlock: The report was delivered (step A1, Written report"


def refusals(act: Callable[[], Any], writes: Sequence[Write], actor: Any) -> list[str]:
    """What came of writes that began before the act was committed: the error, or "stored"."""
    with ThreadPoolExecutor(len(writes)) as pool:
        with transaction.atomic():
            act()
            begun = [pool.submit(_came_of, write, actor) for write in writes]
            while _waiting() < sum(not each.done() for each in begun):
                sleep(0.01)
        return [each.result() for each in begun]


def _came_of(write: Write, actor: Any) -> str:
    try:
        write(actor=actor)
    except DomainError as error:
        return f"{type(error).__name__}: {error.message}"
    finally:
        connection.close()
    return "stored"


def _waiting() -> int:
    """How many sessions of this database wait for a lock."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_stat_clear_snapshot()")
        cursor.execute(
            "SELECT count(*) FROM pg_stat_activity"
            " WHERE datname = current_database() AND wait_event_type = 'Lock'"
        )
        return cursor.fetchone()[0]


def of_findings(world: World) -> list[Write]:
    row = FindingFactory(assessment=world.assessment, node=world.node("SCM-P1"))
    text = {"node_id": world.node("SCM").pk, "kind": "weakness", "title": "No calendar"}
    return [
        partial(findings.write_finding, assessment=world.assessment, **text),
        partial(findings.edit_finding, finding=row, expected_version=1, values={"title": "New"}),
    ]


def of_finding_states(world: World) -> list[Write]:
    one, other, dropped = (
        FindingFactory(
            assessment=world.assessment, node=world.node("SCM-P1"), state=state, state_reason="No"
        )
        for state in ("preliminary", "preliminary", "dropped")
    )
    sure = {"reason": "Sure", "expected_version": 1}
    return [
        partial(finding_states.confirm_finding, finding=one, as_uncorroborated=True, **sure),
        partial(finding_states.drop_finding, finding=other, **sure),
        partial(finding_states.reopen_finding, finding=dropped, expected_version=1),
    ]


def of_evidence(world: World) -> list[Write]:
    row = FindingFactory(assessment=world.assessment, node=world.node("SCM-P1"))
    seen = {"source": "observation", "polarity": "supports", "origin": "Desk"}
    return [
        partial(evidence.add_evidence, finding=row, **seen),
        partial(evidence.withdraw_evidence, evidence=EvidenceFactory(finding=row)),
    ]


def of_practice_evidence(world: World) -> list[Write]:
    row = FindingFactory(assessment=world.assessment, node=world.node("SCM-P1"))
    known = {"assessment": world.assessment, "node": row.node}
    free, taken = PracticeEvidenceFactory(**known), PracticeEvidenceFactory(**known)
    EvidenceFactory(finding=row, taken_from=taken)
    return [
        partial(practice.take_in, finding=row, evidence=free),
        partial(practice.withdraw_practice_evidence, evidence=taken),
    ]


def of_collected_evidence(world: World) -> list[Write]:
    talk = InterviewFactory(assessment=world.assessment)
    note = InterviewNoteFactory(interview=talk, nodes=[world.node("SCM-P1")])
    seen = {"source": "observation", "says": "done", "origin": "Desk"}
    node_id = world.node("SCM-P1").pk
    return [
        partial(
            practice.collect_evidence,
            **{"assessment": world.assessment, "node_id": node_id, "dated_on": DAY, "today": DAY},
            **seen,
        ),
        partial(practice.use_note, note=note),
    ]


def of_interviews(world: World) -> list[Write]:
    def made(state: str) -> dict[str, Any]:
        row = InterviewFactory(assessment=world.assessment, state=state, state_reason="Ill")
        return {"interview": row, "expected_version": 1}

    new = {"role_asked": "Manager", "kind": "single", "planned_on": DAY}
    consent = {"how": "spoken", "given_on": DAY, "today": DAY}
    return [
        partial(talks.plan_interview, assessment=world.assessment, **new),
        partial(talks.edit_interview, values={"role_asked": "Owner"}, **made("planned")),
        partial(talks.hold_interview, held_on=DAY, today=DAY, **made("planned")),
        partial(talks.cancel_interview, reason="Ill", **made("planned")),
        partial(talks.plan_again, **made("canceled")),
        partial(talks.record_consent, **consent, **made("planned")),
        partial(talks.withdraw_consent, **made("planned")),
    ]


def of_notes(world: World) -> list[Write]:
    talk = InterviewFactory(assessment=world.assessment)
    one, other = (InterviewNoteFactory(interview=talk) for _n in range(2))
    text = {"text": "Said", "node_ids": [world.node("SCM-P1").pk], "kind": "fact", "says": ""}
    return [
        partial(talks.write_note, interview=talk, **text),
        partial(talks.edit_note, note=one, expected_version=1, **text),
        partial(talks.delete_note, note=other),
    ]


def of_discussions(world: World) -> list[Write]:
    def made() -> dict[str, Any]:
        node = world.node("SCM")
        row = DiscussionFactory(assessment=world.assessment, node=node, state="planned")
        return {"discussion": row, "expected_version": 1}

    known = {"assessment": world.assessment, "node_id": world.node("SRM").pk}
    held = {"held_on": DAY, "today": DAY, "attendee_count": 4}
    return [
        partial(discussions.plan_discussion, planned_on=DAY, **known),
        partial(discussions.skip_area, reason="No time", **known),
        partial(discussions.hold_discussion, **held, **made()),
        partial(discussions.skip_discussion, reason="No time", **made()),
        partial(discussions.plan_discussion_again, planned_on=DAY, **made()),
    ]


def of_outcomes(world: World) -> list[Write]:
    row = FindingFactory(assessment=world.assessment, node=world.node("SCM-P1"))
    held = DiscussionFactory(assessment=world.assessment, node=world.node("SCM"))
    said = {"discussion": held, "finding_id": row.pk, "kind": "agreed", "expected_version": 1}
    return [partial(discussions.record_outcome, **said)]


def of_actions(world: World) -> list[Write]:
    held = DiscussionFactory(assessment=world.assessment, node=world.node("SCM"))
    agreed = {"text": "Do it", "owner_id": world.assessment.lead_id, "due_on": DAY}
    return [
        partial(actions.agree_action, assessment=world.assessment, **agreed),
        partial(discussions.agree_action_in, discussion=held, **agreed),
    ]


NOT_IN_THE_REPORT = (
    of_collected_evidence,
    of_interviews,
    of_notes,
    of_discussions,
    of_actions,
)
IN_THE_REPORT = (of_findings, of_finding_states, of_evidence, of_practice_evidence, of_outcomes)


@pytest.mark.parametrize("of_noun", IN_THE_REPORT + NOT_IN_THE_REPORT)
def test_nothing_is_written_while_the_assessment_is_closed(alice, of_noun) -> None:
    world = make_world(alice.organization, alice.user, state="agreed")
    writes = of_noun(world)
    closing = partial(
        close_assessment,
        actor=alice.actor,
        assessment=Assessment.objects.get(pk=world.assessment.pk),
        now=clock.now(),
    )
    assert refusals(closing, writes, alice.actor) == [CLOSED] * len(writes)


@pytest.mark.parametrize("of_noun", IN_THE_REPORT)
def test_findings_stay_while_the_report_is_delivered(alice, sponsor, of_noun) -> None:
    world = make_world(alice.organization, alice.user)
    led_by_a2i(world.assessment, alice, sponsor)
    StatementFactory(assessment=world.assessment, fact="report_delivered")
    writes = of_noun(world)

    def deliver() -> None:
        now = clock.now()
        standing = locked_board(world.assessment, now)
        record_act(standing.assessment, alice.actor, "A1", StepRecord.Act.DONE, now=now)

    found = refusals(deliver, writes, alice.actor)
    assert [each[: len(REPORTED)] for each in found] == [REPORTED] * len(writes)


def test_whoever_waited_in_turn_is_stored(alice) -> None:
    world = make_world(alice.organization, alice.user)
    writes = [write for of_noun in IN_THE_REPORT + NOT_IN_THE_REPORT for write in of_noun(world)]
    found = refusals(partial(lock_assessment, world.assessment), writes, alice.actor)
    assert found == ["stored"] * len(writes)
