"""What a save must know of a questionnaire: what its items offer and what is stored."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db import connection
from django.utils.translation import get_language

from assessments.models import Response
from assessments.queries.given_out import GivenItem, given_out
from assessments.queries.own_said import NOTHING_SAID, Said
from assessments.rules.audience import is_put_to
from cip.kernel.keeping import Kept


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
    items: dict[UUID, KnownItem]


# Asked by every save, hence written out.
_STORED = """
SELECT item_id, choice, comment, evidence, version
  FROM assessments_answer WHERE response_id = %s AND item_id = ANY(%s::uuid[])
"""
_MOVED = """
SELECT old.id, new.id
  FROM assessments_questionnaireitem AS old
  JOIN assessments_questionnaireitem AS new ON new.origin_id = COALESCE(old.origin_id, old.id)
 WHERE old.id = ANY(%s::uuid[]) AND new.questionnaire_id = %s
"""


def known_items(response: Response, item_ids: Sequence[UUID]) -> AskedItems:
    """Those of the items that are put to the response's person, and how many are in all.

    An item of an earlier version stands for the same question of this one: a device that was
    offline when the version was given out sends it. One query when the questions are kept.
    """
    asked = _asked(response)
    missing = [item_id for item_id in item_ids if item_id not in asked]
    names = {item_id: item_id for item_id in item_ids} | _moved(response, missing)
    meant = {sent: asked[name] for sent, name in names.items() if name in asked}
    stored = _stored(response, (item.item_id for item in meant.values()))
    return AskedItems(
        len(asked),
        {
            sent: KnownItem(
                item.item_id,
                tuple(choice.code for choice in item.choices),
                item.code,
                *stored.get(item.item_id, NOTHING_SAID),
            )
            for sent, item in meant.items()
        },
    )


def _asked(response: Response) -> dict[UUID, GivenItem]:
    role = response.participant.role if response.participant else ""
    after, items = response.asked_after, given_out(response.questionnaire_id)
    return _KEPT.get(
        (response.questionnaire_id, get_language(), after, role),
        lambda: {
            item.item_id: item
            for item in items
            if item.since > after and is_put_to(item.roles, role)
        },
    )


# Many people of a role save many times; what was given out never changes.
_KEPT = Kept(most=60)


def _moved(response: Response, missing: list[UUID]) -> dict[UUID, UUID]:
    """The items of this version that ask what those of earlier ones did; no query for none."""
    if not missing:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(_MOVED, [missing, response.questionnaire_id])
        return dict(cursor.fetchall())


def _stored(response: Response, item_ids: Iterable[UUID]) -> dict[UUID, Said]:
    with connection.cursor() as cursor:
        cursor.execute(_STORED, [response.pk, list(item_ids)])
        return {item: Said(*said) for item, *said in cursor.fetchall()}
