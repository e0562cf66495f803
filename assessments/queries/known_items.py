"""What a save must know of a questionnaire: what its items offer and what is stored."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import connection

from assessments.models import Response
from assessments.rules.audience import role_key
from assessments.rules.response_sets import codes_of


@dataclass(frozen=True)
class KnownItem:
    """An item of the questionnaire with what it offers and what is stored."""

    item_id: UUID
    codes: tuple[str, ...]
    label: str
    choice: str
    comment: str
    evidence: str
    version: int


@dataclass(frozen=True)
class AskedItems:
    """What a save must know of the questionnaire; items stand under the ids that were sent."""

    total: int
    rules: list[dict[str, Any]]
    items: dict[UUID, KnownItem]


# Asked by every save, hence written out: from querysets it takes several times as long.
_KNOWN = """
SELECT (SELECT count(*) FROM assessments_questionnaireitem AS every
         WHERE every.questionnaire_id = sheet.id
           AND (every.roles = '{}' OR %s = ANY(every.roles)) AND every.since > %s),
       sheet.rules, item.id,
       ARRAY(SELECT level.code FROM models_catalog_level AS level
              WHERE level.scale_id = COALESCE(item.response_set_id, question.response_set_id)
              ORDER BY level.position),
       item.shipped_set, COALESCE(question.code, item.own_code),
       COALESCE(mine.choice, ''), COALESCE(mine.comment, ''), COALESCE(mine.evidence, ''),
       COALESCE(mine.version, 0)
  FROM assessments_questionnaire AS sheet
  LEFT JOIN assessments_questionnaireitem AS item
    ON item.questionnaire_id = sheet.id AND item.id = ANY(%s::uuid[])
   AND (item.roles = '{}' OR %s = ANY(item.roles)) AND item.since > %s
  LEFT JOIN models_catalog_question AS question ON question.id = item.question_id
  LEFT JOIN assessments_answer AS mine ON mine.item_id = item.id AND mine.response_id = %s
 WHERE sheet.id = %s
"""
_MOVED = """
SELECT old.id, new.id
  FROM assessments_questionnaireitem AS old
  JOIN assessments_questionnaireitem AS new ON new.origin_id = COALESCE(old.origin_id, old.id)
 WHERE old.id = ANY(%s::uuid[]) AND new.questionnaire_id = %s
"""


def known_items(response: Response, item_ids: Sequence[UUID]) -> AskedItems:
    """Those of the items that belong to the questionnaire, and how many it has in all.

    An item of an earlier version stands for the same question of this one: a device that was
    offline when the version was given out sends it.
    """
    asked = _read_known(response, item_ids)
    missing = [item_id for item_id in item_ids if item_id not in asked.items]
    if not missing:
        return asked
    with connection.cursor() as cursor:
        cursor.execute(_MOVED, [missing, response.questionnaire_id])
        moved = dict(cursor.fetchall())
    if moved:
        now = _read_known(response, list(moved.values())).items
        asked.items.update({old: now[new] for old, new in moved.items() if new in now})
    return asked


def _read_known(response: Response, item_ids: Sequence[UUID]) -> AskedItems:
    with connection.cursor() as cursor:
        role = role_key(response.participant.role) if response.participant else ""
        after = response.asked_after
        cursor.execute(
            _KNOWN,
            [role, after, list(item_ids), role, after, response.pk, response.questionnaire_id],
        )
        rows = cursor.fetchall()
    items = {
        item_id: KnownItem(item_id, codes_of(shipped) if shipped else tuple(codes), *stored)
        for _total, _rules, item_id, codes, shipped, *stored in rows
        if item_id
    }
    return AskedItems(rows[0][0], json.loads(rows[0][1]), items)
