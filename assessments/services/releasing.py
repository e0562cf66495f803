"""Decide once what of the answers may be shown; part of closing, and of raising the threshold."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

import numpy as np
from django.db import connection, transaction

from assessments.models import (
    AreaConcordance,
    Assessment,
    Questionnaire,
    Release,
    Response,
    UnitTally,
)
from assessments.queries.unit_counts import AskedItem, people_by_question, values_of_people
from assessments.rules.agreement import Concordance, kendall_w
from assessments.rules.counting import Floats
from assessments.rules.question_release import (
    People,
    may_show_concordance,
    may_show_whole,
    shown_units,
)


@transaction.atomic
def release_answers(assessment: Assessment, now: datetime) -> None:
    """Count the newest questionnaire's answers by unit and decide what may be shown of them.

    Called by the service that ends collecting, within its transaction and audit row.
    """
    newest = Questionnaire.objects.filter(assessment=assessment).order_by("-number").first()
    if newest is None:
        return
    threshold = assessment.anonymity_threshold
    found = Release.objects.create(questionnaire=newest, threshold=threshold, made_at=now)
    with connection.cursor() as cursor:
        state = Response.State.SUBMITTED
        cursor.execute(_COUNT_BY_UNIT, [newest.pk, state, newest.pk])
    _decide(found, among=None)


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
    found.threshold = assessment.anonymity_threshold
    found.save(update_fields=["threshold"])
    shown: dict[UUID, set[str]] = {}
    rows = UnitTally.objects.filter(item__questionnaire=found.questionnaire_id, is_shown=True)
    for item_id, unit in rows.values_list("item_id", "unit").distinct():
        shown.setdefault(item_id, set()).add(unit)
    _decide(found, among=shown)


def _decide(found: Release, *, among: dict[UUID, set[str]] | None) -> None:
    people = people_by_question(found.questionnaire_id)
    pairs = [
        (item_id, unit)
        for item_id, units in people.items()
        for unit in shown_units(
            units,
            found.threshold,
            among=None if among is None else frozenset(among.get(item_id, ())),
        )
    ]
    items, names = [pair[0] for pair in pairs], [pair[1] for pair in pairs]
    with connection.cursor() as cursor:
        cursor.execute(_SHOW, [items, names, found.questionnaire_id])
    found.concordances.all().delete()
    AreaConcordance.objects.bulk_create(_concordances(found, people))


def _concordances(
    found: Release, people: dict[UUID, dict[str, People]]
) -> Iterable[AreaConcordance]:
    """W of each area and scale over its shown questions, where it may be shown."""
    items, values = values_of_people(found.questionnaire_id)
    for (area_id, scale_id), columns in _sets(items, people, found.threshold).items():
        w = _kendall_w(values[:, columns])
        if w is not None and may_show_concordance(w, found.threshold):
            yield AreaConcordance(
                release=found,
                area_id=area_id,
                scale_id=scale_id,
                w=w.w,
                judges=w.judges,
                objects_ordered=w.objects,
                left_out=w.left_out,
            )


def _sets(
    items: list[AskedItem], people: dict[UUID, dict[str, People]], threshold: int
) -> dict[tuple[UUID, UUID], list[int]]:
    """The columns of each area and scale."""
    found: dict[tuple[UUID, UUID], list[int]] = {}
    for column, item in enumerate(items):
        if may_show_whole(_together(people.get(item.id, {}).values()), threshold):
            found.setdefault((item.area_id, item.scale_id), []).append(column)
    return found


def _kendall_w(values: Floats) -> Concordance | None:
    """People who gave no value at all were not asked to order anything."""
    return kendall_w(values[~np.isnan(values).all(axis=1)])


def _together(units: Iterable[People]) -> People:
    units = list(units)
    return People(
        valid=sum(unit.valid for unit in units),
        asked=sum(unit.asked for unit in units),
        not_applicable=sum(unit.not_applicable for unit in units),
    )


# As for the exact count: chosen answers are counted alone, the rest of a unit left it blank.
_COUNT_BY_UNIT = """
WITH people AS (
    SELECT response.id, participant.unit
      FROM assessments_response AS response
      JOIN assessments_participant AS participant ON participant.id = response.participant_id
     WHERE response.questionnaire_id = %s AND response.state = %s
), units AS (
    SELECT unit, count(*) AS n FROM people GROUP BY unit
), chosen AS (
    SELECT answer.item_id, people.unit, answer.choice, count(*) AS n
      FROM assessments_answer AS answer JOIN people ON people.id = answer.response_id
     WHERE answer.choice <> ''
     GROUP BY 1, 2, 3
), blank AS (
    SELECT item.id AS item_id, units.unit, units.n - COALESCE(sum(chosen.n), 0)::bigint AS n
      FROM assessments_questionnaireitem AS item
     CROSS JOIN units
      LEFT JOIN chosen ON chosen.item_id = item.id AND chosen.unit = units.unit
     WHERE item.questionnaire_id = %s
     GROUP BY item.id, units.unit, units.n
)
INSERT INTO assessments_unittally (item_id, unit, choice, count, is_shown)
SELECT item_id, unit, choice, n, FALSE FROM chosen
UNION ALL
SELECT item_id, unit, '', n, FALSE FROM blank WHERE n > 0
"""
_SHOW = """
WITH shown AS (
    SELECT * FROM unnest(%s::uuid[], %s::text[]) AS cell (item_id, unit)
)
UPDATE assessments_unittally AS tally
   SET is_shown = EXISTS (SELECT 1 FROM shown
                           WHERE shown.item_id = tally.item_id AND shown.unit = tally.unit)
  FROM assessments_questionnaireitem AS item
 WHERE item.id = tally.item_id AND item.questionnaire_id = %s
"""
