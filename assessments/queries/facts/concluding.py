"""Facts of findings, ratings and actions."""

from collections.abc import Callable, Mapping

from assessments.models import Finding
from assessments.queries.facts.context import Context
from assessments.rules import lifecycle
from assessments.rules.condition import FactValue
from assessments.rules.naming import names_somebody

Names = tuple[str, ...]


def findings_weakly_supported(context: Context) -> Names:
    """Titles of strengths and weaknesses that too few independent sources support."""
    kinds = (Finding.Kind.STRENGTH, Finding.Kind.WEAKNESS)
    return tuple(
        row.title
        for row in context.findings
        if row.kind in kinds and not row.standing.may_be_confirmed and not row.is_uncorroborated
    )


def weaknesses_without_outcome(context: Context) -> Names:
    """Titles of weaknesses without direction, action or an accepted "nothing to be done"."""
    return tuple(
        row.title
        for row in context.findings
        if row.kind == Finding.Kind.WEAKNESS
        and not row.action_count
        and not row.solution_direction.strip()
        and row.id not in context.accepted
    )


def ratings_without_consensus(context: Context) -> Names:
    """Codes of what is rated without saying who agreed, until all ratings are agreed together.

    In an appraisal all ratings as long as a signature is missing.
    """
    if "ratings_without_consensus" in context.appraisal:
        return tuple(context.appraisal["ratings_without_consensus"])  # type: ignore[arg-type]
    if context.assessment.state in (lifecycle.AGREED, lifecycle.CLOSED):
        return ()
    rated = tuple(r.code for r in context.ratings if r.is_judged and not r.agreed_by.strip())
    return rated + tuple(context.leveled.get("without_consensus", ()))  # type: ignore[arg-type]


def ratings_not_resting_on_goals(context: Context) -> Names:
    """Areas are never rated by hand here: they follow from their goals."""
    return ()


def unsafe_passages(context: Context) -> int:
    """Findings whose words hold the full name of somebody; small groups are hidden anyway."""
    return sum(
        names_somebody("\n".join((row.title, row.text, row.solution_direction)), context.names)
        for row in context.findings
    )


def actions_open(context: Context) -> Names:
    """Actions that nobody did, dropped or took into a workplan."""
    return tuple(row.text for row in context.actions if row.id not in context.taken)


def results_signed(context: Context) -> bool:
    """Everybody's signature in an appraisal; elsewhere the team signs by agreeing the ratings."""
    if "results_signed" in context.appraisal:
        return bool(context.appraisal["results_signed"])
    return context.assessment.state in (lifecycle.AGREED, lifecycle.CLOSED)


CONCLUDING: Mapping[str, Callable[[Context], FactValue | None]] = {
    "findings_weakly_supported": findings_weakly_supported,
    "weaknesses_without_outcome": weaknesses_without_outcome,
    "goals_rated": lambda context: sum(row.is_judged for row in context.ratings),
    "ratings_without_consensus": ratings_without_consensus,
    "ratings_not_resting_on_goals": ratings_not_resting_on_goals,
    "unsafe_passages": unsafe_passages,
    "actions_open": actions_open,
    "actions_without_owner_or_date": lambda context: (),
    "results_signed": results_signed,
}
