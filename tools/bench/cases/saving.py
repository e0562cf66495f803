"""Save one answer by each of its doors, against a DRF view with one UPDATE."""

from collections.abc import Callable
from itertools import count
from typing import Any
from uuid import UUID

from django.core.cache import cache
from django.urls import reverse

from assessments.models import Response
from tools.bench import web
from tools.bench.measure import Case, Shot
from tools.bench.world.answers import AnswerWorld
from tools.bench.world.people import Person

GOAL, QUERIES = 2.0, 7
TEXT = "We do this in two of three services."


def page(world: AnswerWorld, small: AnswerWorld) -> Case:
    """Autosave of the page, signed in."""
    return _case("save-page", "autosave, signed in", world, _by_page(world), _by_page(small))


def link(world: AnswerWorld, small: AnswerWorld) -> Case:
    """Autosave of the page, by personal link."""
    return _case("save-link", "autosave, personal link", world, _by_link(world), _by_link(small))


def api(world: AnswerWorld, small: AnswerWorld) -> Case:
    """The API with a token."""
    return _case("save-api", "save an answer, API", world, _by_api(world), _by_api(small))


def forget_rate(person: Person) -> Callable[[], None]:
    """Empties the API's record of this person's recent calls: nobody calls that often."""
    key = f"throttle_user_{person.user.pk}"

    def forget() -> None:
        cache.delete(key)

    return forget


def _case(name: str, title: str, world: AnswerWorld, product: Shot, small: Shot) -> Case:
    return Case(
        name=name,
        title=title,
        floor=_by_floor(world),
        product=product,
        small=small,
        goal=GOAL,
        query_goal=QUERIES,
        between=forget_rate(world.person),
    )


def _changes(
    response: Response, items: tuple[UUID, ...], door: str
) -> Callable[[], dict[str, Any]]:
    """Another question each time, always a real change, always on the version that is stored."""
    versions = dict(response.answers.values_list("item_id", "version"))
    turn = count()

    def change() -> dict[str, Any]:
        number = next(turn)
        item = items[number % len(items)]
        version = versions[item]
        versions[item] += 1
        choice = ("yes", "no")[number // len(items) % 2]
        return {
            "item": str(item),
            "choice": choice,
            "comment": f"{TEXT} {door} {number}",
            "evidence": f"Page {number}",
            "version": version,
        }

    return change


def _by_floor(world: AnswerWorld) -> Shot:
    caller = web.Caller(web.floor_handler(), web.token_headers(world.person.token))
    # Answers of its own, so that the versions of the product's stay known.
    other = Response.objects.filter(questionnaire=world.questionnaire).exclude(
        pk__in=[world.response.pk, world.link_response.pk]
    )[0]
    change, path = _changes(other, world.items, "floor"), f"/save/{other.pk}/"

    def shot() -> None:
        caller.send("PUT", path, change()).json()

    return shot


def _by_page(world: AnswerWorld) -> Shot:
    caller = web.Caller(web.product_handler(), web.session_headers(world.person.user))
    slug = world.person.organization.slug
    path = reverse("assessments:fill_save", args=[slug, world.assessment.pk])
    return _autosave(caller, path, _changes(world.response, world.items, "page"))


def _by_link(world: AnswerWorld) -> Shot:
    caller = web.Caller(web.product_handler(), web.link_headers())
    path = reverse("links:fill_save", args=[world.secret])
    return _autosave(caller, path, _changes(world.link_response, world.items, "link"))


def _autosave(caller: web.Caller, path: str, changes: Callable[[], dict[str, Any]]) -> Shot:
    def shot() -> None:
        change = changes()
        _check(change, caller.send("POST", path, change).json())

    return shot


def _by_api(world: AnswerWorld) -> Shot:
    caller = web.Caller(web.product_handler(), web.token_headers(world.person.token))
    path = reverse("my-response-answers", args=[world.response.pk])
    changes = _changes(world.response, world.items, "api")

    def shot() -> None:
        change = changes()
        _check(change, caller.send("PUT", path, {"answers": [change]}).json()["answers"][0])

    return shot


def _check(sent: dict[str, Any], stored: dict[str, Any]) -> None:
    """Storing what already stands there would be cheaper, and not what is measured."""
    if stored["version"] != sent["version"] + 1:
        raise RuntimeError("the answer was not stored anew")
