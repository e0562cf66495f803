"""What is still missing in interviews, evidence, findings and discussions, for the step board."""

from django.db.models import Exists, OuterRef

from assessments.models import (
    ActionItem,
    AgreedRating,
    Assessment,
    DiscussionOutcome,
    Finding,
    Interview,
)
from assessments.queries.discussions import area_discussions
from assessments.queries.findings import finding_rows, people_names
from assessments.rules.naming import names_in


def interviews_open(assessment: Assessment) -> list[str]:
    """Roles of interviews that are neither held nor canceled; one query."""
    rows = Interview.objects.filter(assessment=assessment, state=Interview.State.PLANNED)
    return list(rows.order_by("planned_on").values_list("role_asked", flat=True))


def interviews_without_consent(assessment: Assessment) -> list[str]:
    """Roles of interviews that were held without recorded consent; one query."""
    rows = Interview.objects.filter(
        assessment=assessment, state=Interview.State.HELD, consent_on__isnull=True
    )
    return list(rows.order_by("held_on").values_list("role_asked", flat=True))


def findings_weakly_supported(assessment: Assessment) -> list[str]:
    """Strengths and weaknesses without two independent sources and without that label."""
    rows = Finding.objects.filter(assessment=assessment, is_uncorroborated=False)
    rows = rows.exclude(state=Finding.State.DROPPED).exclude(kind=Finding.Kind.ALTERNATIVE)
    found = finding_rows(rows.select_related("node").order_by("node__position", "created_at"))
    return [row.title for row in found if not row.standing.may_be_confirmed]


def areas_not_discussed(assessment: Assessment) -> list[str]:
    """Areas in scope that were neither discussed nor left out with a reason."""
    return [area.title for area in area_discussions(assessment) if not area.is_settled]


def weaknesses_without_outcome(assessment: Assessment) -> list[str]:
    """Weaknesses without direction, action or an accepted "nothing to be done"; one query."""
    accepted = DiscussionOutcome.objects.filter(
        finding=OuterRef("pk"), kind=DiscussionOutcome.Kind.NO_ACTION
    )
    rows = (
        Finding.objects.filter(
            assessment=assessment, kind=Finding.Kind.WEAKNESS, solution_direction=""
        )
        .exclude(state=Finding.State.DROPPED)
        .exclude(Exists(ActionItem.objects.filter(finding=OuterRef("pk"))))
        .exclude(Exists(accepted))
    )
    return list(rows.order_by("node__position", "created_at").values_list("title", flat=True))


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
