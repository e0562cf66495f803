"""What is known of an uploaded file without trusting its name."""

import re
import zipfile

from django.core.files.uploadedfile import UploadedFile

from cip.programs.rules import files

_MANIFEST = "META-INF/manifest.xml"
_MOST_OF_A_MANIFEST = 2**20  # bytes
_ENCRYPTED_PDF = re.compile(rb"/Encrypt\s*(?:\d+\s+\d+\s+R|<<)")
_OVERLAP = 64  # bytes; a mark may lie across two chunks


def content_of(name: str, file: UploadedFile) -> files.Content:
    """The beginning of the file, whether it needs a password and, for office documents, what the
    package says it holds. Nothing is unpacked but two short members, each up to a limit."""
    file.seek(0)
    head = file.read(files.HEAD_BYTES)
    extension = files.extension_of(name)
    if extension == "pdf":
        return files.Content(head, is_encrypted=_is_encrypted_pdf(file))
    if extension not in files.PACKAGES:
        return files.Content(head)
    file.seek(0)
    try:
        with zipfile.ZipFile(file) as package:
            return _packed(head, package)
    except (zipfile.BadZipFile, ValueError, OSError, RuntimeError, NotImplementedError):
        return files.Content(head)


def _packed(head: bytes, package: zipfile.ZipFile) -> files.Content:
    entries = package.infolist()
    members = [entry.filename for entry in entries]
    found = files.Content(
        head,
        members,
        is_encrypted=any(entry.flag_bits & 1 for entry in entries),
        packed=sum(entry.compress_size for entry in entries),
        unpacked=sum(entry.file_size for entry in entries),
    )
    if found.is_bomb or found.is_encrypted:
        return found
    manifest = _beginning(package, _MANIFEST, _MOST_OF_A_MANIFEST)
    return files.Content(
        head,
        frozenset(members),
        _beginning(package, "mimetype", 200).decode("ascii", "replace").strip(),
        is_encrypted=b"encryption-data" in manifest,
        packed=found.packed,
        unpacked=found.unpacked,
    )


def _beginning(package: zipfile.ZipFile, member: str, limit: int) -> bytes:
    """The first bytes of a member, whatever size it claims; empty when there is none."""
    if member not in package.namelist():
        return b""
    with package.open(member) as entry:
        return entry.read(limit)


def _is_encrypted_pdf(file: UploadedFile) -> bool:
    file.seek(0)
    rest = b""
    for chunk in file.chunks():
        if _ENCRYPTED_PDF.search(rest + chunk):
            return True
        rest = chunk[-_OVERLAP:]
    return False
