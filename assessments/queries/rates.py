"""Response rates by AAPOR's names: all, by unit, and after collecting by process area."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Count, Exists, OuterRef
from django.utils.translation import gettext as _

from assessments.models import Answer, Assessment, QuestionnaireItem, Response
from assessments.queries.progress import Collection, ParticipantRow
from assessments.rules import lifecycle
from assessments.rules.response_rate import (
    Case,
    Coverage,
    Event,
    Rates,
    Shown,
    coverage,
    disposition,
    rates,
    rates_by,
    shown_rate,
)
from models_catalog.models import Level


@dataclass(frozen=True)
class Named:
    """One of AAPOR's rates: its name, what it counts, and its value in percent or None."""

    name: str
    text: str
    percent: int | None


@dataclass(frozen=True)
class UnitRates:
    """One unit; counts of people and no answers, so that it stands below the threshold, too."""

    unit: str
    rates: Rates
    percent: int | None

    @property
    def asked(self) -> int:
        """People known or thought to be eligible."""
        return self.rates.eligible + self.rates.unknown


@dataclass(frozen=True)
class AreaCoverage:
    """Of the people who handed in, those able to speak on an area; None where too few did."""

    code: str
    title: str
    coverage: Coverage | None


@dataclass(frozen=True)
class ResponseRates:
    """What the page shows."""

    total: Rates
    headline: str
    percent: int | None
    named: tuple[Named, ...]
    units: tuple[UnitRates, ...]
    areas: tuple[AreaCoverage, ...]


def response_rates(assessment: Assessment, found: Collection) -> ResponseRates:
    """Rates of the people in `found`; two queries for the areas once collecting has ended."""
    people = [(row.unit, disposition(_case(row))) for row in found.rows]
    counted = rates(kind for _unit, kind in people)
    by_unit = rates_by(sorted(people, key=lambda pair: pair[0].casefold()))
    return ResponseRates(
        total=counted,
        headline=_headline(counted),
        percent=_percent(counted.rr1),
        named=_named(counted),
        units=tuple(
            UnitRates(unit, one, _percent(one.rr1))
            for unit, one in by_unit.items()
            if one.eligible or one.unknown
        ),
        areas=_areas(assessment),
    )


def _case(row: ParticipantRow) -> Case:
    event = Event.WITHDRAWN if row.revoked_at else Event(row.event) if row.event else None
    return Case(row.stage, row.progress.answered, row.progress.total, event)


def _headline(counted: Rates) -> str:
    found = shown_rate(counted)
    if found.shown is Shown.NONE:
        return _("Nobody has been asked yet, so there is no response rate.")
    values = {
        "complete": counted.complete,
        "people": counted.eligible + counted.unknown,
        "unknown": counted.unknown,
        "eligible": counted.eligible,
    }
    base = _(
        "%(complete)s of %(people)s people asked have submitted (AAPOR RR1; withdrawn people do "
        "not count)."
    )
    if found.shown is Shown.RR1:
        return base % values
    more = _(
        "Invitations that came back: %(unknown)s. Leaving those people out, it is %(complete)s of "
        "%(eligible)s (AAPOR RR5)."
    )
    return f"{base % values} {more % values}"


def _named(counted: Rates) -> tuple[Named, ...]:
    unknown = _("how many of the people whose invitation came back still belong is not estimated")
    return (
        Named("RR1", _("Submitted, of everybody asked; the strictest"), _percent(counted.rr1)),
        Named("RR2", _("The same with those who answered at least half"), _percent(counted.rr2)),
        Named("RR3", _("RR1 with an estimate: %(why)s") % {"why": unknown}, None),
        Named("RR4", _("RR2 with an estimate: %(why)s") % {"why": unknown}, None),
        Named("RR5", _("RR1 without people whose invitation came back"), _percent(counted.rr5)),
        Named("RR6", _("RR2 without people whose invitation came back"), _percent(counted.rr6)),
    )


def _percent(share: object) -> int | None:
    return None if share is None else round(float(share) * 100)  # type: ignore[arg-type]


def _areas(assessment: Assessment) -> tuple[AreaCoverage, ...]:
    """Only once collecting has ended: counts that grow would tell what the last person answered."""
    if assessment.state in (lifecycle.PLANNED, lifecycle.COLLECTING):
        return ()
    items = (
        QuestionnaireItem.objects.filter(questionnaire__assessment=assessment)
        .values("group_id", "group__code", "group__title")
        .annotate(n=Count("pk"))
        .order_by("group__position")
    )
    given = _values_given(assessment)
    submitted = len(given.pop(None, ()))
    threshold = assessment.anonymity_threshold
    return tuple(
        AreaCoverage(
            row["group__code"],
            row["group__title"],
            _shown(given[row["group_id"]], submitted, row["n"], threshold),
        )
        for row in items
    )


def _values_given(assessment: Assessment) -> dict[UUID | None, list[int]]:
    """Area -> values given by each submitted response with any; None -> one for each response."""
    submitted = Response.objects.filter(
        questionnaire__assessment=assessment, state=Response.State.SUBMITTED
    )
    is_value = Level.objects.filter(
        scale_id=OuterRef("item__question__response_set_id"),
        code=OuterRef("choice"),
        meaning=Level.Meaning.VALUE,
    )
    rows = (
        Answer.objects.filter(Exists(is_value), response__in=submitted)
        .values("response_id", "item__group_id")
        .annotate(n=Count("pk"))
        .order_by()
        .values_list("item__group_id", "n")
    )
    found: dict[UUID | None, list[int]] = defaultdict(list)
    for area, n in rows:
        found[area].append(n)
    found[None] = [1] * submitted.count()
    return found


def _shown(
    values: Iterable[int], submitted: int, questions: int, threshold: int
) -> Coverage | None:
    """Hidden when few handed in, and when the number of able or unable people is small."""
    if submitted < threshold:
        return None
    given = list(values)
    found = coverage((n, questions) for n in [*given, *[0] * (submitted - len(given))])
    few = 0 < found.able < threshold or 0 < found.asked - found.able < threshold
    return None if few else found
