"""An assessment ready for a test: planned, or open with participants."""

from dataclasses import dataclass, field

from assessments.models import Assessment, Participant, Questionnaire, QuestionnaireItem, Response
from assessments.services.answers import AnswerChange, save_answers, start_response, submit_response
from assessments.services.assessments import ScopeChoice, open_questionnaire, set_scope
from assessments.services.invitations import new_link
from assessments.views.doors import link_actor
from cip.access.actor import Actor
from cip.kernel import clock
from tests.factories.assessments import AssessmentFactory, ParticipantFactory
from tests.factories.programs import ProgramFactory
from tests.small_model import SmallModel, small_model


@dataclass
class Setting:
    """The small model and an assessment of all its key process areas."""

    model: SmallModel
    assessment: Assessment
    lead: Actor
    people: list[Participant] = field(default_factory=list)

    @property
    def questionnaire(self) -> Questionnaire:
        """The one that is open."""
        return self.assessment.questionnaires.get()

    @property
    def items(self) -> list[QuestionnaireItem]:
        """Items in order."""
        return list(self.questionnaire.items.order_by("position"))

    def begin(self, participant: Participant) -> Response:
        """The participant's response, started."""
        actor = link_actor(participant)
        return start_response(actor=actor, participant=participant, now=clock.now()).response

    def submit(self, participant: Participant, *choices: str) -> Response:
        """Answer the first questions with these choices and hand in."""
        response = self.begin(participant)
        changes = [
            AnswerChange(item.pk, choice) for item, choice in zip(self.items, choices, strict=False)
        ]
        save_answers(response=response, changes=changes, now=clock.now())
        return submit_response(actor=link_actor(participant), response=response, now=clock.now())

    def link(self, participant: Participant) -> str:
        """A fresh personal link's secret of the participant."""
        participant.save()
        return new_link(participant, clock.now())


def planned(lead, *, practices: int = 2, people: int = 0) -> Setting:
    """A planned assessment with the whole model in scope; `lead` is a `Person` fixture."""
    model = small_model(practices=practices)
    program = ProgramFactory(organization=lead.organization, name="Better IT", lead=lead.user)
    assessment = AssessmentFactory(
        program=program, title="First look", model_version=model.version, lead=lead.user
    )
    setting = Setting(model, assessment, lead.actor)
    set_scope(
        actor=lead.actor,
        assessment=assessment,
        expected_version=1,
        choices=[ScopeChoice(area.pk) for area in model.areas],
    )
    setting.people = [
        ParticipantFactory(assessment=assessment, name=f"Guest {n:02d}", unit=f"Unit {n % 3}")
        for n in range(people)
    ]
    return setting


def collecting(lead, *, practices: int = 2, people: int = 1) -> Setting:
    """The same, opened."""
    setting = planned(lead, practices=practices, people=people)
    open_questionnaire(actor=lead.actor, assessment=setting.assessment, now=clock.now())
    for participant in setting.people:
        participant.refresh_from_db()
    setting.assessment.refresh_from_db()
    return setting
