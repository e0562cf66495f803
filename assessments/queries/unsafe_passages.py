"""Texts that are released and may name somebody."""

from django.db.models import QuerySet

from assessments.models import ActionItem, AgreedRating, Assessment, Finding
from assessments.queries.findings import people_names
from assessments.rules.naming import names_in

TO_DISCUSS = (Finding.State.PRELIMINARY, Finding.State.DISCUSSED)


def unsafe_passages(assessment: Assessment) -> int:
    """How many texts that are released seem to name somebody; five queries.

    Findings that were not dropped, reasons of ratings, and actions.
    """
    return _naming(_released_texts(assessment), people_names(assessment))


def unsafe_findings(assessment: Assessment) -> int:
    """How many texts of findings that wait to be discussed seem to name somebody; three queries."""
    rows = Finding.objects.filter(assessment=assessment, state__in=TO_DISCUSS)
    return _naming(_texts(rows), people_names(assessment))


def _naming(texts: list[str], people: list[str]) -> int:
    names = names_in("\n".join(texts), people)
    return sum(bool(names_in(text, names)) for text in texts) if names else 0


def _texts(findings: QuerySet[Finding]) -> list[str]:
    rows = findings.values_list("title", "text", "solution_direction")
    return [text for row in rows for text in row if text]


def _released_texts(assessment: Assessment) -> list[str]:
    findings = Finding.objects.filter(assessment=assessment).exclude(state=Finding.State.DROPPED)
    ratings = AgreedRating.objects.filter(assessment=assessment)
    actions = ActionItem.objects.filter(assessment=assessment)
    texts = _texts(findings)
    texts += ratings.exclude(reason="").values_list("reason", flat=True)
    texts += actions.values_list("text", flat=True)
    return texts
