"""Threshold anonymity: what may be shown of answers, so that no small group can be made out.

Two rules, one for each kind of output (questionnaire practice, section 3):

* Questions: a question with fewer values than the threshold is hidden whole, and every sum over
  questions is a sum over the shown questions only. A sum of shown numbers tells nothing new, so no
  hidden number can be had by subtraction.
* Groups of people whose sum is shown (participation by unit): small groups are hidden, and further
  ones with them until the hidden ones together are at least two and reach the threshold.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from assessments.rules.analysis import Probe, Tally, probes, total

NO_THRESHOLD = 0


@dataclass(frozen=True)
class Shown:
    """A tally as it may be shown: None when hidden. `probes` may be shown either way."""

    tally: Tally | None
    probes: tuple[Probe, ...] = ()

    @property
    def is_hidden(self) -> bool:
        """Too few values, so nothing of the answers is shown."""
        return self.tally is None


@dataclass(frozen=True)
class ShownSum:
    """The sum over the shown questions, and how many questions it leaves out."""

    tally: Tally | None
    shown: int
    hidden: int


def effective_threshold(threshold: int, *, is_named: bool, for_team: bool) -> int:
    """The threshold that holds for a reader.

    In a named assessment the assessment team sees groups of any size, so nothing is hidden from it;
    everybody else, and every report, is held to the assessment's threshold.
    """
    return NO_THRESHOLD if is_named and for_team else threshold


def show(tally: Tally, threshold: int) -> Shown:
    """The tally when enough people gave a value; otherwise hidden whole, counts of all kinds too.

    Of a hidden question one thing may be said: that most people do not know, when at least
    `threshold` people said so. It rests on those people and says nothing about the others.
    """
    if tally.valid >= threshold:
        return Shown(tally, probes(tally))
    if tally.valid == 0 and tally.total >= threshold and tally.dont_know == 0 and tally.blank == 0:
        return Shown(tally, probes(tally))  # everybody said that it does not apply
    reasons = [Probe.TOO_FEW]
    if tally.dont_know >= threshold and Probe.DONT_KNOW in probes(tally):
        reasons.append(Probe.DONT_KNOW)
    return Shown(None, tuple(reasons))


def show_sum(parts: Iterable[Shown]) -> ShownSum:
    """The sum of the shown parts; hidden parts never enter it."""
    parts = list(parts)
    known = [part.tally for part in parts if part.tally is not None]
    return ShownSum(
        tally=total(known) if known else None, shown=len(known), hidden=len(parts) - len(known)
    )


def hidden_groups(sizes: Mapping[str, int], threshold: int) -> frozenset[str]:
    """Which groups to hide when the sum of all is shown.

    Groups below the threshold are hidden; then the smallest shown groups follow until the hidden
    ones are at least two, sum to at least the threshold, and to more than one person each. Nothing
    is hidden when none is small.
    """
    hidden = {name for name, size in sizes.items() if 0 < size < threshold}
    if not hidden:
        return frozenset()
    others = sorted((n for n in sizes if n not in hidden and sizes[n]), key=lambda n: (sizes[n], n))
    for name in others:
        rest = sum(sizes[n] for n in hidden)
        if len(hidden) >= 2 and rest >= threshold and rest > len(hidden):
            break
        hidden.add(name)
    return frozenset(hidden)
