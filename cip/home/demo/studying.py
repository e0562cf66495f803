"""The demonstration's DDI study: what is there of digital and data, and how much it is needed."""

import random
from collections.abc import Callable
from datetime import datetime, timedelta

from assessments.models import Assessment, Participant, QuestionnaireItem
from assessments.queries.leveled import Cell, leveled, median_of
from assessments.services import interviews
from assessments.services.agreed_levels import agree_level
from assessments.services.answers import AnswerChange, save_answers, start_response, submit_response
from assessments.services.assessments import (
    close_collection,
    open_questionnaire,
)
from assessments.services.findings import write_finding
from assessments.services.practice_evidence import take_in, use_note
from assessments.services.targets import set_target
from cip.access.actor import Actor
from cip.home.demo import stepping
from cip.home.demo.common import invite, plan_assessment, published_version
from cip.home.demo.people import RESPONDENTS
from cip.programs.models import Program
from models_catalog.models import ModelVersion, Node

SEED = 33  # capabilities in the model
TEAM = "Lark Exampleton, Wren Demosthorpe"
DAY = timedelta(days=1)
DOMAINS = ("digital", "data")
ASKED = 14
PRESENCE = ("missing", "partly", "have")
NEED = ("not_needed", "useful", "important", "essential")
HAVE = PRESENCE.index("have")
# A capability that the organization has left to others on purpose.
NOT_NEEDED = "DIG-06"
REASONS = (
    "Two units showed it to us; the others have heard of it.",
    "It hangs on one person, and everybody says so.",
    "In use for years, also by those who were not asked.",
)
NOT_NEEDED_REASON = "The communications department writes for patients; IT needs none of its own."
# Capability, who was asked, whether it is done there, what was said.
HEARD = (
    ("DAT-02", "Head of quality", False, "Three offices count the same beds and get three sums."),
    ("DAT-02", "Ward clerks", False, "Nobody can tell us which of the two lists is right."),
    ("DIG-07", "Team of patient letters", True, "Every change is read by a second pair of eyes."),
)
FINDINGS = (
    (
        "DAT-02",
        "weakness",
        "Nobody owns the data that wards are measured by",
        "The same figure is counted in several offices and comes out differently.",
        "Name one owner for each of the ten figures that the board looks at.",
    ),
    (
        "DIG-07",
        "strength",
        "Changes to our own software are read by a second person",
        "The team of patient letters has done so for a year and lets others watch.",
        "",
    ),
)


def run(*, now: datetime, program: Program, actor_of: Callable[[str], Actor]) -> Assessment | None:
    """A study shortly before its report; None when the model is not loaded."""
    version = published_version("DDI")
    if version is None:
        return None
    lead, sponsor = actor_of("facilitator"), actor_of("sponsor")
    assessment = _planned(lead, program, version, now - 40 * DAY)
    walk = stepping.Walk(assessment, lead, sponsor)
    stepping.research(walk, now - 39 * DAY)
    _collect(lead, assessment, now - 24 * DAY)
    _hear(lead, assessment, now - 14 * DAY)
    stepping.interviewed(walk, now - 12 * DAY)
    _find(lead, assessment)
    _agree(lead, assessment, now)
    return assessment


def _planned(lead: Actor, program: Program, version: ModelVersion, now: datetime) -> Assessment:
    assessment = plan_assessment(
        lead=lead,
        program=program,
        version=version,
        title="DDI study of digital and data",
        purpose="Which capabilities do our plans rest on, and which of them are not there yet?",
        areas=DOMAINS,
        closes_on=(now + 3 * DAY + timedelta(weeks=4)).date(),
        today=now.date(),
    )
    invite(lead, assessment, RESPONDENTS[:ASKED], now)
    assessment.refresh_from_db()
    return assessment


def _collect(lead: Actor, assessment: Assessment, now: datetime) -> None:
    open_questionnaire(actor=lead, assessment=assessment, now=now)
    generator = random.Random(SEED)  # noqa: S311 - sample data
    items = list(
        QuestionnaireItem.objects.filter(questionnaire__assessment=assessment)
        .order_by("position")
        .select_related("question__response_set")
    )
    for participant in Participant.objects.filter(assessment=assessment).order_by("name"):
        response = start_response(actor=lead, participant=participant, now=now).response
        changes = [AnswerChange(item.pk, _choice(generator, item.code)) for item in items]
        save_answers(response=response, changes=changes, now=now + DAY)
        submit_response(actor=lead, response=response, now=now + DAY)
    close_collection(actor=lead, assessment=assessment, now=now + 8 * DAY)
    assessment.refresh_from_db()


def _choice(generator: random.Random, question: str) -> str:
    """Most people see the same; one in twelve cannot tell."""
    if generator.random() < 1 / 12:
        return "unsure"
    node, _dot, kind = question.partition(".")
    steps = NEED if kind == "NEED" else PRESENCE
    middle: float = (sum(map(ord, question)) % 7) / 6 * (len(steps) - 1)
    if node in DOMAINS:
        middle = len(steps) - 1
    if node == NOT_NEEDED:
        middle = 0
    return steps[min(len(steps) - 1, max(0, round(generator.gauss(middle, 0.6))))]


def _hear(lead: Actor, assessment: Assessment, now: datetime) -> None:
    for code, role, is_done, text in HEARD:
        row = interviews.plan_interview(
            actor=lead,
            assessment=assessment,
            role_asked=role,
            kind="single",
            planned_on=now.date(),
            interviewers="Wren Demosthorpe asks, Lark Exampleton writes",
        )
        interviews.hold_interview(
            actor=lead,
            interview=row,
            held_on=now.date(),
            today=now.date(),
            expected_version=row.version,
        )
        interviews.record_consent(
            actor=lead,
            interview=row,
            how="spoken",
            given_on=now.date(),
            today=now.date(),
            expected_version=row.version,
        )
        note = interviews.write_note(
            actor=lead,
            interview=row,
            text=text,
            node_ids=[_node(assessment, code).pk],
            says="done" if is_done else "not_done",
        )
        use_note(actor=lead, note=note)


def _find(lead: Actor, assessment: Assessment) -> None:
    for code, kind, title, text, direction in FINDINGS:
        node = _node(assessment, code)
        finding = write_finding(
            actor=lead,
            assessment=assessment,
            node_id=node.pk,
            kind=kind,
            title=title,
            text=text,
            solution_direction=direction,
        )
        for piece in assessment.practice_evidence.filter(node=node).order_by("created_at"):
            take_in(actor=lead, finding=finding, evidence=piece)


def _agree(lead: Actor, assessment: Assessment, now: datetime) -> None:
    """The team says what is there; what is important and not there gets a target."""
    found = leveled(assessment, for_team=True)
    if found is None:
        raise ValueError("the model has no levels")
    for number, cell in enumerate(found.cells):
        is_needed = cell.part.code != NOT_NEEDED
        level = _level(cell) if is_needed else None
        agree_level(
            actor=lead,
            assessment=assessment,
            node_id=cell.part.id,
            dimension_id=cell.side.id,
            lower=level,
            reason=REASONS[number % len(REASONS)] if is_needed else NOT_NEEDED_REASON,
            agreed_by=TEAM,
            expected_version=0,
        )
        if level is not None and level < HAVE and _is_important(cell):
            set_target(
                actor=lead,
                assessment=assessment,
                node_id=cell.part.id,
                dimension_id=cell.side.id,
                level=HAVE,
                due_on=(now + timedelta(weeks=44)).date(),
                reason="The plans of two CI teams rest on it.",
                expected_version=0,
            )


def _is_important(cell: Cell) -> bool:
    return cell.importance is not None and cell.importance.lower >= NEED.index("important")


def _level(cell: Cell) -> int:
    median = median_of(cell.survey.today)
    return 1 if median is None else median.lower


def _node(assessment: Assessment, code: str) -> Node:
    return Node.objects.get(version_id=assessment.model_version_id, code=code)
