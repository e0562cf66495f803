"""A small published maturity model: 2 categories, 3 key process areas on levels 2 and 3.

    management (category)
      SCM  Service Commitment Management   level 2
      SPM  Service Planning                level 3
    delivery (category)
      SRM  Service Request Management      level 2

Every key process area has two goals and `practices` practices, each with one question; practice n
supports goal G1 when n is odd, else G2. Answers: yes, no, does_not_apply, dont_know. A method
without gates that fits the model is there, too.
"""

from dataclasses import dataclass, field

from cip.kernel import clock
from models_catalog.models import (
    Level,
    MaturityModel,
    ModelVersion,
    Node,
    NodeLink,
    NodeType,
    Question,
    Scale,
)
from tests.factories.assessments import MethodVersionFactory
from tests.factories.catalog import (
    LevelFactory,
    LinkKindFactory,
    MaturityModelFactory,
    ModelVersionFactory,
    NodeFactory,
    NodeLinkFactory,
    NodeTypeFactory,
    QuestionFactory,
    ScaleFactory,
)

ANSWERS = (
    ("yes", "Yes", 1, Level.Meaning.VALUE, "well established and consistently done"),
    ("no", "No", 0, Level.Meaning.VALUE, "not done, or only now and then"),
    ("does_not_apply", "Does not apply", None, Level.Meaning.NOT_APPLICABLE, "it does not fit"),
    ("dont_know", "Don't know", None, Level.Meaning.DONT_KNOW, "you cannot tell how this is done"),
)
FREQUENCIES = ("Never", "Seldom", "Partly", "Mostly", "Always")
LEVEL_NAMES = ("Initial", "Repeatable", "Defined", "Managed", "Optimizing")
TREE = (
    ("management", (("SCM", "Service Commitment Management", 2), ("SPM", "Service Planning", 3))),
    ("delivery", (("SRM", "Service Request Management", 2),)),
)


@dataclass
class SmallModel:
    """The version and its parts by code."""

    version: ModelVersion
    answers: Scale
    nodes: dict[str, Node] = field(default_factory=dict)
    questions: dict[str, Question] = field(default_factory=dict)

    def add(
        self,
        type_: NodeType,
        code: str,
        title: str,
        *,
        parent: Node | None = None,
        level: int | None = None,
    ) -> Node:
        """The next node of the tree, not stored yet."""
        position = len(self.nodes)
        self.nodes[code] = NodeFactory.build(
            version=self.version,
            type=type_,
            code=code,
            title=title,
            text=f"What {title} is about.",
            level=level,
            parent=parent,
            position=position,
            last_position=position,
            depth=0 if parent is None else parent.depth + 1,
        )
        above = parent
        while above is not None:
            above.last_position, above = position, above.parent
        return self.nodes[code]

    @property
    def areas(self) -> list[Node]:
        """The three key process areas in catalog order: SCM, SPM, SRM."""
        return [self.nodes[code] for code in ("SCM", "SPM", "SRM")]


def small_model(
    *, practices: int = 3, model: MaturityModel | None = None, frequencies: str = ""
) -> SmallModel:
    """Make the model with `practices` questions in each of its three key process areas.

    Those of the area with the code `frequencies` offer five values instead of yes and no.
    """
    version = ModelVersionFactory(
        model=model or MaturityModelFactory(code="SMALL", name="Small model")
    )
    MethodVersionFactory()
    made = SmallModel(version, _scales(version))
    five = _frequencies(version) if frequencies else made.answers
    types = _types(version)
    supports = LinkKindFactory(version=version, code="supports")
    links = []
    for category, areas in TREE:
        top = made.add(types["category"], category, category.title())
        for code, title, level in areas:
            area = made.add(types["key_process_area"], code, title, parent=top, level=level)
            goals = [
                made.add(types["goal"], f"{code}-G{n}", f"Goal {n} of {code}", parent=area)
                for n in (1, 2)
            ]
            for n in range(1, practices + 1):
                name = f"{code}-P{n}"
                practice = made.add(types["practice"], name, f"Practice {n} of {code}", parent=area)
                goal = goals[(n + 1) % 2]
                links.append(NodeLinkFactory.build(kind=supports, source=practice, target=goal))
                made.questions[name] = QuestionFactory.build(
                    version=version,
                    node=practice,
                    code=name,
                    text=f"Is practice {n} of {title} done?",
                    help=f"What practice {n} looks like.",
                    response_set=five if code == frequencies else made.answers,
                    position=n,
                )
    Node.objects.bulk_create(made.nodes.values())
    NodeLink.objects.bulk_create(links)
    Question.objects.bulk_create(made.questions.values())
    version.state, version.published_at = ModelVersion.State.PUBLISHED, clock.now()
    version.save()
    return made


def _scales(version: ModelVersion) -> Scale:
    levels = ScaleFactory(
        version=version, code="maturity", name="Maturity levels", use="level", position=0
    )
    answers = ScaleFactory(version=version, code="practice", position=1)
    values = [
        LevelFactory.build(scale=levels, code=str(value), name=name, value=value, position=value)
        for value, name in enumerate(LEVEL_NAMES, start=1)
    ]
    offered = [
        LevelFactory.build(
            scale=answers,
            code=code,
            name=name,
            value=value,
            meaning=meaning.value,
            text=text,
            position=position,
        )
        for position, (code, name, value, meaning, text) in enumerate(ANSWERS)
    ]
    Level.objects.bulk_create([*values, *offered])
    return answers


def _frequencies(version: ModelVersion) -> Scale:
    scale = ScaleFactory(version=version, code="frequency", name="How often", position=2)
    values = [
        LevelFactory.build(scale=scale, code=str(value), name=name, value=value, position=value)
        for value, name in enumerate(FREQUENCIES, start=1)
    ]
    gap = Level.Meaning.DONT_KNOW.value
    unknown = LevelFactory.build(
        scale=scale, code="unknown", name="Don't know", value=None, meaning=gap, position=6
    )
    Level.objects.bulk_create([*values, unknown])
    return scale


def _types(version: ModelVersion) -> dict[str, NodeType]:
    rows = (
        ("category", "Process category", "Process categories", [], {}),
        ("key_process_area", "Key process area", "Key process areas", ["category"], {}),
        ("goal", "Goal", "Goals", ["key_process_area"], {"is_rateable": True}),
        ("practice", "Key practice", "Key practices", ["key_process_area"], {"is_askable": True}),
    )
    made = {
        code: NodeTypeFactory.build(
            version=version,
            code=code,
            name=name,
            plural=plural,
            parents=parents,
            position=n,
            **flags,
        )
        for n, (code, name, plural, parents, flags) in enumerate(rows)
    }
    NodeType.objects.bulk_create(made.values())
    return made
