"""The job that checks a stored file for viruses; until it is clean the file stays in quarantine."""

import shlex
import subprocess
import tempfile
from typing import Any
from uuid import UUID

from django.conf import settings

from cip.jobs.handle import JobHandle
from cip.jobs.heartbeat import Heartbeat
from cip.programs.models import ArtefactVersion
from cip.programs.services.scans import record_scan

CLEAN, INFECTED = 0, 1  # exit codes of clamscan and clamdscan


class ScanFailed(Exception):
    """The scanner could say neither clean nor infected; the job is tried again."""


def scan_artefact(handle: JobHandle, payload: dict[str, Any]) -> None:
    """Run the command of ARTEFACT_SCAN_COMMAND over the file and record what it says."""
    version = ArtefactVersion.objects.select_related("artefact__program").get(
        pk=UUID(payload["version_id"])
    )
    with Heartbeat(handle):
        code = _exit_code(version)
    if code not in (CLEAN, INFECTED):
        raise ScanFailed(f"exit code {code}")
    with handle.finishing():
        record_scan(version, is_clean=code == CLEAN)


def _exit_code(version: ArtefactVersion) -> int:
    """The storage may be far away, so the scanner gets a file of its own."""
    with tempfile.NamedTemporaryFile(prefix="scan-") as copy:
        with version.file.open("rb") as content:
            for chunk in content.chunks():
                copy.write(chunk)
        copy.flush()
        command = [*shlex.split(settings.ARTEFACT_SCAN_COMMAND), copy.name]
        done = subprocess.run(  # noqa: S603 - the operator's own command, the path is ours
            command,
            check=False,
            capture_output=True,
            timeout=settings.ARTEFACT_SCAN_SECONDS,
        )
    return done.returncode
