"""API of assessments."""

from rest_framework.routers import BaseRouter

from assessments.api import analysis, answers, asking, results, setup


def register(router: BaseRouter) -> None:
    """Add this app's viewsets to the one router."""
    setup.register(router)
    answers.register(router)
    asking.register(router)
    results.register(router)
    analysis.register(router)
