"""Parts on levels: what the survey says, what the team agreed, and what is in the way."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from uuid import UUID

from assessments.models import AgreedLevel, Assessment, QuestionnaireItem, Target
from assessments.queries.analysis import Analysis, ItemResult, analysis
from assessments.queries.findings import FindingRow, findings, people_names
from assessments.queries.leveled_model import (
    LeveledArea,
    LeveledModel,
    Part,
    Side,
    leveled_model,
)
from assessments.rules.agreed_levels import Reach, reach
from assessments.rules.it_cmf import Overview, Position, overview, position
from assessments.rules.naming import without_names
from assessments.rules.ordinal import LevelRange, Steps, steps_between
from models_catalog.models import Question

Aspect = QuestionnaireItem.Aspect
NUMBERS: Mapping[int, str] = {}
"""No words in place of numbers: steps are levels."""


@dataclass(frozen=True)
class Said:
    """One question with where its answers lie; `position` is None when too few may be shown.

    `names`: words to show in place of numbers, where the model's steps are no levels.
    """

    item: ItemResult
    position: Position | None
    names: Mapping[int, str] = field(default_factory=dict)

    @property
    def median(self) -> LevelRange | None:
        """The level in the middle; None when hidden, without values or in two camps."""
        return None if self.position is None or self.item.is_split else self.position.median


@dataclass(frozen=True)
class Survey:
    """What people said about a part from one side: today, target, importance."""

    today: tuple[Said, ...] = ()
    target: tuple[Said, ...] = ()
    importance: tuple[Said, ...] = ()

    @property
    def rows(self) -> tuple[Said, ...]:
        """All questions."""
        return (*self.today, *self.target, *self.importance)


@dataclass(frozen=True)
class Agreed:
    """What the team agreed; `level` is None when it said why there is none. `version` 0: no row."""

    level: LevelRange | None = None
    reason: str = ""
    agreed_by: str = ""
    version: int = 0

    @property
    def is_recorded(self) -> bool:
        """Whether the team has said something, if only why there is no level."""
        return self.version > 0


@dataclass(frozen=True)
class Cell:
    """A part from one side. `importance` is that of the area where nobody was asked closer;
    `weighed` tells its scale.
    """

    part: Part
    side: Side
    survey: Survey
    agreed: Agreed
    target: Target | None
    importance: LevelRange | None
    names: Mapping[int, str] = field(default_factory=dict)
    weighed: Said | None = None

    @property
    def key(self) -> str:
        """Code of the part and of the side."""
        return f"{self.part.code} {self.side.code}".strip()

    @property
    def title(self) -> str:
        """Title of the part, and the side where there are several."""
        return f"{self.part.title}: {self.side.title}" if self.side.id else self.part.title

    @property
    def anchor(self) -> str:
        """The name of its place on a page."""
        return f"part-{self.key.replace(' ', '-')}"

    @property
    def importance_names(self) -> Mapping[int, str]:
        """Words to show in place of the number of the importance."""
        return self.weighed.names if self.weighed else NUMBERS

    @property
    def wanted(self) -> LevelRange | None:
        """The level set as target, else the one that the survey wants."""
        if self.target is not None:
            return LevelRange.of(self.target.level)
        return median_of(self.survey.target)

    @property
    def gap(self) -> Steps | None:
        """Steps from the agreed level to the wanted one."""
        return steps_between(self.agreed.level, self.wanted)


@dataclass(frozen=True)
class PartState:
    """A part with a cell for each side. `whole` holds questions that name no side."""

    part: Part
    cells: tuple[Cell, ...]
    whole: Survey
    reach: Reach
    findings: tuple[FindingRow, ...]


@dataclass(frozen=True)
class AreaState:
    """An area with its parts, the level that all of them have, and what people say of the whole."""

    area: LeveledArea
    parts: tuple[PartState, ...]
    whole: Survey
    reach: Reach
    importance: LevelRange | None
    weighed: Said | None = None

    @property
    def importance_names(self) -> Mapping[int, str]:
        """Words to show in place of the number of the importance."""
        return self.weighed.names if self.weighed else NUMBERS

    @property
    def cells(self) -> tuple[Cell, ...]:
        """All parts from all sides."""
        return tuple(cell for part in self.parts for cell in part.cells)

    @cached_property
    def current(self) -> Overview:
        """The agreed levels together."""
        return overview(cell.agreed.level for cell in self.cells)

    @cached_property
    def wanted(self) -> Overview:
        """The wanted levels together."""
        return overview(cell.wanted for cell in self.cells)

    @property
    def is_alone(self) -> bool:
        """Whether the area has no parts and is judged itself."""
        return all(part.part.id == self.area.id for part in self.parts)

    def blocking(self, keys: Iterable[str]) -> list[Cell]:
        """The cells with those keys."""
        wanted = set(keys)
        return [cell for cell in self.cells if cell.key in wanted]


@dataclass(frozen=True)
class Group:
    """Areas of one macro capability, category or domain."""

    title: str
    areas: tuple[AreaState, ...]

    @cached_property
    def current(self) -> Overview:
        """The agreed levels of all parts in it."""
        return overview(cell.agreed.level for area in self.areas for cell in area.cells)

    @cached_property
    def wanted(self) -> Overview:
        """The wanted levels of all parts in it."""
        return overview(cell.wanted for area in self.areas for cell in area.cells)


@dataclass(frozen=True)
class Leveled:
    """All areas in scope with the answers behind them.

    `names` are those that were taken out of the texts; none for the team.
    """

    model: LeveledModel
    areas: tuple[AreaState, ...]
    analysis: Analysis
    findings: tuple[FindingRow, ...]
    names: tuple[str, ...] = ()

    @property
    def cells(self) -> tuple[Cell, ...]:
        """All parts that apply, from all sides, in model order."""
        return tuple(cell for a in self.areas if a.area.is_applicable for cell in a.cells)

    @property
    def rated_count(self) -> int:
        """Cells with an agreed level."""
        return sum(cell.agreed.level is not None for cell in self.cells)

    @property
    def goal_count(self) -> int:
        """Cells that can have a level."""
        return len(self.cells)

    @property
    def groups(self) -> tuple[Group, ...]:
        """The areas by what stands above them, in model order."""
        found: dict[str, list[AreaState]] = {}
        for each in self.areas:
            if each.area.is_applicable:
                found.setdefault(each.area.category or each.area.title, []).append(each)
        return tuple(Group(title, tuple(areas)) for title, areas in found.items())

    def next_open(self, after: str = "") -> Cell | None:
        """The next cell about which nothing is recorded, behind the one with that key, if any."""
        cells = self.cells
        start = next((n + 1 for n, cell in enumerate(cells) if cell.key == after), 0)
        return next((c for c in cells[start:] + cells[:start] if not c.agreed.is_recorded), None)


def one_of(said: Sequence[Said]) -> Said | None:
    """The one question that asks; None where several do: none speaks for all."""
    return said[0] if len(said) == 1 else None


def median_of(said: Sequence[Said]) -> LevelRange | None:
    """The median of the one question that asks; None where several do: none speaks for all."""
    return one.median if (one := one_of(said)) else None


def leveled(
    assessment: Assessment, *, for_team: bool, answers: Analysis | None = None
) -> Leveled | None:
    """Everything about the levels, in a fixed number of queries; None for other models.

    For others than the assessment team the threshold holds and names are taken out of the texts.
    """
    model = leveled_model(assessment)
    if model is None:
        return None
    answers = answers or analysis(assessment, for_team=for_team)
    names = [] if for_team else people_names(assessment)
    said = tuple(findings(assessment, for_team=for_team, names=names))
    sources = _Sources(
        model,
        _surveys(assessment, answers, is_ladder=model.is_ladder),
        {
            (row.node_id, row.dimension_id): _agreed(row, names)
            for row in AgreedLevel.objects.filter(assessment=assessment)
        },
        {
            (row.node_id, row.dimension_id): row
            for row in Target.objects.filter(profile_id=assessment.pk)
        },
        said,
    )
    areas = tuple(_area(area, sources) for area in model.areas)
    return Leveled(model, areas, answers, said, tuple(names))


Place = tuple[UUID, UUID | None]


def agreed_cell(assessment: Assessment, model: LeveledModel, place: Place) -> Cell | None:
    """What the team agreed at one place, without what the survey says; one query.

    None for what is not in scope or does not apply.
    """
    found = model.place(*place)
    if found is None:
        return None
    _area, part, side = found
    row = AgreedLevel.objects.filter(
        assessment=assessment, node_id=part.id, dimension=side.id
    ).first()
    agreed = _agreed(row, []) if row else Agreed()
    return Cell(part, side, Survey(), agreed, None, None, model.names)


@dataclass(frozen=True)
class _Sources:
    model: LeveledModel
    surveys: Mapping[Place, Survey]
    agreed: Mapping[Place, Agreed]
    targets: Mapping[Place, Target]
    findings: tuple[FindingRow, ...]

    def survey(self, node_id: UUID, side_id: UUID | None) -> Survey:
        return self.surveys.get((node_id, side_id), Survey())


def _surveys(assessment: Assessment, answers: Analysis, *, is_ladder: bool) -> dict[Place, Survey]:
    sides = dict(
        Question.objects.filter(version_id=assessment.model_version_id).values_list(
            "code", "dimension_id"
        )
    )
    found: dict[Place, dict[str, list[Said]]] = {}
    for area in answers.areas:
        for item in (*area.items, *area.wishes):
            if item.code not in sides:  # a question of the team's own
                continue
            aspects = found.setdefault((item.node_id, sides[item.code]), {})
            aspects.setdefault(item.aspect, []).append(_said(item, is_ladder=is_ladder))
    return {
        place: Survey(
            tuple(aspects.get(Aspect.AS_IS, ())),
            tuple(aspects.get(Aspect.TO_BE, ())),
            tuple(aspects.get(Aspect.IMPORTANCE, ())),
        )
        for place, aspects in found.items()
    }


def _said(item: ItemResult, *, is_ladder: bool) -> Said:
    scale = None if is_ladder else item.scale
    names = dict(zip(scale.answers.values, scale.labels, strict=True)) if scale else NUMBERS
    return Said(item, _position(item), names)


def _position(item: ItemResult) -> Position | None:
    if item.statistics is None or item.scale is None:
        return None
    return position(item.statistics, item.scale.answers)


def _agreed(row: AgreedLevel, names: list[str]) -> Agreed:
    level = None
    if row.lower is not None and row.upper is not None:
        level = LevelRange(row.lower, row.upper)
    return Agreed(level, without_names(row.reason, names), row.agreed_by, row.version)


def _area(area: LeveledArea, sources: _Sources) -> AreaState:
    whole = sources.survey(area.id, None)
    weighed = one_of(whole.importance)
    parts = tuple(_part(part, weighed, sources) for part in area.parts)
    cells = {cell.key: cell.agreed.level for part in parts for cell in part.cells}
    importance = weighed.median if weighed else None
    return AreaState(area, parts, whole, reach(cells, sources.model.scale), importance, weighed)


def _part(part: Part, weighed: Said | None, sources: _Sources) -> PartState:
    whole = sources.survey(part.id, None)
    closer = one_of(whole.importance)
    own = closer if closer and closer.median else weighed
    cells = tuple(_cell(part, side, own, sources) for side in part.sides)
    levels = {cell.key: cell.agreed.level for cell in cells}
    return PartState(
        part,
        cells,
        whole if part.sides[0].id else Survey(),
        reach(levels, sources.model.scale),
        tuple(row for row in sources.findings if row.node_id == part.id),
    )


def _cell(part: Part, side: Side, weighed: Said | None, sources: _Sources) -> Cell:
    place = (part.id, side.id)
    return Cell(
        part,
        side,
        sources.survey(*place),
        sources.agreed.get(place, Agreed()),
        sources.targets.get(place),
        weighed.median if weighed else None,
        sources.model.names,
        weighed,
    )
