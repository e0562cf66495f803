"""Milestones, budget lines and dependencies."""

import django_filters
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from cip.api.views import expected_version
from roadmap.api.base import IN_PLAN, PlanViewSet, with_ids
from roadmap.models import BudgetLine, Dependency, Milestone
from roadmap.serializers.rows import (
    BudgetLineEdit,
    BudgetLineInput,
    BudgetLineSerializer,
    DependencyInput,
    DependencySerializer,
    MilestoneEdit,
    MilestoneInput,
    MilestoneSerializer,
)
from roadmap.services import budget, dependencies, milestones


class MilestoneFilter(django_filters.FilterSet):
    """Milestones of one program, workplan or initiative."""

    program = django_filters.UUIDFilter(field_name="workplan__program_id")
    workplan = django_filters.UUIDFilter(field_name="workplan_id")
    initiative = django_filters.UUIDFilter(field_name="initiative_id")
    is_reached = django_filters.BooleanFilter(
        field_name="reached_on", lookup_expr="isnull", exclude=True
    )


class MilestoneViewSet(PlanViewSet):
    """Days on which something is reached."""

    model = Milestone
    related = IN_PLAN
    serializer_class = MilestoneSerializer
    filterset_class = MilestoneFilter
    ordering_fields = ("title", "due_on", "created_at")

    @extend_schema(request=MilestoneInput, responses={201: MilestoneSerializer})
    def create(self, request: Request) -> Response:
        """A new milestone."""
        data = self.validated(request, MilestoneInput)
        row = milestones.create_milestone(
            actor=self.actor,
            workplan=self.workplan(data.pop("workplan")),
            **with_ids(data, "initiative"),
        )
        return self.rendered(row, status=201)

    @extend_schema(request=MilestoneEdit, responses=MilestoneSerializer)
    def partial_update(self, request: Request, pk: str) -> Response:
        """Change what is sent, `reached_on` among it; demands If-Match."""
        row = self.get_object()
        version = expected_version(request)
        data = self.validated(request, MilestoneEdit, partial=True)
        saved = milestones.edit_milestone(
            actor=self.actor,
            milestone=row,
            expected_version=version,
            values=with_ids(data, "initiative"),
        )
        return self.rendered(saved)

    @extend_schema(responses={204: None})
    def destroy(self, request: Request, pk: str) -> Response:
        """Remove it."""
        milestones.remove_milestone(actor=self.actor, milestone=self.get_object())
        return Response(status=204)


class BudgetLineFilter(django_filters.FilterSet):
    """Budget lines of one program, workplan, initiative or kind."""

    program = django_filters.UUIDFilter(field_name="initiative__workplan__program_id")
    workplan = django_filters.UUIDFilter(field_name="initiative__workplan_id")
    initiative = django_filters.UUIDFilter(field_name="initiative_id")
    kind = django_filters.ChoiceFilter(choices=BudgetLine.Kind.choices)


class BudgetLineViewSet(PlanViewSet):
    """What initiatives cost, in the program's currency."""

    model = BudgetLine
    related = ("initiative__workplan__team", "initiative__workplan__program")
    serializer_class = BudgetLineSerializer
    filterset_class = BudgetLineFilter
    ordering_fields = ("label", "amount", "created_at")

    @extend_schema(request=BudgetLineInput, responses={201: BudgetLineSerializer})
    def create(self, request: Request) -> Response:
        """A new budget line."""
        data = self.validated(request, BudgetLineInput)
        row = budget.add_budget_line(
            actor=self.actor, initiative=self.initiative(data.pop("initiative")), **data
        )
        return self.rendered(row, status=201)

    @extend_schema(request=BudgetLineEdit, responses=BudgetLineSerializer)
    def partial_update(self, request: Request, pk: str) -> Response:
        """Change what is sent; demands If-Match."""
        row = self.get_object()
        version = expected_version(request)
        data = self.validated(request, BudgetLineEdit, partial=True)
        saved = budget.edit_budget_line(
            actor=self.actor, line=row, expected_version=version, values=data
        )
        return self.rendered(saved)

    @extend_schema(responses={204: None})
    def destroy(self, request: Request, pk: str) -> Response:
        """Remove it."""
        budget.remove_budget_line(actor=self.actor, line=self.get_object())
        return Response(status=204)


class DependencyFilter(django_filters.FilterSet):
    """Dependencies in one program, or at one initiative."""

    program = django_filters.UUIDFilter(field_name="successor__workplan__program_id")
    predecessor = django_filters.UUIDFilter(field_name="predecessor_id")
    successor = django_filters.UUIDFilter(field_name="successor_id")


class DependencyViewSet(PlanViewSet):
    """Finish to start, also between teams."""

    model = Dependency
    related = ("predecessor__workplan__program", "successor__workplan__program")
    serializer_class = DependencySerializer
    filterset_class = DependencyFilter
    ordering_fields = ("created_at",)

    @extend_schema(request=DependencyInput, responses={201: DependencySerializer})
    def create(self, request: Request) -> Response:
        """The successor waits for the predecessor; a circle is refused and its path named."""
        data = self.validated(request, DependencyInput)
        row = dependencies.add_dependency(
            actor=self.actor,
            predecessor=self.initiative(data["predecessor"], "predecessor"),
            successor=self.initiative(data["successor"], "successor"),
            lag_days=data["lag_days"],
        )
        return self.rendered(row, status=201)

    @extend_schema(responses={204: None})
    def destroy(self, request: Request, pk: str) -> Response:
        """The successor waits no longer."""
        dependencies.remove_dependency(actor=self.actor, dependency=self.get_object())
        return Response(status=204)
