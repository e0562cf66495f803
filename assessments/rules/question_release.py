"""What may be shown of the answers to one question: of everybody, and of each unit.

Every number of an analysis is made of these: the counts of a question, and its counts in a unit.
Sums over questions (goal, area, level) take shown counts only, so they tell nothing new, and
another question is another variable. What is shown of one question is therefore decided by itself,
once, for all pages, files and answers of the API: `disclosure` does not let out any set of groups
from which a group smaller than the threshold can be computed.
"""

from collections.abc import Hashable, Mapping
from dataclasses import dataclass

from assessments.rules.agreement import Concordance
from assessments.rules.disclosure import release, views

NO_THRESHOLD = 0


@dataclass(frozen=True)
class People:
    """Of some people asked a question, those who gave a value and those it does not apply to."""

    valid: int
    asked: int
    not_applicable: int = 0

    @property
    def behind(self) -> int:
        """People whom the counts could give away.

        Where nobody gave a value, all said one of few other things: that is one person's secret.
        """
        return self.valid or min(self.asked, 1)


def effective_threshold(threshold: int, *, is_named: bool, for_team: bool) -> int:
    """The threshold that holds for a reader.

    In a named assessment the assessment team sees groups of any size, so nothing is hidden from it;
    everybody else, and every report, is held to the assessment's threshold.
    """
    return NO_THRESHOLD if is_named and for_team else threshold


def may_show_whole(people: People, threshold: int) -> bool:
    """Whether the answers of everybody may be shown.

    Enough people gave a value, or enough were asked and all said that it does not apply.
    """
    if people.valid >= threshold:
        return True
    return people.asked >= threshold and people.not_applicable == people.asked


def shown_units(
    units: Mapping[str, People], threshold: int, *, among: frozenset[str] | None = None
) -> frozenset[str]:
    """The units whose answers may be shown beside the answers of everybody.

    `among` are those shown so far: when the threshold is raised nothing comes out that was hidden.
    """
    if sum(people.valid for people in units.values()) < threshold:
        return frozenset()
    sizes: dict[Hashable, int] = {((name,),): people.behind for name, people in units.items()}
    names: dict[Hashable, str] = {((0, (name,)),): name for name in units}
    kept = units if among is None else among
    groups = [
        group
        for group in views([((name,),) for name in units], [(), (0,)])
        if group.key not in names or names[group.key] in kept
    ]
    found = release(sizes, groups, threshold)
    return frozenset(
        name for key, name in names.items() if key in found.shown and units[name].valid
    )


def may_show_concordance(found: Concordance, threshold: int) -> bool:
    """Whether W may stand beside the counts of all: those it leaves out must be enough, too."""
    is_rest_safe = not found.left_out or found.left_out >= threshold
    return found.judges >= threshold and is_rest_safe
