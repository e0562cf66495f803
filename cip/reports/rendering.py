"""HTML to PDF; the only module that imports WeasyPrint."""

import hashlib
import logging
import os
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from io import BytesIO
from pathlib import Path
from threading import get_ident
from urllib.parse import unquote

from django.contrib.staticfiles import finders
from fontTools.ttLib import woff2
from weasyprint import HTML
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

from cip.reports.document import ReportDocument
from cip.reports.sheets import STATIC_BASE, render_paper

log = logging.getLogger(__name__)

# fontTools writes the time into subset fonts unless told otherwise; equal documents, equal files.
os.environ.setdefault("SOURCE_DATE_EPOCH", "1767225600")

_PROGRESS = logging.getLogger("weasyprint.progress")
_PAGE = re.compile(r"Step 5 .*Page (\d+)")
_MIME = {".css": "text/css", ".woff2": "font/ttf", ".svg": "image/svg+xml", ".png": "image/png"}


@dataclass(frozen=True)
class Pdf:
    """A finished file."""

    content: bytes
    pages: int


@dataclass(frozen=True)
class Step:
    """How far the printing is: 20-95 percent, and the page being laid out (0: past that)."""

    percent: int
    page: int


class OwnFilesOnly(URLFetcher):
    """Serves our static files by name and refuses every other address."""

    def fetch(self, url: str, headers: dict[str, str] | None = None) -> URLFetcherResponse:
        """The file. ValueError (WeasyPrint leaves the resource out) for a foreign address."""
        if not url.startswith(STATIC_BASE):
            log.warning("report: refused to fetch %s", url[:200])
            raise ValueError("Only the platform's own static files go into a report.")
        name = unquote(url.removeprefix(STATIC_BASE).partition("?")[0].partition("#")[0])
        path = finders.find(name)
        if not path or Path(path).suffix not in _MIME:
            raise MissingStaticFile(f"The static file {name} of the report layout is missing.")
        file = Path(path)
        content = _unpacked_font(file) if file.suffix == ".woff2" else file.read_bytes()
        return URLFetcherResponse(url, content, {"Content-Type": _MIME[file.suffix]})


@cache
def _unpacked_font(path: Path) -> bytes:
    """WeasyPrint would unpack it for every document, which takes as long as printing a page."""
    unpacked = BytesIO()
    woff2.decompress(BytesIO(path.read_bytes()), unpacked)
    return unpacked.getvalue()


class MissingStaticFile(FatalURLFetchingError):
    """The installation is incomplete: stop instead of printing an ugly report."""


def render_pdf(
    document: ReportDocument, *, on_step: Callable[[Step], None] = lambda step: None
) -> Pdf:
    """Print the document as tagged PDF (PDF/UA-1). The same document gives the same bytes.

    `on_step` hears about each page laid out; what it raises stops the printing. Raises RuntimeError
    when a file of the layout is missing.
    """
    html = render_paper(document)
    try:
        return _print(html, on_step)
    except (
        MissingStaticFile
    ) as error:  # a BaseException in WeasyPrint; here it is one failed attempt
        raise RuntimeError(str(error)) from error


def _print(html: str, on_step: Callable[[Step], None]) -> Pdf:
    fonts = FontConfiguration()
    with _listening(on_step):
        printed = HTML(
            string=html, base_url=STATIC_BASE, url_fetcher=OwnFilesOnly(), media_type="print"
        ).render(font_config=fonts, pdf_variant="pdf/ua-1")
        content = printed.write_pdf(
            pdf_variant="pdf/ua-1",
            pdf_identifier=hashlib.sha256(html.encode()).digest()[:16],
        )
    return Pdf(content, len(printed.pages))


class _Listener(logging.Handler):
    """Turns WeasyPrint's progress messages of this thread into steps."""

    def __init__(self, on_step: Callable[[Step], None]) -> None:
        super().__init__(logging.INFO)
        self._on_step = on_step
        self._highest = 20  # pages are laid out several times until numbers settle; never go back
        self._thread = get_ident()

    def emit(self, record: logging.LogRecord) -> None:
        """Not guarded on purpose: an exception of the listener ends the printing."""
        if record.thread != self._thread:
            return
        message = record.getMessage()
        page = _PAGE.match(message)
        if page:
            number = int(page[1])
            self._highest = max(self._highest, 20 + round(60 * number / (number + 15)))
            self._on_step(Step(self._highest, number))
        elif message.startswith(("Step 6", "Step 7")):
            self._on_step(Step(85 if message.startswith("Step 6") else 95, 0))


@contextmanager
def _listening(on_step: Callable[[Step], None]) -> Iterator[None]:
    listener = _Listener(on_step)
    _PROGRESS.setLevel(logging.INFO)
    _PROGRESS.propagate = False
    _PROGRESS.addHandler(listener)
    try:
        yield
    finally:
        _PROGRESS.removeHandler(listener)
