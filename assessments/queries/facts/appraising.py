"""Facts of appraisals. Practices and goals are read once for each appraisal, and only for these."""

from collections.abc import Callable, Mapping

from assessments.queries.facts.context import Context
from assessments.rules.condition import FactValue

NAMES = (
    "instances_without_reason",
    "practices_uncharacterized",
    "values_without_weakness",
    "choices_not_recorded",
    "goals_without_judgement",
    "unsatisfied_goals_without_weakness",
    "exclusions_not_allowed",
    "staging_agrees",
)


def _read(name: str) -> Callable[[Context], FactValue | None]:
    return lambda context: context.appraisal.get(name)


APPRAISING: Mapping[str, Callable[[Context], FactValue | None]] = {
    name: _read(name) for name in NAMES
}
