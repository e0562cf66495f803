"""Texts that are released and may name somebody."""

from assessments.models import (
    ActionItem,
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


def unsafe_passages(assessment: Assessment) -> int:
    """How many texts that are released seem to name somebody, in a constant number of queries.

    Findings that were not dropped, reasons of ratings, weaknesses and choices, actions, waivers,
    why areas do not apply, and why targets are what they are.
    """
    texts = _released_texts(assessment)
    names = names_in("\n".join(texts), people_names(assessment))
    words = own_words(assessment, names)
    return sum(bool(names_in(text, names, words)) for text in texts) if names else 0


def _released_texts(assessment: Assessment) -> list[str]:
    findings = Finding.objects.filter(assessment=assessment).exclude(state=Finding.State.DROPPED)
    texts = [
        text
        for row in findings.values_list("title", "text", "solution_direction")
        for text in row
        if text
    ]
    others = (
        AgreedRating.objects.filter(assessment=assessment).values_list("reason"),
        ActionItem.objects.filter(assessment=assessment).values_list("text"),
        Characterization.objects.filter(assessment=assessment).values_list("note"),
        GateWaiver.objects.filter(assessment=assessment, withdrawn_at__isnull=True).values_list(
            "note"
        ),
        Scope.objects.filter(assessment=assessment).values_list("reason"),
        Target.objects.filter(profile_id=assessment.pk).values_list("reason"),
    )
    rest = others[0].order_by().union(*(each.order_by() for each in others[1:]), all=True)
    return texts + [text for (text,) in rest if text]
