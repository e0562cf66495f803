"""Zip files from outside: looked at before anything is unpacked, and unpacked into memory only."""

from __future__ import annotations

import stat
import zlib
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

MOST_ENTRIES = 2_000
MOST_UNPACKED = 40_000_000
"""Bytes of all entries together. What an entry declares is all that is ever unpacked of it."""
MOST_RATIO = 200
"""Unpacked to packed, once it is more than `SMALL`; a real sheet has about 20, a bomb 1,000."""
SMALL = 1_000_000

ZIP_MARK = b"PK\x03\x04"
_ENCRYPTED = 0x1


class BadArchive(ValueError):
    """A zip file that is refused; the message says why."""


class Archive:
    """The files of a zip file by their path."""

    def __init__(self, data: bytes) -> None:
        """Raises BadArchive before anything is unpacked."""
        try:
            self._zip = ZipFile(BytesIO(data))
        except (BadZipFile, ValueError, OverflowError, NotImplementedError) as error:
            raise BadArchive("the zip file is damaged") from error
        entries = self._zip.infolist()
        _check_size(entries, len(data))
        for entry in entries:
            _check_entry(entry)
        self._entries = {entry.filename: entry for entry in entries if not entry.is_dir()}
        if len(self._entries) != sum(not entry.is_dir() for entry in entries):
            raise BadArchive("the zip file holds the same path twice")

    @property
    def names(self) -> tuple[str, ...]:
        """The paths of all files in order of the alphabet."""
        return tuple(sorted(self._entries))

    @property
    def unpacked(self) -> int:
        """Bytes of all files, as the zip file declares them."""
        return sum(entry.file_size for entry in self._entries.values())

    def read(self, name: str) -> bytes:
        """The content of a file. Raises BadArchive when it is damaged."""
        try:
            return self._zip.read(self._entries[name])
        except (BadZipFile, zlib.error, EOFError, ValueError, NotImplementedError) as error:
            raise BadArchive(f"'{name}' in the zip file is damaged") from error


def unpacked_size(data: bytes) -> int:
    """Bytes that reading the file means: for a zip file what it declares, else its length.

    A zip file that will be refused counts as it is.
    """
    if not data.startswith(ZIP_MARK):
        return len(data)
    try:
        return max(len(data), Archive(data).unpacked)
    except BadArchive:
        return len(data)


def _check_size(entries: list[ZipInfo], packed: int) -> None:
    if len(entries) > MOST_ENTRIES:
        raise BadArchive(
            f"the zip file holds {len(entries)} files; at most {MOST_ENTRIES} are read"
        )
    unpacked = sum(entry.file_size for entry in entries)
    if unpacked > MOST_UNPACKED:
        raise BadArchive(
            f"unpacked it has {unpacked / 1_000_000:.1f} MB; "
            f"at most {MOST_UNPACKED // 1_000_000} MB are read"
        )
    if unpacked > SMALL and unpacked > MOST_RATIO * packed:
        raise BadArchive(f"it unpacks to more than {MOST_RATIO} times its size")


def _check_entry(entry: ZipInfo) -> None:
    name = entry.filename
    steps = name.split("/")
    if name.startswith("/") or "\\" in name or ":" in name or ".." in steps or "\0" in name:
        raise BadArchive(f"the path '{name[:100]}' leads out of the zip file")
    if stat.S_ISLNK(entry.external_attr >> 16):
        raise BadArchive(f"'{name[:100]}' is a symbolic link")
    if entry.flag_bits & _ENCRYPTED:
        raise BadArchive("the zip file is encrypted")
    if entry.compress_type not in (ZIP_STORED, ZIP_DEFLATED):
        raise BadArchive(f"'{name[:100]}' is packed in a way that is not read")
