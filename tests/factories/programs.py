"""Programs, teams, artefacts."""

from datetime import date

import factory

from cip.access.roles import TeamRole
from cip.programs.models import (
    Activity,
    Artefact,
    ArtefactComment,
    ArtefactVersion,
    CITeam,
    Deliverable,
    Phase,
    Program,
    TeamMembership,
)
from tests.factories.accounts import OrganizationFactory, UserFactory


class ProgramFactory(factory.django.DjangoModelFactory):
    """A bare program; `create_program` (the service) adds phases and activities."""

    class Meta:
        model = Program

    organization = factory.SubFactory(OrganizationFactory)
    name = factory.Sequence(lambda n: f"Program {n}")
    lead = factory.SubFactory(UserFactory)
    starts_on = date(2026, 1, 5)


class PhaseFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Phase

    program = factory.SubFactory(ProgramFactory)
    kind = "discover"
    position = 1


class ActivityFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Activity

    phase = factory.SubFactory(PhaseFactory)
    number = factory.Sequence(lambda n: n + 1)
    title = factory.Sequence(lambda n: f"Activity {n}")


class DeliverableFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Deliverable

    activity = factory.SubFactory(ActivityFactory)
    title = factory.Sequence(lambda n: f"Deliverable {n}")


class CITeamFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = CITeam

    program = factory.SubFactory(ProgramFactory)
    name = factory.Sequence(lambda n: f"Team {n}")


class TeamMembershipFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = TeamMembership

    team = factory.SubFactory(CITeamFactory)
    user = factory.SubFactory(UserFactory)
    role = TeamRole.MEMBER.value


class ArtefactFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Artefact

    program = factory.SubFactory(ProgramFactory)
    title = factory.Sequence(lambda n: f"Artefact {n}")


class ArtefactVersionFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = ArtefactVersion

    artefact = factory.SubFactory(ArtefactFactory)
    number = factory.Sequence(lambda n: n + 2)  # tests make the first by the service
    file = factory.django.FileField(filename="plan.pdf", data=b"%PDF-1.4 test")
    file_name = "plan.pdf"
    content_type = "application/pdf"
    size = 13
    checksum = "0" * 64
    uploaded_by = factory.SubFactory(UserFactory)


class ArtefactCommentFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = ArtefactComment

    artefact = factory.SubFactory(ArtefactFactory)
    author = factory.SubFactory(UserFactory)
    text = "A comment"
