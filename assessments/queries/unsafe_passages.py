"""Texts that are released and may name somebody."""

from collections.abc import Sequence

from assessments.models import (
    ActionItem,
    AgreedLevel,
    AgreedRating,
    Assessment,
    Characterization,
    Finding,
    GateWaiver,
    Scope,
    Target,
)
from assessments.queries.findings import people_names
from assessments.queries.names_found import own_words
from assessments.rules.naming import names_in

TO_DISCUSS = (Finding.State.PRELIMINARY, Finding.State.DISCUSSED)


def unsafe_passages(assessment: Assessment, names: Sequence[str] | None = None) -> int:
    """How many texts that are released seem to name somebody, in a constant number of queries.

    `names`: those of `people_names` where they were asked for before.

    Findings that were not dropped, reasons of ratings, weaknesses and choices, actions, waivers,
    why areas do not apply, and why targets are what they are.
    """
    return _naming(assessment, _released_texts(assessment), names)


def unsafe_findings(assessment: Assessment) -> int:
    """How many texts of findings that wait to be discussed seem to name somebody."""
    rows = Finding.objects.filter(assessment=assessment, state__in=TO_DISCUSS)
    texts = [text for row in rows.values_list(*_WORDS) for text in row]
    return _naming(assessment, texts)


_WORDS = ("title", "text", "solution_direction")


def _naming(assessment: Assessment, texts: list[str], known: Sequence[str] | None = None) -> int:
    known = people_names(assessment) if known is None else known
    names = names_in("\n".join(texts), known)
    words = own_words(assessment, names)
    return sum(bool(names_in(text, names, words)) for text in texts) if names else 0


def _released_texts(assessment: Assessment) -> list[str]:
    findings = Finding.objects.filter(assessment=assessment).exclude(state=Finding.State.DROPPED)
    parts = (
        *(findings.values_list(words) for words in _WORDS),
        AgreedRating.objects.filter(assessment=assessment).values_list("reason"),
        AgreedLevel.objects.filter(assessment=assessment).values_list("reason"),
        ActionItem.objects.filter(assessment=assessment).values_list("text"),
        Characterization.objects.filter(assessment=assessment).values_list("note"),
        GateWaiver.objects.filter(assessment=assessment, withdrawn_at__isnull=True).values_list(
            "note"
        ),
        Scope.objects.filter(assessment=assessment).values_list("reason"),
        Target.objects.filter(profile_id=assessment.pk).values_list("reason"),
    )
    rows = parts[0].order_by().union(*(each.order_by() for each in parts[1:]), all=True)
    return [text for (text,) in rows if text]
