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

    Who is who cannot be told from it; two queries.
    """
    with connection.cursor() as cursor:
        cursor.execute(_ITEMS, [questionnaire_id])
        items = [AskedItem(*row) for row in cursor.fetchall()]
        cursor.execute(_VALUES, [Level.Meaning.VALUE, questionnaire_id, Response.State.SUBMITTED])
        rows = [row[0] for row in cursor.fetchall()]
    return items, np.array(rows, float).reshape(len(rows), len(items))


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
SELECT item.id, item.group_id, question.response_set_id
  FROM assessments_questionnaireitem AS item
  JOIN models_catalog_question AS question ON question.id = item.question_id
 WHERE item.questionnaire_id = %s
 ORDER BY item.position
"""
_VALUES = """
SELECT array_agg(level.value ORDER BY item.position)
  FROM assessments_response AS response
  JOIN assessments_questionnaireitem AS item
    ON item.questionnaire_id = response.questionnaire_id
  JOIN models_catalog_question AS question ON question.id = item.question_id
  LEFT JOIN assessments_answer AS answer
    ON answer.response_id = response.id AND answer.item_id = item.id
  LEFT JOIN models_catalog_level AS level
    ON level.scale_id = question.response_set_id AND level.code = answer.choice
   AND level.meaning = %s
 WHERE response.questionnaire_id = %s AND response.state = %s
 GROUP BY response.id
"""
