"""Which files an artefact may be, and whether the content is what the name says.

A file is stored only when its extension is known and its first bytes (for office documents: the
names inside the package) fit. HTML, SVG, scripts, executables and macros are refused.
"""

import re
import unicodedata
from collections.abc import Collection, Mapping
from dataclasses import dataclass

HEAD_BYTES = 4096  # how much of the beginning the checks need
MOST_MEMBERS = 10_000
MOST_UNPACKED = 2**30  # bytes
SMALL_UNPACKED = 100 * 2**20  # bytes; up to here it may be packed as tightly as it likes
TIGHTEST = 200  # unpacked to packed; real documents stay below

MEDIA_TYPES: Mapping[str, str] = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    "odt": "application/vnd.oasis.opendocument.text",
    "ods": "application/vnd.oasis.opendocument.spreadsheet",
    "odp": "application/vnd.oasis.opendocument.presentation",
    "png": "image/png",
    "jpg": "image/jpeg",
    "jpeg": "image/jpeg",
    "csv": "text/csv",
    "txt": "text/plain",
    "md": "text/markdown",
}
PACKAGES = frozenset({"docx", "xlsx", "pptx", "odt", "ods", "odp"})
TEXTS = frozenset({"csv", "txt", "md"})
ACCEPT = ",".join(f".{extension}" for extension in MEDIA_TYPES)

_PROGRAMS_INSIDE = ("vbaproject.bin", ".exe", ".dll")
_MACRO_FOLDERS = ("xl/macrosheets/", "basic/", "scripts/")  # Excel 4; OpenDocument

_OFFICE_FOLDERS = {"docx": "word/", "xlsx": "xl/", "pptx": "ppt/"}
_ZIP = b"PK\x03\x04"
_MAGIC = {
    "pdf": b"%PDF-",
    "png": b"\x89PNG\r\n\x1a\n",
    "jpg": b"\xff\xd8\xff",
    "jpeg": b"\xff\xd8\xff",
}
_PROGRAMS = (
    b"MZ",
    b"\x7fELF",
    b"#!",
    b"\xca\xfe\xba\xbe",
    b"\xcf\xfa\xed\xfe",
    b"\xce\xfa\xed\xfe",
)
_MARKUP = re.compile(rb"<\s*(!doctype|html|svg|script|iframe|body|head|\?xml)", re.IGNORECASE)
_ANY_MARKUP = re.compile(rb"<\s*[!?/a-z]", re.IGNORECASE)
_OLE = b"\xd0\xcf\x11\xe0"  # what office programs wrap a document in when it has a password
_ENCRYPTED = "The document is protected by a password or in an old format; save it without."
_ILLEGAL_IN_NAME = re.compile(r'[\x00-\x1f\x7f<>:"|?*\\/]')


@dataclass(frozen=True)
class Content:
    """What is known of a file without trusting its name.

    `head`: the first bytes. `members`: names inside when it is a zip package, else None.
    `mimetype`: what an OpenDocument package says of itself. `is_encrypted`: a password is needed.
    `names_macros`: its list of parts speaks of macros. `packed`, `unpacked`: bytes of all members
    as the package states them, of packages inside it, too.
    """

    head: bytes
    members: Collection[str] | None = None
    mimetype: str = ""
    is_encrypted: bool = False
    names_macros: bool = False
    packed: int = 0
    unpacked: int = 0

    @property
    def is_bomb(self) -> bool:
        """Whether unpacking it would take far more than any document needs."""
        if self.members is not None and len(self.members) > MOST_MEMBERS:
            return True
        if self.unpacked > MOST_UNPACKED:
            return True
        return self.unpacked > max(SMALL_UNPACKED, TIGHTEST * self.packed)


def clean_file_name(name: str) -> str:
    """The last part of the name without control, path and direction characters, at most 200 long.

    The extension survives the shortening.
    """
    text = unicodedata.normalize("NFC", name).replace("\\", "/").rsplit("/", 1)[-1]
    text = "".join(c for c in text if unicodedata.category(c) not in ("Cf", "Cc", "Cs", "Co"))
    text = _ILLEGAL_IN_NAME.sub("_", text).strip(" .")
    if len(text) <= 200:
        return text
    stem, dot, extension = text.rpartition(".")
    return f"{stem[: 199 - len(extension)]}{dot}{extension}" if dot else text[:200]


def extension_of(name: str) -> str:
    """The extension in lower case, without the dot; empty when there is none."""
    return name.rpartition(".")[2].lower() if "." in name else ""


def problem_with(name: str, content: Content) -> str | None:
    """A sentence about why the file cannot be stored, or None when it can."""
    extension = extension_of(name)
    if extension not in MEDIA_TYPES:
        known = ", ".join(sorted(MEDIA_TYPES))
        return f"Files of this kind cannot be stored. Possible are: {known}."
    harm = _harm_in(content)
    if harm:
        return harm
    if extension in PACKAGES:
        return _problem_with_package(extension, content)
    check = _problem_with_text if extension in TEXTS else _problem_with_magic
    return check(extension, content.head)


def _harm_in(content: Content) -> str | None:
    if not content.head:
        return "The file is empty."
    if content.head.startswith(_PROGRAMS):
        return "This is a program, not a document."
    if content.is_encrypted:
        return _ENCRYPTED
    if content.is_bomb:
        return "The document would unpack to far more than it should; save it anew."
    return None


def _problem_with_magic(extension: str, head: bytes) -> str | None:
    """A PDF may begin with up to a kilobyte of something else; pictures may not."""
    found = head[:1024].find(_MAGIC[extension])
    fits = found == 0 or (extension == "pdf" and found > 0 and not _ANY_MARKUP.search(head[:found]))
    return None if fits else f"The content is not that of a {extension} file."


def _problem_with_text(extension: str, head: bytes) -> str | None:
    if b"\x00" in head and not head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "The content is not text."
    if head.startswith((_ZIP, *_MAGIC.values())):
        return "The content is not text."
    plain = head.replace(b"\x00", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n")
    if _MARKUP.match(plain):
        return "HTML, SVG and XML files cannot be stored; send a PDF instead."
    return None


def _problem_with_package(extension: str, content: Content) -> str | None:
    wrong = f"The content is not that of a {extension} file."
    if content.head.startswith(_OLE):
        return _ENCRYPTED
    if not content.head.startswith(_ZIP) or content.members is None:
        return wrong
    if content.names_macros or any(map(_is_active, content.members)):
        return "The document contains macros or programs; save it without them."
    if extension in _OFFICE_FOLDERS:
        folder = _OFFICE_FOLDERS[extension]
        is_right = "[Content_Types].xml" in content.members and any(
            member.startswith(folder) for member in content.members
        )
        return None if is_right else wrong
    return None if content.mimetype == MEDIA_TYPES[extension] else wrong


def _is_active(member: str) -> bool:
    name = member.lower()
    return name.endswith(_PROGRAMS_INSIDE) or name.startswith(_MACRO_FOLDERS)
