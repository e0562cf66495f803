"""Workplans and the roadmap."""

from datetime import date
from decimal import Decimal

import factory

from roadmap.models import (
    BudgetLine,
    Dependency,
    Initiative,
    InitiativeSource,
    Milestone,
    WorkItem,
    Workplan,
)
from tests.factories.assessments import FindingFactory
from tests.factories.programs import CITeamFactory


class WorkplanFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Workplan

    team = factory.SubFactory(CITeamFactory)
    program = factory.SelfAttribute("team.program")


class InitiativeFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Initiative

    workplan = factory.SubFactory(WorkplanFactory)
    title = factory.Sequence(lambda n: f"Initiative {n}")
    starts_on = date(2026, 3, 2)
    due_on = date(2026, 5, 29)


class InitiativeSourceFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = InitiativeSource

    initiative = factory.SubFactory(InitiativeFactory)
    finding = factory.SubFactory(FindingFactory)


class BudgetLineFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = BudgetLine

    initiative = factory.SubFactory(InitiativeFactory)
    kind = "opex"
    label = "Training"
    amount = Decimal("1000.00")


class DependencyFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Dependency

    predecessor = factory.SubFactory(InitiativeFactory)
    successor = factory.SubFactory(InitiativeFactory)


class WorkItemFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = WorkItem

    workplan = factory.SubFactory(WorkplanFactory)
    title = factory.Sequence(lambda n: f"Work item {n}")


class MilestoneFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Milestone

    workplan = factory.SubFactory(WorkplanFactory)
    title = factory.Sequence(lambda n: f"Milestone {n}")
    due_on = date(2026, 6, 1)
