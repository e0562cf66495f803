"""API of workplans and the roadmap."""

from rest_framework.routers import BaseRouter

from roadmap.api.initiatives import InitiativeViewSet
from roadmap.api.parts import BudgetLineViewSet, DependencyViewSet, MilestoneViewSet
from roadmap.api.roadmaps import RoadmapViewSet
from roadmap.api.work_items import WorkItemViewSet
from roadmap.api.workplans import WorkplanViewSet


def register(router: BaseRouter) -> None:
    """Add this app's viewsets to the one router."""
    router.register("workplans", WorkplanViewSet, basename="workplan")
    router.register("initiatives", InitiativeViewSet, basename="initiative")
    router.register("work-items", WorkItemViewSet, basename="work-item")
    router.register("milestones", MilestoneViewSet, basename="milestone")
    router.register("budget-lines", BudgetLineViewSet, basename="budget-line")
    router.register("dependencies", DependencyViewSet, basename="dependency")
    router.register("roadmaps", RoadmapViewSet, basename="roadmap")
