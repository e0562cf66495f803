"""API of assessments."""

from rest_framework.routers import BaseRouter

from assessments.api import (
    agreed_levels,
    analysis,
    answers,
    appraisal,
    asking,
    discussions,
    evidence,
    interviews,
    results,
    setup,
    snapshots,
    steps,
)


def register(router: BaseRouter) -> None:
    """Add this app's viewsets to the one router."""
    setup.register(router)
    answers.register(router)
    asking.register(router)
    results.register(router)
    steps.register(router)
    interviews.register(router)
    evidence.register(router)
    discussions.register(router)
    appraisal.register(router)
    analysis.register(router)
    agreed_levels.register(router)
    snapshots.register(router)
