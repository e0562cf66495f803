"""Large model files: asked for here, done by a worker (`models_catalog.handlers`)."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from uuid import UUID

from django.db import connection, transaction
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from cip.access.actor import Actor
from cip.audit import services as audit
from cip.jobs import services as jobs
from cip.jobs.models import Job
from cip.kernel.errors import WrongState
from cip.kernel.texts import SHORT, clean, storable
from models_catalog import policies
from models_catalog.models import ImportRun
from models_catalog.rules.foreign.detecting import FileForm
from models_catalog.rules.foreign.report import Told
from models_catalog.services.files import ImportedFile
from models_catalog.services.results import plain_result

KIND = "model_import"
FORGET = "forget_model_import"
KEPT = timedelta(hours=24)
"""How long a file waits for somebody to decide; then the file and what was found in it go."""
AGAIN = timedelta(hours=1)
MOST_KEPT = 20
"""Files of one organization that may wait at the same time."""
OPEN = (Job.State.QUEUED, Job.State.RUNNING)


NOBODY = Told()


@dataclass(frozen=True)
class Upload:
    """A file as it came in, with what the person says about it."""

    data: bytes
    name: str = ""
    form: FileForm | None = None
    told: Told = NOBODY


@transaction.atomic
def request_import(*, actor: Actor, upload: Upload, is_dry_run: bool, now: datetime) -> ImportRun:
    """Queue the reading of a model file and, unless it is a dry run, its storing as a draft.

    The same file again while it waits or is read gives the same run. Raises WrongState when too
    many files of the organization wait.
    """
    policies.check_can_import(actor, actor.organization_id)
    checksum = sha256(upload.data).hexdigest()
    _one_at_a_time(actor.organization_id)
    theirs = ImportRun.objects.visible_to(actor).filter(content__isnull=False)
    existing = theirs.filter(
        requested_by_id=actor.user_id,
        checksum=checksum,
        form=upload.form or "",
        owner=upload.told.owner,
        attribution=upload.told.attribution,
        is_dry_run=is_dry_run,
        job__state__in=OPEN,
    )
    run = existing.select_related("job").first()
    if run is not None:
        return run
    if theirs.count() >= MOST_KEPT:
        raise WrongState(
            _("%(count)s files of your organization wait already; store or discard one first.")
            % {"count": MOST_KEPT}
        )
    run = ImportRun(
        organization_id=actor.organization_id,
        language=(get_language() or "en")[:10],
        content=upload.data,
        file_name=storable(clean(upload.name))[:SHORT] or checksum[:12],
        size=len(upload.data),
        checksum=checksum,
        form=upload.form or "",
        owner=upload.told.owner,
        attribution=upload.told.attribution,
        is_dry_run=is_dry_run,
    )
    _queue(run, actor, now)
    run.save(force_insert=True)
    jobs.enqueue(FORGET, {"run_id": str(run.pk)}, run_after=now + KEPT)
    audit.record(actor, "model_import.requested", run, changes={"checksum": [None, checksum]})
    return run


@transaction.atomic
def store_import(*, actor: Actor, run: ImportRun, now: datetime) -> ImportRun:
    """Queue the storing of a file whose dry run was seen. Asking twice stores once.

    Raises WrongState when there is nothing to store.
    """
    policies.check_can_import(actor, run.organization_id)
    run = _locked(run)
    if not run.is_dry_run and (run.job.state in OPEN or run.standing is run.Standing.STORED):
        return run
    policies.check_can_store_import(actor, run)
    seen = run.job
    run.is_dry_run = False
    _queue(run, actor, now)
    run.save(update_fields=["is_dry_run", "job", *_ASKED])
    seen.delete()
    audit.record(actor, "model_import.confirmed", run)
    return run


@transaction.atomic
def cancel_import(*, actor: Actor, run: ImportRun, now: datetime) -> ImportRun:
    """Stop a file that waits or is read; nothing of it is stored, the file goes."""
    policies.check_can_cancel_import(actor, run)
    jobs.cancel(run.job, now)
    _drop_content(run)
    audit.record(actor, "model_import.canceled", run)
    return run


@transaction.atomic
def retry_import(*, actor: Actor, run: ImportRun) -> ImportRun:
    """Try again what failed on our side, as long as the file is kept."""
    policies.check_can_retry_import(actor, run)
    jobs.retry(run.job)
    audit.record(actor, "model_import.retried", run)
    return run


@transaction.atomic
def discard_import(*, actor: Actor, run: ImportRun) -> None:
    """Forget the file and what was found in it; what was stored stays."""
    run = _locked(run)
    policies.check_can_discard_import(actor, run)
    audit.record(actor, "model_import.discarded", run)
    _delete(run)


def keep_result(run: ImportRun, found: ImportedFile) -> None:
    """What was found; the file goes unless it can still be stored. Call inside `finishing()`."""
    run.result, run.version = plain_result(found), found.version
    run.outcome = found.summary.outcome if found.summary else ImportRun.Outcome.REFUSED
    run.save(update_fields=["result", "version", "outcome"])
    if not (run.is_dry_run and run.outcome in _NEW):
        _drop_content(run)


@transaction.atomic
def forget_import(run_id: UUID, now: datetime) -> None:
    """The run's time is over. One that is still at work is asked about again later."""
    run = ImportRun.objects.select_for_update(of=("self",)).filter(pk=run_id).first()
    if run is None:
        return
    if run.job.is_over:
        _delete(run)
    else:
        jobs.enqueue(FORGET, {"run_id": str(run_id)}, run_after=now + AGAIN)


_NEW = (ImportRun.Outcome.CREATED, ImportRun.Outcome.REPLACED)
_ASKED = ("requested_by", "requested_by_label", "requested_at")


def _queue(run: ImportRun, actor: Actor, now: datetime) -> None:
    run.requested_by_id, run.requested_by_label = actor.user_id, actor.label[:300]
    run.requested_at = now
    run.job = jobs.enqueue(KIND, {"run_id": str(run.pk)})


def _locked(run: ImportRun) -> ImportRun:
    rows = ImportRun.objects.select_for_update(of=("self",)).select_related("job")
    return rows.defer("content").get(pk=run.pk)


def _drop_content(run: ImportRun) -> None:
    ImportRun.objects.filter(pk=run.pk).update(content=None)


def _delete(run: ImportRun) -> None:
    job = run.job
    run.delete()
    job.delete()


def _one_at_a_time(organization_id: UUID) -> None:
    """Two requests at the same moment wait for one another; the lock ends with the transaction."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"import:{organization_id}"]
        )
