"""Programs made by the services, for tests."""

import io
import zipfile
from datetime import date

from django.core.files.uploadedfile import SimpleUploadedFile

from cip.programs.models import Program
from cip.programs.services.programs import create_program

PDF = b"%PDF-1.7 one"


def make_program(person, **more) -> Program:
    """A program led by the person."""
    values = {"name": "Reliable IT", "lead": person.user.pk, "starts_on": date(2026, 1, 5)}
    return create_program(actor=person.actor, **(values | more))


def upload(name: str = "plan.pdf", content: bytes = PDF) -> SimpleUploadedFile:
    """A file on its way in."""
    return SimpleUploadedFile(name, content)


def package(**members: str) -> bytes:
    """A zip package with these members."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for name, text in members.items():
            archive.writestr(name, text)
    return stream.getvalue()


def settle(phase) -> None:
    """Everything of the phase done and delivered, past the services."""
    phase.activities.update(state="done")
    for activity in phase.activities.all():
        activity.deliverables.update(state="delivered")
