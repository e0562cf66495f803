"""API of workshops."""

from rest_framework.routers import BaseRouter

from workshops.api.parts import AgendaItemViewSet, AttendanceViewSet, OutcomeViewSet
from workshops.api.workshops import AgreementViewSet, WorkshopViewSet


def register(router: BaseRouter) -> None:
    """Add this app's viewsets to the one router."""
    router.register("workshops", WorkshopViewSet, basename="workshop")
    router.register("agenda-items", AgendaItemViewSet, basename="agenda-item")
    router.register("attendances", AttendanceViewSet, basename="attendance")
    router.register("agreements", AgreementViewSet, basename="agreement")
    router.register("outcomes", OutcomeViewSet, basename="outcome")
