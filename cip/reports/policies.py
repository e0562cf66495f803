"""Who may ask for a report, stop it, try again and fetch it.

What a report shows is guarded by its kind's own `check`; these are the rules on top.
"""

from django.utils.translation import gettext as _

from cip.access.actor import Actor, granted, granted_in_any_team
from cip.access.permissions import Permission
from cip.jobs.models import Job
from cip.kernel.errors import NotAllowed, WrongState
from cip.reports.models import ReportRun

RETRIABLE = (Job.State.FAILED, Job.State.CANCELED)


def check_can_request_report(actor: Actor) -> None:
    """Program leads, sponsors, facilitators and leads of CI teams."""
    if not granted_in_any_team(actor, Permission.REQUEST_REPORT):
        raise NotAllowed(
            _("Your roles do not include requesting reports; ask the program lead to make one.")
        )


def check_can_cancel_report(actor: Actor, run: ReportRun) -> None:
    """The requester, or who edits programs; only while it waits or runs."""
    if run.job.is_over:
        raise WrongState(_("This report is not being made any more."))
    if not _is_responsible(actor, run):
        raise NotAllowed(
            _("Only the person who requested this report or the program lead can cancel it.")
        )


def check_can_retry_report(actor: Actor, run: ReportRun) -> None:
    """The requester, or who edits programs; only after it failed or was canceled."""
    if run.job.state not in RETRIABLE:
        raise WrongState(_("Only a report that failed or was canceled can be made again."))
    if not _is_responsible(actor, run):
        raise NotAllowed(
            _("Only the person who requested this report or the program lead can try again.")
        )


def check_can_download_report(run: ReportRun) -> None:
    """Only what is finished."""
    if run.job.state != Job.State.DONE or not run.file:
        raise WrongState(_("This report is not finished yet."))


def _is_responsible(actor: Actor, run: ReportRun) -> bool:
    if actor.user_id is not None and run.requested_by_id == actor.user_id:
        return True
    return granted(actor, Permission.EDIT_PROGRAM)
