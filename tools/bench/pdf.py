"""One process that prints one document: `python -m tools.bench.pdf floor|product DOCUMENT`."""

import json
import sys
import time
from pathlib import Path

import django


def main(side: str, path: Path) -> dict[str, float]:
    """CPU seconds of the printing alone, and the pages."""
    django.setup()
    from weasyprint import HTML  # noqa: PLC0415 - after the settings

    from cip.reports.plain import document_from_json  # noqa: PLC0415
    from cip.reports.rendering import STATIC_BASE, OwnFilesOnly, render_pdf  # noqa: PLC0415
    from cip.reports.sheets import render_paper  # noqa: PLC0415

    document = document_from_json(json.loads(path.read_text()))
    if side == "product":
        started = time.process_time()
        pages = render_pdf(document).pages
    else:
        html = render_paper(document)
        started = time.process_time()
        printed = HTML(string=html, base_url=STATIC_BASE, url_fetcher=OwnFilesOnly()).render()
        printed.write_pdf()
        pages = len(printed.pages)
    return {"cpu": time.process_time() - started, "pages": pages}


if __name__ == "__main__":
    print(json.dumps(main(sys.argv[1], Path(sys.argv[2]))))
