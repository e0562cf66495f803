"""Response rates by AAPOR's names: all, by unit, and after collecting by process area."""

from collections import defaultdict
from dataclasses import dataclass
from functools import reduce
from operator import or_
from uuid import UUID

from django.db.models import Count, Exists, F, OuterRef, Q
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from assessments.models import Answer, Assessment, QuestionnaireItem, Response
from assessments.queries.progress import Collection, UnitRates, percent
from assessments.rules import lifecycle
from assessments.rules.answer_kinds import NOT_ASKED_MARK, SKIPPED_MARK, Kind
from assessments.rules.response_rate import Coverage, Rates, Shown, coverage, shown_rate
from assessments.rules.response_sets import SETS
from models_catalog.models import Level

_AS_IS = QuestionnaireItem.Aspect.AS_IS
_IS_SHIPPED_VALUE = reduce(
    or_,
    (
        Q(
            item__shipped_set=name,
            choice__in=[one.code for one in answers if one.kind is Kind.VALUE],
        )
        for name, answers in SETS.items()
    ),
)


@dataclass(frozen=True)
class Named:
    """One of AAPOR's rates: its name, what it counts, and its value in percent or None."""

    name: str
    text: str
    percent: int | None


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
    """Rates of the people in `found`; three queries for the areas once collecting has ended."""
    return ResponseRates(
        total=found.rates,
        headline=_headline(found.rates),
        percent=percent(found.rates.rr1),
        named=_named(found.rates),
        units=found.units,
        areas=_areas(assessment),
    )


def _headline(counted: Rates) -> str:
    found = shown_rate(counted)
    if found.shown is Shown.NONE:
        return _("Nobody has been asked yet, so there is no response rate.")
    values = {
        "complete": counted.complete,
        "people": counted.asked,
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
        Named("RR1", _("Submitted, of everybody asked; the strictest"), percent(counted.rr1)),
        Named("RR2", _("The same with those who answered at least half"), percent(counted.rr2)),
        Named("RR3", _("RR1 with an estimate: %(why)s") % {"why": unknown}, None),
        Named("RR4", _("RR2 with an estimate: %(why)s") % {"why": unknown}, None),
        Named("RR5", _("RR1 without people whose invitation came back"), percent(counted.rr5)),
        Named("RR6", _("RR2 without people whose invitation came back"), percent(counted.rr6)),
    )


def _areas(assessment: Assessment) -> tuple[AreaCoverage, ...]:
    """Only once collecting has ended: counts that grow would tell what the last person answered."""
    if assessment.state in (lifecycle.PLANNED, lifecycle.COLLECTING):
        return ()
    items = (
        QuestionnaireItem.objects.filter(questionnaire__assessment=assessment, aspect=_AS_IS)
        .values_list("group_id", "group__code", "group__title", "questionnaire_id")
        .annotate(n=Count("pk"))
        .order_by("group__position", "questionnaire__number")
    )
    names: dict[UUID, tuple[str, str]] = {}
    people: dict[UUID, dict[UUID, tuple[int, int]]] = defaultdict(dict)
    submitted = _submitted(assessment)
    answered = _answered(assessment)
    for area, code, title, version, questions in items:
        names[area] = (code, title)
        given, of_area = answered[area, version], people[area]
        for response, person in submitted[version]:
            values, skipped = given.get(response, (0, 0))
            before = of_area.get(person, (0, 0))
            of_area[person] = (before[0] + values, before[1] + questions - skipped)
    total = len({person for rows in submitted.values() for _response, person in rows})
    threshold = assessment.anonymity_threshold
    return tuple(
        AreaCoverage(*names[area], _shown(coverage(people[area].values()), total, threshold))
        for area in names
    )


def _submitted(assessment: Assessment) -> dict[UUID, list[tuple[UUID, UUID]]]:
    """Submitted responses by version, each with its person, or itself where it has none.

    A person counts once, whatever was asked in additions.
    """
    submitted = Response.State.SUBMITTED
    rows = Response.objects.filter(questionnaire__assessment=assessment, state=submitted)
    found: dict[UUID, list[tuple[UUID, UUID]]] = defaultdict(list)
    for version, response, person in rows.values_list("questionnaire_id", "pk", "participant_id"):
        found[version].append((response, person or response))
    return found


def _answered(assessment: Assessment) -> dict[tuple[UUID, UUID], dict[UUID, tuple[int, int]]]:
    """(area, version) -> values given, and questions skipped or not asked, by response with any."""
    scale = Coalesce("item__response_set_id", "item__question__response_set_id")
    is_value = Exists(
        Level.objects.filter(
            scale_id=OuterRef("scale"), code=OuterRef("choice"), meaning=Level.Meaning.VALUE
        )
    )
    is_skipped = Q(choice__in=[SKIPPED_MARK, NOT_ASKED_MARK])
    rows = (
        Answer.objects.filter(
            response__questionnaire__assessment=assessment,
            response__state=Response.State.SUBMITTED,
            item__questionnaire=F("response__questionnaire"),
            item__aspect=_AS_IS,
        )
        .annotate(scale=scale)
        .filter(Q(is_value) | _IS_SHIPPED_VALUE | is_skipped)
        .values_list("item__group_id", "item__questionnaire_id", "response_id")
        .annotate(given=Count("pk", filter=~is_skipped), skipped=Count("pk", filter=is_skipped))
        .order_by()
    )
    found: dict[tuple[UUID, UUID], dict[UUID, tuple[int, int]]] = defaultdict(dict)
    for area, version, response, given, skipped in rows:
        found[area, version][response] = (given, skipped)
    return found


def _shown(found: Coverage, submitted: int, threshold: int) -> Coverage | None:
    """Hidden when the number of people able, unable or not asked is small."""
    if found.asked < threshold:
        return None
    groups = (found.able, found.asked - found.able, submitted - found.asked)
    return None if any(0 < people < threshold for people in groups) else found
