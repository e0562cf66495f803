"""What a model looks like, told from its vocabulary and from how its types are used.

The pages of a model are chosen by these shapes and never by the code of a model, so that a model
somebody brings gets the view that fits it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum

from models_catalog.rules.document import Form, LinkKind, NodeType

MOST_COLUMNS = 4  # what stands side by side and can still be read


@dataclass(frozen=True, slots=True)
class TypeUse:
    """How many nodes of a type a version has, and how many of them stand on a level."""

    count: int
    leveled: int = 0


def area_type(types: Sequence[NodeType], uses: Mapping[str, TypeUse]) -> NodeType | None:
    """The type that fills the table of levels: below the top, on levels, rated itself or in parts.

    None when the model has no such type. The first one wins.
    """
    return next(
        (
            each
            for each in types
            if each.parents and uses.get(each.code, TypeUse(0)).leveled and _is_rated(each, types)
        ),
        None,
    )


def _is_rated(node_type: NodeType, types: Sequence[NodeType]) -> bool:
    return node_type.rateable or any(
        node_type.code in each.parents and each.rateable for each in types
    )


def capability_scale(node_type: NodeType, level_scales: Iterable[str]) -> str | None:
    """The scale of levels that each node of the type climbs by itself, when it is another than the
    one the node stands on. Such a model has two readings, staged and continuous.
    """
    scale = node_type.rating_scale
    is_other = scale != node_type.level_scale and scale in set(level_scales)
    return scale if is_other else None


def ladder_types(types: Sequence[NodeType], scale: str | None) -> tuple[NodeType, ...]:
    """Types at the top that stand on the scale of a continuous reading, and what is under them:
    they say what each step asks of every area.
    """
    tops = [each for each in types if scale and not each.parents and each.level_scale == scale]
    codes = {each.code for each in tops}
    below = [each for each in types if codes.intersection(each.parents)]
    return (*tops, *below)


def is_grid(node_type: NodeType) -> bool:
    """Whether nodes of the type read best as rows of a table: each holds several lists."""
    return len(list_attributes(node_type)) > 1


def list_attributes(node_type: NodeType) -> tuple[str, ...]:
    """Codes of the attributes that hold lists."""
    return tuple(each.code for each in node_type.attributes if each.form is Form.LIST)


class Tie(Enum):
    """How the types of two columns hang together, read from the first to the second."""

    ABOVE = "above"
    BELOW = "below"
    TO = "to"
    FROM = "from"


@dataclass(frozen=True, slots=True)
class Bond:
    """A way from the nodes of one column to those of another; `kind` is empty inside the tree."""

    tie: Tie
    kind: LinkKind | None = None


@dataclass(frozen=True, slots=True)
class MapShape:
    """Types side by side: a branch of the tree, then what it links to, step by step."""

    columns: tuple[NodeType, ...]
    kinds: tuple[LinkKind, ...]

    def bond(self, here: int, there: int) -> Bond | None:
        """How two columns hang together directly, or None."""
        first, second = self.columns[here], self.columns[there]
        if first.code in second.parents:
            return Bond(Tie.BELOW)
        if second.code in first.parents:
            return Bond(Tie.ABOVE)
        for kind in self.kinds:
            if first.code in kind.from_types and second.code in kind.to_types:
                return Bond(Tie.TO, kind)
            if second.code in kind.from_types and first.code in kind.to_types:
                return Bond(Tie.FROM, kind)
        return None

    def steps(self, chosen: int) -> Iterator[tuple[int, int, Bond]]:
        """From a chosen column to every other: (the column, the one it is reached from, how).

        A column is reached from the nearest one, seen from the chosen column, that it hangs
        together with; what is nearer comes first.
        """
        yield from self._steps(chosen, range(chosen - 1, -1, -1))
        yield from self._steps(chosen, range(chosen + 1, len(self.columns)))

    def _steps(self, chosen: int, others: range) -> Iterator[tuple[int, int, Bond]]:
        for there in others:
            between = range(chosen, there, others.step)
            found = ((here, self.bond(here, there)) for here in between)
            step = next(((here, bond) for here, bond in found if bond), None)
            if step:
                yield there, *step


def map_shape(
    types: Sequence[NodeType], kinds: Sequence[LinkKind], uses: Mapping[str, TypeUse]
) -> MapShape | None:
    """The map of a model whose tree links to lists of other things, such as roles and skills.

    A list is a type at the top without anything below it and with more than one node. None when
    fewer than three columns come together.
    """
    by_code = {each.code: each for each in types}
    parents = {code for each in types for code in each.parents}
    lists = {
        each.code
        for each in types
        if not each.parents
        and each.code not in parents
        and uses.get(each.code, TypeUse(0)).count > 1
    }
    ways = _ways(kinds, lists)
    start = next((each for each in types if each.parents and ways.get(each.code)), None)
    if start is None:
        return None
    columns = (*_above(start, by_code), *_chain(start, types, ways))[:MOST_COLUMNS]
    return MapShape(columns, tuple(kinds)) if len(columns) > 2 else None


def _ways(kinds: Sequence[LinkKind], lists: set[str]) -> dict[str, set[str]]:
    """To which lists the links of each type lead."""
    ways: dict[str, set[str]] = {}
    for kind in kinds:
        for source in kind.from_types:
            ways.setdefault(source, set()).update(lists.intersection(kind.to_types) - {source})
    return ways


def _chain(
    start: NodeType, types: Sequence[NodeType], ways: Mapping[str, set[str]]
) -> tuple[NodeType, ...]:
    """The type and the lists its links lead to, each from the one before, in the order of types."""
    chain = [start]
    while len(chain) < MOST_COLUMNS:
        ahead = ways.get(chain[-1].code, set())
        step = next((each for each in types if each.code in ahead and each not in chain), None)
        if step is None:
            break
        chain.append(step)
    return tuple(chain)


def _above(node_type: NodeType, by_code: Mapping[str, NodeType]) -> list[NodeType]:
    found: list[NodeType] = []
    parent = by_code.get(node_type.parents[0])
    while parent is not None and parent not in found:
        found.insert(0, parent)
        parent = by_code.get(parent.parents[0]) if parent.parents else None
    return found
