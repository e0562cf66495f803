"""The appraisal's part of the assessment report: sample, profile, values, goals, signatures."""

from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from assessments.appraisal_words import AREA_VALUES, GOAL_VALUES, block_lines
from assessments.queries.appraisal import Appraisal, AreaState, PracticeState
from assessments.queries.signatures import Signatures
from assessments.rules.cmmi.area_rating import AreaScope

DAY = "j M Y"
INSTANCE_WIDTHS = {1: 15, 2: 12, 3: 10, 4: 8, 5: 8}  # percent of the table, by their number
NOTE_WIDTHS = {1: 50, 2: 45, 3: 40, 4: 35}


def appraisal_part(found: Appraisal) -> dict[str, Any]:
    """Tables for the template; texts name nobody when the appraisal was read for all."""
    level = found.next_level
    return {
        "staging": found.staging,
        "instances": {
            "head": [
                {"title": _("Instance"), "width": 30},
                {"title": _("Unit"), "width": 20},
                {"title": _("Why it was chosen"), "width": 50},
            ],
            "rows": [(row.name, row.unit, row.reason) for row in found.instances],
        },
        "profile": {
            "head": [
                {"title": _("Process area"), "width": 45},
                {"title": _("Maturity level"), "width": 15, "numeric": True},
                {"title": _("Rating"), "width": 20},
                {"title": _("Capability level"), "width": 20, "numeric": True},
            ],
            "rows": [_profile(area) for area in found.areas if _is_told(area)],
        },
        "blocks": {
            "level": level,
            "head": [
                {"title": _("Place"), "width": 30},
                {"title": _("What is missing"), "width": 70},
            ],
            "rows": [
                (" ".join((line.area_code, line.goal_code)).strip(), line.text)
                for line in (block_lines(found, level) if level else ())
            ],
        },
        "practices": [_practices(area, found) for area in found.in_scope],
    }


def goal_rows(area: AreaState) -> list[tuple[str, str, str]]:
    """Goals with what counts and the team's reason, generic ones behind the specific ones."""
    return [
        (
            f"{goal.node.code} {goal.node.title}",
            str(GOAL_VALUES[goal.counted.value]),
            goal.reason,
        )
        for goal in area.goals
    ]


def signature_rows(found: Signatures) -> list[tuple[str, str]]:
    """Who signed the ratings as they stand, and who did not."""
    return [
        (
            row.name,
            date_format(row.signed_at, DAY)
            if row.is_current and row.signed_at
            else _("has not signed these ratings"),
        )
        for row in found.rows
    ]


def _is_told(area: AreaState) -> bool:
    return area.node.scope != AreaScope.OUT_OF_SCOPE


def _profile(area: AreaState) -> tuple[str, int, str, str | None]:
    level = area.capability.level
    shown = None if level is None else str(level)
    if level is not None and area.capability.possible != level:
        shown = f"{level}–{area.capability.possible}"
    value = area.result.value_for(area.node.level)
    return f"{area.node.code} {area.node.title}", area.node.level, str(AREA_VALUES[value]), shown


def _practices(area: AreaState, found: Appraisal) -> dict[str, Any]:
    width = INSTANCE_WIDTHS.get(len(found.instances), 5)
    places = [{"title": row.name, "width": width} for row in found.instances]
    return {
        "caption": _("Practices of %s") % area.node.title,
        "head": [
            {"title": _("Practice"), "width": 25},
            *places,
            {"title": _("Unit"), "width": 5},
            {"title": _("Weaknesses and reasons"), "width": NOTE_WIDTHS.get(len(places), 30)},
        ],
        "rows": [_practice(practice) for practice in area.practices],
    }


def _practice(practice: PracticeState) -> tuple[Any, ...]:
    notes = [cell.note for cell in practice.cells if cell.note]
    if practice.choice.note and practice.unit.needs_choice:
        notes.append(_("Chosen by the team: %s") % practice.choice.note)
    return (
        f"{practice.node.code} {practice.node.title}",
        *(cell.value or None for cell in practice.cells),
        str(practice.value) if practice.value else None,
        " · ".join(dict.fromkeys(notes)) or None,
    )
