"""What 240,000 answers say: 500 people, 480 questions."""

from dataclasses import replace

from django.urls import reverse

from assessments.queries.analysis import analysis
from assessments.services.answers import recompute_tallies
from tools.bench import web
from tools.bench.cases.saving import forget_rate
from tools.bench.floor import rollup as floor
from tools.bench.measure import Case, Shot
from tools.bench.world.answers import AnswerWorld

GOAL, QUERIES = 2.0, 6


def query(world: AnswerWorld, fewer: AnswerWorld) -> Case:
    """Without a request around it."""
    return Case(
        name="rollup-query",
        title="roll-up of 240,000 answers, query alone",
        floor=lambda: _done(floor.by_question(world.questionnaire.pk)),
        product=lambda: _done(analysis(world.assessment, for_team=True)),
        small=lambda: _done(analysis(fewer.assessment, for_team=True)),
        goal=GOAL,
        query_goal=QUERIES,
    )


def api(world: AnswerWorld, fewer: AnswerWorld) -> Case:
    """All questions with their counts as JSON."""
    return Case(
        name="rollup-api",
        title="roll-up of 240,000 answers, JSON by question",
        floor=_floor(
            web.Caller(web.floor_handler(), web.token_headers(world.person.token)), world, ""
        ),
        product=_by_api(world),
        small=_by_api(fewer),
        goal=GOAL,
        query_goal=QUERIES,
        between=forget_rate(world.person),
    )


def page(world: AnswerWorld, fewer: AnswerWorld) -> Case:
    """The page of all areas with chart and split questions, against the same without a chart."""
    return Case(
        name="rollup-page",
        title="roll-up of 240,000 answers, page of areas and split questions",
        floor=_floor(
            web.Caller(web.page_floor_handler(), web.session_headers(world.person.user)),
            world,
            "page/",
        ),
        product=_by_page(world),
        small=_by_page(fewer),
        goal=GOAL,
        query_goal=QUERIES,
    )


def recompute(world: AnswerWorld, fewer: AnswerWorld) -> Case:
    """Count everything anew and compare it with what is kept, against the counting alone."""
    return Case(
        name="recompute",
        title="exact recount of 240,000 answers",
        floor=lambda: _done(floor.exact(world.questionnaire.pk)),
        product=_recount(world),
        small=_recount(fewer),
        goal=1.3,
        query_goal=3,
    )


def recompute_million(world: AnswerWorld, fewer: AnswerWorld) -> Case:
    """The same with 1,000,000 answers."""
    return replace(
        recompute(world, fewer),
        name="recompute-million",
        title="exact recount of 1,000,000 answers",
    )


def _recount(world: AnswerWorld) -> Shot:
    def shot() -> None:
        if recompute_tallies(questionnaire=world.questionnaire) != 0:
            raise RuntimeError("kept counts differ from the answers")

    return shot


def _floor(caller: web.Caller, world: AnswerWorld, rest: str) -> Shot:
    return lambda: _done(caller.get(f"/rollup/{world.questionnaire.pk}/{rest}"))


def _by_api(world: AnswerWorld) -> Shot:
    caller = web.Caller(web.product_handler(), web.token_headers(world.person.token))
    path = reverse("assessment-result-analysis", args=[world.assessment.pk])
    return lambda: _done(caller.get(path))


def _by_page(world: AnswerWorld) -> Shot:
    caller = web.Caller(web.product_handler(), web.session_headers(world.person.user))
    path = reverse(
        "assessments:analysis", args=[world.person.organization.slug, world.assessment.pk]
    )
    return lambda: _done(caller.get(path))


def _done(_found: object) -> None:
    """A shot gives nothing."""
