"""A small model whose size, number and wording tests choose."""

from models_catalog.rules.document import (
    Attribute,
    Descriptor,
    Dimension,
    Form,
    Kind,
    Link,
    LinkKind,
    Model,
    ModelDocument,
    Node,
    NodeType,
    Question,
    Version,
)
from models_catalog.rules.scale import Level, Meaning, Scale, Use

SCALES = (
    Scale("maturity", "Maturity", Use.LEVEL, tuple(Level(str(n), f"Step {n}", n) for n in (1, 2))),
    Scale(
        "answers",
        "In use",
        Use.ANSWER,
        (
            Level("yes", "Yes", 1),
            Level("no", "No", 0),
            Level("na", "Does not apply", None, Meaning.NOT_APPLICABLE),
        ),
    ),
)
TYPES = (
    NodeType(
        "category",
        "Category",
        "Categories",
        level_scale="maturity",
        rating_scale="maturity",
        response_set="answers",
    ),
    NodeType(
        "area",
        "Area",
        "Areas",
        "What is rated.",
        parents=("category",),
        rateable=True,
        level_scale="maturity",
        rating_scale="maturity",
        response_set="answers",
        attributes=(
            Attribute("tools", "Tools", Form.LIST),
            Attribute("weight", "Weight", Form.NUMBER),
            Attribute("is_core", "Core", Form.FLAG),
        ),
    ),
    NodeType(
        "practice",
        "Practice",
        "Practices",
        parents=("area",),
        askable=True,
        level_scale="maturity",
        rating_scale="maturity",
        response_set="answers",
    ),
)


def practice(area: str, number: int) -> Node:
    """A practice with a question and a link to its area and the practice before."""
    links = [Link("supports", area)]
    if number > 1:
        links.append(Link("supports", f"{area}.P{number - 1}"))
    return Node(
        f"{area}.P{number}",
        "practice",
        f"Practice {number}",
        "We *do* it.",
        dimension="doing" if number % 2 else "checking",
        questions=(
            Question(f"{area}.P{number}.Q", "Is it done?", "answers", "Think of today.", "doing"),
        ),
        links=tuple(links),
    )


def area(number: int, practices: int, word: str) -> Node:
    """An area at level 1 or 2 with descriptors and practices."""
    code = f"A{number}"
    return Node(
        code,
        "area",
        f"Area {number}{word}",
        "Why it matters.",
        level=number % 2 + 1,
        optional=number == 2,
        attributes=(("tools", ("hammer", "saw")), ("weight", 1.5), ("is_core", False)),
        descriptors=(Descriptor(1, "Now and then."), Descriptor(2, "Always.", "doing")),
        children=tuple(practice(code, n + 1) for n in range(practices)),
        replaces=(f"OLD{number}",),
    )


def small_document(
    *,
    code: str = "SMALL",
    name: str = "Small model",
    number: str = "1.0",
    areas: int = 2,
    practices: int = 2,
    word: str = "",
    owner: str = "Acme",
) -> ModelDocument:
    """Two categories: all areas stand under the first."""
    return ModelDocument(
        Model(code, name, Kind.MATURITY, owner, "en", "", "What it is for.", "Ours."),
        Version(number, "First."),
        SCALES,
        (Dimension("doing", "Doing"), Dimension("checking", "Checking", "Looks back.")),
        TYPES,
        (LinkKind("supports", "supports", "is supported by"),),
        (
            Node(
                "C1",
                "category",
                "Managing",
                children=tuple(area(n + 1, practices, word) for n in range(areas)),
            ),
            Node("C2", "category", "Delivering"),
        ),
    )
