"""The parts of assessment reports that say what the results rest on: people and evidence."""

from typing import Any

from django.utils.translation import gettext as _

from assessments.queries.evidence_counts import AreaEvidence, EvidenceCounts
from assessments.queries.model_words import ModelWords, Name
from assessments.queries.outcome import Outcome
from assessments.queries.participation import Participation
from assessments.result_labels import percent


def was_asked(found: Outcome) -> bool:
    """Whether there was a questionnaire; without one a report is silent about answers."""
    return bool(found.analysis.areas)


def participation_part(people: Participation) -> dict[str, Any]:
    """How many were asked and handed in, in all and by unit."""
    return {
        "sentence": _("Asked: %(all)s. Handed in: %(n)s (%(rate)s).")
        % {"all": people.invited, "n": people.submitted, "rate": percent(people.rate)},
        "head": [
            {"title": _("Unit"), "width": 60},
            {"title": _("Asked"), "width": 20, "numeric": True},
            {"title": _("Handed in"), "width": 20, "numeric": True},
        ],
        "rows": [
            (unit.name or _("Other units, put together"), unit.invited, unit.submitted)
            for unit in people.units
        ],
    }


def rate_figure(people: Participation) -> dict[str, Any]:
    """The response rate as a key figure."""
    note = _("%(n)s of %(all)s people") % {"n": people.submitted, "all": people.invited}
    return {"value": percent(people.rate), "label": _("Response rate"), "note": note}


def evidence_part(found: EvidenceCounts, words: ModelWords) -> dict[str, Any]:
    """Interviews and documents counted, and per area what its practices rest on."""
    return {
        "figures": [
            {"value": found.interviews.held, "label": _("Interviews held"), "note": ""},
            {"value": found.documents, "label": _("Documents"), "note": ""},
            {"value": found.observations, "label": _("Observations"), "note": ""},
        ],
        "sources": {
            "head": _head(
                words.area,
                (words.asked.many, _("Questionnaire"), _("Interviews"), _("Documents"), _("Seen")),
            ),
            "rows": [] if found.is_empty else [_sources(area) for area in found.areas],
        },
        "verdicts": {
            "head": _head(
                words.area,
                (_("Corroborated"), _("Contradicted"), _("Single source"), _("None")),
            ),
            "rows": [] if found.is_empty else [_verdicts(area) for area in found.areas],
        },
    }


def _head(area: Name, titles: tuple[str, ...]) -> list[dict[str, Any]]:
    numbers = [{"title": title, "width": 15, "numeric": True} for title in titles]
    return [{"title": area.one, "width": 100 - 15 * len(numbers)}, *numbers]


def _sources(area: AreaEvidence) -> tuple[Any, ...]:
    return (
        area.title,
        area.practices,
        area.answered,
        area.in_interviews,
        area.in_documents,
        area.observed,
    )


def _verdicts(area: AreaEvidence) -> tuple[Any, ...]:
    return (area.title, area.corroborated, area.contradicted, area.single_source, area.none)
