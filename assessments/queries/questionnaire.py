"""A questionnaire as its one respondent sees it. The caller has settled whose response it is."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import NamedTuple
from uuid import UUID

from assessments.models import QuestionnaireItem, Response
from assessments.queries.given_out import GivenArea, GivenItem, given_out
from assessments.queries.own_said import NOTHING_SAID, Said, own_said
from assessments.queries.response_sets import Choice
from assessments.queries.way import way
from assessments.response_labels import ASPECTS
from assessments.rules.answer_kinds import MARKS, NOT_ASKED_MARK, SKIPPED_MARK
from assessments.rules.audience import is_put_to
from assessments.rules.drafting import item_key
from assessments.rules.progress import Progress, next_open, overall
from assessments.rules.questionnaire import fingerprint


class AskedQuestion(NamedTuple):
    """One aspect of a question with what the respondent stored about it; pages make hundreds.

    `number` is that of the question, which its aspects share; `position` that of the item.
    """

    item_id: UUID
    number: int
    code: str
    text: str
    help: str
    choices: tuple[Choice, ...]
    area_code: str
    choice: str = ""
    comment: str = ""
    evidence: str = ""
    version: int = 0
    position: int = 0
    aspect: str = QuestionnaireItem.Aspect.AS_IS
    since: int = 1
    is_skipped: bool = False
    is_own: bool = False
    name: str = ""
    """The item's id as text, if it was given out: then its words never change."""

    @property
    def key(self) -> str:
        """The item's name in skip rules."""
        return item_key(self.code, self.aspect)

    @property
    def aspect_label(self) -> str:
        """Today, target or importance, in words."""
        return str(ASPECTS[self.aspect])

    @property
    def fingerprint(self) -> str:
        """Mark of the stored answer, to see later whether the person changed it."""
        return fingerprint(self.choice, self.comment, self.evidence)

    @property
    def answer(self) -> Choice | None:
        """The stored choice with its words; None when unanswered."""
        return next((c for c in self.choices if c.code == self.choice), None)


@dataclass(frozen=True)
class AreaStep:
    """One key process area of the questionnaire and how far it is."""

    node_id: UUID
    code: str
    title: str
    text: str
    progress: Progress


@dataclass(frozen=True)
class Sheet:
    """All areas of one response."""

    areas: tuple[AreaStep, ...]

    @property
    def progress(self) -> Progress:
        """Overall."""
        return overall(area.progress for area in self.areas)

    def index(self, code: str) -> int | None:
        """Place of the area with that code; None when there is none."""
        return next((n for n, area in enumerate(self.areas) if area.code == code), None)

    def next_open(self, after: int = -1) -> AreaStep | None:
        """The next area with unanswered questions, going round."""
        found = next_open([area.progress for area in self.areas], after)
        return None if found is None else self.areas[found]


class OwnSheet:
    """What is put to one respondent, with what that person stored. One query for the answers.

    `skipped` are the items that skip rules lead past: they do not count. Without `is_led` no rule
    leads past anything. Of an addition with skip rules, one query more.
    """

    def __init__(self, response: Response, *, is_led: bool = True) -> None:
        said = own_said(response.pk)
        rules = response.questionnaire.rules if is_led else []
        self.skipped = way(response, rules, said=said).skipped if rules else frozenset()
        self._rows = _put_to(response, said)

    def areas(self) -> Sheet:
        """The areas with their progress."""
        found: dict[str, list[bool]] = {}
        areas: dict[str, GivenArea] = {}
        for item, said in self._rows:
            areas.setdefault(item.area.code, item.area)
            counted = found.setdefault(item.area.code, [])
            if item.item_id not in self.skipped:
                counted.append(said.choice not in MARKS)
        return Sheet(
            tuple(
                AreaStep(*areas[code], Progress(sum(counted), len(counted)))
                for code, counted in found.items()
            )
        )

    def questions(self, area_code: str | None = None) -> list[AskedQuestion]:
        """Questions with the stored answers, of one area or of all."""
        return [
            _question(item, said, self.skipped)
            for item, said in self._rows
            if area_code is None or item.area.code == area_code
        ]


def items_of(questionnaire_id: UUID, first: int, last: int) -> list[AskedQuestion]:
    """Questions number `first` to `last`, without anybody's answers."""
    return [
        _question(item, NOTHING_SAID)
        for item in given_out(questionnaire_id)
        if first <= item.position <= last
    ]


def _put_to(response: Response, said: Mapping[str, Said]) -> list[tuple[GivenItem, Said]]:
    """The items put to the response's person; once submitted, those that were."""
    items = given_out(response.questionnaire_id)
    rows = [(item, said.get(item.name, NOTHING_SAID)) for item in items]
    if response.state == Response.State.SUBMITTED or response.participant is None:
        return [(item, mine) for item, mine in rows if mine.choice != NOT_ASKED_MARK]
    after, role = response.asked_after, response.participant.role
    return [
        (item, mine) for item, mine in rows if item.since > after and is_put_to(item.roles, role)
    ]


def _question(item: GivenItem, said: Said, skipped: Collection[UUID] = ()) -> AskedQuestion:
    return AskedQuestion(
        item_id=item.item_id,
        number=item.number,
        code=item.code,
        text=item.text,
        help=item.help,
        choices=item.choices,
        area_code=item.area.code,
        choice=said.choice,
        comment=said.comment,
        evidence=said.evidence,
        version=said.version,
        position=item.position,
        aspect=item.aspect,
        since=item.since,
        is_skipped=item.item_id in skipped or said.choice == SKIPPED_MARK,
        is_own=item.is_own,
        name=item.name,
    )
