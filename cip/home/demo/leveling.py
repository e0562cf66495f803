"""The demonstration's assessments on levels: IT-CMF with three views, and a NIMM profile."""

import random
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from assessments.models import Assessment, Participant, QuestionnaireItem
from assessments.queries.leveled import Cell, leveled, median_of
from assessments.rules.drafting import USUAL_ASPECTS, Aspect, Draft, OwnQuestion
from assessments.services.agreed_levels import agree_level
from assessments.services.answers import AnswerChange, save_answers, start_response, submit_response
from assessments.services.assessments import (
    close_collection,
    open_questionnaire,
)
from assessments.services.questionnaires import set_draft
from assessments.services.ratings import agree_ratings
from assessments.services.targets import set_target
from cip.access.actor import Actor
from cip.home.demo import stepping
from cip.home.demo.common import invite, plan_assessment, published_version
from cip.home.demo.people import RESPONDENTS
from cip.programs.models import Program
from models_catalog.models import ModelVersion

SEED = 16  # the release of IT-CMF
TEAM = "Lark Exampleton, Wren Demosthorpe"
DAY = timedelta(days=1)
# What people see today, most of them: by the code of the area, and by side where there are some.
TODAY = {"CFP": 2, "SRP": 3, "BP": 2, "OSY": 3, "IHP": 2}
REASONS = (
    "Seen at work in the last months; the survey says the same.",
    "Interviews named examples from two units, none from the others.",
    "A written way exists and is followed; nobody measures it.",
)
OWN = (
    OwnQuestion(
        code="OWN-1",
        area="SRP",
        text="Do wards learn of planned interruptions at least a week ahead?",
        response_set="shipped:presence",
        help="Think of the last three times a system was not available on purpose.",
    ),
    OwnQuestion(
        code="OWN-2",
        area="CFP",
        text="Is somebody in charge of telling early when storage runs short?",
        response_set="shipped:presence",
    ),
)


@dataclass(frozen=True)
class Wanted:
    """One assessment to build."""

    model: str
    title: str
    purpose: str
    areas: tuple[str, ...]
    people: int
    draft: Draft


IT_CMF = Wanted(
    model="IT-CMF",
    title="IT-CMF: capacity and service provisioning",
    purpose="See which building blocks keep wards waiting, and how far they should come.",
    areas=("CFP", "SRP", "BP"),
    people=15,
    draft=Draft(own=OWN, aspects=tuple(Aspect)),
)
NIMM = Wanted(
    model="NIMM",
    title="NIMM profile of servers and operating systems",
    purpose="A profile from five perspectives, to find what holds the others back.",
    areas=("OSY", "IHP"),
    people=12,
    draft=Draft(aspects=USUAL_ASPECTS),
)


def run(*, now: datetime, program: Program, actor_of: Callable[[str], Actor]) -> None:
    """Both assessments; one whose model is not loaded is left out."""
    lead, sponsor = actor_of("facilitator"), actor_of("sponsor")
    for wanted, build in ((IT_CMF, _it_cmf), (NIMM, _nimm)):
        version = published_version(wanted.model)
        if version is not None:
            build(lead, sponsor, _planned(lead, program, version, wanted, now), wanted, now)


def _it_cmf(
    lead: Actor, sponsor: Actor, assessment: Assessment, wanted: Wanted, now: datetime
) -> None:
    walk = stepping.Walk(assessment, lead, sponsor)
    first = now - 30 * DAY
    walk.say("sponsor_accepted", first, "In the weekly meeting.", by=sponsor)
    walk.done("PREP1", first)
    walk.done("PREP2", first + DAY)
    _collect(lead, assessment, wanted, first + 2 * DAY)
    walk.say("response_rate_minimum", now - 16 * DAY, "Agreed when planning.", number=60)
    walk.done("GATH1", now - 16 * DAY)
    walk.done("GATH2", now - 14 * DAY)
    _agree(lead, assessment, now - 10 * DAY)
    walk.say("differences_unexplained", now - 9 * DAY, "Each reason names what differs.")
    walk.sign(now - 8 * DAY)
    agree_ratings(actor=lead, assessment=assessment, agreed_by=TEAM, now=now - 8 * DAY)


def _nimm(
    lead: Actor, sponsor: Actor, assessment: Assessment, wanted: Wanted, now: datetime
) -> None:
    _collect(lead, assessment, wanted, now - 20 * DAY)
    settled = ("Operating systems, all perspectives",)
    stepping.profile(stepping.Walk(assessment, lead, sponsor), now - 6 * DAY, settled)
    _agree(lead, assessment, now - 5 * DAY, left_open=("IHP",))


def _planned(
    lead: Actor, program: Program, version: ModelVersion, wanted: Wanted, now: datetime
) -> Assessment:
    assessment = plan_assessment(
        lead=lead,
        program=program,
        version=version,
        title=wanted.title,
        purpose=wanted.purpose,
        areas=wanted.areas,
        today=(now - 31 * DAY).date(),
    )
    invite(lead, assessment, RESPONDENTS[: wanted.people], now - 31 * DAY)
    set_draft(actor=lead, assessment=assessment, expected_version=0, draft=wanted.draft)
    assessment.refresh_from_db()
    return assessment


def _collect(lead: Actor, assessment: Assessment, wanted: Wanted, now: datetime) -> None:
    open_questionnaire(actor=lead, assessment=assessment, now=now)
    generator = random.Random(SEED)  # noqa: S311 - sample data
    items = list(
        QuestionnaireItem.objects.filter(questionnaire__assessment=assessment)
        .order_by("position")
        .select_related("group", "question")
    )
    people = list(Participant.objects.filter(assessment=assessment).order_by("name"))
    for participant in people[:-1]:
        response = start_response(actor=lead, participant=participant, now=now).response
        changes = [AnswerChange(item.pk, _choice(generator, item)) for item in items]
        save_answers(response=response, changes=changes, now=now + DAY)
        submit_response(actor=lead, response=response, now=now + DAY)
    close_collection(actor=lead, assessment=assessment, now=now + 8 * DAY)
    assessment.refresh_from_db()


def _choice(generator: random.Random, item: QuestionnaireItem) -> str:
    if item.shipped_set:
        return generator.choice(("yes", "no"))
    if generator.random() < 0.06:
        return "dont_know"
    middle = TODAY[item.group.code] + _shift(item)
    lift = {Aspect.TO_BE: 1, Aspect.IMPORTANCE: 2}.get(Aspect(item.aspect), 0)
    value = round(generator.gauss(middle + lift, 0.7))
    return str(min(5, max(1, value)))


def _shift(item: QuestionnaireItem) -> int:
    """A step more or less, the same for all questions about a part."""
    code = item.question.code.partition(".")[0] if item.question else item.own_code
    return sum(map(ord, code)) % 3 - 1


def _agree(
    lead: Actor, assessment: Assessment, now: datetime, left_open: tuple[str, ...] = ()
) -> None:
    """The team agrees on what the survey says, now and then a level lower, and sets targets."""
    found = leveled(assessment, for_team=True)
    if found is None:
        raise ValueError("the model has no levels")
    cells = [(area, cell) for area in found.areas for cell in area.cells]
    for number, (area, cell) in enumerate(cells):
        if area.area.code in left_open and number % 3 == 0:
            continue
        level = _level(area.area.code, cell, number)
        agree_level(
            actor=lead,
            assessment=assessment,
            node_id=cell.part.id,
            dimension_id=cell.side.id,
            lower=level,
            reason=REASONS[number % len(REASONS)],
            agreed_by=TEAM,
            expected_version=0,
        )
        set_target(
            actor=lead,
            assessment=assessment,
            node_id=cell.part.id,
            dimension_id=cell.side.id,
            level=min(5, level + 1 + number % 2),
            due_on=(now + timedelta(weeks=40)).date(),
            expected_version=0,
        )


def _level(area: str, cell: Cell, number: int) -> int:
    median = median_of(cell.survey.today)
    if median is not None:
        return median.lower
    return min(5, max(1, TODAY[area] + (0, 1, -1, 0, 1)[number % 5]))
