"""What is known of an uploaded file without trusting its name."""

import re
import zipfile
import zlib
from dataclasses import replace
from io import BytesIO

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile

from cip.programs.rules import files

_MANIFEST = "META-INF/manifest.xml"
_TYPES = "[Content_Types].xml"
_MOST_OF_A_LIST = 2**20  # bytes
_MACROS = re.compile(rb"vbaProject|macroEnabled|macrosheet", re.IGNORECASE)
_ZIP = b"PK\x03\x04"
_DEEPEST = 3  # packages in packages
_DAMAGED = (
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    ValueError,
    OSError,
    RuntimeError,
    NotImplementedError,
)
_ENCRYPTED_PDF = re.compile(rb"/Encrypt\s*(?:\d+\s+\d+\s+R|<<)")
_OVERLAP = 64  # bytes; a mark may lie across two chunks


def content_of(name: str, file: UploadedFile) -> files.Content:
    """The beginning of the file, whether it needs a password and, for office documents, what the
    package says it holds. Unpacked are, up to a limit, three short members and packages in it."""
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
    except _DAMAGED:
        return files.Content(head)


def _packed(head: bytes, package: zipfile.ZipFile) -> files.Content:
    entries = package.infolist()
    found = files.Content(
        head,
        package.namelist(),
        is_encrypted=any(entry.flag_bits & 1 for entry in entries),
        packed=sum(entry.compress_size for entry in entries),
        unpacked=sum(entry.file_size for entry in entries),
    )
    if found.is_bomb or found.is_encrypted:
        return found
    return replace(
        found,
        mimetype=_beginning(package, "mimetype", 200).decode("ascii", "replace").strip(),
        is_encrypted=b"encryption-data" in _beginning(package, _MANIFEST, _MOST_OF_A_LIST),
        names_macros=bool(_MACROS.search(_beginning(package, _TYPES, _MOST_OF_A_LIST))),
        unpacked=_unpacked(package, _DEEPEST),
    )


def _unpacked(package: zipfile.ZipFile, depth: int) -> int:
    """Bytes of all members and of what packages among them hold; not exact once it is too much."""
    total = sum(entry.file_size for entry in package.infolist())
    for entry in package.infolist():
        if total > files.MOST_UNPACKED:
            break
        total += _unpacked_inside(package, entry, depth)
    return total


def _unpacked_inside(package: zipfile.ZipFile, entry: zipfile.ZipInfo, depth: int) -> int:
    """What a member holds when it is a package; too much when it is too large or too deep."""
    with package.open(entry) as member:
        head = member.read(len(_ZIP))
        if head != _ZIP:
            return 0
        if depth == 0 or entry.file_size > settings.ARTEFACT_MAX_BYTES:
            return files.MOST_UNPACKED + 1
        inside = BytesIO(head + member.read())
    try:
        with zipfile.ZipFile(inside) as inner:
            return _unpacked(inner, depth - 1)
    except _DAMAGED:
        return 0


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
