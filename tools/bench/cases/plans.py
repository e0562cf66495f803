"""The roadmap of 2,000 initiatives with 2,700 links."""

from django.urls import NoReverseMatch, reverse

from tools.bench import web
from tools.bench.cases.saving import forget_rate
from tools.bench.measure import Case, Shot
from tools.bench.world.plans import PlanWorld


def api(world: PlanWorld, few: PlanWorld) -> Case | None:
    """Computed and sent whole."""
    if _api_path(world) is None:
        return None
    return Case(
        name="roadmap-api",
        title="2,000 initiatives, 2,700 links, JSON",
        floor=_floor(_by_token(world), world, ""),
        product=_by_api(world),
        small=_by_api(few),
        goal=1.5,
        query_goal=5,
        between=forget_rate(world.person),
    )


def api_unchanged(world: PlanWorld, few: PlanWorld) -> Case | None:
    """Asked again with its ETag, against a token look-up alone."""
    if _api_path(world) is None:
        return None
    return Case(
        name="roadmap-api-unchanged",
        title="the same, unchanged since the last time (304)",
        floor=_ping(_by_token(world)),
        product=_by_api(world, unchanged=True),
        small=_by_api(few, unchanged=True),
        goal=2.0,
        query_goal=3,
        between=forget_rate(world.person),
    )


def page(world: PlanWorld, few: PlanWorld) -> Case | None:
    """The Gantt chart with its table, against rectangles, lines and a table."""
    return Case(
        name="roadmap-page",
        title="2,000 initiatives, 2,700 links, Gantt page",
        floor=_floor(_by_session(world), world, "page/"),
        product=_by_page(world),
        small=_by_page(few),
        goal=1.5,
    )


def page_unchanged(world: PlanWorld, few: PlanWorld) -> Case | None:
    """Asked again with its ETag, against a session look-up alone."""
    first = _page_caller(world).get(_page_path(world))
    if "ETag" not in first.headers:
        return None
    return Case(
        name="roadmap-page-unchanged",
        title="the same, unchanged since the last time (304)",
        floor=_ping(_by_session(world)),
        product=_by_page(world, unchanged=True),
        small=_by_page(few, unchanged=True),
        goal=2.0,
    )


def _floor(caller: web.Caller, world: PlanWorld, rest: str) -> Shot:
    return _get(caller, f"/roadmap/{world.program.pk}/{rest}")


def _ping(caller: web.Caller) -> Shot:
    return _get(caller, "/ping/", expect=304)


def _by_token(world: PlanWorld) -> web.Caller:
    return web.Caller(web.floor_handler(), web.token_headers(world.person.token))


def _by_session(world: PlanWorld) -> web.Caller:
    return web.Caller(web.page_floor_handler(), web.session_headers(world.person.user))


def _by_api(world: PlanWorld, *, unchanged: bool = False) -> Shot:
    caller = web.Caller(web.product_handler(), web.token_headers(world.person.token))
    return _again(caller, _api_path(world) or "", unchanged=unchanged)


def _by_page(world: PlanWorld, *, unchanged: bool = False) -> Shot:
    return _again(_page_caller(world), _page_path(world), unchanged=unchanged)


def _page_caller(world: PlanWorld) -> web.Caller:
    return web.Caller(web.product_handler(), web.session_headers(world.person.user))


def _again(caller: web.Caller, path: str, *, unchanged: bool) -> Shot:
    if not unchanged:
        return _get(caller, path)
    etag = caller.get(path).headers["ETag"]
    return _get(caller, path, expect=304, HTTP_IF_NONE_MATCH=etag)


def _get(caller: web.Caller, path: str, *, expect: int = 200, **headers: str) -> Shot:
    def shot() -> None:
        caller.get(path, expect=expect, **headers)

    return shot


def _page_path(world: PlanWorld) -> str:
    return reverse("roadmap:roadmap", args=[world.person.organization.slug, world.program.pk])


def _api_path(world: PlanWorld) -> str | None:
    try:
        return reverse("roadmap-detail", args=[world.program.pk])
    except NoReverseMatch:
        return None
