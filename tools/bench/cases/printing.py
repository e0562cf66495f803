"""A report of 30 pages: our rendering of a document against WeasyPrint alone on the same HTML."""

import json
import subprocess
import sys
import tempfile
from pathlib import Path

from assessments.models import Assessment
from assessments.reports import ASSESSMENT_REPORT
from cip.reports.plain import document_to_json
from tools.bench.measure import Case, Shot
from tools.bench.world.answers import AnswerWorld


def pdf(world: AnswerWorld, fewer: AnswerWorld) -> Case:
    """Seconds are CPU seconds of a fresh process; statements are those that build the document."""
    document = ASSESSMENT_REPORT.build(world.assessment.pk, "bench", {})
    path = Path(tempfile.mkstemp(suffix=".json")[1])
    path.write_text(json.dumps(document_to_json(document)))
    pages = _print("product", path)["pages"]
    return Case(
        name="pdf",
        title=f"assessment report of {pages:.0f} pages, CPU time",
        floor=lambda: _print("floor", path)["cpu"],
        product=lambda: _print("product", path)["cpu"],
        statements=_build(world.assessment),
        small=_build(fewer.assessment),
        goal=1.2,
    )


def _build(assessment: Assessment) -> Shot:
    def shot() -> None:
        ASSESSMENT_REPORT.build(assessment.pk, "bench", {})

    return shot


def _print(side: str, document: Path) -> dict[str, float]:
    done = subprocess.run(
        [sys.executable, "-m", "tools.bench.pdf", side, str(document)],
        check=True,
        stdout=subprocess.PIPE,
    )
    found: dict[str, float] = json.loads(done.stdout)
    return found
