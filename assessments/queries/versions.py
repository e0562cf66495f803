"""The versions of a questionnaire: what each asks, and what changed from one to the next."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Count, Q

from assessments.models import Assessment, Questionnaire, QuestionnaireItem, Response
from assessments.response_labels import ASPECTS
from assessments.rules.audience import Roles
from assessments.rules.drafting import MODEL_SET, SHIPPED_SET, Aspect, item_key


@dataclass(frozen=True)
class ItemRow:
    """An item of a version; `own` holds the words of an own question, None for the model's."""

    item_id: UUID | None
    origin_id: UUID | None
    since: int
    number: int
    code: str
    aspect: str
    text: str
    question_id: UUID | None
    own: tuple[str, str, str] | None
    area: str
    roles: Roles = ()

    @property
    def key(self) -> str:
        """The item's name in skip rules."""
        return item_key(self.code, self.aspect)

    @property
    def aspect_label(self) -> str:
        """Target or importance, in words; empty for a question about today."""
        return "" if self.aspect == Aspect.AS_IS else str(ASPECTS[self.aspect])

    @property
    def root(self) -> UUID | None:
        """The item of the first version that asked this."""
        return self.origin_id or self.item_id

    @property
    def mark(self) -> tuple[object, ...]:
        """Equal for items that ask the same with the same answers."""
        return (self.question_id, self.aspect, self.code if self.own else "", self.own)


@dataclass(frozen=True)
class Changes:
    """What one version asks and the other does not; `is_reordered` when the rest changed places,
    `has_new_roles` when some of it is put to others.
    """

    added: tuple[ItemRow, ...] = ()
    removed: tuple[ItemRow, ...] = ()
    reworded: tuple[ItemRow, ...] = ()
    is_reordered: bool = False
    has_new_roles: bool = False

    @property
    def is_empty(self) -> bool:
        """Nothing differs."""
        return not (self.count or self.is_reordered or self.has_new_roles)

    @property
    def count(self) -> int:
        """How many items were added, dropped or reworded."""
        return len(self.added) + len(self.removed) + len(self.reworded)


@dataclass(frozen=True)
class VersionRow:
    """A version with what changed since the one before and how many responses it has.

    `asked_more` people had submitted an earlier one and were asked the new questions here;
    `answered_more` of them have submitted these, too.
    """

    number: int
    created_at: datetime
    items: int
    rules: int
    begun: int
    submitted: int
    changes: Changes
    rules_changed: bool
    asked_more: int = 0
    answered_more: int = 0


def item_rows(assessment: Assessment) -> list[ItemRow]:
    """All items of all versions, the newest version first, in order (one query)."""
    rows = (
        QuestionnaireItem.objects.filter(questionnaire__assessment=assessment)
        .order_by("-questionnaire__number", "position")
        .values(
            "pk",
            "origin_id",
            "since",
            "questionnaire__number",
            "aspect",
            "question_id",
            "question__code",
            "question__text",
            "own_code",
            "own_text",
            "own_help",
            "shipped_set",
            "response_set__code",
            "group__code",
            "roles",
        )
    )
    return [
        ItemRow(
            item_id=row["pk"],
            origin_id=row["origin_id"],
            since=row["since"],
            number=row["questionnaire__number"],
            code=row["own_code"] or row["question__code"],
            aspect=row["aspect"],
            text=row["own_text"] or row["question__text"],
            question_id=row["question_id"],
            own=_own(row) if row["question_id"] is None else None,
            area=row["group__code"],
            roles=tuple(row["roles"]),
        )
        for row in rows
    ]


def changes_between(before: Sequence[ItemRow], after: Sequence[ItemRow]) -> Changes:
    """What is asked after and was not before, and the other way round."""
    old, new = {row.mark: row for row in before}, {row.mark: row for row in after}
    added = [row for mark, row in new.items() if mark not in old]
    removed = [row for mark, row in old.items() if mark not in new]
    again = {row.key for row in added} & {row.key for row in removed}
    kept_before = [row.mark for row in before if row.mark in new]
    kept_after = [row.mark for row in after if row.mark in old]
    return Changes(
        added=tuple(row for row in added if row.key not in again),
        removed=tuple(row for row in removed if row.key not in again),
        reworded=tuple(row for row in added if row.key in again),
        is_reordered=kept_before != kept_after,
        has_new_roles=any(old[mark].roles != new[mark].roles for mark in old.keys() & new.keys()),
    )


def versions(assessment: Assessment) -> list[VersionRow]:
    """The versions given out, newest first (two queries)."""
    items = item_rows(assessment)
    whole, more = Q(responses__asked_after=0), Q(responses__asked_after__gt=0)
    is_submitted = Q(responses__state=Response.State.SUBMITTED)
    found = Questionnaire.objects.filter(assessment=assessment).annotate(
        begun=Count("responses", filter=whole & ~is_submitted),
        submitted=Count("responses", filter=whole & is_submitted),
        asked_more=Count("responses", filter=more),
        answered_more=Count("responses", filter=more & is_submitted),
    )
    rows: list[VersionRow] = []
    before: list[ItemRow] = []
    rules: list[object] = []
    for version in found.order_by("number"):
        mine = [row for row in items if row.number == version.number]
        changes = changes_between(before, mine) if before else Changes()
        rows.append(
            VersionRow(
                version.number,
                version.created_at,
                len(mine),
                len(version.rules),
                version.begun,
                version.submitted,
                changes,
                bool(before) and rules != version.rules,
                version.asked_more,
                version.answered_more,
            )
        )
        before, rules = mine, version.rules
    return rows[::-1]


def _own(row: dict[str, str]) -> tuple[str, str, str]:
    shipped = row["shipped_set"]
    key = f"{SHIPPED_SET}{shipped}" if shipped else f"{MODEL_SET}{row['response_set__code']}"
    return (row["own_text"], row["own_help"], key)
