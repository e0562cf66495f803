"""Maturity models of any size as files, with words that differ as those of real texts do."""

from dataclasses import dataclass
from itertools import accumulate
from random import Random

from cip.kernel import clock
from models_catalog.models import ModelVersion
from models_catalog.rules.document import (
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
from models_catalog.rules.scale import Level, Scale, Use
from models_catalog.services.importing import import_document
from models_catalog.services.versions import publish_version
from tools.bench.world.people import Person

SYLLABLES = ("ba", "cor", "den", "fi", "gal", "hen", "lo", "mar", "nu", "per", "ri", "sto", "ve")
RARE = "incident"
"""A word that one practice in a hundred holds: what the search looks for."""


@dataclass(frozen=True)
class CatalogWorld:
    """Published models of one organization; `document` is the first of them."""

    person: Person
    document: ModelDocument
    version: ModelVersion


def catalog_world(person: Person, name: str, models: int, areas: int) -> CatalogWorld:
    """So many models with so many areas of 25 nodes in ten categories each."""
    documents = [model_document(f"{name}-{n}", areas) for n in range(1, models + 1)]
    versions = [_published(person, document) for document in documents]
    return CatalogWorld(person, documents[0], versions[0])


def model_document(code: str, areas: int) -> ModelDocument:
    """10 categories, `areas` areas of 24 practices with a question each: 10 + 25 x areas nodes."""
    words = _Words(code)
    levels = tuple(Level(str(n), f"Level {n}", n) for n in range(1, 6))
    answers = (Level("yes", "Yes", 1), Level("no", "No", 0))
    tops = tuple(
        Node(
            code=f"C{top}",
            type="category",
            title=words.some(2).title(),
            children=tuple(_area(words, n) for n in range(areas) if n % 10 == top),
        )
        for top in range(10)
    )
    return ModelDocument(
        model=Model(code, f"Model {code}", Kind.MATURITY, "Bench", "en", "", "Made.", "Made."),
        version=Version("1.0"),
        scales=(
            Scale("levels", "Levels", Use.LEVEL, levels),
            Scale("answers", "Answers", Use.ANSWER, answers),
        ),
        node_types=(
            NodeType("category", "Category", "Categories"),
            NodeType(
                code="area",
                name="Area",
                plural="Areas",
                parents=("category",),
                rateable=True,
                level_scale="levels",
                rating_scale="levels",
            ),
            NodeType(
                code="practice",
                name="Practice",
                plural="Practices",
                parents=("area",),
                askable=True,
                response_set="answers",
            ),
        ),
        link_kinds=(LinkKind("needs", "needs", "is needed by", acyclic=True),),
        nodes=tops,
    )


def _area(words: "_Words", number: int) -> Node:
    code = f"A{number}"
    return Node(
        code=code,
        type="area",
        title=words.some(3).title(),
        text=words.sentence(30),
        level=1 + number % 5,
        children=tuple(_practice(words, code, n) for n in range(24)),
    )


def _practice(words: "_Words", area: str, number: int) -> Node:
    code = f"{area}-P{number}"
    rare = f" {RARE}" if number == 0 and area.endswith(("0", "5")) else ""
    return Node(
        code=code,
        type="practice",
        title=words.some(4).capitalize() + rare,
        text=words.sentence(20),
        questions=(Question(f"{code}.Q", words.sentence(12)[:-1] + "?", "answers"),),
        links=(Link("needs", f"{area}-P{number - 1}"),) if number else (),
    )


def _published(person: Person, document: ModelDocument) -> ModelVersion:
    stored = import_document(
        actor=person.actor, document=document, organization_id=person.organization.pk
    )
    return publish_version(actor=person.actor, version=stored.version, now=clock.now())


class _Words:
    """Invented words, few of them frequent and many rare, the same for the same code."""

    def __init__(self, code: str) -> None:
        self.random = Random(code)  # noqa: S311 - sample data
        self.all = sorted({_word(Random(n)) for n in range(3000)})  # noqa: S311 - sample data
        self.weights = list(accumulate(1 / (n + 1) for n in range(len(self.all))))

    def some(self, number: int) -> str:
        """So many words."""
        return " ".join(self.random.choices(self.all, cum_weights=self.weights, k=number))

    def sentence(self, number: int) -> str:
        """So many words with a full stop."""
        return f"{self.some(number).capitalize()}."


def _word(random: Random) -> str:
    return "".join(random.choices(SYLLABLES, k=random.randint(2, 4)))
