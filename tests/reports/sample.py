"""A kind of report for tests: the subject is a program, `chapters` says how long it gets."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from django.http import Http404

from cip.access.actor import Actor
from cip.access.roles import Role
from cip.charts.distribution import AnswerBar, AnswerChart
from cip.charts.draw import as_table, draw
from cip.charts.palette import Answer
from cip.charts.svg import Look
from cip.charts.words import Words
from cip.kernel.errors import InvalidInput, NotAllowed
from cip.programs.models import Program
from cip.reports.document import (
    ControlBlock,
    ReportChoice,
    ReportDocument,
    ReportKind,
    ReportSubject,
)

PREPARED_AT = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
REFUSED = "This program keeps its reports to itself."


def check(actor: Actor, subject_id: UUID) -> ReportSubject:
    """The program; members may not have the report of a program called Secret."""
    program = Program.objects.visible_to(actor).filter(pk=subject_id).first()
    if program is None:
        raise Http404
    if program.name == "Secret" and Role.PROGRAM_LEAD not in actor.roles:
        raise NotAllowed(REFUSED)
    return ReportSubject(label=program.name, program_id=program.pk)


def choices(actor: Actor, program_id: UUID) -> Sequence[ReportChoice]:
    """The program itself."""
    rows = Program.objects.visible_to(actor).filter(pk=program_id)
    return [ReportChoice(subject_id=row.pk, label=row.name) for row in rows]


def clean_parameters(parameters: Mapping[str, Any]) -> dict[str, Any]:
    """Whole numbers from 1 to 50: `chapters` (two unless said), `rows` of each table."""
    cleaned = {}
    for name, value in parameters.items():
        text = str(value)
        if name not in ("chapters", "rows") or not (
            text.isascii() and text.isdigit() and len(text) < 3
        ):
            raise InvalidInput(fields={name: ["Say how many chapters and rows."]})
        cleaned[name] = min(max(int(text), 1), 50)
    return cleaned


def build(subject_id: UUID, prepared_by: str, parameters: dict[str, Any]) -> ReportDocument:
    """Chapters with text, a table and a chart each."""
    program = Program.objects.select_related("organization").get(pk=subject_id)
    if program.name == "Empty":
        raise InvalidInput("There is nothing to report yet.")
    if program.name == "Broken":
        raise RuntimeError("a bug")
    numbers = range(1, parameters.get("chapters", 2) + 1)
    sections = []
    for number in numbers:
        sections.append({"id": f"chapter-{number}", "title": f"Area {number}", "level": 2})
        sections.append({"id": f"answers-{number}", "title": "Answers", "level": 3})
    return ReportDocument(
        title="Sample report",
        subtitle=program.name,
        template="sample_report.html",
        control=ControlBlock(
            organization=program.organization.name,
            program=program.name,
            prepared_by=prepared_by,
            prepared_at=PREPARED_AT,
            version="1.0",
            classification="Internal",
            sources=("Questionnaire of 2 March 2026", "Interviews 1 to 4"),
        ),
        context={
            "sections": sections,
            "figures": [
                {"value": 24, "label": "Respondents", "note": "of 30 invited"},
                {"value": None, "label": "Level", "note": "not rated"},
                {"value": "12 %", "label": "Don't know"},
            ],
            "chapters": [chapter(number, parameters.get("rows", 24)) for number in numbers],
        },
    )


def chapter(number: int, rows_count: int) -> dict[str, Any]:
    """One chapter's plain data."""
    kinds = ((Answer.YES, "Yes"), (Answer.NO, "No"), (Answer.DONT_KNOW, "Don't know"))
    bars = tuple(
        AnswerBar(f"Practice {n}", ((Answer.YES, n + 2), (Answer.NO, 3), (Answer.DONT_KNOW, 1)))
        for n in range(1, 6)
    )
    chart = AnswerChart("Answers per practice", "Most said yes.", kinds, bars, Words())
    head, rows = as_table(chart)
    return {
        "number": number,
        "text": f"What was found in area {number}. " * 12,
        "head": [
            {"title": "Practice", "width": 40},
            {"title": "Level", "width": 20},
            {"title": "State", "width": 20},
            {"title": "Answers", "width": 20, "numeric": True},
        ],
        "rows": [
            [
                f"Practice {n} <with a sign>",
                {"level": n % 6, "text": "Ł – named"},
                {"state": ("done", "late", "planned", "blocked")[n % 4], "text": "State"},
                n * 3 if n % 5 else None,
            ]
            for n in range(rows_count)
        ],
        "chart": {
            "svg": draw(chart, Look(prefix=f"c{number}", width=680, ink="#141a24")),
            "caption": "Answers per practice",
            "note": "n = 24",
            "head": list(head),
            "rows": [list(row) for row in rows],
        },
    }


SAMPLE_REPORT = ReportKind(
    code="sample",
    title="Sample report",
    check=check,
    build=build,
    file_stem="sample-report",
    choices=choices,
    clean_parameters=clean_parameters,
)
