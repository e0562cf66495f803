"""Open a questionnaire of 500 questions with its answers."""

from django.urls import reverse

from tools.bench import web
from tools.bench.cases.saving import forget_rate
from tools.bench.measure import Case, Shot
from tools.bench.world.answers import AnswerWorld

QUERIES = 6


def api(world: AnswerWorld, small: AnswerWorld) -> Case:
    """All questions as JSON."""
    return Case(
        name="open-api",
        title="500 questions, JSON",
        floor=_floor(_by_token(world), world, ""),
        product=_by_api(world),
        small=_by_api(small),
        goal=2.0,
        query_goal=QUERIES,
        between=forget_rate(world.person),
    )


def page(world: AnswerWorld, small: AnswerWorld) -> Case:
    """What a person opens: the 50 questions of one key process area, against as many on a page."""
    area = world.areas[0]
    return Case(
        name="open-page",
        title="one area's 50 questions, HTML",
        floor=_floor(_by_session(world), world, f"page/?area={area}"),
        product=_by_pages(world, world.areas[:1]),
        small=_by_pages(small, small.areas[:1]),
        goal=0.3,
        query_goal=QUERIES,
    )


def whole(world: AnswerWorld, small: AnswerWorld) -> Case:
    """All 500 questions on one page, against as many on a page."""
    return Case(
        name="open-whole",
        title="all 500 questions on one page, HTML",
        floor=_floor(_by_session(world), world, "page/"),
        product=_at_once(world),
        small=_at_once(small),
        goal=0.3,
        query_goal=QUERIES,
    )


def pages(world: AnswerWorld) -> Case:
    """All ten pages one after the other, against 500 questions on one page."""
    return Case(
        name="open-pages",
        title="all 500 questions on 10 HTML pages",
        floor=_floor(_by_session(world), world, "page/"),
        product=_by_pages(world, world.areas),
        goal=0.3,
    )


def _by_token(world: AnswerWorld) -> web.Caller:
    return web.Caller(web.floor_handler(), web.token_headers(world.person.token))


def _by_session(world: AnswerWorld) -> web.Caller:
    return web.Caller(web.page_floor_handler(), web.session_headers(world.person.user))


def _floor(caller: web.Caller, world: AnswerWorld, rest: str) -> Shot:
    def shot() -> None:
        caller.get(f"/questionnaire/{world.response.pk}/{rest}")

    return shot


def _by_api(world: AnswerWorld) -> Shot:
    caller = web.Caller(web.product_handler(), web.token_headers(world.person.token))
    path = reverse("my-response-answers", args=[world.response.pk])
    if len(caller.get(path).json()["answers"]) != len(world.items):
        raise RuntimeError("the API does not give every question")

    def shot() -> None:
        caller.get(path)

    return shot


def _at_once(world: AnswerWorld) -> Shot:
    caller = web.Caller(web.product_handler(), web.session_headers(world.person.user))
    slug = world.person.organization.slug
    path = reverse("assessments:fill_whole", args=[slug, world.assessment.pk])
    if caller.get(path).body.count(b"data-question=") != len(world.items):
        raise RuntimeError("the page does not show every question")

    def shot() -> None:
        caller.get(path)

    return shot


def _by_pages(world: AnswerWorld, areas: tuple[str, ...]) -> Shot:
    caller = web.Caller(web.product_handler(), web.session_headers(world.person.user))
    slug = world.person.organization.slug
    paths = [
        reverse("assessments:fill_area", args=[slug, world.assessment.pk, area]) for area in areas
    ]

    def shot() -> None:
        for path in paths:
            caller.get(path)

    return shot
