"""Small values that several pages of the catalog show."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from models_catalog.models import Level, MaturityModel, ModelVersion, Node


@dataclass(frozen=True)
class VersionRef:
    """A version as lists name it."""

    id: UUID
    number: str
    state: str
    state_label: str
    published_at: datetime | None


@dataclass(frozen=True)
class TypeCount:
    """How many nodes of a type a version has; `name` fits the number."""

    code: str
    name: str
    count: int


@dataclass(frozen=True)
class LevelRef:
    """One step of a scale; `value` is None for "not applicable" and "don't know"."""

    value: int | None
    name: str
    text: str = ""

    @property
    def color(self) -> int | None:
        """The step of the level palette (0-5), None when the palette has none for it."""
        return self.value if self.value is not None and 0 <= self.value <= 5 else None


@dataclass(frozen=True)
class NodeRef:
    """A node as links name it. `inside`: how many nodes are below it, at any depth."""

    id: UUID
    code: str
    title: str
    text: str
    type_name: str
    level: int | None
    is_optional: bool
    may_not_apply: bool
    inside: int


@dataclass(frozen=True)
class ScaleView:
    """A scale with its steps in the order in which they are shown."""

    code: str
    name: str
    use: str
    use_label: str
    text: str
    levels: tuple[LevelRef, ...]


@dataclass(frozen=True)
class DimensionView:
    """A point of view that cuts across the tree."""

    code: str
    name: str
    text: str


def version_ref(row: ModelVersion) -> VersionRef:
    """The version as a value."""
    return VersionRef(
        id=row.pk,
        number=row.number,
        state=row.state,
        state_label=row.get_state_display(),
        published_at=row.published_at,
    )


def level_ref(row: Level) -> LevelRef:
    """The level as a value."""
    return LevelRef(row.value, row.name, row.text)


def node_ref(row: Node) -> NodeRef:
    """The node as a value; its type must be loaded."""
    return NodeRef(
        id=row.pk,
        code=row.code,
        title=row.title,
        text=row.text,
        type_name=row.type.name,
        level=row.level,
        is_optional=row.is_optional,
        may_not_apply=row.may_not_apply,
        inside=row.last_position - row.position,
    )


def is_own(model: MaturityModel) -> bool:
    """Whether the model belongs to one organization (visible rows: to the reader's)."""
    return model.organization_id is not None
