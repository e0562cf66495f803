"""What the editor of a draft shows: one node, where it can go, the history."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.core.paginator import Page
from django.db.models import Exists, OuterRef, Q, Subquery
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from cip.access.actor import Actor
from cip.db.paging import page_of
from models_catalog.models import Edit, ModelVersion, Node
from models_catalog.queries.document import part_of
from models_catalog.rules.document import ModelDocument
from models_catalog.rules.editing.edits import MoveNode


@dataclass(frozen=True)
class StepView:
    """One step of the history, as a sentence without its subject's maker."""

    number: int
    by: str
    at: datetime
    what: str
    state: str


@dataclass(frozen=True)
class NextSteps:
    """The step that undo takes back and the one that redo makes again."""

    undo: StepView | None
    redo: StepView | None


def node_to_edit(version: ModelVersion, code: str) -> ModelDocument:
    """The words of a draft, with one node and those above it; without it when there is none."""
    chosen = version.nodes.filter(code=code)
    way = Exists(
        chosen.filter(position__gte=OuterRef("position"), position__lte=OuterRef("last_position"))
    )
    return part_of(version, version.nodes.filter(way))


def first_match(version: ModelVersion, words: str) -> str | None:
    """The code of the node with this code, else of the first with the words in it. Two queries."""
    rows = version.nodes.order_by("position").values_list("code", flat=True)
    return (
        rows.filter(code__iexact=words).first()
        or rows.filter(Q(title__icontains=words) | Q(code__icontains=words)).first()
    )


def moved(version: ModelVersion, code: str, way: str, target: str = "") -> MoveNode | None:
    """The edit that moves a node up, down, in, out, or before, after or inside a target.

    None when it cannot go there. At most three queries.
    """
    rows = version.nodes.select_related("parent")
    node = rows.filter(code=code).first()
    goal = rows.filter(code=target).first() if target else None
    if node is None or (target and goal is None):
        return None
    if way == "out":
        goal = rows.filter(pk=node.parent_id).first() if node.parent_id else None
        way = "after"
    elif way in ("in", "up", "down"):
        goal = _neighbor(version, node, is_after=way == "down")
        way = {"in": "inside", "up": "before", "down": "after"}[way]
    if goal is None or goal.pk == node.pk:
        return None
    if way == "inside":
        return MoveNode(code, goal.code, None)
    siblings = version.nodes.filter(parent_id=goal.parent_id).exclude(pk=node.pk)
    place = siblings.filter(position__lt=goal.position).count() + (way == "after")
    return MoveNode(code, goal.parent.code if goal.parent else None, place)


def _neighbor(version: ModelVersion, node: Node, *, is_after: bool) -> Node | None:
    siblings = version.nodes.filter(parent_id=node.parent_id).select_related("parent")
    if is_after:
        return siblings.filter(position__gt=node.position).order_by("position").first()
    return siblings.filter(position__lt=node.position).order_by("-position").first()


def place_behind(version: ModelVersion, code: str) -> int | None:
    """The place right behind a node among its siblings; None when there is no such node."""
    node = version.nodes.filter(code=code).first()
    if node is None:
        return None
    return version.nodes.filter(parent_id=node.parent_id, position__lte=node.position).count()


def new_code(version: ModelVersion, parent: str | None) -> str:
    """A code for one more node under a parent, that people may change. One query."""
    siblings = (
        version.nodes.filter(parent__code=parent) if parent else version.nodes.filter(depth=0)
    )
    number = siblings.count() + 1
    return f"{parent}.{number}" if parent else f"N{number}"


def vocabularies(actor: Actor) -> list[tuple[UUID, str]]:
    """The published versions whose words a new model can begin with. One query."""
    rows = ModelVersion.objects.visible_to(actor).filter(state=ModelVersion.State.PUBLISHED)
    named = rows.order_by("model__name", "-published_at", "pk").values_list(
        "pk", "model__name", "number"
    )
    return [(pk, f"{name} {number}") for pk, name, number in named]


def next_steps(version: ModelVersion) -> NextSteps:
    """What undo and redo would do now. One query."""
    done = version.edits.filter(state=Edit.State.DONE).order_by("-number").values("pk")[:1]
    undone = version.edits.filter(state=Edit.State.UNDONE).order_by("number").values("pk")[:1]
    rows = Edit.objects.filter(Q(pk=Subquery(done)) | Q(pk=Subquery(undone)))
    found = {row.state: row for row in rows.select_related("made_by")}
    last, first = found.get(Edit.State.DONE), found.get(Edit.State.UNDONE)
    return NextSteps(
        undo=step_view(last) if last and last.undo else None,
        redo=step_view(first) if first else None,
    )


def history(version: ModelVersion, page: str | int | None) -> Page:
    """A page of `StepView`, newest first. Two queries."""
    return page_of(version.edits.select_related("made_by").order_by("-number"), page, step_view)


def step_view(row: Edit) -> StepView:
    """The step as a sentence; its maker must be loaded."""
    return StepView(
        number=row.number,
        by=row.made_by.name if row.made_by else _("Somebody"),
        at=row.made_at,
        what=_sentence(row),
        state=row.state,
    )


def _sentence(row: Edit) -> str:
    if not row.do:
        return _("stored a file in place of this draft")
    first = row.do[0]
    names = {"subject": row.subject, "place": row.place}
    text = _sentences(has_place=bool(row.place))[first["do"]] % names
    more = len(row.do) - 1
    return _("%(text)s, and %(more)s more") % {"text": text, "more": more} if more else text


def _sentences(*, has_place: bool) -> dict[str, str]:
    add, move = _("added %(subject)s"), _("moved %(subject)s to the top")
    if has_place:
        add, move = _("added %(subject)s under %(place)s"), _("moved %(subject)s under %(place)s")
    return {
        "add_node": add,
        "move_node": move,
        "change_node": _("changed %(subject)s"),
        "remove_node": _("removed %(subject)s"),
        "add_entry": pgettext("vocabulary", "added %(subject)s"),
        "change_entry": pgettext("vocabulary", "changed %(subject)s"),
        "move_entry": pgettext("vocabulary", "moved %(subject)s"),
        "remove_entry": pgettext("vocabulary", "removed %(subject)s"),
        "change_model": _("changed what is said about %(subject)s"),
    }
