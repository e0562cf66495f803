"""What the rating rules need to know of a model: its areas, their goals and practices."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Goal:
    """A goal with the keys of its practices.

    `capability_level`: the level that it belongs to; 1 for a specific goal, 2 or more for a generic
    one. The generic goal of level 1 asks nothing but the specific goals and is not listed.
    """

    key: str
    practices: tuple[str, ...] = ()
    capability_level: int = 1


@dataclass(frozen=True)
class Area:
    """A process area with its specific and generic goals, in the order of the model.

    `may_be_not_applicable`: the model lets an organization declare so (NA-1; of CMMI-SVC only SAM).
    `is_addition`: the organization chooses whether to take it (NA-2; of CMMI-SVC only SSD).
    """

    key: str
    maturity_level: int
    goals: tuple[Goal, ...]
    may_be_not_applicable: bool = False
    is_addition: bool = False

    @property
    def capability_levels(self) -> tuple[int, ...]:
        """The levels above 0 that the area's goals make up, rising."""
        return tuple(sorted({goal.capability_level for goal in self.goals}))

    def goals_needed_for(self, maturity_level: int) -> tuple[Goal, ...]:
        """The goals that the area owes to a maturity level of the organization.

        Specific goals and generic goals of level 2 always, generic goals of level 3 from maturity
        level 3 on (rating rules, section 4; ML-2 to ML-5). There are none above 3 to ask for.
        """
        return tuple(goal for goal in self.goals if goal.capability_level <= maturity_level)
