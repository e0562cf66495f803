"""The model booklet: one version of a model as a printable document, complete."""

from collections import Counter
from collections.abc import Iterator
from typing import Any
from uuid import UUID

from django.http import Http404
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cip.access.actor import Actor
from cip.kernel import clock
from cip.reports.document import ControlBlock, ReportDocument, ReportKind, ReportSubject
from cip.web.links import org_url
from models_catalog.models import ModelVersion
from models_catalog.queries.document import document_of
from models_catalog.rules.document import ModelDocument, Node, NodeType, Question
from models_catalog.rules.scale import Level, Meaning, Scale
from models_catalog.rules.structure import level_table, structure_of

TEMPLATE = "reports/model.html"
MOST_LEVELS = 6
"""A table with more levels fits no page."""


def check(actor: Actor, subject_id: UUID) -> ReportSubject:
    """The version, for everybody who sees it."""
    rows = ModelVersion.objects.visible_to(actor).select_related("model")
    row = rows.filter(pk=subject_id).first()
    if row is None:
        raise Http404
    return ReportSubject(label=f"{row.model.name} {row.number}", program_id=None)


def build(subject_id: UUID, prepared_by: str, parameters: dict[str, Any]) -> ReportDocument:
    """The document with everything the version holds."""
    row = ModelVersion.objects.select_related("model__organization").get(pk=subject_id)
    document = document_of(row)
    model = document.model
    booklet = _Booklet(document)
    owner = row.model.organization.name if row.model.organization else model.owner
    return ReportDocument(
        title=model.name,
        subtitle=_("Model booklet, version %(number)s") % {"number": row.number},
        template=TEMPLATE,
        control=ControlBlock(
            organization=owner or model.name,
            program="",
            prepared_by=prepared_by,
            prepared_at=clock.now(),
            version=row.number,
            classification=_("Draft") if row.state == ModelVersion.State.DRAFT else "",
            sources=tuple(filter(None, (_source(row), model.home_page))),
        ),
        context=booklet.context(),
    )


def _source(row: ModelVersion) -> str:
    return _("%(code)s %(number)s, SHA-256 of its content %(sum)s") % {
        "code": row.model.code,
        "number": row.number,
        "sum": row.checksum,
    }


class _Facts:
    """What is printed of a single node."""

    def __init__(self, document: ModelDocument) -> None:
        self.document = document
        self.structure = structure_of(document)
        self.types = {each.code: each for each in document.node_types}
        self.dimensions = {each.code: each.name for each in document.dimensions}
        self.kinds = {each.code: each.name for each in document.link_kinds}

    def of(self, node: Node) -> dict[str, Any]:
        """Everything but its title and what stands below it."""
        node_type = self.types[node.type]
        about = [
            node_type.name,
            self._level_name(node.level, node_type.level_scale),
            self.dimensions.get(node.dimension or "", ""),
            _("optional") if node.optional else "",
            _("may be declared not applicable") if node.may_not_apply else "",
        ]
        names = {each.code: each.name for each in node_type.attributes}
        return {
            "about": " · ".join(part for part in about if part),
            "text": node.text,
            "attributes": [(names[code], _shown(value)) for code, value in node.attributes],
            "descriptors": self._descriptors(node),
            "links": self._links(node),
            "questions": [
                self._question(question, node_type.response_set) for question in node.questions
            ],
        }

    def _links(self, node: Node) -> list[tuple[str, str]]:
        by_kind: dict[str, list[str]] = {}
        for link in node.links:
            target = self.structure.find(link.to)
            title = f"{link.to} {target.title}" if target else link.to
            by_kind.setdefault(self.kinds[link.kind], []).append(title)
        return [(kind, "; ".join(titles)) for kind, titles in by_kind.items()]

    def _question(self, question: Question, usual: str | None) -> dict[str, str]:
        """With its answers when they are not the usual ones of the node type."""
        answers = self.document.scale(question.response_set)
        names = " / ".join(level.name for level in answers.levels) if answers else ""
        if question.response_set == usual:
            names = ""
        return {"text": question.text, "help": question.help, "answers": names}

    def _descriptors(self, node: Node) -> dict[str, Any] | None:
        if not node.descriptors:
            return None
        scale = self.types[node.type].rating_scale
        has_dimension = any(each.dimension for each in node.descriptors)
        rows = [
            (
                self._level_name(each.level, scale),
                *([self.dimensions.get(each.dimension or "")] if has_dimension else []),
                each.text,
            )
            for each in node.descriptors
        ]
        view = [{"title": _("Point of view"), "width": 20}] if has_dimension else []
        seen = {"title": _("What can be seen"), "width": 60 if has_dimension else None}
        return {
            "caption": _("Levels of %(title)s") % {"title": node.title},
            "head": [{"title": _("Level"), "width": 20}, *view, seen],
            "rows": rows,
        }

    def _level_name(self, value: int | None, scale_code: str | None) -> str:
        scale = self.document.scale(scale_code or "")
        if value is None or scale is None:
            return ""
        name = next((each.name for each in scale.levels if each.value == value), "")
        return _("Level %(value)s, %(name)s") % {"value": value, "name": name}


class _Booklet:
    """A document on its way to plain data for the template."""

    def __init__(self, document: ModelDocument) -> None:
        self.document = document
        self.facts = _Facts(document)
        self.types = self.facts.types
        self.has_areas = any(child.children or child.descriptors for child in self._second())

    def context(self) -> dict[str, Any]:
        """Everything the template shows."""
        table = self._level_table()
        chapters = [self._chapter(node, n) for n, node in enumerate(self.document.nodes, start=1)]
        return {
            "sections": list(_sections(chapters, has_table=table is not None)),
            "model": {
                "description": self.document.model.description,
                "attribution": self.document.model.attribution,
                "owner": self.document.model.owner,
                "notes": self.document.version.notes,
            },
            "counts": self._counts(),
            "types": [
                (each.name, each.text or _("Stands in the tree of the model."), _uses(each))
                for each in self.document.node_types
            ],
            "type_head": [
                {"title": _("Kind of entry"), "width": 25},
                {"title": _("What it is"), "width": 45},
                {"title": _("Use"), "width": 30},
            ],
            "dimensions": [(each.name, each.text) for each in self.document.dimensions],
            "dimension_head": [
                {"title": _("Point of view"), "width": 30},
                {"title": _("What it looks at"), "width": 70},
            ],
            "scales": [_scale(scale) for scale in self.document.scales],
            "table": table,
            "chapters": chapters,
        }

    def _second(self) -> Iterator[Node]:
        return (child for node in self.document.nodes for child in node.children)

    def _counts(self) -> list[dict[str, Any]]:
        counts = Counter(node.type for node in self.document.walk())
        figures = [
            {"value": counts[each.code], "label": each.plural, "note": ""}
            for each in self.document.node_types
            if counts[each.code]
        ]
        questions = sum(1 for _each in self.document.questions)
        if questions:
            figures.append({"value": questions, "label": _("Questions"), "note": ""})
        return figures

    def _level_table(self) -> dict[str, Any] | None:
        """Categories down, levels across; None when nothing below the top has a level."""
        leveled = [self.types[node.type] for node in self.document.walk() if node.level is not None]
        found = next((each for each in leveled if each.rateable), next(iter(leveled), None))
        if found is None:
            return None
        table = level_table(self.document, found.code)
        levels = tuple(reversed(table.levels))
        if not table.columns or not 0 < len(levels) <= MOST_LEVELS:
            return None
        return {
            "caption": _("%(plural)s by level") % {"plural": found.plural},
            "head": [
                {"title": _("Group")},
                *({"title": f"{each.value} {each.name}"} for each in levels),
            ],
            "rows": [
                (column.title, *(_titles(table.cell(each.value, column.code)) for each in levels))
                for column in table.columns
            ],
        }

    def _chapter(self, node: Node, number: int) -> dict[str, Any]:
        areas = node.children if self.has_areas else ()
        items = () if self.has_areas else node.children
        return {
            **self._piece(node, f"part-{number}", items),
            "areas": [
                self._piece(area, f"part-{number}-{place}", area.children)
                for place, area in enumerate(areas, start=1)
            ],
        }

    def _piece(self, node: Node, section: str, below: tuple[Node, ...]) -> dict[str, Any]:
        return {
            "section": section,
            "title": _named(node),
            **self.facts.of(node),
            "items": [item for child in below for item in self._items(child, 0)],
        }

    def _items(self, node: Node, depth: int) -> Iterator[dict[str, Any]]:
        yield {
            "code": node.code,
            "title": node.title,
            "depth": min(depth, 3),
            **self.facts.of(node),
        }
        for child in node.children:
            yield from self._items(child, depth + 1)


def _named(node: Node) -> str:
    """Code and title, once when they are the same word."""
    if node.code.casefold() == node.title.casefold():
        return node.title
    return f"{node.code} {node.title}"


def _sections(chapters: list[dict[str, Any]], *, has_table: bool) -> Iterator[dict[str, Any]]:
    yield {"id": "about", "title": _("About this model"), "level": 2}
    yield {"id": "reading", "title": _("How to read it"), "level": 2}
    yield {"id": "scales", "title": _("Scales and answers"), "level": 2}
    if has_table:
        yield {"id": "levels", "title": _("Levels at a glance"), "level": 2}
    for chapter in chapters:
        yield {"id": chapter["section"], "title": chapter["title"], "level": 2}
        for area in chapter["areas"]:
            yield {"id": area["section"], "title": area["title"], "level": 3}


def _uses(node_type: NodeType) -> str:
    uses = [
        _("a team rates it") if node_type.rateable else "",
        _("a questionnaire asks about it") if node_type.askable else "",
        _("seen from each point of view") if node_type.by_dimension else "",
    ]
    return ", ".join(use for use in uses if use)


def _scale(scale: Scale) -> dict[str, Any]:
    return {
        "caption": scale.name,
        "text": scale.text,
        "head": [{"title": _("Step"), "width": 35}, {"title": _("Meaning"), "width": None}],
        "rows": [(_step(level), level.text) for level in scale.levels],
    }


def _step(level: Level) -> str:
    return f"{level.value} {level.name}" if level.meaning is Meaning.VALUE else level.name


def _titles(nodes: tuple[Node, ...]) -> str:
    return "; ".join(node.title for node in nodes)


def _shown(value: Any) -> str:
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, tuple):
        return "; ".join(value)
    return str(value)


def trail(actor: Actor, subject_id: UUID) -> list[tuple[str, str]]:
    """Catalog and model, where its booklets are listed; empty when it is not visible."""
    rows = ModelVersion.objects.visible_to(actor).filter(pk=subject_id)
    found = rows.values_list("model_id", "model__name").first()
    if found is None:
        return []
    return [
        (_("Catalog"), org_url(actor, "catalog:list")),
        (found[1], org_url(actor, "catalog:model", found[0])),
    ]


MODEL_BOOKLET = ReportKind(
    code="model",
    title=gettext_lazy("Model booklet"),  # type: ignore[arg-type]
    check=check,
    build=build,
    file_stem="model-booklet",
    trail=trail,
)
