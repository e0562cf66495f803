"""Texts that are released and may name somebody."""

from django.db.models import QuerySet

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


def unsafe_passages(assessment: Assessment) -> int:
    """How many texts that are released seem to name somebody, in a constant number of queries.

    Findings that were not dropped, reasons of ratings, weaknesses and choices, actions, waivers,
    why areas do not apply, and why targets are what they are.
    """
    return _naming(assessment, _released_texts(assessment))


def unsafe_findings(assessment: Assessment) -> int:
    """How many texts of findings that wait to be discussed seem to name somebody."""
    rows = Finding.objects.filter(assessment=assessment, state__in=TO_DISCUSS)
    return _naming(assessment, _texts(rows))


def _naming(assessment: Assessment, texts: list[str]) -> int:
    names = names_in("\n".join(texts), people_names(assessment))
    words = own_words(assessment, names)
    return sum(bool(names_in(text, names, words)) for text in texts) if names else 0


def _texts(findings: QuerySet[Finding]) -> list[str]:
    rows = findings.values_list("title", "text", "solution_direction")
    return [text for row in rows for text in row if text]


def _released_texts(assessment: Assessment) -> list[str]:
    findings = Finding.objects.filter(assessment=assessment).exclude(state=Finding.State.DROPPED)
    others = (
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
    rest = others[0].order_by().union(*(each.order_by() for each in others[1:]), all=True)
    return _texts(findings) + [text for (text,) in rest if text]
