"""What lower floors may ask about upper ones without knowing them; named in the settings."""

from uuid import UUID

from cip.access.actor import Actor
from cip.programs.models import Program
from cip.reports.queries import visible_report_jobs
from cip.web.loading import get_visible
from models_catalog.queries.import_runs import visible_import_jobs


def visible_program(actor: Actor, program_id: UUID) -> Program:
    """The program if the actor may see it; Http404 otherwise."""
    return get_visible(Program.objects.all(), actor, program_id)


def visible_job_versions(actor: Actor, job_ids: set[UUID]) -> dict[UUID, int]:
    """Versions of the jobs that pages of the actor show; for `settings.LIVE_TOPICS`."""
    return dict(visible_report_jobs(actor, job_ids).union(visible_import_jobs(actor, job_ids)))
