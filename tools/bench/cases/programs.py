"""A program's overview and its list of assessments."""

from django.urls import reverse

from tools.bench import web
from tools.bench.cases.saving import forget_rate
from tools.bench.measure import Case, Shot
from tools.bench.world.programs import ProgramWorld

LIST_GOAL, LIST_QUERIES = 1.5, 6


def dashboard(world: ProgramWorld, small: ProgramWorld) -> Case:
    """The overview, against the initiatives' sums by team and a list of 100."""
    return Case(
        name="dashboard",
        title="a program's overview: 12 assessments, 24 teams, 2,000 initiatives",
        floor=_page_floor(world, f"/dashboard/{world.program.pk}/"),
        product=_page(world, "home:program"),
        small=_page(small, "home:program"),
        goal=3.0,
        query_goal=12,
    )


def list_page(world: ProgramWorld, ten: ProgramWorld) -> Case:
    """The first 50 with the step at which each stands, against the same columns without it."""
    return Case(
        name="assessments-page",
        title="first page of 100 assessments, with their next steps",
        floor=_page_floor(world, f"/assessments/{world.program.pk}/page/"),
        product=_page(world, "assessments:list"),
        small=_page(ten, "assessments:list"),
        goal=LIST_GOAL,
        query_goal=LIST_QUERIES,
    )


def list_api(world: ProgramWorld, ten: ProgramWorld) -> Case:
    """All 100 as JSON with what the caller may do, against DRF's own list view without that."""
    floor = web.Caller(web.floor_handler(), web.token_headers(world.person.token))
    return Case(
        name="assessments-api",
        title="100 assessments, JSON",
        floor=_get(floor, f"/assessments/{world.program.pk}/"),
        product=_api(world),
        small=_api(ten),
        goal=LIST_GOAL,
        query_goal=LIST_QUERIES,
        between=forget_rate(world.person),
    )


def _page_floor(world: ProgramWorld, path: str) -> Shot:
    return _get(web.Caller(web.page_floor_handler(), web.session_headers(world.person.user)), path)


def _page(world: ProgramWorld, name: str) -> Shot:
    caller = web.Caller(web.product_handler(), web.session_headers(world.person.user))
    return _get(caller, reverse(name, args=[world.person.organization.slug, world.program.pk]))


def _api(world: ProgramWorld) -> Shot:
    caller = web.Caller(web.product_handler(), web.token_headers(world.person.token))
    path = f"{reverse('assessment-list')}?program={world.program.pk}&page_size=100"
    if not caller.get(path).json()["results"]:
        raise RuntimeError("the API lists no assessment")
    return _get(caller, path)


def _get(caller: web.Caller, path: str) -> Shot:
    def shot() -> None:
        caller.get(path)

    return shot
