"""Assessments and what hangs on them."""

from datetime import date
from uuid import uuid4

import factory

from assessments.models import (
    ActionItem,
    AgreedLevel,
    AgreedRating,
    Answer,
    AreaConcordance,
    Assessment,
    Characterization,
    Discussion,
    DiscussionOutcome,
    Evidence,
    Finding,
    GateWaiver,
    Instance,
    Interview,
    InterviewNote,
    ItemTally,
    MethodVersion,
    Participant,
    PracticeEvidence,
    Questionnaire,
    QuestionnaireDraft,
    QuestionnaireItem,
    RatingSignature,
    Release,
    Response,
    ResultComparison,
    ResultSnapshot,
    Scope,
    SnapshotMedian,
    SnapshotRating,
    Statement,
    StepRecord,
    Target,
    TargetProfile,
    UnitTally,
)
from assessments.rules.method_content import checksum_of
from cip.kernel import clock
from tests.factories.accounts import UserFactory
from tests.factories.catalog import (
    ModelVersionFactory,
    NodeFactory,
    QuestionFactory,
)
from tests.factories.programs import ProgramFactory

FREE_METHOD = {
    "format": "cip-method/1",
    "method": {"code": "FREE", "name": "Free hand", "description": "No gates. For tests."},
    "version": {"number": "1.0"},
    "models": {"kinds": ["maturity", "reference"]},
    "waived_by": "sponsor",
    "roles": [{"code": "sponsor", "name": "Sponsor"}, {"code": "lead", "name": "Lead"}],
    "phases": [
        {
            "code": "P",
            "name": "All",
            "steps": [
                {
                    "code": "S1",
                    "name": "Work",
                    "by": ["lead"],
                    "optional": True,
                    "what_to_do": "Work.",
                    "what_good_looks_like": "Done.",
                }
            ],
        }
    ],
}


class MethodVersionFactory(factory.django.DjangoModelFactory):
    """A method without gates, one row however often it is made."""

    class Meta:
        model = MethodVersion
        django_get_or_create = ("code", "number")

    document = FREE_METHOD
    code = factory.LazyAttribute(lambda row: row.document["method"]["code"])
    number = factory.LazyAttribute(lambda row: row.document["version"]["number"])
    name = factory.LazyAttribute(lambda row: row.document["method"]["name"])
    checksum = factory.LazyAttribute(lambda row: checksum_of(row.document))


class AssessmentFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Assessment

    program = factory.SubFactory(ProgramFactory)
    title = factory.Sequence(lambda n: f"Assessment {n}")
    model_version = factory.SubFactory(ModelVersionFactory)
    method_version = factory.SubFactory(MethodVersionFactory)
    lead = factory.SubFactory(UserFactory)


class StepRecordFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = StepRecord

    assessment = factory.SubFactory(AssessmentFactory)
    step = "S1"
    act = "done"
    said_by = factory.SubFactory(UserFactory)
    said_at = factory.LazyFunction(clock.now)


class StatementFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Statement

    assessment = factory.SubFactory(AssessmentFactory)
    fact = "kickoff_held"
    said_by = factory.SubFactory(UserFactory)
    said_at = factory.LazyFunction(clock.now)


class GateWaiverFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = GateWaiver

    assessment = factory.SubFactory(AssessmentFactory)
    step = "P3"
    gate = "two_members"
    role = "sponsor"
    note = "One is enough this time"
    said_by = factory.SubFactory(UserFactory)
    said_at = factory.LazyFunction(clock.now)


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


class QuestionnaireDraftFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = QuestionnaireDraft

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


class InterviewFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Interview

    assessment = factory.SubFactory(AssessmentFactory)
    role_asked = factory.Sequence(lambda n: f"Role {n}")
    kind = "single"
    planned_on = date(2026, 3, 2)
    state = "held"
    held_on = date(2026, 3, 3)
    consent_how = "spoken"
    consent_on = date(2026, 3, 3)


class InterviewNoteFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = InterviewNote
        skip_postgeneration_save = True

    interview = factory.SubFactory(InterviewFactory)
    text = factory.Sequence(lambda n: f"Note {n}")
    says = "done"
    written_by = factory.SubFactory(UserFactory)

    @factory.post_generation
    def nodes(self, create, extracted, **kwargs):
        self.nodes.set(extracted or [])


class PracticeEvidenceFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = PracticeEvidence

    assessment = factory.SubFactory(AssessmentFactory)
    node = factory.SubFactory(
        NodeFactory, version=factory.SelfAttribute("..assessment.model_version")
    )
    source = "observation"
    says = "done"
    origin = factory.Sequence(lambda n: f"Desk, morning {n}")
    dated_on = date(2026, 3, 3)
    added_by = factory.SubFactory(UserFactory)


class DiscussionFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Discussion

    assessment = factory.SubFactory(AssessmentFactory)
    node = factory.SubFactory(
        NodeFactory, version=factory.SelfAttribute("..assessment.model_version")
    )
    state = "held"
    planned_on = date(2026, 3, 4)
    held_on = date(2026, 3, 4)
    attendee_count = 7


class InstanceFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Instance

    assessment = factory.SubFactory(AssessmentFactory)
    name = factory.Sequence(lambda n: f"Service {n}")
    unit = "Desk"
    reason = "A typical one"
    position = factory.Sequence(lambda n: n)


class CharacterizationFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Characterization

    assessment = factory.SubFactory(AssessmentFactory)
    area = factory.SubFactory(
        NodeFactory, version=factory.SelfAttribute("..assessment.model_version")
    )
    practice = factory.SubFactory(
        NodeFactory, version=factory.SelfAttribute("..assessment.model_version")
    )
    instance = factory.SubFactory(InstanceFactory, assessment=factory.SelfAttribute("..assessment"))
    value = "FI"
    recorded_by = factory.SubFactory(UserFactory)


class ReleaseFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Release

    questionnaire = factory.SubFactory(QuestionnaireFactory)
    threshold = 5
    made_at = factory.LazyFunction(clock.now)


class UnitTallyFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = UnitTally

    item = factory.SubFactory(QuestionnaireItemFactory)
    unit = "Desk"
    choice = "yes"
    count = 1


class AreaConcordanceFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = AreaConcordance

    release = factory.SubFactory(ReleaseFactory)
    area = factory.SubFactory(NodeFactory)
    scale_key = factory.LazyFunction(uuid4)
    w = 0.5
    judges = 6
    objects_ordered = 3
    left_out = 0


class TargetProfileFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = TargetProfile
        django_get_or_create = ("assessment",)

    assessment = factory.SubFactory(AssessmentFactory)


class AgreedLevelFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = AgreedLevel

    assessment = factory.SubFactory(AssessmentFactory)
    node = factory.SubFactory(
        NodeFactory, version=factory.SelfAttribute("..assessment.model_version")
    )
    lower = 2
    upper = 2
    reason = "Seen at work"
    recorded_by = factory.SubFactory(UserFactory)


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


class DiscussionOutcomeFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = DiscussionOutcome

    discussion = factory.SubFactory(DiscussionFactory)
    finding = factory.SubFactory(
        FindingFactory, assessment=factory.SelfAttribute("..discussion.assessment")
    )
    kind = "agreed"


class RatingSignatureFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = RatingSignature

    assessment = factory.SubFactory(AssessmentFactory)
    user = factory.SubFactory(UserFactory)
    signed_at = factory.LazyFunction(clock.now)
    checksum = "0" * 64


class ResultSnapshotFactory(factory.django.DjangoModelFactory):
    """A standing result without rows, on the version and method of its assessment."""

    class Meta:
        model = ResultSnapshot

    assessment = factory.SubFactory(AssessmentFactory, state="agreed")
    number = 1
    frozen_at = factory.LazyFunction(clock.now)
    agreed_by = "The team"
    model_version = factory.SelfAttribute("assessment.model_version")
    method_version = factory.SelfAttribute("assessment.method_version")
    checksum = "0" * 64


class ResultComparisonFactory(factory.django.DjangoModelFactory):
    """Two results that a report compares."""

    class Meta:
        model = ResultComparison

    before = factory.SubFactory(ResultSnapshotFactory)
    after = factory.SubFactory(ResultSnapshotFactory)


class SnapshotRatingFactory(factory.django.DjangoModelFactory):
    """An area that was satisfied; a code of its own each."""

    class Meta:
        model = SnapshotRating

    snapshot = factory.SubFactory(ResultSnapshotFactory)
    position = factory.Sequence(lambda n: n)
    kind = "area"
    code = factory.Sequence(lambda n: f"A{n}")
    title = "Some area"
    lower = 1
    upper = factory.SelfAttribute("lower")


class SnapshotMedianFactory(factory.django.DjangoModelFactory):
    """Answers of everybody about an area, yes and no."""

    class Meta:
        model = SnapshotMedian

    snapshot = factory.SubFactory(ResultSnapshotFactory)
    position = factory.Sequence(lambda n: n)
    node = factory.SubFactory(NodeFactory)
    code = factory.SelfAttribute("node.code")
    title = factory.SelfAttribute("node.title")
    is_whole = True
    labels = ("No", "Yes")
    distribution = (2, 6)
    questions = 1
    lower = 1
    upper = factory.SelfAttribute("lower")
