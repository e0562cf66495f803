"""Answers that an own question may offer besides the response sets of the maturity model.

Source: questionnaire practice, section 1: answers say what is done, with a way out for those who
cannot know. Agreement ("I strongly agree") is offered nowhere: people tend to agree.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from assessments.rules.answer_kinds import Kind


class Shipped(StrEnum):
    """The response sets that come with the platform."""

    PRESENCE = "presence"
    FREQUENCY = "frequency"
    NEED = "need"


@dataclass(frozen=True)
class Offered:
    """One answer; `value` counts from 0, None for a gap."""

    code: str
    value: int | None = None

    @property
    def kind(self) -> Kind:
        """A value or don't know."""
        return Kind.DONT_KNOW if self.value is None else Kind.VALUE


_DONT_KNOW = Offered("dont_know")

SETS: Mapping[str, tuple[Offered, ...]] = {
    Shipped.PRESENCE: (Offered("yes", 2), Offered("partly", 1), Offered("no", 0), _DONT_KNOW),
    Shipped.FREQUENCY: (
        Offered("always", 3),
        Offered("mostly", 2),
        Offered("sometimes", 1),
        Offered("never", 0),
        _DONT_KNOW,
    ),
    Shipped.NEED: (
        Offered("essential", 3),
        Offered("important", 2),
        Offered("useful", 1),
        Offered("not_needed", 0),
        _DONT_KNOW,
    ),
}


def asks_for_agreement(names: Iterable[str]) -> bool:
    """Whether answers ask for agreement, by their names: at least two of them speak of it."""
    return sum("agree" in name.casefold() for name in names) > 1
