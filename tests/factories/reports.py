"""Report runs."""

from uuid import uuid4

import factory

from cip.reports.models import ReportRun
from tests.factories.accounts import OrganizationFactory
from tests.factories.jobs import JobFactory


class ReportRunFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = ReportRun

    organization = factory.SubFactory(OrganizationFactory)
    kind = "assessment"
    subject_id = factory.LazyFunction(uuid4)
    subject_label = "Something"
    requested_by_label = "Somebody"
    job = factory.SubFactory(JobFactory, kind="report")
