"""The demonstration's A2I assessment: 24 respondents, agreed ratings, findings, actions."""

import random
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from uuid import UUID

from assessments.models import (
    ActionItem,
    Assessment,
    Finding,
    Participant,
    QuestionnaireItem,
)
from assessments.rules.audience import AskedOf
from assessments.rules.drafting import Draft, OwnQuestion, Rule
from assessments.rules.outline import Condition
from assessments.services.actions import agree_action
from assessments.services.answers import AnswerChange, save_answers, start_response, submit_response
from assessments.services.assessments import (
    close_collection,
    open_questionnaire,
)
from assessments.services.evidence import add_evidence
from assessments.services.findings import write_finding
from assessments.services.participants import NewPerson, add_participants
from assessments.services.questionnaires import set_draft
from assessments.services.ratings import agree_ratings
from assessments.services.targets import aim_for_level
from cip.access.actor import Actor
from cip.home.demo import evidence, stepping
from cip.home.demo.common import plan_assessment, rate_goals
from cip.home.demo.content import AREAS, COMMENTS, EVIDENCE, FINDINGS, RATINGS, DemoFinding
from cip.home.demo.people import ANSWERING_MEMBERS, RESPONDENTS
from cip.programs.models import Program
from models_catalog.models import ModelVersion, Node

SEED = 20_05  # the year of the model's release candidate
AGREED_BY = "Lark Exampleton, Wren Demosthorpe"
# These members leave their questionnaire open, so that the demonstration has something to fill in
# a second assessment; in the first everybody but two hands in.
QUESTIONS_OF_SECOND = Draft(
    order=("PM-AB1", "OWN-1", "PM-AB2"),
    own=(
        OwnQuestion(
            code="OWN-1",
            area="PM",
            text="Does the night shift know whom to tell about an incident that keeps coming back?",
            response_set="shipped:presence",
            help="Think of the last three nights you worked or were on call.",
        ),
    ),
    rules=(Rule((Condition("PM-AB1", frozenset({"no"})),), ("PM-AB2", "PM-AB3")),),
    asked_of=(AskedOf("OWN-1", ("on call",)),),
)
ROLES_OF_SECOND = {"engineer": "On call", "incidents": "On call", "planning": "Planner"}
NOT_SUBMITTED = ("Sanderling Specimen", "Turnstone Mockingham")


@dataclass(frozen=True)
class Assessed:
    """What the roadmap needs of the assessment."""

    assessment: Assessment
    findings: dict[str, Finding]
    actions: list[ActionItem]


def run(
    *,
    now: datetime,
    program: Program,
    actor_of: Callable[[str], Actor],
    user_id_of: Callable[[str], UUID],
) -> Assessed:
    """The first assessment from planning to agreed ratings, and a second one still open."""
    version = ModelVersion.objects.filter(
        model__code="ITSCMM", model__organization__isnull=True, state="published"
    ).latest("published_at")
    lead = actor_of("facilitator")
    found = _finished(now, program, version, actor_of, user_id_of)
    _opened(
        lead,
        program,
        version,
        title="Problem management, first look",
        codes=("PM",),
        now=now - timedelta(days=3),
        sponsor=actor_of("sponsor"),
        user_id_of=user_id_of,
        only=("member", "engineer", "incidents", "planning"),
        draft=QUESTIONS_OF_SECOND,
    )
    return found


def _finished(
    now: datetime,
    program: Program,
    version: ModelVersion,
    actor_of: Callable[[str], Actor],
    user_id_of: Callable[[str], UUID],
) -> Assessed:
    lead = actor_of("facilitator")
    assessment = _opened(
        lead,
        program,
        version,
        title="IT Service CMM, level 2",
        codes=tuple(AREAS),
        now=now - timedelta(weeks=11),
        sponsor=actor_of("sponsor"),
        user_id_of=user_id_of,
    )
    _answer(lead, assessment, now - timedelta(weeks=10))
    close_collection(actor=lead, assessment=assessment, now=now - timedelta(weeks=9))
    assessment.refresh_from_db()
    started_on = (now - timedelta(weeks=9)).date()
    evidence.hear(lead=lead, assessment=assessment, started_on=started_on, today=now.date())
    walk = stepping.Walk(assessment, lead, actor_of("sponsor"))
    stepping.listen(walk, now - timedelta(weeks=9))
    findings = {item.title: _finding(lead, assessment, version, item) for item in FINDINGS}
    stepping.draw_up(walk, now - timedelta(weeks=8, days=3))
    evidence.discuss(
        lead=lead,
        assessment=assessment,
        findings=findings,
        held_on=started_on + timedelta(days=11),
    )
    actions = _actions(lead, assessment, findings, now, user_id_of)
    stepping.discuss(walk, now - timedelta(weeks=8))
    rate_goals(lead=lead, assessment=assessment, ratings=RATINGS, agreed_by=AGREED_BY)
    aim_for_level(
        actor=lead,
        assessment=assessment,
        level=2,
        due_on=(now + timedelta(weeks=40)).date(),
        reason="Wards rely on us around the clock.",
    )
    walk.sign(now - timedelta(weeks=7))
    agree_ratings(
        actor=lead, assessment=assessment, agreed_by=AGREED_BY, now=now - timedelta(weeks=7)
    )
    stepping.conclude(walk, now - timedelta(weeks=7))
    return Assessed(assessment, findings, actions)


def _opened(
    lead: Actor,
    program: Program,
    version: ModelVersion,
    *,
    title: str,
    codes: tuple[str, ...],
    now: datetime,
    sponsor: Actor,
    user_id_of: Callable[[str], UUID],
    only: tuple[str, ...] = (),
    draft: Draft | None = None,
) -> Assessment:
    assessment = plan_assessment(
        lead=lead,
        program=program,
        version=version,
        title=title,
        purpose="Find out where wards can rely on us today, and what to improve first.",
        areas=codes,
        closes_on=(now + timedelta(weeks=2)).date(),
        today=now.date(),
    )
    members = [
        NewPerson(
            unit=unit, role=ROLES_OF_SECOND.get(key, "") if only else "", user_id=user_id_of(key)
        )
        for key, unit in ANSWERING_MEMBERS
        if not only or key in only
    ]
    others = [NewPerson(name=name, unit=unit) for name, unit in RESPONDENTS]
    add_participants(
        actor=lead, assessment=assessment, people=members + ([] if only else others), now=now
    )
    assessment.refresh_from_db()
    walk = stepping.Walk(assessment, lead, sponsor)
    stepping.prepare(walk, now, has_kick_off=not only)
    if draft is not None:
        set_draft(actor=lead, assessment=assessment, expected_version=0, draft=draft)
    open_questionnaire(actor=lead, assessment=assessment, now=now)
    assessment.refresh_from_db()
    return assessment


def _answer(lead: Actor, assessment: Assessment, now: datetime) -> None:
    generator, naming = random.Random(SEED), random.Random(SEED + 1)  # noqa: S311 - sample data
    items = list(
        QuestionnaireItem.objects.filter(questionnaire__assessment=assessment)
        .order_by("position")
        .values_list("pk", "group__code")
    )
    for participant in Participant.objects.filter(assessment=assessment).order_by("name"):
        response = start_response(actor=lead, participant=participant, now=now).response
        optimism = generator.uniform(-0.15, 0.15)
        changes = [
            _shown_by(naming, _choice(generator, item_id, area, optimism))
            for item_id, area in items
            if participant.name not in NOT_SUBMITTED or generator.random() < 0.4
        ]
        save_answers(response=response, changes=changes, now=now)
        if participant.name not in NOT_SUBMITTED:
            submit_response(actor=lead, response=response, now=now + timedelta(hours=2))


def _choice(generator: random.Random, item_id: UUID, area: str, optimism: float) -> AnswerChange:
    yes, dont_know = AREAS[area]
    comment = generator.choice(COMMENTS) if generator.random() < 0.03 else ""
    draw = generator.random()
    if draw < dont_know:
        choice = "dont_know"
    elif draw < dont_know + 0.03:
        choice = "does_not_apply"
    else:
        choice = "yes" if generator.random() < yes + optimism else "no"
    return AnswerChange(item_id=item_id, choice=choice, comment=comment)


def _shown_by(generator: random.Random, change: AnswerChange) -> AnswerChange:
    """The answer; some who say yes name what shows it."""
    if change.choice != "yes" or generator.random() > 0.06:
        return change
    return replace(change, evidence=generator.choice(EVIDENCE))


def _finding(
    lead: Actor, assessment: Assessment, version: ModelVersion, item: DemoFinding
) -> Finding:
    area = Node.objects.get(version=version, code=item.area)
    finding = write_finding(
        actor=lead,
        assessment=assessment,
        node_id=area.pk,
        kind=item.kind,
        title=item.title,
        text=item.text,
        solution_direction=item.direction,
    )
    asked = QuestionnaireItem.objects.filter(
        questionnaire__assessment=assessment, group__code=item.area
    ).order_by("position")
    for question in asked[2:4]:
        add_evidence(
            actor=lead,
            finding=finding,
            source="questionnaire",
            polarity="supports",
            item_id=question.pk,
        )
    add_evidence(
        actor=lead,
        finding=finding,
        source="interview",
        polarity="supports",
        origin=item.interview,
        note="Said by several people, independently of the questionnaire.",
    )
    return finding


def _actions(
    lead: Actor,
    assessment: Assessment,
    findings: dict[str, Finding],
    now: datetime,
    user_id_of: Callable[[str], UUID],
) -> list[ActionItem]:
    wanted = (
        (
            "Share the results with every ward, on one page",
            "Delivered service is not reviewed with the customer",
            "lead",
            5,
        ),
        (
            "List the twenty most frequent repeat incidents",
            "The same incidents come back",
            "incidents",
            3,
        ),
        (
            "Collect what every ward believes it was promised",
            "Most wards have no written service agreement",
            "agreements",
            4,
        ),
    )
    return [
        agree_action(
            actor=lead,
            assessment=assessment,
            text=text,
            owner_id=user_id_of(owner),
            due_on=(now + timedelta(weeks=weeks)).date(),
            finding_id=findings[title].pk,
        )
        for text, title, owner, weeks in wanted
    ]
