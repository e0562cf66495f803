"""Published content cannot change, whoever writes: PostgreSQL itself refuses."""

# ruff: noqa: S608 - table names of this file, put together on purpose

import pytest
from django.db import connection, transaction
from django.db.utils import DatabaseError

from cip.kernel import clock
from models_catalog.models import ModelVersion
from models_catalog.services.importing import import_document
from models_catalog.services.versions import publish_version
from tests.conftest import Person
from tests.models_catalog.documents import small_document

TEXT_COLUMN = {
    "scale": "name",
    "level": "name",
    "dimension": "name",
    "nodetype": "name",
    "node": "title",
    "linkkind": "name",
    "nodelink": None,
    "leveldescriptor": "text",
    "question": "text",
}
WHOSE = {
    "level": "scale_id IN (SELECT id FROM models_catalog_scale WHERE version_id = %s)",
    "leveldescriptor": "node_id IN (SELECT id FROM models_catalog_node WHERE version_id = %s)",
    "nodelink": "source_id IN (SELECT id FROM models_catalog_node WHERE version_id = %s)",
}
TABLES = sorted(TEXT_COLUMN)


def of_version(table: str) -> str:
    return WHOSE.get(table, "version_id = %s")


@pytest.fixture
def version(alice: Person) -> ModelVersion:
    return import_document(
        actor=alice.actor, document=small_document(), organization_id=alice.organization.pk
    ).version


@pytest.fixture
def published(alice: Person, version: ModelVersion) -> ModelVersion:
    return publish_version(actor=alice.actor, version=version, now=clock.now())


def run(sql: str, *values: object) -> int:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql, values)
        return int(cursor.rowcount)


def columns(table: str) -> list[str]:
    """Those that are written; the database makes the column of full-text search itself."""
    with connection.cursor() as cursor:
        description = connection.introspection.get_table_description(cursor, table)
    return [column.name for column in description if column.name != "search"]


def update_of(table: str) -> str:
    column = TEXT_COLUMN[table]
    change = f"{column} = {column} || 'x'" if column else "id = id"
    return f"UPDATE models_catalog_{table} SET {change} WHERE {of_version(table)}"


def copy_of(table: str) -> str:
    """A row more under the same version, with a key and code of its own."""
    name = f"models_catalog_{table}"
    fresh = {"id": "gen_random_uuid()", "code": "'fresh'", "position": "9999"}
    if table in {"level", "nodetype", "linkkind", "nodelink", "leveldescriptor"}:
        fresh["id"] = "1000000"
    fresh |= {"last_position": "9999"} if table == "node" else {}
    fresh |= {"level": "7"} if table == "leveldescriptor" else {}
    fresh |= {"target_id": "source_id"} if table == "nodelink" else {}
    written = columns(name)
    picked = ", ".join(fresh.get(column, column) for column in written)
    return (
        f"INSERT INTO {name} ({', '.join(written)}) SELECT {picked} FROM {name} "
        f"WHERE {of_version(table)} ORDER BY id LIMIT 1"
    )


@pytest.mark.parametrize("table", TABLES)
def test_published_content_takes_no_update(published: ModelVersion, table: str) -> None:
    with pytest.raises(DatabaseError, match="published model content cannot change"):
        run(update_of(table), published.pk)


@pytest.mark.parametrize("table", TABLES)
def test_published_content_takes_no_insert(published: ModelVersion, table: str) -> None:
    with pytest.raises(DatabaseError, match="published model content cannot change"):
        run(copy_of(table), published.pk)


@pytest.mark.parametrize("table", TABLES)
def test_published_content_takes_no_delete(published: ModelVersion, table: str) -> None:
    with pytest.raises(DatabaseError, match="published model content cannot change"):
        run(f"DELETE FROM models_catalog_{table} WHERE {of_version(table)}", published.pk)


@pytest.mark.parametrize("table", TABLES)
def test_a_draft_takes_updates_and_inserts(version: ModelVersion, table: str) -> None:
    assert run(copy_of(table), version.pk) == 1
    if TEXT_COLUMN[table]:
        assert run(update_of(table), version.pk) >= 2


@pytest.mark.parametrize("table", ["scale", "node", "question", "dimension"])
def test_rows_cannot_be_moved_into_published_content(
    alice: Person, published: ModelVersion, table: str
) -> None:
    draft = import_document(
        actor=alice.actor,
        document=small_document(number="2.0"),
        organization_id=alice.organization.pk,
    ).version
    name = f"models_catalog_{table}"
    with pytest.raises(DatabaseError, match="published model content cannot change"):
        run(
            f"UPDATE {name} SET version_id = %s, code = 'moved', position = 9999"
            f"{', last_position = 9999' if table == 'node' else ''} "
            f"WHERE id = (SELECT id FROM {name} WHERE version_id = %s ORDER BY id LIMIT 1)",
            published.pk,
            draft.pk,
        )


@pytest.mark.parametrize(
    "change",
    [
        "number = '9'",
        "checksum = 'x'",
        "notes = 'x'",
        'header = \'{"name": "x"}\'',
        "published_at = now()",
        "id = gen_random_uuid()",
    ],
)
def test_a_published_version_does_not_change(published: ModelVersion, change: str) -> None:
    with pytest.raises(DatabaseError, match="a published model version cannot change"):
        run(f"UPDATE models_catalog_modelversion SET {change} WHERE id = %s", published.pk)


def test_what_a_published_version_is_based_on_does_not_change(
    alice: Person, published: ModelVersion
) -> None:
    other = import_document(
        actor=alice.actor,
        document=small_document(number="0.9"),
        organization_id=alice.organization.pk,
    ).version
    sql = "UPDATE models_catalog_modelversion SET based_on_id = %s WHERE id = %s"
    assert run(sql, published.pk, other.pk) == 1
    with pytest.raises(DatabaseError, match="a published model version cannot change"):
        run(sql, other.pk, published.pk)


def test_a_published_version_cannot_be_deleted(published: ModelVersion) -> None:
    with pytest.raises(DatabaseError, match="cannot be deleted"):
        run("DELETE FROM models_catalog_modelversion WHERE id = %s", published.pk)


STATES = ("draft", "published", "retired")
ALLOWED = {("draft", "published"), ("published", "retired")}


@pytest.mark.parametrize("before", STATES)
@pytest.mark.parametrize("after", STATES)
def test_states_go_one_way(version: ModelVersion, before: str, after: str) -> None:
    sql = "UPDATE models_catalog_modelversion SET state = %s WHERE id = %s"
    if before != "draft":
        publishing = sql.replace("state = %s", "state = %s, published_at = now()")
        run(publishing, "published", version.pk)
    if before == "retired":
        run(sql, "retired", version.pk)
    if before == after:
        assert run(sql, after, version.pk) == 1
    elif (before, after) == ("draft", "published"):
        run(sql.replace("state = %s", "state = %s, published_at = now()"), after, version.pk)
    elif (before, after) in ALLOWED:
        run(sql, after, version.pk)
    else:
        with pytest.raises(DatabaseError, match="cannot go from"):
            run(sql, after, version.pk)
    version.refresh_from_db()
    assert version.state == (after if before == after or (before, after) in ALLOWED else before)
