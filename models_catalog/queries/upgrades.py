"""An upgrade in words: numbers, what both changed, and what happened to which node."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from models_catalog.queries.difference_words import Words
from models_catalog.rules.document import Descriptor, Link, Node, Question
from models_catalog.rules.threeway import Decision, Side, Verdict
from models_catalog.rules.upgrading import Fate, Outcome, Upgrade
from models_catalog.rules.wording import Mark, Piece, compared_words

MOST = 100
"""Nodes listed of each fate, and changes by both that can be chosen on one page."""


@dataclass(frozen=True)
class Conflict:
    """Something that both sides changed: three texts and whose is taken."""

    key: str
    where: str
    label: str
    base: str
    ours: str
    theirs: tuple[Piece, ...]
    is_ours: bool


@dataclass(frozen=True)
class OutcomeView:
    """A node and what was taken over or kept of it."""

    code: str
    title: str
    values: tuple[tuple[str, tuple[Piece, ...]], ...]
    heirs: tuple[str, ...]


@dataclass(frozen=True)
class FateGroup:
    """All nodes with one fate; `more` are not listed."""

    fate: str
    label: str
    says: str
    count: int
    outcomes: tuple[OutcomeView, ...]

    @property
    def more(self) -> int:
        """How many are not listed."""
        return self.count - len(self.outcomes)


@dataclass(frozen=True)
class UpgradePage:
    """The account of an upgrade."""

    groups: tuple[FateGroup, ...]
    same: int
    conflicts: tuple[Conflict, ...]
    more_conflicts: int
    problems: tuple[str, ...]
    number: str


def upgrade_page(found: Upgrade) -> UpgradePage:
    """The account in words. No query."""
    words = Words(found.document, found.document)
    telling = _Telling(words, {each.code: each.title for each in found.outcomes})
    conflicts = found.conflicts
    return UpgradePage(
        groups=tuple(telling.groups(found)),
        same=sum(1 for each in found.outcomes if each.fate is Fate.SAME),
        conflicts=tuple(telling.conflict(each) for each in conflicts[:MOST]),
        more_conflicts=max(0, len(conflicts) - MOST),
        problems=found.problems[:MOST],
        number=found.document.version.number,
    )


def fate_words() -> dict[Fate, tuple[str, str]]:
    """Each fate that is listed, with what it means."""
    return {
        Fate.TAKEN: (_("Taken over"), _("Changed upstream, not by you.")),
        Fate.NEW: (_("New upstream"), _("They come in.")),
        Fate.REMOVED: (_("Removed upstream"), _("You had not changed them; they go.")),
        Fate.REPLACED: (
            _("Split or merged upstream"),
            _("Others take their place; what you had added below them moves along."),
        ),
        Fate.BOTH: (_("Changed by both"), _("Choose above; yours stay if you choose nothing.")),
        Fate.KEPT: (_("Kept as yours"), _("Changed by you, not upstream.")),
        Fate.OWN: (_("Added by you"), _("They stay.")),
        Fate.LEFT_OUT: (_("Left out by you"), _("They stay out, with what is new inside them.")),
        Fate.GONE: (_("Gone on both sides"), _("Neither side has them any more.")),
    }


class _Telling:
    """Decisions and outcomes as texts."""

    def __init__(self, words: Words, titles: dict[str, str]) -> None:
        self.words, self.titles = words, titles

    def groups(self, found: Upgrade) -> Iterator[FateGroup]:
        """Nodes by fate, in the order in which people ask."""
        for fate, (label, says) in fate_words().items():
            outcomes = [each for each in found.outcomes if each.fate is fate]
            if outcomes:
                shown = tuple(self._outcome(each) for each in outcomes[:MOST])
                yield FateGroup(fate.value, label, says, len(outcomes), shown)

    def _outcome(self, outcome: Outcome) -> OutcomeView:
        values = tuple(
            (self._label(each), compared_words(self._text(each.base), self._text(_winner(each))))
            for each in outcome.decisions
            if each.verdict is not Verdict.BOTH and each.place[2:] not in ((), ("replaces",))
        )
        return OutcomeView(outcome.code, outcome.title, values, outcome.heirs)

    def conflict(self, decision: Decision) -> Conflict:
        """A change by both, with the texts to choose from."""
        ours = self._text(decision.ours)
        theirs = self._text(decision.theirs)
        is_whole = decision.ours is None or decision.theirs is None
        return Conflict(
            key=decision.key,
            where=self._where(decision),
            label=self._label(decision),
            base=self._text(decision.base),
            ours=_("It stays out.") if decision.ours is None else ours,
            theirs=(
                (Piece(Mark.SAME, _("It goes.") if decision.theirs is None else theirs),)
                if is_whole
                else compared_words(ours, theirs)
            ),
            is_ours=decision.chosen is Side.OURS,
        )

    def _where(self, decision: Decision) -> str:
        if decision.place[0] != "node":
            return _("The model itself")
        code = decision.place[1]
        return f"{self.titles.get(code, code)} ({code})"

    def _label(self, decision: Decision) -> str:
        place = decision.place[2:] if decision.place[0] == "node" else decision.place
        if not place:
            return ""
        part, *rest = place
        if part in {"descriptors", "attributes"} and rest:
            return self.words.label(f"{part}[{rest[0].rstrip(',')}]")
        if part == "questions":
            name = _("Question %(code)s") % {"code": rest[0]}
            return f"{name}: {self.words.label(rest[1])}" if rest[1:] else name
        if part == "parent":
            return _("Stands under")
        return " ".join([self.words.label(part), *rest])

    def _text(self, value: Any) -> str:
        if isinstance(value, Node):
            return "\n".join(text for text in (value.title, value.text) if text)
        if isinstance(value, Question | Descriptor):
            return value.text
        if isinstance(value, Link):
            return self.titles.get(value.to, value.to)
        return self.words.value(getattr(value, "name", value))


def _winner(decision: Decision) -> Any:
    return decision.theirs if decision.verdict is Verdict.TAKEN else decision.ours
