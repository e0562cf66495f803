"""Texts that are released and may name somebody."""

from assessments.models import ActionItem, AgreedRating, Assessment, Finding
from assessments.queries.findings import people_names
from assessments.rules.naming import names_in


def unsafe_passages(assessment: Assessment) -> int:
    """How many texts that are released seem to name somebody; five queries.

    Findings that were not dropped, reasons of ratings, and actions.
    """
    texts = _released_texts(assessment)
    names = names_in("\n".join(texts), people_names(assessment))
    return sum(bool(names_in(text, names)) for text in texts) if names else 0


def _released_texts(assessment: Assessment) -> list[str]:
    findings = Finding.objects.filter(assessment=assessment).exclude(state=Finding.State.DROPPED)
    ratings = AgreedRating.objects.filter(assessment=assessment)
    actions = ActionItem.objects.filter(assessment=assessment)
    texts = [
        text
        for row in findings.values_list("title", "text", "solution_direction")
        for text in row
        if text
    ]
    texts += ratings.exclude(reason="").values_list("reason", flat=True)
    texts += actions.values_list("text", flat=True)
    return texts
