"""What is known about an assessment. A fact that rows can tell is one line in `COMPUTED`."""

from collections.abc import Callable, Iterable, Mapping

from assessments.queries.facts.appraising import APPRAISING
from assessments.queries.facts.asking import ASKING
from assessments.queries.facts.concluding import CONCLUDING
from assessments.queries.facts.context import Context, contexts
from assessments.queries.facts.hearing import HEARING
from assessments.queries.facts.preparing import PREPARING
from assessments.queries.facts.stated import HAPPENINGS, can_be_stated, needs_number, stated_value
from assessments.rules.condition import Facts, FactValue

__all__ = ["COMPUTED", "Context", "contexts", "facts_in", "is_stated", "needs_number"]

COMPUTED: Mapping[str, Callable[[Context], FactValue | None]] = {
    **PREPARING,
    **ASKING,
    **HEARING,
    **CONCLUDING,
    **APPRAISING,
}


def facts_in(context: Context, names: Iterable[str] = COMPUTED) -> Facts:
    """Every fact that is known: computed from rows, or stated by a person where no row tells.

    Of the computed ones only `names`: a method asks about some of them.
    """
    found: dict[str, FactValue] = dict.fromkeys(HAPPENINGS - COMPUTED.keys(), False)
    said = {name: stated_value(row) for name, row in context.statements.items() if is_stated(name)}
    computed = {name: COMPUTED[name](context) for name in names if name in COMPUTED}
    for name, value in {**said, **computed}.items():
        if value is not None:
            found[name] = value
    return found


def is_stated(name: str) -> bool:
    """Whether people state the fact because no row tells it."""
    return name not in COMPUTED and can_be_stated(name)
