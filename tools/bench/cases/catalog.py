"""Import, browse and search large maturity models."""

import time
from uuid import UUID

from django.urls import reverse

from models_catalog.models import ModelVersion
from models_catalog.rules.writing import write_document
from models_catalog.services.files import import_file
from models_catalog.services.versions import discard_draft
from tools.bench import web
from tools.bench.floor import catalog as floor
from tools.bench.measure import Case, Shot
from tools.bench.world.models import RARE, CatalogWorld, model_document
from tools.bench.world.people import Person

MOST_BYTES = 200_000


def importing(person: Person) -> Case:
    """A file through all checks into rows, against parsing it and a COPY of the same rows."""
    data = write_document(model_document("IMPORT", 200)).encode()
    version = _import(person, data)
    pk, rows = version.pk, floor.rows_of(version)
    discard_draft(actor=person.actor, version=version)
    return Case(
        name="catalog-import",
        title="import of a model with 5,010 nodes",
        floor=_copied(person, data, rows, pk),
        product=_imported(person, data),
        small=_imported(person, write_document(model_document("SMALL", 20)).encode()),
        goal=4.0,
    )


def branch(world: CatalogWorld, little: CatalogWorld) -> Case:
    """The page of an area, against a plain view that answers with the same bytes."""
    return Case(
        name="catalog-branch",
        title="page of an area in a model of 5,010 nodes",
        floor=_bytes(world, "node", _node_path(world)),
        product=_page(world, _node_path(world)),
        small=_page(little, _node_path(little)),
        goal=2.0,
        query_goal=6,
    )


def top(world: CatalogWorld, little: CatalogWorld) -> Case:
    """The first page of the model, against a plain view that answers with the same bytes."""
    return Case(
        name="catalog-top",
        title="first page of a model of 5,010 nodes",
        floor=_bytes(world, "version", _version_path(world)),
        product=_page(world, _version_path(world)),
        small=_page(little, _version_path(little)),
        goal=2.0,
        query_goal=6,
    )


def search(world: CatalogWorld, little: CatalogWorld) -> Case:
    """The part of the page that is asked for while somebody types."""
    caller = _page_floor(world)
    return Case(
        name="catalog-search",
        title="search over 50,100 nodes",
        floor=lambda: _done(caller.get(f"/search/?q={RARE}")),
        product=_found(world),
        small=_found(little),
        goal=2.0,
        query_goal=6,
    )


def _import(person: Person, data: bytes) -> ModelVersion:
    found = import_file(
        actor=person.actor, data=data, organization_id=person.organization.pk, is_dry_run=False
    )
    if found.version is None:
        raise RuntimeError(f"the model cannot be imported: {found.problems[:3]}")
    return found.version


def _imported(person: Person, data: bytes) -> Shot:
    def shot() -> float:
        started = time.perf_counter()
        version = _import(person, data)
        took = time.perf_counter() - started
        discard_draft(actor=person.actor, version=version)
        return took

    return shot


def _copied(person: Person, data: bytes, rows: floor.Rows, pk: UUID) -> Shot:
    def shot() -> float:
        started = time.perf_counter()
        floor.parse_and_copy(data, rows)
        took = time.perf_counter() - started
        discard_draft(actor=person.actor, version=ModelVersion.objects.get(pk=pk))
        return took

    return shot


def _bytes(world: CatalogWorld, name: str, path: str) -> Shot:
    body = _product(world).get(path).body
    if len(body) > MOST_BYTES:
        raise RuntimeError(f"{path} has {len(body)} bytes; at most {MOST_BYTES}")
    floor.keep_ready(name, body)
    caller = _page_floor(world)
    return lambda: _done(caller.get(f"/ready/{name}/"))


def _page(world: CatalogWorld, path: str) -> Shot:
    caller = _product(world)
    return lambda: _done(caller.get(path))


def _found(world: CatalogWorld) -> Shot:
    caller = _product(world)
    path = reverse("catalog:search", args=[world.person.organization.slug]) + f"?q={RARE}"
    if RARE not in caller.get(path).body.decode():
        raise RuntimeError("the search finds nothing")
    return lambda: _done(caller.get(path, HTTP_HX_REQUEST="true", HTTP_HX_TARGET="results"))


def _page_floor(world: CatalogWorld) -> web.Caller:
    return web.Caller(web.page_floor_handler(), web.session_headers(world.person.user))


def _product(world: CatalogWorld) -> web.Caller:
    return web.Caller(web.product_handler(), web.session_headers(world.person.user))


def _node_path(world: CatalogWorld) -> str:
    slug = world.person.organization.slug
    return reverse("catalog:node", args=[slug, world.version.pk, "A0"])


def _version_path(world: CatalogWorld) -> str:
    return reverse("catalog:version", args=[world.person.organization.slug, world.version.pk])


def _done(_found: object) -> None:
    """A shot gives nothing."""
