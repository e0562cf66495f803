"""Jobs and audit rows."""

from datetime import timedelta
from uuid import uuid4

import factory

from cip.audit.models import AuditEvent
from cip.jobs.models import Job
from cip.kernel import clock


class JobFactory(factory.django.DjangoModelFactory):
    """A queued job; the trait `running` makes it claimed with a minute to go."""

    class Meta:
        model = Job

    class Params:
        running = factory.Trait(
            state="running",
            attempts=1,
            token=factory.LazyFunction(uuid4),
            lease_until=factory.LazyFunction(lambda: clock.now() + timedelta(minutes=1)),
        )

    kind = "mail"


class AuditEventFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = AuditEvent

    actor_kind = "system"
    actor_label = "System"
    action = "thing.made"
    subject_type = "thing"
    subject_id = "1"
