"""Two versions of a model beside each other, and which versions can be compared."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from uuid import UUID

from django.core.paginator import Page
from django.db.models import Q
from django.utils.translation import gettext as _

from cip.access.actor import Actor
from cip.db.paging import PageNumber, page_of
from models_catalog.models import ModelVersion
from models_catalog.queries.difference_words import KINDS, ChangeView, Words
from models_catalog.queries.document import document_of
from models_catalog.queries.values import VersionRef, version_ref
from models_catalog.rules.account import Account, Entry, Kind, QuestionEntry, account
from models_catalog.rules.differences import Change, Changes
from models_catalog.rules.document import ModelDocument, Node
from models_catalog.rules.wording import Mark, Piece

PAGE = 40


@dataclass(frozen=True)
class ComparedVersion:
    """A version with the model it belongs to."""

    version: VersionRef
    model_code: str
    model_name: str
    notes: str


@dataclass(frozen=True)
class KindCount:
    """How many things something happened to."""

    kind: str
    label: str
    count: int


@dataclass(frozen=True)
class BranchCount:
    """A top node and how many entries stand in its tree."""

    code: str
    title: str
    count: int


@dataclass(frozen=True)
class QuestionView:
    """A question that came, went or changed; `pieces` is the whole text when it came or went."""

    code: str
    kinds: tuple[tuple[str, str], ...]
    pieces: tuple[Piece, ...]
    changes: tuple[ChangeView, ...]


@dataclass(frozen=True)
class EntryView:
    """A node that came, went or changed. `version_id`: where its page is found."""

    code: str
    title: str
    type_name: str
    branch: str
    branch_title: str
    version_id: UUID
    kinds: tuple[tuple[str, str], ...]
    sentences: tuple[str, ...]
    changes: tuple[ChangeView, ...]
    questions: tuple[QuestionView, ...]


@dataclass(frozen=True)
class VocabularyView:
    """A scale, point of view, type or kind of link that came, went or changed."""

    section: str
    name: str
    kind: str
    kind_label: str
    changes: tuple[ChangeView, ...]


@dataclass(frozen=True)
class DifferencePage:
    """What changed from one version to another: numbers, branches, and one page of entries."""

    before: ComparedVersion
    after: ComparedVersion
    is_same: bool
    nodes: tuple[KindCount, ...]
    questions: tuple[KindCount, ...]
    branches: tuple[BranchCount, ...]
    about: tuple[ChangeView, ...]
    vocabulary: tuple[VocabularyView, ...]
    page: Page


def comparable_versions(actor: Actor, version: ModelVersion) -> list[ModelVersion]:
    """The other versions of its model, of the model it is a variant of and of all variants of
    either, newest first. One query.
    """
    models = [version.model_id, *([version.based_on.model_id] if version.based_on else [])]
    family = Q(model__in=models) | Q(based_on__model__in=models)
    rows = ModelVersion.objects.visible_to(actor).filter(family).exclude(pk=version.pk)
    return list(rows.select_related("model").order_by("-created_at", "pk"))


def usual_comparison(version: ModelVersion, others: list[ModelVersion]) -> ModelVersion | None:
    """What people mean by "what changed": the version before, else what a variant was made from,
    else any.
    """
    own = [row for row in others if row.model_id == version.model_id]
    earlier = [row for row in own if row.created_at < version.created_at]
    parent = [row for row in others if row.pk == version.based_on_id]
    return next(iter((*earlier, *parent, *own, *others)), None)


def compared_version(row: ModelVersion) -> ComparedVersion:
    """The version as the difference names it; its model must be loaded."""
    return ComparedVersion(version_ref(row), row.model.code, row.model.name, row.notes)


def account_of(before: ModelVersion, after: ModelVersion) -> Account:
    """The account of two stored versions; twice the queries of `document_of`."""
    return account(document_of(before), document_of(after))


def difference_page(
    before: ModelVersion,
    after: ModelVersion,
    *,
    kind: str = "",
    branch: str = "",
    number: PageNumber = None,
) -> DifferencePage:
    """What differs, optionally only entries of one kind or branch.

    Costs twice the queries of `document_of`, whatever the size; words are compared only for the
    entries of the page.
    """
    documents = document_of(before), document_of(after)
    found = account(*documents)
    view = _View(*documents, before.pk, after.pk)
    entries = list(entries_of(found, kind=kind, branch=branch))
    return DifferencePage(
        before=compared_version(before),
        after=compared_version(after),
        is_same=not _content(found),
        nodes=kind_counts(found.nodes),
        questions=kind_counts(found.questions),
        branches=tuple(BranchCount(b.node.code, b.node.title, b.entries) for b in found.branches),
        about=view.words.changes(found.difference.model),
        vocabulary=tuple(view.vocabulary(found.difference.vocabulary)),
        page=page_of(entries, number, view.entry, size=PAGE),
    )


def entries_of(found: Account, *, kind: str = "", branch: str = "") -> Iterator[Entry]:
    """The entries of one kind and of one branch, where these are given."""
    for entry in found.entries:
        if branch in ("", entry.branch) and (not kind or kind in entry.kinds):
            yield entry


def kind_counts(counted: Mapping[Kind, int]) -> tuple[KindCount, ...]:
    """The kinds of which there are any, named."""
    return tuple(KindCount(kind.value, str(KINDS[kind]), n) for kind, n in counted.items() if n)


def _content(found: Account) -> bool:
    """Whether more than number and notes of the version differ."""
    changed = found.difference
    return any((changed.model, any(changed.vocabulary.values()), changed.nodes, changed.questions))


class _View:
    """Turns entries of an account into words."""

    def __init__(
        self, before: ModelDocument, after: ModelDocument, before_id: UUID, after_id: UUID
    ) -> None:
        self.words = Words(before, after)
        self.documents = before, after
        self.before_id, self.after_id = before_id, after_id

    def entry(self, entry: Entry) -> EntryView:
        """One entry, its texts compared."""
        node = entry.node
        is_gone = Kind.REMOVED in entry.kinds
        return EntryView(
            code=node.code,
            title=node.title,
            type_name=self.words.types.get(node.type, node.type),
            branch=entry.branch,
            branch_title=self.words.titles.get(entry.branch, entry.branch),
            version_id=self.before_id if is_gone else self.after_id,
            kinds=_labeled(entry.kinds),
            sentences=tuple(_sentences(entry)),
            changes=self.words.changes(entry.changes, node.type),
            questions=tuple(self._question(each) for each in entry.questions),
        )

    def _question(self, entry: QuestionEntry) -> QuestionView:
        marks = {Kind.ADDED: Mark.ADDED, Kind.REMOVED: Mark.REMOVED}
        mark = next((marks[kind] for kind in entry.kinds if kind in marks), Mark.SAME)
        is_text_changed = any(change.field == "text" for change in entry.changes)
        return QuestionView(
            code=entry.question.code,
            kinds=_labeled(entry.kinds),
            pieces=() if is_text_changed else (Piece(mark, entry.question.text),),
            changes=self.words.changes(entry.changes),
        )

    def vocabulary(self, sections: Mapping[str, Changes]) -> Iterator[VocabularyView]:
        """What came, went or changed in scales, points of view, types and kinds of links."""
        for section, label in _sections().items():
            changes = sections[section]
            names = {
                each.code: each.name
                for document in self.documents
                for each in getattr(document, section)
            }
            for kind, code, changed in _happened(changes):
                yield VocabularyView(
                    section=label,
                    name=names[code],
                    kind=kind.value,
                    kind_label=str(KINDS[kind]),
                    changes=self.words.changes(changed),
                )


def _sections() -> dict[str, str]:
    return {
        "scales": _("Scale"),
        "dimensions": _("Point of view"),
        "node_types": _("Type of node"),
        "link_kinds": _("Kind of link"),
    }


def _happened(changes: Changes) -> Iterator[tuple[Kind, str, tuple[Change, ...]]]:
    yield from ((Kind.ADDED, code, ()) for code in changes.added)
    yield from ((Kind.REMOVED, code, ()) for code in changes.removed)
    yield from ((Kind.MOVED, each.code, ()) for each in changes.moved)
    yield from ((Kind.REWORDED, each.code, each.changes) for each in changes.reworded)
    yield from ((Kind.ALTERED, each.code, each.changes) for each in changes.altered)


def _labeled(kinds: Iterable[Kind]) -> tuple[tuple[str, str], ...]:
    return tuple((kind.value, str(KINDS[kind])) for kind in kinds)


def _named(node: Node | None) -> str:
    return f"{node.title} ({node.code})" if node else _("the top of the tree")


def _sentences(entry: Entry) -> Iterator[str]:
    """Where the node came from and where it was, a sentence each."""
    former = ", ".join(_named(node) for node in entry.former)
    if Kind.RENAMED in entry.kinds:
        yield _("Was %(code)s before.") % {"code": entry.former[0].code}
    elif Kind.MERGED in entry.kinds:
        yield _("Takes the place of %(nodes)s.") % {"nodes": former}
    elif Kind.SPLIT in entry.kinds:
        yield _("A part of what was %(node)s.") % {"node": former}
    if Kind.MOVED in entry.kinds:
        yield _moved(entry)


def _moved(entry: Entry) -> str:
    if _code(entry.moved_from) == _code(entry.moved_to):
        return _("Stands at another place under %(node)s.") % {"node": _named(entry.moved_to)}
    return _("Moved from %(before)s to %(after)s.") % {
        "before": _named(entry.moved_from),
        "after": _named(entry.moved_to),
    }


def _code(node: Node | None) -> str:
    return node.code if node else ""
