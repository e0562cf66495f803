"""Facts of interviews and discussions."""

from collections.abc import Callable, Mapping

from assessments.models import Interview
from assessments.queries.facts.context import Context
from assessments.rules.condition import FactValue

Names = tuple[str, ...]


def interviews_open(context: Context) -> Names:
    """Roles of interviews that are neither held nor canceled."""
    return tuple(
        row.role_asked for row in context.interviews if row.state == Interview.State.PLANNED
    )


def interviews_without_consent(context: Context) -> Names:
    """Roles of interviews that were held without recorded consent."""
    return tuple(
        row.role_asked
        for row in context.interviews
        if row.state == Interview.State.HELD and not row.has_consent
    )


def areas_not_discussed(context: Context) -> Names:
    """Codes of areas that were neither discussed nor left out with a reason."""
    return tuple(
        area.code
        for area in context.areas
        if area.is_applicable and area.code not in context.discussed
    )


HEARING: Mapping[str, Callable[[Context], FactValue | None]] = {
    "interviews_open": interviews_open,
    "interviews_without_consent": interviews_without_consent,
    "areas_not_discussed": areas_not_discussed,
}
