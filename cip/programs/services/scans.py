"""What the virus scanner said."""

from cip.access.actor import Actor, ActorKind
from cip.audit import services as audit
from cip.programs.models import ArtefactVersion


def record_scan(version: ArtefactVersion, *, is_clean: bool) -> None:
    """Let the file out of quarantine, or keep it there for good; part of the job's transaction."""
    version.scan = ArtefactVersion.Scan.CLEAN if is_clean else ArtefactVersion.Scan.INFECTED
    version.save(update_fields=["scan"])
    program = version.artefact.program
    scanner = Actor(ActorKind.SYSTEM, "Virus scanner", program.organization_id)
    audit.record(
        scanner,
        "artefact.scanned",
        version.artefact,
        program_id=program.pk,
        changes={"version": [None, version.number], "scan": ["waiting", version.scan]},
    )
