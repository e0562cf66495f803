"""API of programs."""

from rest_framework.routers import BaseRouter

from cip.programs.api.artefacts import (
    ArtefactCommentViewSet,
    ArtefactVersionViewSet,
    ArtefactViewSet,
)
from cip.programs.api.programs import (
    ActivityViewSet,
    DeliverableViewSet,
    PhaseViewSet,
    ProgramViewSet,
)
from cip.programs.api.teams import TeamMembershipViewSet, TeamViewSet


def register(router: BaseRouter) -> None:
    """Add this app's viewsets to the one router."""
    router.register("programs", ProgramViewSet, basename="program")
    router.register("phases", PhaseViewSet, basename="phase")
    router.register("activities", ActivityViewSet, basename="activity")
    router.register("deliverables", DeliverableViewSet, basename="deliverable")
    router.register("ci-teams", TeamViewSet, basename="ci-team")
    router.register("team-memberships", TeamMembershipViewSet, basename="team-membership")
    router.register("artefacts", ArtefactViewSet, basename="artefact")
    router.register("artefact-versions", ArtefactVersionViewSet, basename="artefact-version")
    router.register("artefact-comments", ArtefactCommentViewSet, basename="artefact-comment")
