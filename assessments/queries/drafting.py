"""The questionnaire as it is drafted: its cards in order, what is wrong, how long it takes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from assessments.models import Assessment, Questionnaire, QuestionnaireDraft, Scope
from assessments.queries.response_sets import Choice, ResponseSet, response_sets
from assessments.queries.versions import Changes, ItemRow, changes_between, item_rows
from assessments.response_labels import problem_text
from assessments.rules import drafting, skips
from assessments.rules.audience import Roles, roles_for
from assessments.rules.draft_data import draft_of, skip_data
from assessments.rules.drafting import USUAL_ASPECTS, Aspect, Card, CatalogQuestion, Draft
from assessments.rules.method import Method
from assessments.rules.questionnaire import Area, Askable, in_catalog_order
from models_catalog.models import Question

THREE_VIEWS = "asks_current_target_importance"
"""A method with a gate about this fact asks for today, target and importance."""


@dataclass(frozen=True)
class DraftArea:
    """An area in scope with its cards, those left out among them."""

    node_id: UUID
    code: str
    title: str
    text: str
    cards: tuple[Card, ...]


@dataclass(frozen=True)
class DraftSheet:
    """Everything about the draft; `version` is 0 while nothing was changed.

    `usual` is the draft that changes nothing about what scope and method give.
    """

    version: int
    draft: Draft
    usual: Draft
    areas: tuple[DraftArea, ...]
    sets: Mapping[str, ResponseSet]
    kinds: Mapping[str, str]
    levels: tuple[int, ...]
    has_importance: bool

    @property
    def cards(self) -> tuple[Card, ...]:
        """All cards in order."""
        return tuple(card for area in self.areas for card in area.cards)

    @property
    def asked(self) -> tuple[Card, ...]:
        """The cards that will be asked, in order."""
        return tuple(card for card in self.cards if not card.is_left_out)

    @property
    def item_count(self) -> int:
        """Answers to give: one for each aspect of a question."""
        return sum(len(card.items) for card in self.asked)

    @property
    def minutes(self) -> int:
        """How long answering takes, estimated."""
        words = sum(len(f"{card.text} {card.help}".split()) for card in self.asked)
        return drafting.minutes(words, self.item_count)

    @property
    def problems(self) -> tuple[str, ...]:
        """What keeps the draft from being opened, in words."""
        sets = {key: offered.kinds for key, offered in self.sets.items()}
        outline = drafting.outline_of(self.asked, self.draft.rules, sets)
        return tuple(problem_text(problem) for problem in skips.problems(outline))

    def choices(self, response_set: str) -> tuple[Choice, ...]:
        """What a set offers."""
        return self.sets[response_set].choices if response_set in self.sets else ()

    def roles(self, card: Card) -> Roles:
        """The roles that a card is put to; empty: everybody."""
        return roles_for(card.code, card.area, self.draft.asked_of)

    def card(self, code: str) -> Card | None:
        """The card with that code."""
        return next((card for card in self.cards if card.code == code), None)


def draft_sheet(assessment: Assessment) -> DraftSheet:
    """The questionnaire as drafted (five queries)."""
    row = QuestionnaireDraft.objects.filter(assessment=assessment).first()
    aspects = aspects_of(assessment.method_version.method)
    draft = draft_of(row.content if row else {}, aspects)
    areas = _areas(assessment)
    questions, kinds = _catalog(assessment, areas)
    cards: dict[str, list[Card]] = {}
    for card in drafting.cards(questions, [area.code for area in areas], draft):
        cards.setdefault(card.area, []).append(card)
    by_code = {area.code: area for area in areas}
    return DraftSheet(
        version=row.version if row else 0,
        draft=draft,
        usual=Draft(aspects=aspects),
        areas=tuple(
            DraftArea(
                by_code[code].node_id,
                code,
                by_code[code].title,
                by_code[code].text,
                tuple(cards[code]),
            )
            for code in cards
        ),
        sets=response_sets(assessment.model_version_id),
        kinds=kinds,
        levels=tuple(sorted({q.level for q in questions if q.level is not None})),
        has_importance=any(q.response_set in drafting.IMPORTANCE_SETS for q in questions),
    )


def aspects_of(method: Method) -> tuple[str, ...]:
    """What the method wants asked while the team says nothing else."""
    return tuple(Aspect) if THREE_VIEWS in method.facts else USUAL_ASPECTS


@dataclass(frozen=True)
class _Area:
    node_id: UUID
    first: int
    last: int
    level: int | None
    code: str
    title: str
    text: str


def _areas(assessment: Assessment) -> list[_Area]:
    rows = (
        Scope.objects.filter(assessment=assessment, is_applicable=True)
        .order_by("node__position")
        .values_list(
            "node_id",
            "node__position",
            "node__last_position",
            "node__level",
            "node__code",
            "node__title",
            "node__text",
        )
    )
    return [_Area(*row) for row in rows]


def _catalog(
    assessment: Assessment, areas: Sequence[_Area]
) -> tuple[list[CatalogQuestion], dict[str, str]]:
    """The catalog's questions in scope, in order, and what the kinds of their nodes are called."""
    rows = {
        row["pk"]: row
        for row in Question.objects.filter(version_id=assessment.model_version_id).values(
            "pk",
            "code",
            "text",
            "help",
            "position",
            "node_id",
            "node__position",
            "node__level",
            "node__type__code",
            "node__type__plural",
            "response_set__code",
        )
    }
    placed = in_catalog_order(
        (Askable(pk, row["node__position"], row["position"]) for pk, row in rows.items()),
        (Area(area.node_id, area.first, area.last) for area in areas),
    )
    by_id = {area.node_id: area for area in areas}
    questions, kinds = [], {}
    for place in placed:
        row, area = rows[place.question], by_id[place.area]  # type: ignore[index]
        kinds[row["node__type__code"]] = row["node__type__plural"]
        questions.append(
            CatalogQuestion(
                id=row["pk"],
                code=row["code"],
                node=row["node_id"],
                area=area.code,
                kind=row["node__type__code"],
                level=row["node__level"] if row["node__level"] is not None else area.level,
                response_set=row["response_set__code"],
                text=row["text"],
                help=row["help"],
            )
        )
    return questions, kinds


@dataclass(frozen=True)
class Pending:
    """What giving out the draft would change about the newest version."""

    changes: Changes
    rules_changed: bool

    @property
    def is_empty(self) -> bool:
        """Nothing differs."""
        return self.changes.is_empty and not self.rules_changed


def pending(assessment: Assessment, sheet: DraftSheet) -> Pending:
    """How the draft differs from the newest version (two queries)."""
    newest = Questionnaire.objects.filter(assessment=assessment).order_by("-number").first()
    if newest is None:
        return Pending(Changes(), rules_changed=False)
    rows = [row for row in item_rows(assessment) if row.number == newest.number]
    return Pending(
        changes_between(rows, planned_rows(sheet)), rules_changed=newest.rules != rules_data(sheet)
    )


def rules_data(sheet: DraftSheet) -> list[dict[str, object]]:
    """The skip rules as a questionnaire keeps them."""
    return skip_data(drafting.skip_rules(sheet.asked, sheet.draft.rules))


def planned_rows(sheet: DraftSheet) -> list[ItemRow]:
    """The items that the draft would give, as rows to compare with those of a version."""
    return [
        ItemRow(
            item_id=None,
            origin_id=None,
            since=0,
            number=0,
            code=item.key.partition(":")[0],
            aspect=item.aspect,
            text=item.text,
            question_id=item.question,  # type: ignore[arg-type]
            own=(item.text, item.help, item.response_set) if item.question is None else None,
            area=card.area,
            roles=sheet.roles(card),
        )
        for card in sheet.asked
        for item in card.items
    ]
