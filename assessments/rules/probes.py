"""What to ask again in interviews, and why: proposals ranked from the analysis of answers.

Source: questionnaire practice, sections 2 (many who do not know: not visible, ask), 4 (several
measures of disagreement, "split" shown as split) and 9 (a contradiction always opens a probe;
saying is not doing). Limits that `analysis` has for yes and no hold here for scales of any length.

Only what may be shown comes in: a hidden question has no statistics, a hidden unit is not among the
units. So no proposal tells more than the page it stands beside.
"""

from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from assessments.rules.analysis import DONT_KNOW_LIMIT, UNANIMOUS_FROM
from assessments.rules.counting import AnswerScale
from assessments.rules.dispersion import ItemStatistics, Strength

FAR = 0.5  # medians this part of the scale's range apart say opposite things


class Ground(StrEnum):
    """Why to ask, most urgent first."""

    SPLIT = "split"  # two camps
    DISAGREEMENT = "disagreement"  # spread without camps
    DONT_KNOW = "dont_know"
    CONTRADICTION = "contradiction"  # practices of one goal say opposite things
    UNITS_DIFFER = "units_differ"
    NOT_APPLICABLE = "not_applicable"
    UNANIMOUS = "unanimous"  # everybody says the best: ask to see it
    TOO_FEW = "too_few"


URGENCY = {ground: place for place, ground in enumerate(Ground)}


@dataclass(frozen=True)
class AskedQuestion:
    """A question with what may be shown of it; `statistics` is None when it is hidden.

    `is_widely_unknown` is the one thing that may be said of a hidden question: that enough people
    answered "don't know".
    """

    key: Hashable
    area: Hashable
    scale: AnswerScale
    statistics: ItemStatistics | None
    goal: Hashable | None = None
    units: Mapping[str, ItemStatistics] = field(default_factory=dict)
    is_widely_unknown: bool = False


@dataclass(frozen=True)
class Reason:
    """One ground with its numbers, by name; `about` names the units that differ.

    `strength` compares reasons of one ground only.
    """

    ground: Ground
    strength: float = 0.0
    numbers: Mapping[str, float] = field(default_factory=dict)
    about: tuple[str, ...] = ()


@dataclass(frozen=True)
class ProbeProposal:
    """A question, or two contradicting ones of a goal, to ask about in an interview."""

    area: Hashable
    questions: tuple[Hashable, ...]
    reasons: tuple[Reason, ...]


def proposals(questions: Sequence[AskedQuestion], *, per_area: int) -> list[ProbeProposal]:
    """Proposals by falling urgency, at most `per_area` for each process area.

    Strongest disagreement first, then don't know, contradictions within a goal, units that differ.
    Among equals more reasons come first, then the order of the questionnaire.
    """
    found = [ProbeProposal(q.area, (q.key,), reasons(q)) for q in questions]
    found += contradictions(questions)
    ranked = sorted((proposal for proposal in found if proposal.reasons), key=_urgency)
    taken: dict[Hashable, int] = {}
    kept = []
    for proposal in ranked:
        taken[proposal.area] = taken.get(proposal.area, 0) + 1
        if taken[proposal.area] <= per_area:
            kept.append(proposal)
    return kept


def reasons(question: AskedQuestion) -> tuple[Reason, ...]:
    """Why to ask about one question, most urgent first; empty when the answers speak clearly."""
    if question.statistics is None:
        known = (Reason(Ground.DONT_KNOW),) if question.is_widely_unknown else ()
        return (*known, Reason(Ground.TOO_FEW))
    checks: tuple[Callable[[AskedQuestion, ItemStatistics], Reason | None], ...] = (
        _disagreement,
        _dont_know,
        _units_differ,
        _not_applicable,
        _unanimous,
    )
    found = (check(question, question.statistics) for check in checks)
    return tuple(reason for reason in found if reason is not None)


def contradictions(questions: Iterable[AskedQuestion]) -> list[ProbeProposal]:
    """For each goal the two questions whose medians lie furthest apart, when that is far."""
    goals: dict[tuple[Hashable, Hashable, AnswerScale], list[AskedQuestion]] = {}
    for question in questions:
        if question.goal is not None and question.statistics is not None:
            place = (question.area, question.goal, question.scale)
            goals.setdefault(place, []).append(question)
    found = []
    for (area, _goal, scale), members in goals.items():
        gap = _widest_gap([(q.key, q.statistics) for q in members if q.statistics], scale)
        if gap is not None:
            reason = Reason(Ground.CONTRADICTION, gap.share, gap.numbers)
            found.append(ProbeProposal(area, (gap.highest, gap.lowest), (reason,)))
    return found


@dataclass(frozen=True)
class _Gap:
    highest: Hashable
    lowest: Hashable
    high: int
    low: int
    share: float

    @property
    def numbers(self) -> dict[str, float]:
        return {"highest_median": self.high, "lowest_median": self.low}


def _widest_gap(
    members: Iterable[tuple[Hashable, ItemStatistics]], scale: AnswerScale
) -> _Gap | None:
    """The pair with the medians furthest apart; None unless that is at least `FAR`."""
    medians = [
        (key, found.median_low, found.median_high)
        for key, found in members
        if found.median_low is not None and found.median_high is not None
    ]
    if len(medians) < 2:
        return None
    highest, high, _ = max(medians, key=lambda entry: entry[1])
    lowest, _, low = min(medians, key=lambda entry: entry[2])
    span = scale.values[-1] - scale.values[0]
    if not span or (high - low) / span < FAR:
        return None
    return _Gap(highest, lowest, high, low, (high - low) / span)


def _disagreement(question: AskedQuestion, found: ItemStatistics) -> Reason | None:
    if found.r_wg is None:
        return None
    strength = 1 - found.r_wg.raw
    numbers = {"r_wg": found.r_wg.reported, "valid": found.valid}
    if found.ad_median is not None:
        numbers["ad_median"] = found.ad_median
    if found.is_split:
        return Reason(Ground.SPLIT, strength, numbers)
    if question.scale.points == 2:
        return None  # a minority of less than a third is a tendency
    is_wide = found.r_wg.strength is Strength.LACK or not found.is_ad_acceptable
    return Reason(Ground.DISAGREEMENT, strength, numbers) if is_wide else None


def _dont_know(_question: AskedQuestion, found: ItemStatistics) -> Reason | None:
    share = found.dont_know_share
    if share is None or share < DONT_KNOW_LIMIT:
        return None
    return Reason(Ground.DONT_KNOW, share, {"share": share, "dont_know": found.dont_know})


def _units_differ(question: AskedQuestion, _found: ItemStatistics) -> Reason | None:
    gap = _widest_gap(question.units.items(), question.scale)
    if gap is None:
        return None
    about = (str(gap.highest), str(gap.lowest))
    return Reason(Ground.UNITS_DIFFER, gap.share, gap.numbers, about)


def _not_applicable(_question: AskedQuestion, found: ItemStatistics) -> Reason | None:
    if found.valid or found.dont_know or not found.not_applicable:
        return None
    number = found.not_applicable
    return Reason(Ground.NOT_APPLICABLE, number, {"not_applicable": number})


def _unanimous(_question: AskedQuestion, found: ItemStatistics) -> Reason | None:
    if found.valid < UNANIMOUS_FROM or found.distribution[-1] < found.valid:
        return None
    return Reason(Ground.UNANIMOUS, found.valid, {"valid": found.valid})


def _urgency(proposal: ProbeProposal) -> tuple[int, float, int]:
    first = proposal.reasons[0]
    return (URGENCY[first.ground], -first.strength, -len(proposal.reasons))
