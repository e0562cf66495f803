"""What agreed levels, targets and questions tell the gates of methods that judge on levels."""

from collections.abc import Iterable
from uuid import UUID

from assessments.models import AgreedLevel, Assessment, QuestionnaireItem, Target
from assessments.queries.drafting import THREE_VIEWS, draft_sheet
from assessments.queries.leveled_model import LeveledModel, leveled_model
from assessments.rules import lifecycle
from assessments.rules.condition import FactValue

Place = tuple[UUID, UUID | None]
ABOUT_LEVELS = (
    THREE_VIEWS,
    "blocks_without_result",
    "cells_without_agreed_score",
    "cells_open",
    "cells_without_target",
    "targets_below_without_reason",
)


def asks_about_levels(assessment: Assessment) -> bool:
    """Whether the assessment's method has a gate about levels."""
    return not assessment.method_version.method.facts.isdisjoint(ABOUT_LEVELS)


def leveled_facts(assessments: Iterable[Assessment]) -> dict[UUID, dict[str, FactValue]]:
    """The facts of each assessment whose model is leveled, and who agreed to which level."""
    found = {}
    for row in assessments:
        model = leveled_model(row)
        if model is not None:
            found[row.pk] = _facts(row, model)
    return found


def _facts(assessment: Assessment, model: LeveledModel) -> dict[str, FactValue]:
    keys = _keys(model)
    levels = {
        (row.node_id, row.dimension_id): row
        for row in AgreedLevel.objects.filter(assessment=assessment)
    }
    targets = {
        (row.node_id, row.dimension_id): row
        for row in Target.objects.filter(profile_id=assessment.pk)
    }
    silent = tuple(key for place, key in keys.items() if place not in levels)
    rated = {
        place: (row.lower, row.upper)
        for place, row in levels.items()
        if place in keys and row.lower is not None
    }
    return {
        THREE_VIEWS: _asks_three_views(assessment),
        "blocks_without_result": silent,
        "cells_without_agreed_score": silent,
        "cells_open": silent,
        "cells_without_target": tuple(keys[p] for p in keys if p in rated and p not in targets),
        "targets_below_without_reason": tuple(
            keys[place]
            for place, row in targets.items()
            if place in rated and row.level < (rated[place][0] or 0) and not row.reason.strip()
        ),
        "without_consensus": tuple(
            keys[place] for place in rated if not levels[place].agreed_by.strip()
        ),
    }


def _keys(model: LeveledModel) -> dict[Place, str]:
    return {
        (part.id, side.id): f"{part.code} {side.code}".strip()
        for area in model.areas
        if area.is_applicable
        for part in area.parts
        for side in part.sides
    }


def _asks_three_views(assessment: Assessment) -> bool:
    """By the questions given out; before that by those drafted."""
    if assessment.state == lifecycle.PLANNED:
        asked = {item.aspect.value for card in draft_sheet(assessment).asked for item in card.items}
    else:
        rows = QuestionnaireItem.objects.filter(questionnaire__assessment=assessment)
        asked = set(rows.order_by().values_list("aspect", flat=True).distinct())
    return asked >= set(QuestionnaireItem.Aspect.values)
