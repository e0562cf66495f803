"""Hypothesis strategies that draw whole model documents, with texts that YAML is known to trip
over.
"""

from __future__ import annotations

from hypothesis import strategies as st

from models_catalog.rules import document as d
from models_catalog.rules.building import (
    default_level_scale,
    default_question_code,
    default_response_set,
)
from models_catalog.rules.scale import Level, Meaning, Scale, Use

AWKWARD = [
    *["yes", "No", "null", "~", "1.0", "0x1F", "1e3", "2024-01-01", "12:30", "- a", "a: b", "# a"],
    *[
        "'",
        '"',
        "\\",
        "{",
        "}",
        "[a]",
        "*a",
        "&a",
        "!x",
        "%",
        "@",
        "`",
        "a #b",
        "a:",
        "=",
        "?",
        "? a",
    ],
    *["|", ">-", "---", "...", "  two  spaces  ", "tab\there", "\ttab", "<b>&amp;</b>", "é", "😀"],
    *["\u2028", "\ufeffx", "a\u00a0b", "word " * 40, ("long line " * 20).strip(), "x" * 200],
    *["line\nline", "trailing \nspace", "\n", "\n\nlead", "end\n", "end\n\n", " indented\nfirst"],
    *[
        "- item\n" * 5,
        "para one " * 15 + "\n\n  code\n\npara two",
        "a\n\n# b\n",
        "a\n\tb",
        "---\na",
    ],
]

_CHARACTERS = st.characters(
    codec="utf-8", exclude_categories=("Cc", "Cs"), exclude_characters="\ufffe\uffff"
)
_LINE_ENDS = frozenset("\n\u2028\u2029")

texts = st.one_of(
    st.just(""),
    st.sampled_from(AWKWARD),
    st.text(_CHARACTERS | st.sampled_from("\n\t -:#'\""), max_size=60),
)
_LINES = [text for text in AWKWARD if text.strip() and not set(text) & _LINE_ENDS]


def _visible(text: str) -> str:
    """The text, with a letter when there was nothing to see; a filter would cost whole models."""
    return text if text.strip() else f"{text}x"


def _one_line(text: str) -> str:
    return _visible("".join(character for character in text if character not in _LINE_ENDS))


filled = texts.map(_visible)
labels = st.sampled_from(_LINES) | st.text(_CHARACTERS, max_size=40).map(_one_line)
_CODE = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"
codes = st.builds(
    "{}{}".format, st.sampled_from(_CODE), st.text(st.sampled_from(f"{_CODE}._-"), max_size=6)
)
NUMBERS = st.integers(-(10**17), 10**17) | st.floats(allow_nan=False, allow_infinity=False)


def code_lists(least: int, most: int) -> st.SearchStrategy[list[str]]:
    """Lists of different codes."""
    return st.lists(codes, min_size=least, max_size=most, unique=True)


def some(values: list[str]) -> st.SearchStrategy[tuple[str, ...]]:
    """Some of the values, each once."""
    return st.lists(st.sampled_from(values), max_size=3, unique=True).map(tuple)


@st.composite
def scales(draw: st.DrawFn, code: str, use: Use) -> Scale:
    """A scale; answers may end in a don't-know."""
    names = draw(code_lists(1, 4))
    size = len(names)
    values = draw(st.lists(st.integers(-9, 9), min_size=size, max_size=size, unique=True))
    ordered = sorted(values) if use is Use.LEVEL else values
    levels = [
        Level(name, draw(labels), value, text=draw(texts))
        for name, value in zip(names, ordered, strict=True)
    ]
    if use is Use.ANSWER and draw(st.booleans()):
        levels.append(Level("dont_know_x", draw(labels), meaning=Meaning.DONT_KNOW))
    return Scale(code, draw(labels), use, tuple(levels), draw(texts), draw(st.booleans()))


@st.composite
def node_types(draw: st.DrawFn, made: tuple[Scale, ...], *, dimensions: bool) -> list[d.NodeType]:
    """A chain of types, each under those before it; the first stands at the top."""
    names = draw(code_lists(1, 3))
    level_codes = [scale.code for scale in made if scale.use is Use.LEVEL]
    answer_codes = [scale.code for scale in made if scale.use is Use.ANSWER]
    types = []
    for position, name in enumerate(names):
        fallback = default_level_scale(made)
        level_scale = draw(st.sampled_from(level_codes)) if level_codes else fallback
        answers = (
            draw(st.sampled_from(answer_codes)) if answer_codes else default_response_set(made)
        )
        attributes = [
            d.Attribute(code, draw(labels), draw(st.sampled_from(d.Form)))
            for code in draw(code_lists(0, 3))
        ]
        types.append(
            d.NodeType(
                code=name,
                name=draw(labels),
                plural=draw(labels),
                text=draw(texts),
                parents=(names[position - 1],) if position else (),
                rateable=draw(st.booleans()),
                askable=draw(st.booleans()),
                by_dimension=dimensions and draw(st.booleans()),
                level_scale=level_scale,
                rating_scale=draw(st.sampled_from(level_codes)) if level_codes else level_scale,
                response_set=answers,
                attributes=tuple(attributes),
            )
        )
    return types


def attribute_values(form: d.Form) -> st.SearchStrategy[d.AttributeValue]:
    """Values of an attribute's form."""
    return {
        d.Form.TEXT: texts,
        d.Form.LIST: st.lists(texts, max_size=3).map(tuple),
        d.Form.NUMBER: NUMBERS,
        d.Form.FLAG: st.booleans(),
    }[form]


@st.composite
def nodes(draw: st.DrawFn, code: str, place: int, world: World) -> d.Node:
    """A node of the type at a place of the chain, with nodes of the next type under it."""
    node_type = world.types[place]
    levels = world.values(node_type.level_scale)
    cells = [
        (v, dim) for v in world.values(node_type.rating_scale) for dim in [None, *world.dimensions]
    ]
    below = range(draw(st.integers(0, 3))) if place + 1 < len(world.types) else range(0)
    return d.Node(
        code=code,
        type=node_type.code,
        title=draw(labels),
        text=draw(texts),
        level=draw(st.sampled_from([None, *levels])),
        dimension=draw(st.sampled_from([None, *world.dimensions])),
        optional=draw(st.booleans()),
        may_not_apply=draw(st.booleans()),
        attributes=tuple(
            (item.code, draw(attribute_values(item.form)))
            for item in node_type.attributes
            if draw(st.booleans())
        ),
        questions=draw(questions(code, node_type, world)),
        descriptors=tuple(
            d.Descriptor(level, draw(filled), dimension)
            for level, dimension in (
                draw(st.lists(st.sampled_from(cells), max_size=3, unique=True)) if cells else []
            )
        ),
        children=tuple(draw(nodes(f"{code}.{number}", place + 1, world)) for number in below),
        replaces=draw(st.sampled_from([(), (f"{code}.old",), ("old-1", f"{code}.old")])),
    )


@st.composite
def questions(
    draw: st.DrawFn, code: str, node_type: d.NodeType, world: World
) -> tuple[d.Question, ...]:
    """None, the only one with the default code, or several."""
    sets = [scale.code for scale in world.scales if scale.use is Use.ANSWER]
    if not node_type.askable or not sets:
        return ()
    names = draw(
        st.sampled_from(
            [[], [default_question_code(code)], [f"{code}.A"], [f"{code}.A", f"{code}.Q"]]
        )
    )
    return tuple(
        d.Question(
            name,
            draw(filled),
            draw(st.sampled_from(sets)),
            draw(texts),
            draw(st.sampled_from([None, *world.dimensions])),
        )
        for name in names
    )


class World:
    """What the nodes of a drawn document may refer to."""

    def __init__(
        self, made: tuple[Scale, ...], dimensions: list[str], types: list[d.NodeType]
    ) -> None:
        self.scales = made
        self.dimensions = dimensions
        self.types = types

    def values(self, scale_code: str | None) -> list[int]:
        """The values of a scale, lowest first."""
        return [
            level.value
            for scale in self.scales
            if scale.code == scale_code
            for level in scale.ordered
            if level.value is not None
        ]


@st.composite
def documents(draw: st.DrawFn) -> d.ModelDocument:
    """A whole model that reads without a problem."""
    uses = draw(st.lists(st.sampled_from(Use), max_size=4))
    made = tuple(draw(scales(f"s{number}", use)) for number, use in enumerate(uses))
    dimensions = draw(code_lists(0, 3))
    types = draw(node_types(made, dimensions=bool(dimensions)))
    world = World(made, dimensions, types)
    tree = tuple(draw(nodes(f"N{number}", 0, world)) for number in range(draw(st.integers(0, 3))))
    names = [node_type.code for node_type in types]
    kinds = tuple(
        d.LinkKind(
            code,
            draw(labels),
            draw(labels),
            draw(st.booleans()),
            draw(some(names)),
            draw(some(names)),
        )
        for code in draw(code_lists(0, 2))
    )
    return d.ModelDocument(
        model=d.Model(
            code=draw(codes),
            name=draw(labels),
            kind=draw(st.sampled_from(d.Kind)),
            owner=draw(st.just("") | labels),
            language=draw(st.sampled_from(["en", "nl", "pt-BR"])),
            home_page=draw(st.sampled_from(["", "https://example.org/x?y=1#z"])),
            description=draw(texts),
            attribution=draw(texts),
        ),
        version=d.Version(draw(codes), draw(texts)),
        scales=made,
        dimensions=tuple(d.Dimension(code, draw(labels), draw(texts)) for code in dimensions),
        node_types=tuple(types),
        link_kinds=kinds,
        nodes=tree,
    )
