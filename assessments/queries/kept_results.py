"""What the answers say is worked out once for each release, in each process (ADR 0020)."""

from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar
from uuid import UUID

from django.utils.translation import get_language

from assessments.models import Assessment, Questionnaire
from cip.kernel.keeping import Kept

T = TypeVar("T")
Rules = Mapping[UUID, list[dict[str, Any]]]

# Of large assessments an analysis takes some megabytes.
_KEPT = Kept(most=24)


@dataclass(frozen=True)
class Standing:
    """The skip rules of each version that has some, and the mark of what was released of them.

    `mark` is None before the release.
    """

    rules: Rules
    mark: UUID | None


def standing(assessment: Assessment) -> Standing:
    """One query."""
    rows = list(
        Questionnaire.objects.filter(assessment=assessment)
        .order_by("number")
        .values_list("pk", "rules", "release__mark")
    )
    marks = [mark for _pk, _rules, mark in rows if mark is not None]
    return Standing({pk: rules for pk, rules, _mark in rows if rules}, marks[-1] if marks else None)


def kept(mark: UUID | None, name: Hashable, make: Callable[[], T]) -> T:
    """What `make` gives for a release, by name and language; without a mark worked out each time.

    All that it depends on besides the release's counts and decisions, the questions given out and
    the published model must stand in its name.
    """
    return make() if mark is None else _KEPT.get((mark, get_language(), name), make)
