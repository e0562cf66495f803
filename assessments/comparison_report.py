"""The comparison of two results as a report: what both had released, and nothing else."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.http import Http404
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assessments import policies
from assessments.comparison_tables import (
    DAY,
    Count,
    CrosswalkTable,
    Line,
    PartTable,
    crosswalk_table,
    fate_counts,
    names_of,
    part_tables,
)
from assessments.comparison_words import WAYS, maturity_text
from assessments.models import ResultComparison, ResultSnapshot
from assessments.queries.comparing import ResultsCompared, Way, compared
from assessments.queries.snapshots import SnapshotHead, with_heads
from cip.access.actor import Actor
from cip.access.check import allowed
from cip.kernel import clock
from cip.reports.document import (
    ControlBlock,
    ReportChoice,
    ReportDocument,
    ReportKind,
    ReportSubject,
)

WIDTH = 640.0  # of charts on paper, in CSS pixels
TEMPLATE = "reports/comparison.html"
MOST_CHOICES = 50
_SIDES = ("before__assessment__program", "after__assessment__program")


def check(actor: Actor, subject_id: UUID) -> ReportSubject:
    """The pair as subject. Http404 outside, NotAllowed unless both results are released."""
    rows = ResultComparison.objects.visible_to(actor).select_related(*_SIDES)
    row = rows.filter(pk=subject_id).first()
    if row is None:
        raise Http404
    for side in (row.before, row.after):
        policies.check_can_see_results(actor, side.assessment)
    return ReportSubject(label=_label(row), program_id=row.after.assessment.program_id)


def choices(actor: Actor, program_id: UUID) -> list[ReportChoice]:
    """Pairs that were asked about before, the latest first; one query."""
    rows = ResultComparison.objects.visible_to(actor).filter(after__assessment__program=program_id)
    rows = rows.select_related(*_SIDES).order_by("-created_at", "pk")
    return [
        ReportChoice(row.pk, _label(row))
        for row in rows[:MOST_CHOICES]
        if allowed(policies.check_can_see_results, actor, row.before.assessment)
        and allowed(policies.check_can_see_results, actor, row.after.assessment)
    ]


def build(subject_id: UUID, prepared_by: str, parameters: dict[str, Any]) -> ReportDocument:
    """The document; ratings are frozen, so it says the same whenever it is made."""
    pair = ResultComparison.objects.get(pk=subject_id)
    rows = with_heads(ResultSnapshot.objects.all()).select_related(
        "assessment__program__organization",
        "model_version__model",
        "model_version__based_on",
        "method_version",
    )
    before, after = rows.get(pk=pair.before_id), rows.get(pk=pair.after_id)
    found = compared(before, after, pair.crosswalk_id)
    labels = names_of(found)
    tables = part_tables(found, labels, width=WIDTH, is_print=True)
    crossed = crosswalk_table(found.crosswalk) if found.crosswalk else None
    program = after.assessment.program
    return ReportDocument(
        title=_("%(before)s and %(after)s") % {"before": labels[0], "after": labels[1]},
        subtitle=_("Two results %s") % WAYS[found.way],
        template=TEMPLATE,
        control=ControlBlock(
            organization=program.organization.name,
            program=program.name,
            prepared_by=prepared_by,
            prepared_at=clock.now(),
            version=f"{before.number}/{after.number}",
            classification=_("Internal"),
            sources=tuple(_source(head) for head in (found.before, found.after)),
        ),
        context={
            "sections": _sections(tables, crossed),
            "heads": _heads(found, labels),
            "counts": _counts(found, tables, crossed),
            "parts": [_part(table, labels) for table in tables],
            "crosswalk": _crosswalk(found, crossed, labels) if crossed else None,
        },
    )


def _label(row: ResultComparison) -> str:
    return _("%(before)s (%(day)s) and %(after)s (%(other_day)s)") % {
        "before": row.before.assessment.title,
        "day": date_format(row.before.frozen_at, DAY),
        "after": row.after.assessment.title,
        "other_day": date_format(row.after.frozen_at, DAY),
    }


def _source(head: SnapshotHead) -> str:
    return _("%(title)s, result no. %(n)s, agreed on %(day)s by %(by)s") % {
        "title": head.assessment,
        "n": head.number,
        "day": date_format(head.frozen_at, DAY),
        "by": head.agreed_by,
    }


def _sections(tables: list[PartTable], crossed: CrosswalkTable | None) -> list[dict[str, Any]]:
    heads = [("summary", _("What is compared"))]
    heads += [(f"part-{table.name}", table.title) for table in tables]
    heads += [("crosswalk", _("By the crosswalk"))] if crossed else []
    return [{"id": key, "title": title, "level": 2} for key, title in heads]


def _heads(found: ResultsCompared, labels: tuple[str, str]) -> dict[str, Any]:
    heads = found.before, found.after
    return {
        "head": [{"title": "", "width": 20}, *({"title": each, "width": 40} for each in labels)],
        "rows": [
            (_("Assessment"), *(head.assessment for head in heads)),
            (_("Program"), *(head.program for head in heads)),
            (_("Model"), *(head.model for head in heads)),
            (_("Method"), *(head.method for head in heads)),
            (_("Agreed on"), *(date_format(head.frozen_at, DAY) for head in heads)),
            (_("State"), *(_("stands") if h.stands else _("superseded") for h in heads)),
            (_("Maturity level"), *(maturity_text(head) for head in heads)),
        ],
    }


def _counts(
    found: ResultsCompared, tables: list[PartTable], crossed: CrosswalkTable | None
) -> list[dict[str, Any]]:
    """What was mapped, split, dropped and new; over time how the areas moved."""
    counts: Iterable[Count] = ()
    if crossed:
        counts = crossed.counts
    elif found.way is Way.VERSIONS:
        counts = fate_counts(found.parts)
    else:
        counts = next((each.trends for each in tables if each.figure and len(each.every) > 1), ())
    return [{"value": each.number, "label": capfirst(each.label), "note": ""} for each in counts]


def _part(table: PartTable, labels: tuple[str, str]) -> dict[str, Any]:
    figure = table.figure
    return {
        "section": f"part-{table.name}",
        "title": table.title,
        "chart": figure
        and {
            "svg": figure.svg,
            "caption": figure.caption,
            "note": "",
            "head": [],
            "rows": [],
        },
        "head": [
            {"title": _("Node"), "width": 40},
            *({"title": each, "width": 20} for each in labels),
            {"title": _("Change"), "width": 20},
        ],
        "rows": [_row(line) for line in table.lines],
        "same": table.same,
        "unknown": table.unknown,
        "only_one": table.only_one,
    }


def _row(line: Line) -> tuple[str, ...]:
    name = f"{line.name} ({line.fate})" if line.fate else line.name
    return name, line.before, line.after, line.trend


def _crosswalk(
    found: ResultsCompared, crossed: CrosswalkTable, labels: tuple[str, str]
) -> dict[str, Any]:
    account = found.crosswalk
    return {
        "name": account.name if account else "",
        "is_common_scale": account is not None and account.is_common_scale,
        "head": [
            {"title": labels[1], "width": 25},
            {"title": _("What is told"), "width": 15},
            {"title": labels[0], "width": 45},
            {"title": _("Its own rating"), "width": 15},
        ],
        "rows": [
            (
                line.name,
                f"{line.level} ({line.told})",
                "; ".join(line.sources),
                f"{line.own}, {line.agreement}" if line.agreement else line.own,
            )
            for line in crossed.lines
        ],
        "unrated": [line.name for line in crossed.unrated],
        "unmapped": crossed.unmapped,
        "dropped": crossed.dropped,
        "split": crossed.split,
    }


COMPARISON_REPORT = ReportKind(
    code="comparison",
    title=gettext_lazy("Comparison of two results"),  # type: ignore[arg-type]
    check=check,
    build=build,
    file_stem="comparison",
    choices=choices,
)
