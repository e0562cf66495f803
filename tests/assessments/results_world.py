"""An assessment of the small model whose collecting has ended, with tallies and answers."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from assessments.models import Assessment, Participant, Questionnaire, QuestionnaireItem, Response
from cip.accounts.models import Organization, User
from cip.kernel import clock
from models_catalog.models import Node
from tests.factories.assessments import (
    AnswerFactory,
    AssessmentFactory,
    ItemTallyFactory,
    ParticipantFactory,
    QuestionnaireFactory,
    QuestionnaireItemFactory,
    ResponseFactory,
    ScopeFactory,
)
from tests.factories.programs import ProgramFactory
from tests.small_model import SmallModel, small_model


@dataclass
class World:
    """What tests of results need at hand."""

    model: SmallModel
    assessment: Assessment
    questionnaire: Questionnaire
    items: dict[str, QuestionnaireItem] = field(default_factory=dict)
    participants: list[Participant] = field(default_factory=list)
    responses: list[Response] = field(default_factory=list)

    def node(self, code: str) -> Node:
        """The node of the model with that code."""
        return self.model.nodes[code]

    def answer(
        self,
        code: str,
        choices: Sequence[str],
        comments: Sequence[str] = (),
        evidence: Sequence[str] = (),
    ) -> None:
        """One submitted answer per participant to the question with that code, and the tally."""
        for number, choice in enumerate(choices):
            comment = comments[number] if number < len(comments) else ""
            AnswerFactory(
                response=self.responses[number],
                item=self.items[code],
                choice=choice,
                comment=comment,
                evidence=evidence[number] if number < len(evidence) else "",
            )
        for choice in set(choices):
            count = list(choices).count(choice)
            ItemTallyFactory(item=self.items[code], choice=choice, count=count)

    def seat(self, units: Sequence[str]) -> None:
        """Put the participants and their responses into these units."""
        rows = zip(self.participants, self.responses, units, strict=True)
        for person, response, unit in rows:
            person.unit = response.unit = unit
        Participant.objects.bulk_update(self.participants, ["unit"])
        Response.objects.bulk_update(self.responses, ["unit"])


def make_world(
    organization: Organization,
    lead: User,
    *,
    people: int = 6,
    practices: int = 2,
    areas: Sequence[str] = ("SCM", "SRM"),
    frequencies: str = "",
    **fields: object,
) -> World:
    """Areas SCM and SRM (level 2) in scope, SPM (level 3) out of it; everybody handed in."""
    model = small_model(practices=practices, frequencies=frequencies)
    fields = {"state": "analyzing", "mode": "confidential", "title": "Level 2", **fields}
    assessment = AssessmentFactory(
        program=ProgramFactory(organization=organization, lead=lead, name="Better IT"),
        model_version=model.version,
        lead=lead,
        **fields,
    )
    questionnaire = QuestionnaireFactory(assessment=assessment)
    made = World(model, assessment, questionnaire)
    for code in areas:
        ScopeFactory(assessment=assessment, node=model.nodes[code])
        for n in range(1, practices + 1):
            question = model.questions[f"{code}-P{n}"]
            made.items[question.code] = QuestionnaireItemFactory(
                questionnaire=questionnaire,
                question=question,
                group=model.nodes[code],
                position=len(made.items),
            )
    for n in range(people):
        person = ParticipantFactory(assessment=assessment, name=f"Pat Example{n}", unit="Desk")
        made.participants.append(person)
        made.responses.append(
            ResponseFactory(
                questionnaire=questionnaire,
                participant=person,
                unit=person.unit,
                state="submitted",
                submitted_at=clock.now(),
            )
        )
    return made
