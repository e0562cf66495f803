"""A small model in the shape of CMMI-SVC, and an appraisal of it that tests can fill briefly.

    CM   level 2   SG1 with 3 practices
    SAM  level 2   SG1 with 2 practices; may not apply
    SST  level 3   SG1 with 3 practices, SG2 with 2
    SSD  level 3   SG1 with 2 practices; an addition

Generic goals: GG1 (GP1.1), GG2 (GP2.1 to GP2.10), GG3 (GP3.1, GP3.2).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from assessments.models import Assessment, Instance
from assessments.queries.appraisal import Appraisal, appraisal
from assessments.services.characterizing import CellChange, characterize
from assessments.services.judging import judge_goal
from cip.access.actor import Actor
from cip.accounts.models import Organization, User
from cip.kernel import clock
from models_catalog.models import ModelVersion, Node, NodeType
from tests.factories.assessments import AssessmentFactory, InstanceFactory, ScopeFactory
from tests.factories.catalog import (
    LevelFactory,
    MaturityModelFactory,
    ModelVersionFactory,
    NodeTypeFactory,
    QuestionFactory,
    ScaleFactory,
)
from tests.factories.programs import ProgramFactory

AREAS: Mapping[str, tuple[int, tuple[int, ...]]] = {
    "CM": (2, (3,)),
    "SAM": (2, (2,)),
    "SST": (3, (3, 2)),
    "SSD": (3, (2,)),
}
GENERIC = {1: 1, 2: 10, 3: 2}
LEVELS = ("Initial", "Managed", "Defined", "Quantitatively Managed", "Optimizing")
TYPES = ("process_area", "specific_goal", "specific_practice", "generic_goal", "generic_practice")


@dataclass
class AppraisalWorld:
    """The appraisal, its nodes by code and its instances by name."""

    assessment: Assessment
    lead: Actor
    nodes: dict[str, Node] = field(default_factory=dict)
    instances: list[Instance] = field(default_factory=list)

    def node(self, code: str, area: str = "SST") -> Node:
        """`SP1.1` of the area, `GP2.1`, or an area."""
        return self.nodes.get(code) or self.nodes[f"{area}.{code}"]

    def change(
        self, practice: str, instance: int | None, value: str, note: str = "", **more: object
    ) -> CellChange:
        """One value for a practice of `area` (SST if not said)."""
        area = str(more.pop("area", "SST"))
        place = None if instance is None else self.instances[instance].pk
        ids = self.nodes[area].pk, self.node(practice, area).pk
        return CellChange(*ids, place, value, note or _weakness(value), **more)

    def fill(
        self, values: Mapping[str, Sequence[str]], *, choices: Mapping[str, str], area: str = "SST"
    ) -> None:
        """Values of all instances for each practice, and the choices of the team."""
        changes = [
            self.change(practice, number, value, area=area)
            for practice, found in values.items()
            for number, value in enumerate(found)
        ]
        changes += [
            self.change(practice, None, value, "The large team counts more.", area=area)
            for practice, value in choices.items()
        ]
        characterize(actor=self.lead, assessment=self.assessment, changes=changes)

    def all_at(self, value: str, area: str, goals: Sequence[str] = ()) -> None:
        """The same value for every practice of an area at every instance."""
        state = self.found().area(area)
        self.fill(
            {
                practice.node.code.removeprefix(f"{area}."): [value] * len(self.instances)
                for practice in state.practices
            },
            choices={},
            area=area,
        )
        for goal in goals:
            self.judge(goal, "satisfied", area=area)

    def judge(self, goal: str, value: str, area: str = "SST", **more: object):
        """What the team says about a goal."""
        values = {"reason": "Seen", "agreed_by": "All", "expected_version": 0} | more
        return judge_goal(
            actor=self.lead,
            assessment=self.assessment,
            area_id=self.nodes[area].pk,
            goal_id=self.node(goal, area).pk,
            value=value,
            **values,
        )

    def found(self) -> Appraisal:
        """The appraisal as it stands."""
        made = appraisal(self.assessment, for_team=True)
        assert made is not None
        return made


def _weakness(value: str) -> str:
    return "Not everywhere." if value in ("LI", "PI", "NI") else ""


def appraisal_world(
    organization: Organization,
    lead: User,
    actor: Actor,
    *,
    instances: int = 2,
    areas: Sequence[str] = ("CM", "SST"),
    state: str = "analyzing",
) -> AppraisalWorld:
    """An appraisal with these areas in scope, ready to characterize."""
    version, nodes = appraised_version()
    assessment = AssessmentFactory(
        program=ProgramFactory(organization=organization, lead=lead, name="Better services"),
        model_version=version,
        title="Appraisal",
        lead=lead,
        state=state,
    )
    for code in areas:
        ScopeFactory(assessment=assessment, node=nodes[code])
    rows = [
        InstanceFactory(assessment=assessment, name=f"Service {n + 1}", position=n)
        for n in range(instances)
    ]
    return AppraisalWorld(assessment, actor, nodes, rows)


def appraised_version() -> tuple[ModelVersion, dict[str, Node]]:
    """The published model with its nodes by code."""
    version = ModelVersionFactory(model=MaturityModelFactory(code="SMALLSVC", name="Small SVC"))
    scale = ScaleFactory(version=version, code="maturity", use="level")
    for number, name in enumerate(LEVELS, start=1):
        LevelFactory(scale=scale, code=str(number), name=name, value=number, position=number)
    answers = ScaleFactory(version=version, code="answers")
    LevelFactory(scale=answers, code="yes", name="Yes", value=1)
    types = {
        code: NodeTypeFactory(
            version=version,
            code=code,
            name=code.replace("_", " ").capitalize(),
            plural=f"{code.replace('_', ' ').capitalize()}s",
            is_rateable=True,
            is_askable=code.endswith("practice"),
        )
        for code in TYPES
    }
    nodes = _nodes(version, types)
    Node.objects.bulk_create(nodes)
    for number, node in enumerate(each for each in nodes if each.type.is_askable):
        if node.type.code == "specific_practice" and node.code.endswith("SP1.1"):
            QuestionFactory(node=node, code=node.code, response_set=answers, position=number)
    version.state, version.published_at = ModelVersion.State.PUBLISHED, clock.now()
    version.save()
    return version, {node.code: node for node in nodes}


def _nodes(version: ModelVersion, types: Mapping[str, NodeType]) -> list[Node]:
    made: list[Node] = []

    def add(kind: str, code: str, parent: Node | None = None, **fields: object) -> Node:
        node = Node(
            version=version,
            type=types[kind],
            code=code,
            title=f"Title of {code}",
            parent=parent,
            depth=parent.depth + 1 if parent else 0,
            position=len(made),
            last_position=len(made),
            **fields,
        )
        made.append(node)
        above = parent
        while above is not None:
            above.last_position = node.position
            above = above.parent
        return node

    for code, (level, goals) in AREAS.items():
        area = add(
            "process_area",
            code,
            level=level,
            is_optional=code == "SSD",
            may_not_apply=code == "SAM",
        )
        for goal, practices in enumerate(goals, start=1):
            above = add("specific_goal", f"{code}.SG{goal}", area)
            for number in range(1, practices + 1):
                add("specific_practice", f"{code}.SP{goal}.{number}", above)
    for level, practices in GENERIC.items():
        above = add("generic_goal", f"GG{level}", level=level)
        for number in range(1, practices + 1):
            add("generic_practice", f"GP{level}.{number}", above)
    return made
