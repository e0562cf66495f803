"""What may be shown of the answers to one question: of everybody, and of each unit.

Every number of an analysis is made of these: the counts of a question, and its counts in a unit.
Sums over questions (goal, area, level) take shown counts only, so they tell nothing new, and
another question is another variable (unless a skip rule ties it to one: see `shown_wholes`). What
is shown of one question is therefore decided by itself, once, for all pages, files and answers of
the API: `disclosure` does not let out any set of groups from which a group smaller than the
threshold can be computed.
"""

from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass
from typing import TypeVar

from assessments.rules.agreement import Concordance
from assessments.rules.disclosure import release, views

NO_THRESHOLD = 0
Question = TypeVar("Question", bound=Hashable)
Needs = Mapping[Question, frozenset[Question]]  # by question, those its skip rules ask about


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


def together(parts: Iterable[People]) -> People:
    """The people of all parts."""
    parts = list(parts)
    return People(
        valid=sum(part.valid for part in parts),
        asked=sum(part.asked for part in parts),
        not_applicable=sum(part.not_applicable for part in parts),
    )


def shown_wholes(
    people: Mapping[Question, People], needs: Needs[Question], threshold: int
) -> frozenset[Question]:
    """The questions of which the answers of everybody may be shown.

    How many were led past a question tells how many gave the answer that its rule waits for. So
    what may be skipped is shown only where the questions behind it are.
    """
    if threshold == NO_THRESHOLD:
        return frozenset(people)
    hidden = {
        question
        for question, whole in people.items()
        if whole.asked and not may_show_whole(whole, threshold)
    }
    while more := {question for question, behind in needs.items() if behind & hidden} - hidden:
        hidden |= more
    return frozenset(
        question
        for question, whole in people.items()
        if question not in hidden and may_show_whole(whole, threshold)
    )


def shown_cells(
    people: Mapping[Question, Mapping[str, People]],
    needs: Needs[Question],
    threshold: int,
    *,
    among: Mapping[Question, frozenset[str]] | None = None,
) -> dict[Question, frozenset[str]]:
    """The units to show of every question, under the same condition for what may be skipped.

    Where it hides a unit the others are decided anew, so that no difference tells of it.
    """
    wholes = {question: together(units.values()) for question, units in people.items()}
    shown = dict.fromkeys(people, frozenset[str]())
    for question in shown_wholes(wholes, needs, threshold):
        kept = None if among is None else among.get(question, frozenset())
        shown[question] = shown_units(people[question], threshold, among=kept)
    while narrowed := {
        question: left
        for question in needs.keys() & shown.keys()
        if (left := shown[question] - _hidden_behind(needs[question], people, shown))
        != shown[question]
    }:
        for question, left in narrowed.items():
            shown[question] = shown_units(people[question], threshold, among=left)
    return shown


def _hidden_behind(
    behind: Iterable[Question],
    people: Mapping[Question, Mapping[str, People]],
    shown: Mapping[Question, frozenset[str]],
) -> frozenset[str]:
    """Units that were asked one of these questions and are not shown there."""
    return frozenset(
        unit
        for question in behind
        for unit in people.get(question, {})
        if unit not in shown[question]
    )


def may_show_concordance(found: Concordance, threshold: int) -> bool:
    """Whether W may stand beside the counts of all: those it leaves out must be enough, too."""
    is_rest_safe = not found.left_out or found.left_out >= threshold
    return found.judges >= threshold and is_rest_safe
