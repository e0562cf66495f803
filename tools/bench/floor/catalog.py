"""Parse and COPY for an import; bare statements and ready bytes for pages."""

import io
from dataclasses import dataclass
from typing import Any

import yaml
from django.db import connection, transaction
from django.http import HttpRequest, HttpResponse, JsonResponse

from models_catalog.models import ModelVersion
from tools.bench.floor.token import check

_OF_VERSION = "version_id = %s"
_OF_NODE = "node_id IN (SELECT id FROM models_catalog_node WHERE version_id = %s)"
_TABLES = {
    "models_catalog_maturitymodel": (
        "id = (SELECT model_id FROM models_catalog_modelversion WHERE id = %s)"
    ),
    "models_catalog_modelversion": "id = %s",
    "models_catalog_scale": _OF_VERSION,
    "models_catalog_level": (
        "scale_id IN (SELECT id FROM models_catalog_scale WHERE version_id = %s)"
    ),
    "models_catalog_nodetype": _OF_VERSION,
    "models_catalog_linkkind": _OF_VERSION,
    "models_catalog_node": _OF_VERSION,
    "models_catalog_nodelink": (
        "source_id IN (SELECT id FROM models_catalog_node WHERE version_id = %s)"
    ),
    "models_catalog_leveldescriptor": _OF_NODE,
    "models_catalog_question": _OF_VERSION,
}
_COLUMNS = """
SELECT string_agg(quote_ident(column_name), ', ' ORDER BY ordinal_position)
  FROM information_schema.columns WHERE table_name = %s AND is_generated = 'NEVER'
"""
_SEARCH = """
WITH wanted AS (
    SELECT to_tsquery('english', %s) || to_tsquery('simple', %s) AS words
), found AS (
    SELECT entry.*, ts_rank(entry.search, words) AS rank, words
      FROM models_catalog_searchentry AS entry, wanted
     WHERE entry.search @@ words
       AND entry.version_id IN (
           SELECT id FROM models_catalog_modelversion WHERE state = 'published')
)
SELECT n.code, n.title, n.id, m.code, ts_headline('english', f.body, words), total
  FROM (SELECT *, count(*) OVER () AS total FROM found ORDER BY rank DESC, id LIMIT 20) AS f
  JOIN models_catalog_node AS n ON n.id = f.node_id
  JOIN models_catalog_modelversion AS v ON v.id = n.version_id
  JOIN models_catalog_maturitymodel AS m ON m.id = v.model_id
"""
_READY: dict[str, bytes] = {}


@dataclass(frozen=True)
class Rows:
    """The rows of one version as COPY writes them: (statement, text), parents first."""

    tables: tuple[tuple[str, str], ...]

    def copy_in(self) -> None:
        """Store them again."""
        with connection.cursor() as cursor:
            for statement, text in self.tables:
                cursor.copy_expert(statement, io.StringIO(text))


def rows_of(version: ModelVersion) -> Rows:
    """Everything of the version, table by table."""
    found = []
    with connection.cursor() as cursor:
        for table, condition in _TABLES.items():
            cursor.execute(_COLUMNS, [table])
            columns = cursor.fetchone()[0]
            where = cursor.mogrify(condition, [version.pk]).decode()
            text = io.StringIO()
            select = f"SELECT {columns} FROM {table} WHERE {where}"  # noqa: S608 - own names
            order = " ORDER BY position" if table == "models_catalog_node" else ""
            cursor.copy_expert(f"COPY ({select}{order}) TO STDOUT", text)
            found.append((f"COPY {table} ({columns}) FROM STDIN", text.getvalue()))
    return Rows(tuple(found))


def parse_and_copy(data: bytes, rows: Rows) -> None:
    """What importing cannot do without."""
    yaml.load(data, yaml.CSafeLoader)
    with transaction.atomic():
        rows.copy_in()


def keep_ready(name: str, body: bytes) -> None:
    """Bytes that the plain page of that name answers with."""
    _READY[name] = body


def ready(request: HttpRequest, name: str) -> HttpResponse:
    """The same bytes as the product's page, after looking up who asks."""
    check(request)
    return HttpResponse(_READY[name])


def search(request: HttpRequest) -> JsonResponse:
    """One statement; its rows."""
    check(request)
    word: Any = f"{request.GET['q']}:*"
    with connection.cursor() as cursor:
        cursor.execute(_SEARCH, [word, word])
        return JsonResponse({"found": cursor.fetchall()})
