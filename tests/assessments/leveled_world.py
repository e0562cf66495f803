"""A small model whose parts are judged on levels, and an assessment of it that can be answered.

    MAN  macro capability
      CFP  critical capability with the parts CFP-A1, CFP-A2
      AA   critical capability without parts: judged itself

Each critical capability asks how it is today and how important it is, each part how it is today, on
1 to 5. With `sides` parts are seen from two sides, PROC and TECH; CFP-A1 is asked from both.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import count

from assessments.models import Assessment, Participant, QuestionnaireItem
from assessments.services.agreed_levels import agree_level
from assessments.services.answers import AnswerChange, save_answers, start_response, submit_response
from assessments.services.assessments import (
    ScopeChoice,
    close_collection,
    open_questionnaire,
    set_scope,
)
from cip.access.actor import Actor
from cip.accounts.models import Organization, User
from cip.kernel import clock
from models_catalog.models import Dimension, ModelVersion, Node, Scale
from tests.factories.assessments import (
    AgreedLevelFactory,
    AssessmentFactory,
    MethodVersionFactory,
    ParticipantFactory,
)
from tests.factories.catalog import (
    DimensionFactory,
    LevelFactory,
    MaturityModelFactory,
    ModelVersionFactory,
    NodeFactory,
    NodeTypeFactory,
    QuestionFactory,
    ScaleFactory,
)
from tests.factories.programs import ProgramFactory

NAMES = ("Initial", "Basic", "Intermediate", "Advanced", "Optimizing")
AREAS = ("CFP", "AA")


@dataclass
class LeveledWorld:
    """The assessment with its nodes by code and its sides by code."""

    assessment: Assessment
    lead: Actor
    nodes: dict[str, Node] = field(default_factory=dict)
    sides: dict[str, Dimension] = field(default_factory=dict)
    people: list[Participant] = field(default_factory=list)

    @property
    def version(self) -> ModelVersion:
        """The pinned model version."""
        return self.assessment.model_version

    def open(self) -> None:
        """Ask the people."""
        open_questionnaire(actor=self.lead, assessment=self.assessment, now=clock.now())
        self.assessment.refresh_from_db()

    def answer(self, **choices: Sequence[object]) -> None:
        """One choice a person by item: `CFP_A1` today, `CFP_A1__to_be`; side after a dot."""
        items = {
            f"{row.question.code}:{row.aspect}": row.pk
            for row in QuestionnaireItem.objects.filter(
                questionnaire__assessment=self.assessment
            ).select_related("question")
        }
        for number, person in enumerate(self.people):
            response = start_response(actor=self.lead, participant=person, now=clock.now()).response
            changes = [
                AnswerChange(items[_key(name)], str(values[number]))
                for name, values in choices.items()
            ]
            save_answers(response=response, changes=changes, now=clock.now())
            submit_response(actor=self.lead, response=response, now=clock.now())

    def close(self) -> None:
        """End collecting."""
        close_collection(actor=self.lead, assessment=self.assessment, now=clock.now())
        self.assessment.refresh_from_db()

    def agree(self, code: str, lower: int | None, upper: int | None = None, **more):
        """Record a level with a reason; `side` by its code."""
        side = more.pop("side", "")
        values = {"reason": "Seen.", "agreed_by": "Ada", "expected_version": 0} | more
        return agree_level(
            actor=self.lead,
            assessment=self.assessment,
            node_id=self.nodes[code].pk,
            dimension_id=self.sides[side].pk if side else None,
            lower=lower,
            upper=upper,
            **values,
        )


def leveled_world(
    organization: Organization,
    user: User,
    lead: Actor,
    *,
    people: int = 0,
    sides: bool = False,
    parts: int = 2,
    equal_steps: bool = False,
) -> LeveledWorld:
    """A planned assessment with both critical capabilities in scope and so many people."""
    version = ModelVersionFactory(
        model=MaturityModelFactory(code="LEVELS", name="Levels", organization=None)
    )
    method = MethodVersionFactory()
    program = ProgramFactory(organization=organization, lead=user)
    assessment = AssessmentFactory(
        program=program, model_version=version, method_version=method, lead=user
    )
    world = LeveledWorld(assessment, lead)
    _model(world, parts=parts, has_sides=sides, equal_steps=equal_steps)
    set_scope(
        actor=lead,
        assessment=assessment,
        expected_version=1,
        choices=[ScopeChoice(world.nodes[code].pk) for code in AREAS],
    )
    world.people = [ParticipantFactory(assessment=assessment) for _ in range(people)]
    return world


def analyzed(lead, *, people: int = 5, sides: bool = False, **choices) -> LeveledWorld:
    """The same, answered and closed; `lead` is a `Person` fixture."""
    world = leveled_world(lead.organization, lead.user, lead.actor, people=people, sides=sides)
    world.open()
    world.answer(**choices)
    world.close()
    return world


def many_levels(world: LeveledWorld, user: User) -> None:
    """A level for every part, without asking anybody."""
    world.assessment.state = "analyzing"
    world.assessment.save()
    for code in world.nodes.keys() - {"MAN", "CFP"}:
        AgreedLevelFactory(assessment=world.assessment, node=world.nodes[code], recorded_by=user)


def _key(name: str) -> str:
    code, _mark, aspect = name.partition("__")
    return f"{code.replace('_', '-')}:{aspect or 'as_is'}"


def _model(world: LeveledWorld, *, parts: int, has_sides: bool, equal_steps: bool) -> None:
    version = world.version
    levels = _scale(version, "maturity", "level", 0)
    current = _scale(version, "current", "answer", 1, has_equal_steps=equal_steps)
    importance = _scale(version, "importance", "answer", 2)
    if has_sides:
        for number, code in enumerate(("PROC", "TECH")):
            world.sides[code] = DimensionFactory(
                version=version, code=code, name=code.title(), position=number
            )
    shape = {"version": version, "level_scale": levels, "rating_scale": levels}
    judged = {"is_rateable": True, "is_askable": True, "response_set": current}
    types = {
        "macro": NodeTypeFactory(code="macro", position=0, parents=[], **shape),
        "capability": NodeTypeFactory(
            code="capability",
            name="Critical capability",
            plural="Critical capabilities",
            position=1,
            parents=["macro"],
            is_rated_by_dimension=has_sides,
            **shape,
            **judged,
        ),
        "block": NodeTypeFactory(
            code="block",
            name="Building block",
            plural="Building blocks",
            position=2,
            parents=["capability"],
            is_rated_by_dimension=has_sides,
            **shape,
            **judged,
        ),
    }
    places = count()
    top = _node(world, types["macro"], "MAN", next(places), None)
    tree = {"CFP": [f"CFP-A{n}" for n in range(1, parts + 1)], "AA": []}
    for code, members in tree.items():
        area = _node(world, types["capability"], code, next(places), top)
        _ask(area, code, current)
        _ask(area, f"{code}-NEED", importance)
        for part in members:
            node = _node(world, types["block"], part, next(places), area)
            sides = world.sides.values() if part == "CFP-A1" else ()
            for side in sides:
                _ask(node, f"{part}-{side.code}", current, dimension=side)
            if not sides:
                _ask(node, part, current)
        area.last_position = area.position + len(members)
        area.save()
    top.last_position = next(places) - 1
    top.save()
    version.state, version.published_at = ModelVersion.State.PUBLISHED, clock.now()
    version.save()


def _node(world: LeveledWorld, kind, code: str, place: int, parent: Node | None) -> Node:
    world.nodes[code] = NodeFactory(
        version=world.version,
        type=kind,
        code=code,
        title=f"About {code}",
        position=place,
        last_position=place,
        depth=0 if parent is None else parent.depth + 1,
        parent=parent,
    )
    return world.nodes[code]


def _ask(node: Node, code: str, scale: Scale, **more) -> None:
    QuestionFactory(
        version=node.version,
        node=node,
        code=code,
        text=f"How is {code}?",
        response_set=scale,
        position=len(code),
        **more,
    )


def _scale(version: ModelVersion, code: str, use: str, position: int, **more) -> Scale:
    scale = ScaleFactory(version=version, code=code, name=code, use=use, position=position, **more)
    for value, name in enumerate(NAMES, start=1):
        LevelFactory(
            scale=scale,
            code=str(value),
            name=name,
            value=value,
            text=f"What {name} looks like.",
            position=value,
        )
    if use == "answer":
        LevelFactory(scale=scale, code="dont_know", value=None, meaning="dont_know", position=6)
    return scale
