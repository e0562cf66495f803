"""The data pack of an assessment: all that is released, as one workbook that explains itself."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assessments import data_sheets as made
from assessments.analysis_sheets import Sheet, sheets_of
from assessments.data_words import (
    answer_words,
    answers_sheet_words,
    column_words,
    sheet_words,
)
from assessments.level_sheets import agreed_sheet, results_sheet
from assessments.models import Assessment
from assessments.queries.evidence_counts import evidence_counts
from assessments.queries.findings import action_items, people_names
from assessments.queries.gaps import gap_page
from assessments.queries.leveled import leveled
from assessments.queries.model_words import ModelWords, model_words
from assessments.queries.outcome import Outcome, outcome
from assessments.queries.snapshots import snapshots_of
from assessments.queries.waivers import waivers
from assessments.report_evidence import was_asked
from assessments.report_frame import control, model_name, reported
from assessments.reports import check, choices
from assessments.rules import lifecycle
from cip.kernel import clock
from cip.reports.document import XLSX, ReportDocument, ReportKind

SHOWN = 3  # lines of a sheet in the preview


def build(subject_id: UUID, prepared_by: str, parameters: dict[str, Any]) -> ReportDocument:
    """The sheets as the results are now, under the threshold that holds for everybody."""
    row = reported(subject_id)
    is_agreed = row.state in (lifecycle.AGREED, lifecycle.CLOSED)
    told = column_words(model_words(row.model_version))
    sheets = [_explained(number, sheet, told) for number, sheet in enumerate(data_of(row), start=1)]
    return ReportDocument(
        title=row.title,
        subtitle=_("Data of the assessment") if is_agreed else _("Data of the assessment, draft"),
        template="reports/data_pack.html",
        control=control(
            row,
            prepared_by,
            _("Internal") if is_agreed else _("Draft, for the assessment team"),
            (model_name(row), str(row.method_version)),
        ),
        context={
            "sections": [
                {"id": sheet["section"], "title": sheet["title"], "level": 2} for sheet in sheets
            ],
            "threshold": row.anonymity_threshold,
            "sheets": sheets,
        },
    )


def data_of(row: Assessment) -> list[Sheet]:
    """All sheets in order; without a questionnaire those about answers are left out."""
    found = outcome(row, for_team=False)
    counts = evidence_counts(row, found.analysis.by_node(), today=clock.today())
    is_asked = was_asked(found)
    words = model_words(row.model_version)
    return [
        made.facts_sheet(row),
        made.scope_sheet(found, words),
        *([made.participation_sheet(found.analysis.participation)] if is_asked else []),
        *_judged(row, found, words),
        made.findings_sheet(found.findings),
        made.actions_sheet(action_items(row), found.findings),
        made.gaps_sheet(gap_page(row), people_names(row), words),
        made.evidence_sheet(counts, words),
        made.waivers_sheet(waivers(row)),
        results_sheet(snapshots_of(row)),
        *(map(_of_answers, sheets_of(row, found.analysis)) if is_asked else ()),
    ]


def _judged(row: Assessment, found: Outcome, words: ModelWords) -> list[Sheet]:
    """Agreed levels, or the level with the ratings of goals: what the model knows of the two."""
    on_levels = leveled(row, for_team=False, answers=found.analysis)
    if on_levels is not None:
        return [agreed_sheet(on_levels, words)]
    return [*made.levels_sheets(found, words), made.ratings_sheet(found, words)]


def _of_answers(sheet: Sheet) -> Sheet:
    return replace(sheet, title=_("Answers, %s") % sheet.title)


def _explained(number: int, sheet: Sheet, told: Mapping[str, str]) -> dict[str, Any]:
    """The sheet with the text of each column, and its first lines for the preview."""
    words, answers = {**told, **sheet.texts}, answer_words()
    columns = [{"title": title, "text": words.get(title, answers)} for title in sheet.head]
    rows = [[*row, *[None] * (len(sheet.head) - len(row))] for row in sheet.rows]
    return {
        "section": f"sheet-{number}",
        "title": sheet.title,
        "about": sheet_words().get(sheet.title, answers_sheet_words()),
        "columns": columns,
        "rows": rows,
        "preview": [
            [column["title"], column["text"], *(_brief(line[place]) for line in rows[:SHOWN])]
            for place, column in enumerate(columns)
        ],
        "preview_head": [
            {"title": _("Column"), "width": 15},
            {"title": _("What it says"), "width": 30},
            *({"title": _("Line %s") % (n + 1)} for n in range(min(SHOWN, len(rows)))),
        ],
    }


def _brief(value: Any) -> Any:
    return round(value, 3) if isinstance(value, float) else value


DATA_PACK = ReportKind(
    code="assessment-data",
    title=gettext_lazy("Data of an assessment"),  # type: ignore[arg-type]
    check=check,
    build=build,
    file_stem="assessment-data",
    choices=choices,
    format=XLSX,
)
