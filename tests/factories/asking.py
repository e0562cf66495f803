"""How people are asked: links, mails, reminders, parts handed on."""

from datetime import date, timedelta

import factory

from assessments.models import Delegation, Dispatch, MailText, OptOut, PersonalLink, Reminder
from cip.kernel import clock
from tests.factories.accounts import OrganizationFactory
from tests.factories.assessments import AssessmentFactory, ParticipantFactory


class DelegationFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Delegation

    participant = factory.SubFactory(ParticipantFactory)
    name = factory.Sequence(lambda n: f"Colleague {n}")
    email = factory.Sequence(lambda n: f"colleague{n}@example.org")


class PersonalLinkFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = PersonalLink

    participant = factory.SubFactory(ParticipantFactory)
    secret_hash = factory.Sequence(lambda n: f"{n:064x}")
    expires_at = factory.LazyFunction(lambda: clock.now() + timedelta(days=30))


class ReminderFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Reminder

    assessment = factory.SubFactory(AssessmentFactory)
    number = 1
    planned_on = date(2026, 3, 9)


class DispatchFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Dispatch

    participant = factory.SubFactory(ParticipantFactory)
    number = 0


class MailTextFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = MailText

    assessment = factory.SubFactory(AssessmentFactory)
    kind = MailText.Kind.values[0]
    subject = "Your opinion"
    body = "Please tell us."


class OptOutFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = OptOut

    organization = factory.SubFactory(OrganizationFactory)
    email = factory.Sequence(lambda n: f"quiet{n}@example.org")
