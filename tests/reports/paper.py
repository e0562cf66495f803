"""Looks into a printed report: is it accessible, and what stands on which page?"""

from collections.abc import Iterator
from io import BytesIO
from itertools import pairwise
from typing import Any

from pypdf import PdfReader

from cip.reports.document import ReportDocument
from cip.reports.rendering import render_pdf

HEADINGS = ("/H1", "/H2", "/H3", "/H4")


def printed(document: ReportDocument) -> PdfReader:
    """The document as a PDF, opened."""
    return PdfReader(BytesIO(render_pdf(document).content))


def texts(reader: PdfReader) -> list[str]:
    """The text of each page."""
    return [page.extract_text() for page in reader.pages]


def elements(reader: PdfReader) -> list[Any]:
    """The structure elements in reading order."""
    return list(_walk(reader.trailer["/Root"]["/StructTreeRoot"]["/K"]))


def faults(reader: PdfReader) -> list[str]:
    """What PDF/UA-1 asks for and is missing; an empty list is what a report must give."""
    root: Any = reader.trailer["/Root"]
    found = elements(reader)
    return [
        *([] if root.get("/Lang") else ["no language"]),
        *([] if root["/MarkInfo"].get("/Marked") else ["not marked as tagged"]),
        *([] if root["/ViewerPreferences"].get("/DisplayDocTitle") else ["title not shown"]),
        *([] if reader.metadata and reader.metadata.title else ["no title"]),
        *([] if reader.outline else ["no bookmarks"]),
        *([] if b"pdfuaid" in root["/Metadata"].get_object().get_data() else ["no PDF/UA mark"]),
        *_figures(found),
        *_cells(found),
        *_headings(found),
        *_links(reader),
        *_fonts(reader),
    ]


def _walk(node: Any) -> Iterator[Any]:
    node = node.get_object() if hasattr(node, "get_object") else node
    if isinstance(node, list):
        for child in node:
            yield from _walk(child)
    elif isinstance(node, dict) and "/S" in node:
        yield node
        yield from _walk(node.get("/K", []))


def _figures(found: list[Any]) -> list[str]:
    return ["figure without text" for e in found if e["/S"] == "/Figure" and not e.get("/Alt")]


def _cells(found: list[Any]) -> list[str]:
    heads = {str(element["/ID"]) for element in found if element["/S"] == "/TH"}
    cells = [element["/A"]["/Headers"] for element in found if element["/S"] == "/TD"]
    return [
        "cell without header"
        for names in cells
        if not names or not {str(name) for name in names} <= heads
    ]


def _headings(found: list[Any]) -> list[str]:
    levels = [HEADINGS.index(e["/S"]) + 1 for e in found if e["/S"] in HEADINGS]
    jumps = [f"H{b} after H{a}" for a, b in pairwise(levels) if b > a + 1]
    return jumps if levels[:1] == [1] else ["no H1 first", *jumps]


def _links(reader: PdfReader) -> list[str]:
    notes = [note.get_object() for page in reader.pages for note in page.get("/Annots", [])]
    return [
        "link without text or tag"
        for note in notes
        if "/Contents" not in note or "/StructParent" not in note
    ]


def _fonts(reader: PdfReader) -> list[str]:
    fonts = {
        str(font.get_object()["/BaseFont"])
        for page in reader.pages
        for font in page["/Resources"]["/Font"].values()
    }
    return [f"font of the machine: {name}" for name in sorted(fonts) if "Inter" not in name]
