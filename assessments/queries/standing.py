"""Where an area stands today, as the start of a gap."""

from dataclasses import dataclass
from uuid import UUID

from assessments.rules.ordinal import LevelRange


@dataclass(frozen=True)
class Standing:
    """Goals satisfied of `goals`, or the level on `steps`; None while nothing is rated.

    A range while goals are left to rate: at least and at most so much. With steps `goals` is the
    highest of them.
    """

    id: UUID
    code: str
    title: str
    category: str
    model_level: int | None
    goals: int
    current: LevelRange | None
    steps: tuple[tuple[int, str], ...] = ()

    @property
    def scale(self) -> LevelRange:
        """What a target can be."""
        return LevelRange(self.steps[0][0] if self.steps else 0, self.goals)
