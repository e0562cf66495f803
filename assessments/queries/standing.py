"""Where an area or a part stands today, as the start of a gap."""

from dataclasses import dataclass
from uuid import UUID

from assessments.rules.ordinal import LevelRange


@dataclass(frozen=True)
class Standing:
    """Goals satisfied of `goals`, or the agreed level on `steps`; None while nothing is rated.

    A range while goals are left to rate, or where the team cannot say closer. Of a part, `side_id`
    is the side it is seen from, `wanted` and `importance` are what the survey says, and `goals` is
    the highest step. `is_ladder`: the steps are levels.
    """

    id: UUID
    code: str
    title: str
    category: str
    model_level: int | None
    goals: int
    current: LevelRange | None
    side_id: UUID | None = None
    side_code: str = ""
    steps: tuple[tuple[int, str], ...] = ()
    wanted: LevelRange | None = None
    importance: LevelRange | None = None
    is_ladder: bool = True

    @property
    def names(self) -> dict[int, str]:
        """The words to show in place of numbers; none where steps are levels."""
        return {} if self.is_ladder else dict(self.steps)

    @property
    def key(self) -> str:
        """The code, with that of the side where there are several."""
        return f"{self.code} {self.side_code}".strip()

    @property
    def scale(self) -> LevelRange:
        """What a target can be."""
        return LevelRange(self.steps[0][0] if self.steps else 0, self.goals)
