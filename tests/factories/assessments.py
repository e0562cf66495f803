"""Assessments and what hangs on them."""

from datetime import date

import factory

from assessments.models import (
    ActionItem,
    AgreedRating,
    Answer,
    Assessment,
    Evidence,
    Finding,
    ItemTally,
    Participant,
    Questionnaire,
    QuestionnaireItem,
    Response,
    Scope,
    Target,
    TargetProfile,
)
from cip.kernel import clock
from tests.factories.accounts import UserFactory
from tests.factories.catalog import ModelVersionFactory, NodeFactory, QuestionFactory
from tests.factories.programs import ProgramFactory


class AssessmentFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Assessment

    program = factory.SubFactory(ProgramFactory)
    title = factory.Sequence(lambda n: f"Assessment {n}")
    model_version = factory.SubFactory(ModelVersionFactory)
    lead = factory.SubFactory(UserFactory)


class ScopeFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Scope

    assessment = factory.SubFactory(AssessmentFactory)
    node = factory.SubFactory(
        NodeFactory, version=factory.SelfAttribute("..assessment.model_version")
    )


class ParticipantFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Participant

    assessment = factory.SubFactory(AssessmentFactory)
    name = factory.Sequence(lambda n: f"Participant {n}")
    email = factory.Sequence(lambda n: f"participant{n}@example.org")


class QuestionnaireFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Questionnaire

    assessment = factory.SubFactory(AssessmentFactory)


class QuestionnaireItemFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = QuestionnaireItem

    questionnaire = factory.SubFactory(QuestionnaireFactory)
    group = factory.SubFactory(
        NodeFactory, version=factory.SelfAttribute("..questionnaire.assessment.model_version")
    )
    question = factory.SubFactory(
        QuestionFactory,
        node=factory.SelfAttribute("..group"),
    )
    position = factory.Sequence(lambda n: n)


class ResponseFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Response

    questionnaire = factory.SubFactory(QuestionnaireFactory)
    participant = factory.SubFactory(
        ParticipantFactory, assessment=factory.SelfAttribute("..questionnaire.assessment")
    )


class AnswerFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Answer

    response = factory.SubFactory(ResponseFactory)
    item = factory.SubFactory(
        QuestionnaireItemFactory, questionnaire=factory.SelfAttribute("..response.questionnaire")
    )
    choice = "yes"
    answered_at = factory.LazyFunction(clock.now)


class ItemTallyFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = ItemTally

    item = factory.SubFactory(QuestionnaireItemFactory)
    choice = "yes"
    count = 1


class AgreedRatingFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = AgreedRating

    assessment = factory.SubFactory(AssessmentFactory)
    node = factory.SubFactory(
        NodeFactory, version=factory.SelfAttribute("..assessment.model_version")
    )
    value = "satisfied"
    reason = "Seen in three services"
    recorded_by = factory.SubFactory(UserFactory)


class FindingFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Finding

    assessment = factory.SubFactory(AssessmentFactory)
    node = factory.SubFactory(
        NodeFactory, version=factory.SelfAttribute("..assessment.model_version")
    )
    kind = "weakness"
    title = factory.Sequence(lambda n: f"Finding {n}")
    written_by = factory.SubFactory(UserFactory)


class EvidenceFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Evidence

    finding = factory.SubFactory(FindingFactory)
    source = "interview"
    origin = "Interview 1"


class ActionItemFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = ActionItem

    assessment = factory.SubFactory(AssessmentFactory)
    text = factory.Sequence(lambda n: f"Action {n}")
    owner = factory.SubFactory(UserFactory)
    due_on = date(2026, 6, 30)


class TargetProfileFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = TargetProfile
        django_get_or_create = ("assessment",)

    assessment = factory.SubFactory(AssessmentFactory)


class TargetFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Target

    profile = factory.SubFactory(TargetProfileFactory)
    node = factory.SubFactory(
        NodeFactory, version=factory.SelfAttribute("..profile.assessment.model_version")
    )
    level = 1
    due_on = date(2027, 6, 30)
    set_by = factory.SubFactory(UserFactory)
