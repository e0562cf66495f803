"""A published maturity model of any size, in the shape of the IT Service CMM."""

from collections.abc import Iterator
from itertools import count

from cip.kernel import clock
from models_catalog.models import (
    Level,
    LinkKind,
    MaturityModel,
    ModelVersion,
    Node,
    NodeLink,
    NodeType,
    Question,
    Scale,
)

CHOICES = (
    ("yes", "Yes", 1, Level.Meaning.VALUE, "well established and consistently done"),
    ("no", "No", 0, Level.Meaning.VALUE, "not done, or only now and then"),
    ("does_not_apply", "Does not apply", None, Level.Meaning.NOT_APPLICABLE, "it does not fit"),
    ("dont_know", "Don't know", None, Level.Meaning.DONT_KNOW, "you cannot tell how this is done"),
)
LEVELS = ("Initial", "Repeatable", "Defined", "Managed", "Optimizing")
GOALS = 3


def model_version(name: str, areas: int, practices: int) -> ModelVersion:
    """One category with `areas` key process areas of three goals and `practices` questions each."""
    model = MaturityModel.objects.create(
        code=name.upper().replace(" ", "-"), name=name, kind="maturity"
    )
    version = ModelVersion.objects.create(model=model, number="1.0")
    answers = _scales(version)
    kinds = _types(version)
    nodes = list(_nodes(version, kinds, areas, practices))
    Node.objects.bulk_create(nodes)
    asked = [node for node in nodes if node.type_id == kinds["practice"].pk]
    Question.objects.bulk_create(_question(version, answers, node) for node in asked)
    supports = LinkKind.objects.create(
        version=version, code="supports", name="supports", inverse="is supported by"
    )
    goals: dict[object, list[Node]] = {}
    for node in nodes:
        if node.type_id == kinds["goal"].pk:
            goals.setdefault(node.parent_id, []).append(node)
    NodeLink.objects.bulk_create(
        NodeLink(kind=supports, source=node, target=goals[node.parent_id][n % GOALS])
        for n, node in enumerate(asked)
    )
    version.state, version.published_at = ModelVersion.State.PUBLISHED, clock.now()
    version.save()
    return version


def _scales(version: ModelVersion) -> Scale:
    levels = Scale.objects.create(
        version=version, code="maturity", name="Levels", use="level", position=0
    )
    Level.objects.bulk_create(
        Level(scale=levels, code=str(value), name=name, value=value, position=value)
        for value, name in enumerate(LEVELS, start=1)
    )
    answers = Scale.objects.create(
        version=version, code="practice", name="Answers", use="answer", position=1
    )
    Level.objects.bulk_create(
        Level(
            scale=answers, code=code, name=name, value=value, meaning=meaning, text=text, position=n
        )
        for n, (code, name, value, meaning, text) in enumerate(CHOICES)
    )
    return answers


def _types(version: ModelVersion) -> dict[str, NodeType]:
    rows: tuple[tuple[str, str, dict[str, bool]], ...] = (
        ("category", "Process category", {}),
        ("key_process_area", "Key process area", {}),
        ("goal", "Goal", {"is_rateable": True}),
        ("practice", "Key practice", {"is_askable": True}),
    )
    return {
        code: NodeType.objects.create(
            version=version, code=code, name=name, plural=f"{name}s", position=n, **marks
        )
        for n, (code, name, marks) in enumerate(rows)
    }


def _nodes(
    version: ModelVersion, kinds: dict[str, NodeType], areas: int, practices: int
) -> Iterator[Node]:
    places = count()

    def node(kind: str, code: str, title: str, parent: Node | None, **more: object) -> Node:
        place = next(places)
        depth = 0 if parent is None else parent.depth + 1
        return Node(
            version=version,
            type=kinds[kind],
            code=code,
            title=title,
            parent=parent,
            position=place,
            last_position=place,
            depth=depth,
            **more,
        )

    top = node("category", "C", "Service processes", None)
    top.last_position = areas * (1 + GOALS + practices)
    yield top
    for a in range(1, areas + 1):
        text = (
            "What this key process area is for, in two sentences. It is shown above its questions."
        )
        area = node(
            "key_process_area", f"A{a}", f"Process area {a}", top, level=2 + a % 4, text=text
        )
        area.last_position = area.position + GOALS + practices
        yield area
        for g in range(1, GOALS + 1):
            yield node("goal", f"A{a}-G{g}", f"Goal {g} of process area {a}", area)
        for p in range(1, practices + 1):
            yield node("practice", f"A{a}-P{p}", f"Practice {p} of process area {a}", area)


def _question(version: ModelVersion, answers: Scale, node: Node) -> Question:
    return Question(
        version=version,
        node=node,
        code=node.code,
        text=f"Do we follow a written procedure for {node.title.lower()}, and is it reviewed?",
        help="A procedure counts when it is known, used in daily work and kept up to date.",
        response_set=answers,
        position=1,
    )
