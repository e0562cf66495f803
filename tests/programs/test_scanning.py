"""Virus scans: quarantine until clean, for good when infected, tried again when unclear."""

import zipfile
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from cip.audit.models import AuditEvent
from cip.jobs.models import Job
from cip.jobs.running import run_job
from cip.kernel.errors import InvalidInput
from cip.programs.models import ArtefactVersion
from cip.programs.services.artefacts import create_artefact
from tests.factories.programs import ArtefactVersionFactory, ProgramFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def stored(person, name="a.txt", content=b"Hello"):
    artefact = create_artefact(
        actor=person.actor,
        program=ProgramFactory(organization=person.organization),
        title="Plan",
        file=SimpleUploadedFile(name, content),
    )
    return artefact.versions.get()


def download(person, version):
    page = person.client.get(reverse("programs:artefact_download", args=["acme", version.pk]))
    file = person.api.get(f"/api/v1/artefact-versions/{version.pk}/download/")
    for answer in (page, file):
        b"".join(answer)
        answer.close()
    assert page.status_code == file.status_code
    return page


def test_without_a_scanner_nothing_waits(alice):
    version = stored(alice)
    assert (version.scan, Job.objects.count()) == ("", 0)
    assert download(alice, version).status_code == 200


@pytest.mark.parametrize(
    "case",
    [
        ("grep -q Hello", "clean", 200, "done"),
        ("grep -q Virus", "infected", 409, "done"),
        ("grep --no-such-option", "waiting", 409, "queued"),
        ("/no/such/scanner", "waiting", 409, "queued"),
    ],
)
@pytest.mark.django_db(transaction=True)
def test_quarantine(alice, settings, case):
    command, scan, status, state = case
    settings.ARTEFACT_SCAN_COMMAND = command
    version = stored(alice)
    assert version.scan == "waiting"
    assert download(alice, version).status_code == 409
    job = Job.objects.get()
    assert run_job(job.pk)
    version.refresh_from_db()
    job.refresh_from_db()
    assert (version.scan, job.state) == (scan, state)
    assert download(alice, version).status_code == status
    said = AuditEvent.objects.filter(action="artefact.scanned").count()
    assert said == (scan != "waiting")
    assert job.max_attempts == 14


def test_the_page_says_so(alice):
    version = ArtefactVersionFactory(
        artefact__program__organization=alice.organization, scan=ArtefactVersion.Scan.INFECTED
    )
    page = alice.client.get(reverse("programs:artefact", args=["acme", version.artefact_id]))
    assert "Holds a virus" in page.content.decode()
    assert str(version.pk) not in page.content.decode()


def package(flags=0, **members):
    file = BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as book:
        for name, content in members.items():
            book.writestr(name, content)
    found = bytearray(file.getvalue())
    if flags:
        place = found.index(b"PK\x01\x02")
        found[place + 8] |= flags
    return bytes(found)


WORD = {"[Content_Types].xml": "", "word/document.xml": "x"}
ODT = {"mimetype": "application/vnd.oasis.opendocument.text"}
MACROS = '<Types><Override ContentType="application/vnd.ms-office.vbaProject"/></Types>'


def damaged(name):
    """An ODT whose member of that name cannot be unpacked."""
    found = bytearray(package(**ODT | {name: "long enough " * 50}))
    start = found.index(name.encode()) + len(name)
    found[start : start + 8] = b"\xff" * 8
    return bytes(found)


def nested(depth, content):
    """A document with archives in archives; the innermost hold the content."""
    if depth == 0:
        return package(zero=content)
    inner = nested(depth - 1, content)
    return package(**{f"{number}.zip": inner for number in range(6)})


def test_a_document_in_a_document_is_taken(alice):
    assert stored(alice, "a.docx", package(**WORD, **{"word/embeddings/b.docx": package(**WORD)}))


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("a.pdf", b"%PDF-1.7\n" + b"x" * 70_000 + b"/Encrypt 5 0 R", "password"),
        ("a.pdf", b"%PDF-1.7\ntrailer << /Encrypt << /Filter /Standard >> >>", "password"),
        ("a.docx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "password"),
        ("a.docx", package(flags=1, **WORD), "password"),
        ("a.odt", package(**ODT, **{"META-INF/manifest.xml": "<encryption-data/>"}), "password"),
        ("a.docx", package(**WORD, bomb=b"\0" * 120 * 2**20), "unpack"),
        ("a.docx", package(**WORD, x=nested(1, b"\0" * 20 * 2**20)), "unpack"),
        ("a.docx", package(**WORD, x=nested(3, b"small")), "unpack"),
        ("a.docx", package(**WORD | {"[Content_Types].xml": MACROS}), "macros"),
        ("a.docx", package(**WORD, **{"word/vbaProject.bin": "x"}), "macros"),
        ("a.odt", package(**ODT, **{"Basic/Standard/One.xml": "x"}), "macros"),
        ("a.odt", damaged("mimetype"), "not that of a odt"),
        ("a.pdf", b"<html><script>alert(1)</script>%PDF-1.7", "not that of a pdf"),
        ("a.exe", b"MZ", "cannot be stored"),
    ],
    ids=[
        *("pdf", "pdf inside", "ole", "zip", "odt", "bomb", "nested", "deep", "types", "vba"),
        *("basic", "damaged", "html", "program"),
    ],
)
def test_refused_with_the_reason(alice, name, content, reason):
    with pytest.raises(InvalidInput) as error:
        stored(alice, name, content)
    assert reason in error.value.fields["file"][0]
    assert not ArtefactVersion.objects.exists()
