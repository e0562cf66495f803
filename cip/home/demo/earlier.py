"""A year before: a smaller assessment on the same model, agreed, to compare today's result with."""

import random
from collections.abc import Callable
from datetime import datetime, timedelta

from assessments.models import Assessment, Participant, QuestionnaireItem
from assessments.services.answers import AnswerChange, save_answers, start_response, submit_response
from assessments.services.assessments import (
    close_collection,
    open_questionnaire,
)
from assessments.services.discussions import skip_area
from assessments.services.ratings import agree_ratings
from cip.access.actor import Actor
from cip.home.demo import stepping
from cip.home.demo.common import invite, plan_assessment, rate_goals
from cip.home.demo.people import RESPONDENTS
from cip.programs.models import Program
from models_catalog.models import ModelVersion

SEED = 20_04
TEAM = "Lark Exampleton, Siskin Wasthere"
ASKED = 14
# Chance of a "yes", by key process area.
AREAS = {"SCM": 0.45, "SDP": 0.40, "CM": 0.20, "SRI": 0.55}
_YES, _NO = "satisfied", "unsatisfied"
RATINGS = {
    "SCM-G1": (_NO, "Three of nineteen wards have a written agreement."),
    "SCM-G2": (_YES, "Wards were asked twice that year, as long as the project lasted."),
    "SDP-G1": (_NO, "Plans are in people's heads."),
    "SDP-G2": (_NO, "Units commit for one another; two learned of it afterwards."),
    "CM-G1": (_NO, "There is neither a tool nor an owner."),
    "CM-G2": (_NO, "Nobody knows how many records are right."),
    "CM-G3": (_NO, "Every second change came without a word to the others."),
    "CM-G4": (_NO, "Baselines do not exist."),
    "SRI-G1": (_YES, "One procedure, written the year before."),
    "SRI-G2": (_NO, "Of forty sampled tickets eleven were never closed."),
    "SRI-G3": (_YES, "Callers are called back; wards confirm it."),
}


def run(*, now: datetime, program: Program, actor_of: Callable[[str], Actor]) -> Assessment:
    """From planning to a released result, sixty weeks ago."""
    lead = actor_of("facilitator")
    version = ModelVersion.objects.filter(
        model__code="ITSCMM", model__organization__isnull=True, state="published"
    ).latest("published_at")
    began = now - timedelta(weeks=60)
    assessment = _planned(lead, program, version, began)
    walk = stepping.Walk(assessment, lead, actor_of("sponsor"))
    stepping.prepare(walk, began, has_kick_off=True)
    open_questionnaire(actor=lead, assessment=assessment, now=began)
    assessment.refresh_from_db()
    _answer(lead, assessment, began + timedelta(days=5))
    ended = began + timedelta(weeks=2)
    close_collection(actor=lead, assessment=assessment, now=ended)
    assessment.refresh_from_db()
    stepping.listen(walk, ended)
    stepping.draw_up(walk, ended + timedelta(days=4))
    for node_id in assessment.scope.values_list("node_id", flat=True):
        skip_area(
            actor=lead,
            assessment=assessment,
            node_id=node_id,
            reason="A first look: what it found was discussed in one meeting for all.",
        )
    stepping.discuss(walk, ended + timedelta(weeks=1))
    rate_goals(lead=lead, assessment=assessment, ratings=RATINGS, agreed_by=TEAM)
    walk.sign(ended + timedelta(weeks=2))
    agree_ratings(actor=lead, assessment=assessment, agreed_by=TEAM, now=ended + timedelta(weeks=2))
    stepping.conclude(walk, ended + timedelta(weeks=2))
    return assessment


def _planned(lead: Actor, program: Program, version: ModelVersion, now: datetime) -> Assessment:
    assessment = plan_assessment(
        lead=lead,
        program=program,
        version=version,
        title="First look, a year before",
        purpose="A small look before the program began; kept to see what has changed since.",
        areas=AREAS,
        closes_on=(now + timedelta(weeks=2)).date(),
        today=now.date(),
    )
    invite(lead, assessment, RESPONDENTS[:ASKED], now)
    assessment.refresh_from_db()
    return assessment


def _answer(lead: Actor, assessment: Assessment, now: datetime) -> None:
    generator = random.Random(SEED)  # noqa: S311 - sample data
    items = list(
        QuestionnaireItem.objects.filter(questionnaire__assessment=assessment)
        .order_by("position")
        .values_list("pk", "group__code")
    )
    for participant in Participant.objects.filter(assessment=assessment).order_by("name"):
        response = start_response(actor=lead, participant=participant, now=now).response
        changes = [
            AnswerChange(pk, "yes" if generator.random() < AREAS[area] else "no")
            for pk, area in items
        ]
        save_answers(response=response, changes=changes, now=now)
        submit_response(actor=lead, response=response, now=now + timedelta(hours=1))
