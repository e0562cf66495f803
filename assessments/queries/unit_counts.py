"""What is counted once, when collecting has ended: answers by unit, and each person's order."""

from collections.abc import Sequence
from uuid import UUID

import numpy as np
from django.db import connection

from assessments.models import Assessment, Response
from assessments.queries.asked_items import AskedItem
from assessments.rules.answer_kinds import Kind
from assessments.rules.counting import Floats
from assessments.rules.question_release import People
from assessments.rules.response_sets import SETS

# The shipped answers as columns: set, code, kind, value.
_SHIPPED = [
    list(column)
    for column in zip(
        *(
            (name, offered.code, offered.kind.value, offered.value)
            for name, answers in SETS.items()
            for offered in answers
        ),
        strict=True,
    )
]


def people_by_question(assessment: Assessment) -> dict[UUID, dict[str, People]]:
    """For each question, by root, the people of each unit; one query over the kept counts."""
    with connection.cursor() as cursor:
        cursor.execute(_PEOPLE, [Kind.VALUE, Kind.NOT_APPLICABLE, *_SHIPPED, assessment.pk])
        rows = cursor.fetchall()
    found: dict[UUID, dict[str, People]] = {}
    for root, unit, valid, not_applicable, asked in rows:
        found.setdefault(root, {})[unit] = People(valid, asked, not_applicable)
    return found


def values_of_people(assessment: Assessment, items: Sequence[AskedItem]) -> Floats:
    """An array people x questions of values; NaN where there is none.

    People who gave no value at all are left out, and who is who cannot be told; one query.
    """
    roots = [item.root for item in items]
    with connection.cursor() as cursor:
        cursor.execute(
            _VALUES, [roots, *_SHIPPED, assessment.pk, Response.State.SUBMITTED, Kind.VALUE]
        )
        rows = cursor.fetchall()
    values = np.full((len(rows), len(roots)), np.nan)
    for person, (columns, given) in enumerate(rows):
        values[person, columns] = given
    return values


# What an item offers is in the model or shipped, and never in both.
_PEOPLE = """
SELECT item_id, unit,
       COALESCE(sum(count) FILTER (WHERE meaning = %s), 0)::int,
       COALESCE(sum(count) FILTER (WHERE meaning = %s), 0)::int,
       sum(count)::int
  FROM (
    SELECT tally.item_id, tally.unit, tally.count,
           COALESCE(level.meaning, shipped.meaning) AS meaning
      FROM assessments_unittally AS tally
      JOIN assessments_questionnaireitem AS item ON item.id = tally.item_id
      JOIN assessments_questionnaire AS sheet ON sheet.id = item.questionnaire_id
      LEFT JOIN models_catalog_question AS question ON question.id = item.question_id
      LEFT JOIN models_catalog_level AS level
        ON level.scale_id = COALESCE(item.response_set_id, question.response_set_id)
       AND level.code = tally.choice
      LEFT JOIN unnest(%s::text[], %s::text[], %s::text[], %s::int[])
             AS shipped (name, code, meaning, value)
        ON shipped.name = item.shipped_set AND shipped.code = tally.choice
     WHERE sheet.assessment_id = %s
  ) AS counted
 GROUP BY item_id, unit
"""
_VALUES = """
SELECT array_agg(asked.number - 1), array_agg(COALESCE(level.value, shipped.value))
  FROM assessments_questionnaire AS sheet
  JOIN assessments_response AS response ON response.questionnaire_id = sheet.id
  JOIN assessments_answer AS answer ON answer.response_id = response.id
  JOIN assessments_questionnaireitem AS item
    ON item.id = answer.item_id AND item.questionnaire_id = sheet.id
  JOIN unnest(%s::uuid[]) WITH ORDINALITY AS asked (root, number)
    ON asked.root = COALESCE(item.origin_id, item.id)
  LEFT JOIN models_catalog_question AS question ON question.id = item.question_id
  LEFT JOIN models_catalog_level AS level
    ON level.scale_id = COALESCE(item.response_set_id, question.response_set_id)
   AND level.code = answer.choice
  LEFT JOIN unnest(%s::text[], %s::text[], %s::text[], %s::int[])
         AS shipped (name, code, meaning, value)
    ON shipped.name = item.shipped_set AND shipped.code = answer.choice
 WHERE sheet.assessment_id = %s AND response.state = %s
   AND COALESCE(level.meaning, shipped.meaning) = %s
 GROUP BY COALESCE(response.participant_id, response.id)
"""
