"""Rows that the demonstration does not have, so that every address of the API names something."""

from cip.home.demo.builder import Stage
from tests.factories.accounts import ApiTokenFactory, InvitationFactory
from tests.factories.catalog import MaturityModelFactory, ModelVersionFactory
from tests.factories.jobs import JobFactory
from tests.factories.programs import (
    ArtefactCommentFactory,
    ArtefactFactory,
    ArtefactVersionFactory,
    ProgramFactory,
)
from tests.factories.reports import ReportRunFactory


def add_the_rest(stage: Stage) -> None:
    """A row of every kind that the API serves, and an empty program."""
    lead = stage.users["lead"]
    InvitationFactory(organization=stage.organization, invited_by=lead)
    ApiTokenFactory(organization=stage.organization, user=lead, secret="cip_another")
    ProgramFactory(organization=stage.organization, lead=lead)
    artefact = ArtefactFactory(program=stage.program)
    ArtefactVersionFactory(artefact=artefact, uploaded_by=lead)
    ArtefactCommentFactory(artefact=artefact, author=lead)
    model = MaturityModelFactory(organization=stage.organization)
    ModelVersionFactory(model=model)
    for state in ("queued", "failed", "canceled"):
        ReportRunFactory(
            organization=stage.organization,
            kind="assessment",
            program_id=stage.program.pk if stage.program else None,
            requested_by=lead,
            job=JobFactory(kind="report", state=state),
        )
