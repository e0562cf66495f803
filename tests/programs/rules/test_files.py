"""Which files may be stored."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cip.programs.rules.files import MEDIA_TYPES, Content, clean_file_name, problem_with

WORD = Content(b"PK\x03\x04", {"[Content_Types].xml", "word/document.xml"})


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.pdf", Content(b"%PDF-1.7")),
        ("a.PDF", Content(b"\n\n%PDF-1.4")),
        ("a.png", Content(b"\x89PNG\r\n\x1a\n...")),
        ("a.jpg", Content(b"\xff\xd8\xff\xe0")),
        ("a.csv", Content("ä;b\n1;2".encode())),
        ("a.csv", Content("ä;b".encode("latin-1"))),
        ("a.md", Content(b"# Title\n\n<b>bold</b>")),
        ("a.txt", Content("\ufeffHello".encode("utf-16-le"))),
        ("a.docx", WORD),
        ("a.docx", Content(b"PK\x03\x04", WORD.members, packed=2**20, unpacked=99 * 2**20)),
        ("a.odt", Content(b"PK\x03\x04", {"mimetype"}, MEDIA_TYPES["odt"])),
    ],
)
def test_what_can_be_stored(name: str, content: Content) -> None:
    assert problem_with(name, content) is None


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.html", Content(b"<html>")),
        ("a.svg", Content(b"<svg>")),
        ("a.zip", WORD),
        ("a.exe", Content(b"MZ")),
        ("noextension", Content(b"text")),
        ("a.pdf", Content(b"")),
        ("a.pdf", Content(b"<html>")),
        ("a.png", Content(b"\xff\xd8\xff")),
        ("a.png", Content(b" \x89PNG\r\n\x1a\n")),
        ("a.txt", Content(b"MZ\x90")),
        ("a.txt", Content(b"#!/bin/sh")),
        ("a.txt", Content(b"\x00\x01")),
        ("a.txt", Content(b"%PDF-1.7")),
        ("a.csv", Content(b" \n<!DOCTYPE html>")),
        ("a.md", Content(b"\xef\xbb\xbf<svg onload=x>")),
        ("a.txt", Content("\ufeff<script>".encode("utf-16-le"))),
        ("a.docx", Content(b"PK\x03\x04")),
        ("a.docx", Content(b"PK\x03\x04", {"[Content_Types].xml", "xl/workbook.xml"})),
        ("a.docx", Content(b"PK\x03\x04", {*WORD.members, "word/vbaProject.bin"})),
        ("a.docx", Content(b"PK\x03\x04", WORD.members, names_macros=True)),
        ("a.docx", Content(b"PK\x03\x04", {*WORD.members, "xl/macrosheets/sheet1.xml"})),
        ("a.ods", Content(b"PK\x03\x04", {"mimetype", "Basic/A.xml"}, MEDIA_TYPES["ods"])),
        ("a.ods", Content(b"PK\x03\x04", {"mimetype", "Scripts/a.py"}, MEDIA_TYPES["ods"])),
        ("a.xlsx", WORD),
        ("a.odt", Content(b"PK\x03\x04", {"mimetype"}, MEDIA_TYPES["ods"])),
        ("a.docx", Content(b"%PDF-", WORD.members)),
        ("a.docx", Content(b"\xd0\xcf\x11\xe0\xa1\xb1")),
        ("a.docx", Content(b"PK\x03\x04", WORD.members, is_encrypted=True)),
        ("a.pdf", Content(b"%PDF-1.7", is_encrypted=True)),
        ("a.pdf", Content(b"<!DOCTYPE html><script>x</script>%PDF-1.7")),
        ("a.pdf", Content(b"GIF89a <b>%PDF-1.7")),
        ("a.docx", Content(b"PK\x03\x04", WORD.members, packed=1000, unpacked=2 * 2**30)),
        ("a.docx", Content(b"PK\x03\x04", WORD.members, packed=2**19, unpacked=2**28)),
        ("a.docx", Content(b"PK\x03\x04", [*WORD.members, *map(str, range(10_000))])),
    ],
)
def test_what_is_refused(name: str, content: Content) -> None:
    assert problem_with(name, content)


@pytest.mark.parametrize(
    ("name", "cleaned"),
    [
        ("../../etc/passwd.txt", "passwd.txt"),
        ("C:\\temp\\plan.pdf", "plan.pdf"),
        ("invoice\u202efdp.exe", "invoicefdp.exe"),
        ('a"b\r\n.pdf', "a_b.pdf"),
        ("x" * 300 + ".pdf", "x" * 196 + ".pdf"),
    ],
)
def test_clean_file_name(name: str, cleaned: str) -> None:
    assert clean_file_name(name) == cleaned


@given(st.text(max_size=400))
def test_cleaned_names_are_short_and_stay(name: str) -> None:
    cleaned = clean_file_name(name)
    assert len(cleaned) <= 200
    assert not set(cleaned) & set('\x00\r\n/\\"')
    assert clean_file_name(cleaned) == cleaned


@given(st.text(max_size=50), st.binary(max_size=200))
def test_nothing_breaks_the_check(name: str, head: bytes) -> None:
    found = problem_with(name, Content(head))
    assert found is None or found
