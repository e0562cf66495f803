"""What is counted once, when collecting has ended: answers by unit, and each person's order."""

from dataclasses import dataclass
from uuid import UUID

import numpy as np
from django.db import connection

from assessments.models import Response
from assessments.rules.counting import Floats
from assessments.rules.question_release import People
from models_catalog.models import Level


@dataclass(frozen=True)
class AskedItem:
    """A question in its place: of which area, on which scale."""

    id: UUID
    area_id: UUID
    scale_id: UUID


def people_by_question(questionnaire_id: UUID) -> dict[UUID, dict[str, People]]:
    """For each question the people of each unit; one query over the kept counts."""
    with connection.cursor() as cursor:
        cursor.execute(
            _PEOPLE, [Level.Meaning.VALUE, Level.Meaning.NOT_APPLICABLE, questionnaire_id]
        )
        rows = cursor.fetchall()
    found: dict[UUID, dict[str, People]] = {}
    for item_id, unit, valid, not_applicable, asked in rows:
        found.setdefault(item_id, {})[unit] = People(valid, asked, not_applicable)
    return found


def values_of_people(questionnaire_id: UUID) -> tuple[list[AskedItem], Floats]:
    """Questions in order, and an array people x questions of values; NaN where there is none.

    People who gave no value at all are left out, and who is who cannot be told; two queries.
    """
    with connection.cursor() as cursor:
        cursor.execute(_ITEMS, [questionnaire_id])
        asked = cursor.fetchall()
        cursor.execute(_VALUES, [Level.Meaning.VALUE, questionnaire_id, Response.State.SUBMITTED])
        rows = cursor.fetchall()
    columns = {position: column for column, (position, *_rest) in enumerate(asked)}
    values = np.full((len(rows), len(asked)), np.nan)
    for person, (positions, given) in enumerate(rows):
        values[person, [columns[position] for position in positions]] = given
    return [AskedItem(*rest) for _position, *rest in asked], values


_PEOPLE = """
SELECT tally.item_id, tally.unit,
       COALESCE(sum(tally.count) FILTER (WHERE level.meaning = %s), 0)::int,
       COALESCE(sum(tally.count) FILTER (WHERE level.meaning = %s), 0)::int,
       sum(tally.count)::int
  FROM assessments_unittally AS tally
  JOIN assessments_questionnaireitem AS item ON item.id = tally.item_id
  JOIN models_catalog_question AS question ON question.id = item.question_id
  LEFT JOIN models_catalog_level AS level
    ON level.scale_id = question.response_set_id AND level.code = tally.choice
 WHERE item.questionnaire_id = %s
 GROUP BY tally.item_id, tally.unit
"""
_ITEMS = """
SELECT item.position, item.id, item.group_id, question.response_set_id
  FROM assessments_questionnaireitem AS item
  JOIN models_catalog_question AS question ON question.id = item.question_id
 WHERE item.questionnaire_id = %s
 ORDER BY item.position
"""
_VALUES = """
SELECT array_agg(item.position), array_agg(level.value)
  FROM assessments_response AS response
  JOIN assessments_answer AS answer ON answer.response_id = response.id
  JOIN assessments_questionnaireitem AS item ON item.id = answer.item_id
  JOIN models_catalog_question AS question ON question.id = item.question_id
  JOIN models_catalog_level AS level
    ON level.scale_id = question.response_set_id AND level.code = answer.choice
 WHERE level.meaning = %s AND response.questionnaire_id = %s AND response.state = %s
 GROUP BY response.id
"""
