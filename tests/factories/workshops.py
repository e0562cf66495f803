"""Workshops."""

import factory

from cip.kernel import clock
from tests.factories.accounts import UserFactory
from tests.factories.programs import ProgramFactory
from workshops.models import AgendaItem, Agreement, Attendance, Outcome, Workshop


class WorkshopFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Workshop

    program = factory.SubFactory(ProgramFactory)
    stage = 1
    title = factory.Sequence(lambda n: f"Workshop {n}")


class AgendaItemFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = AgendaItem

    workshop = factory.SubFactory(WorkshopFactory)
    position = factory.Sequence(lambda n: n)
    section_number = 1
    section = "Introduction"
    title = factory.Sequence(lambda n: f"Agenda item {n}")
    minutes = 15


class AttendanceFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Attendance

    workshop = factory.SubFactory(WorkshopFactory)
    name = factory.Sequence(lambda n: f"Attendee {n}")


class AgreementFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Agreement

    workshop = factory.SubFactory(WorkshopFactory)
    number = factory.Sequence(lambda n: n + 1)
    content = factory.LazyFunction(dict)
    content_hash = "0" * 64
    requested_by = factory.SubFactory(UserFactory)
    requested_at = factory.LazyFunction(clock.now)


class OutcomeFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Outcome

    workshop = factory.SubFactory(WorkshopFactory)
    kind = "note"
    text = factory.Sequence(lambda n: f"Outcome {n}")
    recorded_by = factory.SubFactory(UserFactory)
