"""Decide once what of the answers may be shown; part of closing, and of raising the threshold."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

import numpy as np
from django.db import connection, transaction

from assessments.models import (
    AreaConcordance,
    Assessment,
    Questionnaire,
    QuestionnaireItem,
    Release,
    Response,
    UnitTally,
)
from assessments.queries.asked_items import AskedItem, asked_items, questions_behind
from assessments.queries.kept_results import standing
from assessments.queries.unit_counts import people_by_question, values_of_people
from assessments.rules.agreement import Concordance, kendall_w
from assessments.rules.answer_kinds import NOT_ASKED_MARK
from assessments.rules.counting import Floats
from assessments.rules.question_release import (
    Needs,
    People,
    may_show_concordance,
    shown_cells,
    shown_wholes,
    together,
)


@transaction.atomic
def release_answers(assessment: Assessment, now: datetime) -> None:
    """Count the answers of all versions by unit and decide what may be shown of them.

    Called by the service that ends collecting, within its transaction and audit row.
    """
    newest = Questionnaire.objects.filter(assessment=assessment).order_by("-number").first()
    if newest is None:
        return
    threshold = assessment.anonymity_threshold
    found = Release.objects.create(questionnaire=newest, threshold=threshold, made_at=now)
    with connection.cursor() as cursor:
        values: dict[str, Any] = {
            "assessment": assessment.pk,
            "submitted": Response.State.SUBMITTED,
            "not_asked": NOT_ASKED_MARK,
        }
        cursor.execute(_COUNT_BY_UNIT, values)
    _decide(assessment, found, among=None)


@transaction.atomic
def tighten_release(assessment: Assessment) -> None:
    """Decide anew after the threshold was raised: nothing comes out that was hidden so far."""
    found = (
        Release.objects.filter(questionnaire__assessment=assessment)
        .order_by("-questionnaire__number")
        .first()
    )
    if found is None or found.threshold >= assessment.anonymity_threshold:
        return
    found.threshold, found.mark = assessment.anonymity_threshold, uuid4()
    found.save(update_fields=["threshold", "mark"])
    shown: dict[UUID, frozenset[str]] = {}
    rows = UnitTally.objects.filter(item__questionnaire__assessment=assessment, is_shown=True)
    for item_id, unit in rows.values_list("item_id", "unit").distinct():
        shown[item_id] = shown.get(item_id, frozenset()) | {unit}
    _decide(assessment, found, among=shown)


def _decide(
    assessment: Assessment, found: Release, *, among: dict[UUID, frozenset[str]] | None
) -> None:
    people = people_by_question(assessment)
    needs = questions_behind(standing(assessment).rules)
    cells = shown_cells(people, needs, found.threshold, among=among)
    pairs = [(root, unit) for root, units in cells.items() for unit in units]
    roots, names = [pair[0] for pair in pairs], [pair[1] for pair in pairs]
    with connection.cursor() as cursor:
        cursor.execute(_SHOW, [roots, names, assessment.pk])
    found.concordances.all().delete()
    AreaConcordance.objects.bulk_create(_concordances(assessment, found, people, needs))


def _concordances(
    assessment: Assessment,
    found: Release,
    people: dict[UUID, dict[str, People]],
    needs: Needs[UUID],
) -> Iterable[AreaConcordance]:
    """W of each area and scale over its shown questions about today, where it may be shown."""
    wholes = {root: together(units.values()) for root, units in people.items()}
    shown = shown_wholes(wholes, needs, found.threshold)
    as_is = QuestionnaireItem.Aspect.AS_IS
    items = [
        item for item in asked_items(assessment) if item.aspect == as_is and item.root in shown
    ]
    values = values_of_people(assessment, items)
    for (area_id, scale_id), columns in _sets(items).items():
        w = _kendall_w(values[:, columns])
        if w is not None and may_show_concordance(w, found.threshold):
            yield AreaConcordance(
                release=found,
                area_id=area_id,
                scale_key=scale_id,
                w=w.w,
                judges=w.judges,
                objects_ordered=w.objects,
                left_out=w.left_out,
            )


def _sets(items: list[AskedItem]) -> dict[tuple[UUID, UUID], list[int]]:
    """The columns of each area and scale."""
    found: dict[tuple[UUID, UUID], list[int]] = {}
    for column, item in enumerate(items):
        if item.scale_id is not None:
            found.setdefault((item.area_id, item.scale_id), []).append(column)
    return found


def _kendall_w(values: Floats) -> Concordance | None:
    """People who gave no value at all were not asked to order anything."""
    return kendall_w(values[~np.isnan(values).all(axis=1)])


# As for the exact count: chosen answers are counted alone, the rest of a unit left it blank. Every
# version counts for itself, then what has the same root is added up.
_COUNT_BY_UNIT = """
WITH people AS (
    SELECT response.id, response.questionnaire_id AS sheet_id, response.unit
      FROM assessments_response AS response
      JOIN assessments_questionnaire AS sheet ON sheet.id = response.questionnaire_id
     WHERE sheet.assessment_id = %(assessment)s AND response.state = %(submitted)s
), units AS (
    SELECT sheet_id, unit, count(*) AS n FROM people GROUP BY sheet_id, unit
), chosen AS (
    SELECT answer.item_id, people.unit, answer.choice, count(*) AS n
      FROM assessments_answer AS answer
      JOIN people ON people.id = answer.response_id
      JOIN assessments_questionnaireitem AS item
        ON item.id = answer.item_id AND item.questionnaire_id = people.sheet_id
     WHERE answer.choice <> ''
     GROUP BY 1, 2, 3
), counted AS (
    SELECT item_id, unit, choice, n FROM chosen WHERE choice <> %(not_asked)s
     UNION ALL
    SELECT item.id, units.unit, '', units.n - COALESCE(sum(chosen.n), 0)::bigint
      FROM assessments_questionnaireitem AS item
      JOIN units ON units.sheet_id = item.questionnaire_id
      LEFT JOIN chosen ON chosen.item_id = item.id AND chosen.unit = units.unit
     GROUP BY item.id, units.unit, units.n
)
INSERT INTO assessments_unittally (item_id, unit, choice, count, is_shown)
SELECT COALESCE(item.origin_id, item.id), counted.unit, counted.choice, sum(counted.n), FALSE
  FROM counted JOIN assessments_questionnaireitem AS item ON item.id = counted.item_id
 WHERE counted.n > 0
 GROUP BY 1, 2, 3
"""
_SHOW = """
WITH shown AS (
    SELECT * FROM unnest(%s::uuid[], %s::text[]) AS cell (item_id, unit)
)
UPDATE assessments_unittally AS tally
   SET is_shown = EXISTS (SELECT 1 FROM shown
                           WHERE shown.item_id = tally.item_id AND shown.unit = tally.unit)
  FROM assessments_questionnaireitem AS item
  JOIN assessments_questionnaire AS sheet ON sheet.id = item.questionnaire_id
 WHERE item.id = tally.item_id AND sheet.assessment_id = %s
"""
