"""Handlers for jobs in tests."""

from typing import Any

from cip.jobs.models import Job
from cip.jobs.services import JobHandle
from cip.kernel.errors import InvalidInput


def succeed(handle: JobHandle, payload: dict[str, Any]) -> None:
    """Report half, then finish."""
    handle.report_progress(50, "half")
    with handle.finishing():
        pass


def refuse(handle: JobHandle, payload: dict[str, Any]) -> None:
    """Fail for a reason that will not go away."""
    raise InvalidInput("There is nothing to print.")


def crash(handle: JobHandle, payload: dict[str, Any]) -> None:
    """Fail by a bug."""
    raise RuntimeError("secret detail")


def crash_while_storing(handle: JobHandle, payload: dict[str, Any]) -> None:
    """Store something, then fail: nothing of it may stay."""
    with handle.finishing():
        Job.objects.filter(pk=handle.job_id).update(progress_note="stored")
        raise RuntimeError


def see_cancel(handle: JobHandle, payload: dict[str, Any]) -> None:
    """Somebody cancels while it runs."""
    Job.objects.filter(pk=handle.job_id).update(cancel_requested_at="2026-01-01T00:00Z")
    handle.report_progress(10)


def crash_after_cancel(handle: JobHandle, payload: dict[str, Any]) -> None:
    """Somebody cancels while it runs, and it fails before it notices."""
    Job.objects.filter(pk=handle.job_id).update(cancel_requested_at="2026-01-01T00:00Z")
    raise RuntimeError


def lose_claim(handle: JobHandle, payload: dict[str, Any]) -> None:
    """Another worker takes the job over in the middle."""
    Job.objects.filter(pk=handle.job_id).update(token="00000000-0000-0000-0000-000000000001")
    with handle.finishing():
        raise AssertionError("a zombie must not store")
