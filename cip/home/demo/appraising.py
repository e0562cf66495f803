"""The demonstration's CMMI appraisal: three services, some goals still to be judged."""

import random
from collections.abc import Callable
from datetime import datetime, timedelta

from assessments.models import Assessment, Instance
from assessments.queries.appraisal import Appraisal, AreaState, appraisal
from assessments.rules.cmmi.goal_rating import GoalValue
from assessments.services.appraisals import add_instance, begin_appraisal
from assessments.services.characterizing import CellChange, characterize
from assessments.services.evidence import add_evidence
from assessments.services.findings import write_finding
from assessments.services.judging import judge_goal
from assessments.services.targets import aim_for_level
from cip.access.actor import Actor
from cip.home.demo import stepping
from cip.home.demo.common import plan_assessment, published_version
from cip.programs.models import Program
from models_catalog.models import ModelVersion, Node

SEED = 20_10  # the year of the model's version
TEAM = "Lark Exampleton, Wren Demosthorpe"
INSTANCES = (
    (
        "Clinical workplace",
        "Service desk",
        "The largest service; every ward uses it day and night.",
    ),
    (
        "Network and Wi-Fi",
        "Infrastructure",
        "The oldest service, run by the most experienced team.",
    ),
    ("Patient letters", "Applications", "The newest service, taken over half a year ago."),
)
# How the values of an area fall at the three services: shares of FI, LI, PI, NI.
AREAS = {
    "CM": ((60, 35, 5, 0), (75, 25, 0, 0), (20, 40, 30, 10)),
    "REQM": ((55, 45, 0, 0), (70, 30, 0, 0), (60, 40, 0, 0)),
    "SD": ((80, 20, 0, 0), (85, 15, 0, 0), (65, 35, 0, 0)),
    "IRP": ((30, 40, 20, 10), (40, 40, 15, 5), (0, 20, 40, 40)),
}
NOT_JUDGED = {"IRP"}
WEAKNESSES = (
    "Done, but the record is kept by hand and lags behind.",
    "Nobody stands in when the person in charge is away.",
    "The way of doing it is known to the team, yet written down nowhere.",
    "Only done for changes that somebody asks for in writing.",
)
NOTHING = "Nothing shows that it is done here."
# Still to be discussed: area, kind, title, text, and what speaks for (or against) it.
TO_DISCUSS = (
    (
        "IRP",
        "weakness",
        "Repeat incidents are closed one by one",
        "At two of three services an incident that comes back is solved again and again. Nobody "
        "looks for what is behind it.",
        (
            ("interview", "supports", "Group of first-line engineers"),
            ("document", "supports", "Incident list of the last quarter"),
        ),
    ),
    (
        "IRP",
        "strength",
        "Wards are told when service is back",
        "Whoever reported an incident hears from the desk within the hour after it is solved.",
        (
            ("interview", "supports", "Ward managers"),
            ("observation", "contradicts", "Desk, a Monday morning"),
        ),
    ),
    (
        "CM",
        "alternative",
        "The newest service keeps its records in the supplier's tool",
        "Its items are under control there, in another way than the handbook asks for.",
        (("interview", "supports", "Team of patient letters"),),
    ),
)


def run(*, now: datetime, program: Program, actor_of: Callable[[str], Actor]) -> Assessment | None:
    """A small appraisal in the middle of its work; None when the model is not loaded."""
    version = published_version("CMMI-SVC")
    if version is None:
        return None
    lead = actor_of("facilitator")
    assessment = _planned(lead, program, version, now - timedelta(weeks=5))
    instances = [
        add_instance(actor=lead, assessment=assessment, name=name, unit=unit, reason=reason)
        for name, unit, reason in INSTANCES
    ]
    walk = stepping.Walk(assessment, lead, actor_of("sponsor"))
    stepping.plan_appraisal(walk, now - timedelta(weeks=2))
    begin_appraisal(actor=lead, assessment=assessment, now=now - timedelta(weeks=2))
    stepping.look_at_work(walk, now - timedelta(days=9))
    _characterize(lead, assessment, instances)
    stepping.characterized(walk, now - timedelta(days=4))
    for area in _found(assessment).in_scope:
        if area.node.code not in NOT_JUDGED:
            _judge(lead, assessment, area)
    aim_for_level(
        actor=lead,
        assessment=assessment,
        level=2,
        due_on=(now + timedelta(weeks=30)).date(),
        reason="The hospital group asks all its IT departments for level 2.",
    )
    _write_findings(lead, assessment)
    walk.sign(now)
    return assessment


def _planned(lead: Actor, program: Program, version: ModelVersion, now: datetime) -> Assessment:
    reason = "IT has no suppliers of its own; the hospital group's purchasing manages them."
    return plan_assessment(
        lead=lead,
        program=program,
        version=version,
        title="CMMI-SVC appraisal of three services",
        purpose="See how far delivery and incident work hold when somebody from outside looks.",
        areas=AREAS,
        not_applicable={"SAM": reason},
        today=now.date(),
    )


def _characterize(lead: Actor, assessment: Assessment, instances: list[Instance]) -> None:
    generator = random.Random(SEED)  # noqa: S311 - sample data
    changes = []
    for area in _found(assessment).in_scope:
        for practice in area.practices:
            for instance, weights in zip(instances, AREAS[area.node.code], strict=True):
                value = generator.choices(("FI", "LI", "PI", "NI"), weights)[0]
                weakness = generator.choice(WEAKNESSES)
                note = {"FI": "", "NI": NOTHING}.get(value, weakness)
                changes.append(CellChange(area.node.id, practice.node.id, instance.pk, value, note))
    characterize(actor=lead, assessment=assessment, changes=changes)
    choices = [
        CellChange(
            area.node.id,
            practice.node.id,
            None,
            "LI",
            "The two large services carry nearly all the work; there it is done.",
        )
        for area in _found(assessment).in_scope
        for practice in area.practices
        if practice.unit.needs_choice
    ]
    characterize(actor=lead, assessment=assessment, changes=choices)


def _write_findings(lead: Actor, assessment: Assessment) -> None:
    """What the team takes to the discussions."""
    for code, kind, title, text, sources in TO_DISCUSS:
        node = Node.objects.get(version_id=assessment.model_version_id, code=code)
        finding = write_finding(
            actor=lead,
            assessment=assessment,
            node_id=node.pk,
            kind=kind,
            title=title,
            text=text,
        )
        for source, polarity, origin in sources:
            add_evidence(
                actor=lead, finding=finding, source=source, polarity=polarity, origin=origin
            )


def _judge(lead: Actor, assessment: Assessment, area: AreaState) -> None:
    for goal in area.goals:
        if GoalValue.SATISFIED in goal.allowed:
            value, reason = "satisfied", "The weaknesses are small and known to those concerned."
        elif GoalValue.UNSATISFIED in goal.allowed:
            value, reason = "unsatisfied", "What is missing keeps the goal from being reached."
        else:
            continue
        judge_goal(
            actor=lead,
            assessment=assessment,
            area_id=area.node.id,
            goal_id=goal.node.id,
            value=value,
            reason=reason,
            agreed_by=TEAM,
            expected_version=0,
        )


def _found(assessment: Assessment) -> Appraisal:
    found = appraisal(assessment, for_team=True)
    if found is None:
        raise ValueError("the model is not appraised")
    return found
