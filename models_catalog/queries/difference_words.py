"""Changes of a model in words: what each field is called and how its values read."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from models_catalog.rules.account import Kind
from models_catalog.rules.differences import Change
from models_catalog.rules.document import Link, ModelDocument
from models_catalog.rules.wording import Piece, compared_words, shortened_pieces

KINDS = {
    Kind.ADDED: gettext_lazy("added"),
    Kind.REMOVED: gettext_lazy("removed"),
    Kind.RENAMED: gettext_lazy("new code"),
    Kind.MOVED: gettext_lazy("moved"),
    Kind.SPLIT: gettext_lazy("split"),
    Kind.MERGED: gettext_lazy("merged"),
    Kind.REWORDED: gettext_lazy("reworded"),
    Kind.ALTERED: gettext_lazy("changed"),
}
_FIELDS = {
    "title": gettext_lazy("Title"),
    "text": gettext_lazy("Text"),
    "help": gettext_lazy("Explanation"),
    "name": gettext_lazy("Name"),
    "plural": gettext_lazy("Plural"),
    "inverse": gettext_lazy("Read from the other end"),
    "type": gettext_lazy("Type"),
    "level": gettext_lazy("Level"),
    "dimension": gettext_lazy("Point of view"),
    "optional": gettext_lazy("Optional"),
    "may_not_apply": gettext_lazy("May be declared not applicable"),
    "replaces": gettext_lazy("Replaces"),
    "links": gettext_lazy("Links"),
    "response_set": gettext_lazy("Answers to choose from"),
    "order of descriptors": gettext_lazy("Order of the descriptions"),
    "order of levels": gettext_lazy("Order of the steps"),
    "order of fields": gettext_lazy("Order of the facts"),
    "value": gettext_lazy("Value"),
    "meaning": gettext_lazy("Meaning"),
    "use": gettext_lazy("Use"),
    "form": gettext_lazy("Form"),
    "parents": gettext_lazy("Stands under"),
    "rateable": gettext_lazy("Can be rated"),
    "askable": gettext_lazy("Can be asked about"),
    "by_dimension": gettext_lazy("Rated from each point of view"),
    "level_scale": gettext_lazy("Scale of its level"),
    "rating_scale": gettext_lazy("Scale of its rating"),
    "acyclic": gettext_lazy("Without circles"),
    "equal_steps": gettext_lazy("Equal steps"),
    "from_types": gettext_lazy("Starts from"),
    "to_types": gettext_lazy("Leads to"),
    "owner": gettext_lazy("Owner"),
    "kind": gettext_lazy("Kind"),
    "language": gettext_lazy("Language"),
    "home_page": gettext_lazy("Home page"),
    "description": gettext_lazy("Description"),
    "attribution": gettext_lazy("Whose model, whose words"),
}
NOTHING = "–"


@dataclass(frozen=True)
class ChangeView:
    """A change as it is read: a text word by word (`pieces`), any other value before and after."""

    label: str
    pieces: tuple[Piece, ...]
    before: str
    after: str

    @property
    def was_nothing(self) -> bool:
        """Whether the value is new."""
        return self.before == NOTHING

    @property
    def is_nothing(self) -> bool:
        """Whether the value is gone."""
        return self.after == NOTHING


class Words:
    """Names of what two documents hold, the newer one's first."""

    def __init__(self, before: ModelDocument, after: ModelDocument) -> None:
        both = (before, after)
        self.dimensions = {each.code: each.name for doc in both for each in doc.dimensions}
        self.types = {each.code: each.name for doc in both for each in doc.node_types}
        self.facts = {
            (kind.code, each.code): each.name
            for doc in both
            for kind in doc.node_types
            for each in kind.attributes
        }
        self.links = {each.code: each.name for doc in both for each in doc.link_kinds}
        self.titles = {node.code: node.title for doc in both for node in doc.walk()}

    def changes(self, changes: Iterable[Change], node_type: str = "") -> tuple[ChangeView, ...]:
        """Each change with its label; facts are named as the node's type names them."""
        return tuple(self._change(change, node_type) for change in changes)

    def _change(self, change: Change, node_type: str) -> ChangeView:
        label = self.label(change.field, node_type)
        before, after = change.before, change.after
        if change.field == "links":
            before, after = _apart(before, after)
        if isinstance(before or "", str) and isinstance(after or "", str):
            pieces = compared_words(before or "", after or "")
            return ChangeView(label, shortened_pieces(pieces), "", "")
        return ChangeView(label, (), self.value(before), self.value(after))

    def label(self, field: str, node_type: str = "") -> str:
        """What a field is called: `descriptors[2,TECH]` is "Level 2, Technology"."""
        inside = re.fullmatch(r"(\w+)\[([^\]]*)\](?:\.(\w+))?", field)
        if inside is None:
            return str(_FIELDS.get(field, field))
        part, code, below = inside.groups()
        if part == "descriptors":
            level, _comma, dimension = code.partition(",")
            whole = _("Level %(level)s") % {"level": level}
            return f"{whole}, {self.dimensions.get(dimension, dimension)}" if dimension else whole
        if part == "attributes":
            return self.facts.get((node_type, code), code)
        name = _("Step %(code)s") % {"code": code} if part == "levels" else code
        return f"{name}: {_FIELDS.get(below, below)}" if below else name

    def value(self, value: Any) -> str:
        """A value as it is read; nothing is a dash."""
        if value is None or value in ("", ()):
            return NOTHING
        if isinstance(value, bool):
            return _("yes") if value else _("no")
        if isinstance(value, tuple):
            return ", ".join(self.value(each) for each in value)
        if isinstance(value, Link):
            return f"{self.links.get(value.kind, value.kind)} {self.titles.get(value.to, value.to)}"
        return str(value)


def _apart(before: tuple[Link, ...], after: tuple[Link, ...]) -> tuple[Any, Any]:
    """Only the links that came or went; all of them when only their order changed."""
    gone = tuple(link for link in before if link not in after)
    new = tuple(link for link in after if link not in before)
    return (gone, new) if gone or new else (before, after)
