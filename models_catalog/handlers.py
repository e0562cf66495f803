"""The jobs behind large model files: read, compare, store; and forget."""

from dataclasses import replace
from typing import Any
from uuid import UUID

from django.utils import translation
from django.utils.translation import gettext as _

from cip.access.actor import Actor
from cip.accounts.actors import actor_from_membership
from cip.accounts.models import Membership
from cip.jobs.heartbeat import Heartbeat
from cip.jobs.services import JobHandle
from cip.kernel import clock
from cip.kernel.errors import NotAllowed, WrongState
from models_catalog import policies
from models_catalog.models import ImportRun
from models_catalog.rules.foreign.detecting import FileForm
from models_catalog.rules.foreign.report import Told
from models_catalog.rules.model_file import FileReading, read_model_file
from models_catalog.services.files import ImportedFile, summary_of
from models_catalog.services.import_runs import forget_import, keep_result
from models_catalog.services.importing import import_document


def import_model_file(handle: JobHandle, payload: dict[str, Any]) -> None:
    """Read the file of a run, compare it with what is stored and, when asked, store it.

    The person is asked again for the right to import. Result and state are kept in one
    transaction; a run that ends in between has stored nothing.
    """
    run = ImportRun.objects.get(pk=UUID(payload["run_id"]))
    with translation.override(run.language):
        actor = _acting(run)
        policies.check_can_import(actor, run.organization_id)
        with Heartbeat(handle) as heart:
            handle.report_progress(5, _("Reading the file"))
            reading = _read(run)
            heart.check()
            found = ImportedFile(reading.form, reading.problems, None, None, reading.report)
            if reading.document is not None:
                handle.report_progress(50, _("Comparing with what is stored"))
                found = replace(found, summary=summary_of(reading.document, run.organization_id))
        if reading.document is not None and not run.is_dry_run:
            handle.report_progress(70, _("Storing"))
        with handle.finishing():
            keep_result(run, found if run.is_dry_run else _stored(found, actor, run, reading))


def forget_model_file(handle: JobHandle, payload: dict[str, Any]) -> None:
    """A run that nobody decided about goes, with its file."""
    with handle.finishing():
        forget_import(UUID(payload["run_id"]), clock.now())


def _acting(run: ImportRun) -> Actor:
    """The person who asked, with the roles of now. Raises NotAllowed for who is no member."""
    members = Membership.objects.current(clock.today()).select_related("user", "organization")
    theirs = members.filter(organization_id=run.organization_id, user__is_active=True)
    found = theirs.filter(user=run.requested_by).first() if run.requested_by else None
    if found is None:
        raise NotAllowed(_("Who asked for this import is no member of the organization any more."))
    return replace(actor_from_membership(found, found.user), label=run.requested_by_label)


def _read(run: ImportRun) -> FileReading:
    if run.content is None:
        raise WrongState(_("The file is not kept any more; upload it again."))
    return read_model_file(
        bytes(run.content),
        form=FileForm(run.form) if run.form else None,
        told=Told(run.owner, run.attribution),
    )


def _stored(
    found: ImportedFile, actor: Actor, run: ImportRun, reading: FileReading
) -> ImportedFile:
    if reading.document is None or found.summary is None:
        return found
    stored = import_document(
        actor=actor, document=reading.document, organization_id=run.organization_id
    )
    return replace(
        found, summary=replace(found.summary, outcome=stored.outcome), version=stored.version
    )
