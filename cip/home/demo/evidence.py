"""The demonstration's interviews, evidence about practices, and discussions of the areas."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from assessments.models import Assessment, Discussion, Finding, Interview, Says
from assessments.services import discussions, interviews
from assessments.services.finding_states import confirm_finding
from assessments.services.practice_evidence import collect_evidence, take_in, use_note
from cip.access.actor import Actor
from models_catalog.models import Node


@dataclass(frozen=True)
class DemoNote:
    """What was said about the practice with that place in its area (0 is the first)."""

    area: str
    practice: int
    says: str
    text: str
    kind: str = "fact"


@dataclass(frozen=True)
class DemoInterview:
    """A conversation so many days after collecting ended."""

    role: str
    kind: str
    day: int
    notes: tuple[DemoNote, ...] = ()
    consent: str = "spoken"
    canceled: str = ""
    follows: str = ""


DONE, NOT_DONE = Says.DONE.value, Says.NOT_DONE.value
INTERVIEWS = (
    DemoInterview(
        "Service desk manager",
        "single",
        2,
        (
            DemoNote("SRI", 0, DONE, "Every call gets a record, also those solved at once."),
            DemoNote("SRI", 1, DONE, "Priorities hang above each desk and are kept."),
            DemoNote(
                "CM", 0, NOT_DONE, "I look into three lists and believe none of them.", "quote"
            ),
        ),
        consent="written",
    ),
    DemoInterview(
        "Ward managers",
        "group",
        4,
        (
            DemoNote("SCM", 0, NOT_DONE, "Nobody here has seen a written agreement."),
            DemoNote("SCM", 1, NOT_DONE, "We were asked once, when the contract began."),
            DemoNote("SRI", 0, DONE, "The desk answers, and it knows what we called about."),
        ),
    ),
    DemoInterview(
        "Ward managers, figures of last quarter",
        "follow_up",
        9,
        (DemoNote("SCM", 0, NOT_DONE, "Eleven of nineteen wards found nothing on paper."),),
        follows="Ward managers",
    ),
    DemoInterview(
        "Team leads of operations",
        "group",
        5,
        (DemoNote("SQA", 0, NOT_DONE, "We would know of a plan for checks. There is none."),),
        consent="",
    ),
    DemoInterview(
        "Head of purchasing", "single", 6, canceled="The regional board answered for it."
    ),
)
# Area, place of the practice, source, what it says, where from, how many months old.
SEEN = (
    ("SCM", 0, "document", DONE, "Agreement with the children's ward, signed", 3),
    ("SDP", 0, "document", DONE, "Plans of the four large projects", 2),
    ("CM", 0, "observation", NOT_DONE, "Fifty records compared with the machine room", 1),
    ("SRI", 1, "observation", DONE, "A morning at the service desk", 1),
    ("SUB", 0, "document", DONE, "Register of the regional board", 19),
)
CHANGED = "Delivered service is not reviewed with the customer"
NOT_DISCUSSED = "SQA"
DISCUSSED = ("SCM", "SDP", "STO", "SUB", "CM", "SRI")


def hear(*, lead: Actor, assessment: Assessment, started_on: date, today: date) -> None:
    """Interviews with notes and consent, documents and observations."""
    held: dict[str, Interview] = {}
    for item in INTERVIEWS:
        held[item.role] = _interview(lead, assessment, item, held, started_on)
    for area, place, source, says, origin, months in SEEN:
        collect_evidence(
            actor=lead,
            assessment=assessment,
            node_id=_practice(assessment, area, place).pk,
            source=source,
            says=says,
            dated_on=started_on - timedelta(days=30 * (months - 1)),
            today=today,
            origin=origin,
        )


def _interview(
    lead: Actor,
    assessment: Assessment,
    item: DemoInterview,
    held: Mapping[str, Interview],
    started_on: date,
) -> Interview:
    day = started_on + timedelta(days=item.day)
    row = interviews.plan_interview(
        actor=lead,
        assessment=assessment,
        role_asked=item.role,
        kind=item.kind,
        planned_on=day,
        follows_id=held[item.follows].pk if item.follows else None,
        interviewers="Lark Exampleton asks, Wren Demosthorpe writes",
    )
    if item.canceled:
        return interviews.cancel_interview(
            actor=lead, interview=row, reason=item.canceled, expected_version=row.version
        )
    interviews.hold_interview(
        actor=lead, interview=row, held_on=day, today=day, expected_version=row.version
    )
    if item.consent:
        interviews.record_consent(
            actor=lead,
            interview=row,
            how=item.consent,
            given_on=day,
            today=day,
            expected_version=row.version,
        )
    for each in item.notes:
        note = interviews.write_note(
            actor=lead,
            interview=row,
            text=each.text,
            node_ids=[_practice(assessment, each.area, each.practice).pk],
            kind=each.kind,
            says=each.says,
        )
        if item.consent:
            use_note(actor=lead, note=note)
    return row


def discuss(
    *, lead: Actor, assessment: Assessment, findings: Mapping[str, Finding], held_on: date
) -> None:
    """Every area but one is discussed with those concerned; then the team confirms."""
    for finding in findings.values():
        _take_in(lead, finding)
    areas = dict(assessment.scope.values_list("node__code", "node_id"))
    discussions.skip_area(
        actor=lead,
        assessment=assessment,
        node_id=areas[NOT_DISCUSSED],
        reason="Nobody carries out checks yet, so there was nobody to discuss it with.",
    )
    for code in DISCUSSED:
        row = discussions.plan_discussion(
            actor=lead, assessment=assessment, node_id=areas[code], planned_on=held_on
        )
        discussions.hold_discussion(
            actor=lead,
            discussion=row,
            held_on=held_on,
            today=held_on,
            attendee_count=7,
            attendee_roles="Two ward managers, four of the desk, one of operations",
            expected_version=row.version,
        )
        _outcomes(lead, row, findings)
    for finding in findings.values():
        finding.refresh_from_db()
        confirm_finding(actor=lead, finding=finding, expected_version=finding.version)


def _outcomes(lead: Actor, row: Discussion, findings: Mapping[str, Finding]) -> None:
    for title, finding in findings.items():
        if not row.node.position <= finding.node.position <= row.node.last_position:
            continue
        is_changed = title == CHANGED
        discussions.record_outcome(
            actor=lead,
            discussion=row,
            finding_id=finding.pk,
            kind="changed" if is_changed else "agreed",
            reason="Two large wards do meet IT each month; it is not so everywhere."
            if is_changed
            else "",
            title=finding.title,
            text=f"{finding.text} Two large wards are the exception." if is_changed else "",
            expected_version=finding.version,
        )


def _take_in(lead: Actor, finding: Finding) -> None:
    """A weakness takes in what shows that its area's first practice is not done, and so on."""
    area = finding.node
    says = NOT_DONE if finding.kind == Finding.Kind.WEAKNESS else DONE
    pieces = finding.assessment.practice_evidence.filter(
        node__position__range=(area.position, area.last_position), says=says
    )
    rows = pieces.select_related("interview_note__interview").order_by("dated_on", "created_at")
    for piece in rows[:2]:
        take_in(actor=lead, finding=finding, evidence=piece)


def _practice(assessment: Assessment, area: str, place: int) -> Node:
    node = Node.objects.get(version_id=assessment.model_version_id, code=area)
    practices = Node.objects.filter(
        version_id=assessment.model_version_id,
        type__is_askable=True,
        position__range=(node.position, node.last_position),
    )
    return practices.order_by("position")[place]
