"""Artefacts: files with versions, and comments on them."""

from collections.abc import Mapping
from datetime import datetime
from hashlib import sha256
from typing import Any
from uuid import UUID

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext as _

from cip.access.actor import Actor, acting_person
from cip.access.roles import Role, TeamRole
from cip.accounts.models.organization import ROLE_LABELS
from cip.audit import services as audit
from cip.db.lookups import named_row
from cip.db.versions import save_version
from cip.jobs.services import PATIENT, enqueue
from cip.kernel.errors import InvalidInput
from cip.programs import policies
from cip.programs.models import Artefact, ArtefactComment, ArtefactVersion, CITeam, Program
from cip.programs.models.team import TEAM_ROLE_CHOICES
from cip.programs.rules import files
from cip.programs.services.reading import content_of
from cip.programs.services.shared import plain


@transaction.atomic
def create_artefact(
    *,
    actor: Actor,
    program: Program,
    title: str,
    description: str = "",
    team: UUID | None = None,
    file: UploadedFile,
    note: str = "",
) -> Artefact:
    """A new artefact of the program, or of one of its CI teams, with its first version.

    Raises InvalidInput when the file cannot be stored or the team is not one of the program's.
    """
    row = None if team is None else _team_of(actor, program, team)
    policies.check_can_upload(actor, program, team)
    if not title.strip():
        raise InvalidInput(fields={"title": [_("Give the artefact a title.")]})
    artefact = Artefact.objects.create(
        program=program, team=row, title=title, description=description
    )
    audit.record(actor, "artefact.created", artefact, program_id=program.pk)
    _store(actor, artefact, file, note)
    return artefact


@transaction.atomic
def add_version(
    *, actor: Actor, artefact: Artefact, file: UploadedFile, note: str = ""
) -> ArtefactVersion:
    """The next version. Raises InvalidInput when it is the same file as the latest version."""
    policies.check_can_edit_artefact(actor, artefact)
    Artefact.objects.select_for_update(of=("self",)).get(pk=artefact.pk)
    return _store(actor, artefact, file, note)


@transaction.atomic
def edit_artefact(
    *, actor: Actor, artefact: Artefact, expected_version: int, values: Mapping[str, Any]
) -> Artefact:
    """Change title, description or team (an id of a team of the program, or None).

    Moving an artefact needs the right to store artefacts at both places.
    Raises InvalidInput or StaleWrite.
    """
    policies.check_can_edit_artefact(actor, artefact)
    checked = dict(values)
    if "title" in checked and not checked["title"].strip():
        raise InvalidInput(fields={"title": [_("Give the artefact a title.")]})
    if "team" in checked:
        policies.check_can_upload(actor, artefact.program, checked["team"])
        if checked["team"] is not None:
            checked["team"] = _team_of(actor, artefact.program, checked["team"])
    changes = save_version(artefact, expected_version=expected_version, values=checked)
    if changes:
        audit.record(
            actor,
            "artefact.edited",
            artefact,
            program_id=artefact.program_id,
            changes=plain(changes),
        )
    return artefact


@transaction.atomic
def withdraw_artefact(*, actor: Actor, artefact: Artefact, now: datetime) -> Artefact:
    """Take the artefact out of the lists; files and comments stay, and it can be restored."""
    policies.check_can_withdraw_artefact(actor, artefact)
    save_version(artefact, expected_version=artefact.version, values={"withdrawn_at": now})
    audit.record(actor, "artefact.withdrawn", artefact, program_id=artefact.program_id)
    return artefact


@transaction.atomic
def restore_artefact(*, actor: Actor, artefact: Artefact) -> Artefact:
    """Put a withdrawn artefact back into the lists."""
    policies.check_can_restore_artefact(actor, artefact)
    save_version(artefact, expected_version=artefact.version, values={"withdrawn_at": None})
    audit.record(actor, "artefact.restored", artefact, program_id=artefact.program_id)
    return artefact


@transaction.atomic
def comment_on_artefact(*, actor: Actor, artefact: Artefact, text: str) -> ArtefactComment:
    """Say something about the artefact as it is now; advisors of its team may, too."""
    policies.check_can_comment(actor, artefact)
    if not text.strip():
        raise InvalidInput(fields={"text": [_("Write something first.")]})
    comment = ArtefactComment.objects.create(
        artefact=artefact,
        artefact_version=artefact.versions.order_by("-number").first(),
        author_id=acting_person(actor),
        author_role=_role_in(actor, artefact)[:60],
        text=text,
    )
    audit.record(actor, "artefact.commented", artefact, program_id=artefact.program_id)
    return comment


def _team_of(actor: Actor, program: Program, team: UUID) -> CITeam:
    row = named_row(CITeam.objects.filter(program=program), actor, team, field="team")
    return row


def _role_in(actor: Actor, artefact: Artefact) -> str:
    """In which capacity the actor speaks: the role in the team, else the weightiest role."""
    if artefact.team_id is not None and artefact.team_id in actor.team_roles:
        labels = dict(TEAM_ROLE_CHOICES)
        return str(labels[TeamRole(actor.team_roles[artefact.team_id]).value])
    return next((str(ROLE_LABELS[role]) for role in Role if role in actor.roles), "")


# Files ----------------------------------------------------------------------------------------


def _store(actor: Actor, artefact: Artefact, file: UploadedFile, note: str) -> ArtefactVersion:
    name = files.clean_file_name(file.name or "")
    checksum = _checked_content(name, file)
    latest = artefact.versions.order_by("-number").first()
    if latest is not None and latest.checksum == checksum:
        text = _("This is the same file as version %(number)s; nothing was stored.")
        raise InvalidInput(fields={"file": [text % {"number": latest.number}]})
    version = ArtefactVersion.objects.create(
        artefact=artefact,
        number=1 if latest is None else latest.number + 1,
        file=file,
        file_name=name,
        content_type=files.MEDIA_TYPES[files.extension_of(name)],
        size=file.size or 0,
        checksum=checksum,
        note=note,
        uploaded_by_id=acting_person(actor),
        scan=ArtefactVersion.Scan.WAITING if settings.ARTEFACT_SCAN_COMMAND else "",
    )
    if version.scan:
        enqueue(
            "artefact_scan",
            {"version_id": str(version.pk)},
            dedupe_key=f"scan {version.pk}",
            max_attempts=PATIENT,
        )
    audit.record(
        actor,
        "artefact.version_added",
        artefact,
        program_id=artefact.program_id,
        changes={"version": [None, version.number], "file": ["", name]},
    )
    return version


def _checked_content(name: str, file: UploadedFile) -> str:
    """The SHA-256 of an acceptable file; InvalidInput on `file` otherwise."""
    if file.size is not None and file.size > settings.ARTEFACT_MAX_BYTES:
        limit = {"limit": settings.ARTEFACT_MAX_BYTES // 2**20}
        raise InvalidInput(
            fields={"file": [_("The file is larger than %(limit)s MB; make it smaller.") % limit]}
        )
    problem = files.problem_with(name, content_of(name, file))
    if problem:
        raise InvalidInput(fields={"file": [problem]})
    file.seek(0)
    checksum = sha256()
    for chunk in file.chunks():
        checksum.update(chunk)
    file.seek(0)
    return checksum.hexdigest()
