"""Questions as they were given out, without anybody's answers.

A questionnaire never changes once it is given out, nor does the published model whose words it
shows (ADR 0003). So each process reads one once and keeps it by its key and the language.
"""

from typing import NamedTuple
from uuid import UUID

from django.db.models.functions import Coalesce
from django.utils.translation import get_language

from assessments.models import QuestionnaireItem
from assessments.queries.response_sets import Choice, choices_of, shipped_choices
from assessments.rules.audience import Roles
from assessments.rules.drafting import item_key
from cip.kernel.keeping import Kept

_KEPT = Kept(most=24)


class GivenArea(NamedTuple):
    """A key process area as a part of a questionnaire."""

    node_id: UUID
    code: str
    title: str
    text: str


class GivenItem(NamedTuple):
    """One aspect of one question. `root` is the same item in every version that asked it.

    `number` is that of the question, which its aspects share; `position` that of the item.
    """

    item_id: UUID
    name: str  # the id as text
    root: UUID
    number: int
    position: int
    aspect: str
    code: str
    text: str
    help: str
    choices: tuple[Choice, ...]
    area: GivenArea
    since: int
    roles: Roles
    is_own: bool

    @property
    def key(self) -> str:
        """The item's name in skip rules."""
        return item_key(self.code, self.aspect)


def given_out(questionnaire_id: UUID) -> tuple[GivenItem, ...]:
    """All items in their order; no query, or two when this process has not kept them."""
    return _KEPT.get((questionnaire_id, get_language()), lambda: _read(questionnaire_id))


def _read(questionnaire_id: UUID) -> tuple[GivenItem, ...]:
    rows = list(
        QuestionnaireItem.objects.filter(questionnaire=questionnaire_id)
        .select_related("question", "group")
        .annotate(
            root=Coalesce("origin_id", "pk"),
            scale_id=Coalesce("response_set_id", "question__response_set_id"),
        )
        .order_by("position")
    )
    offered = choices_of(row.scale_id for row in rows if not row.shipped_set)
    areas = {
        row.group_id: GivenArea(row.group_id, row.group.code, row.group.title, row.group.text)
        for row in rows
    }
    return tuple(
        GivenItem(
            item_id=row.pk,
            name=str(row.pk),
            root=row.root,
            number=row.number or row.position,
            position=row.position,
            aspect=row.aspect,
            code=row.code,
            text=row.text,
            help=row.own_help if row.question is None else row.question.help,
            choices=shipped_choices(row.shipped_set)
            if row.shipped_set
            else offered.get(row.scale_id, ()),
            area=areas[row.group_id],
            since=row.since,
            roles=tuple(row.roles),
            is_own=row.question is None,
        )
        for row in rows
    )
