"""A comparison as sheets: every row of every part, also what stayed the same."""

from django.utils.translation import gettext as _

from assessments.analysis_sheets import Row, Sheet
from assessments.comparison_tables import (
    Count,
    CrosswalkTable,
    PartTable,
    crosswalk_table,
    fate_counts,
    part_tables,
)
from assessments.queries.comparing import ResultsCompared


def sheets(found: ResultsCompared, labels: tuple[str, str]) -> list[Sheet]:
    """What was compared, then a sheet for each part or for the crosswalk."""
    tables = part_tables(found, labels)
    crossed = crosswalk_table(found.crosswalk) if found.crosswalk else None
    return [
        _about(found, crossed),
        *(_part(table, labels) for table in tables),
        *([_crosswalk(crossed, labels)] if crossed else []),
    ]


def _about(found: ResultsCompared, crossed: CrosswalkTable | None) -> Sheet:
    heads = found.before, found.after
    rows: list[Row] = [
        [_("Assessment"), *(head.assessment for head in heads)],
        [_("Program"), *(head.program for head in heads)],
        [_("Model"), *(head.model for head in heads)],
        [_("Method"), *(head.method for head in heads)],
        [_("Agreed on"), *(f"{head.frozen_at:%Y-%m-%d}" for head in heads)],
        [_("Agreed by"), *(head.agreed_by for head in heads)],
    ]
    counts: tuple[Count, ...] = crossed.counts if crossed else fate_counts(found.parts)
    rows += [[count.label, None, count.number] for count in counts]
    return Sheet(_("About"), [_("What"), _("Before"), _("After")], rows)


def _part(table: PartTable, labels: tuple[str, str]) -> Sheet:
    head = [_("Node"), *labels, _("Change"), _("What became of it")]
    rows = [[line.name, line.before, line.after, line.trend, line.fate] for line in table.every]
    return Sheet(table.title, head, [list(row) for row in rows])


def _crosswalk(table: CrosswalkTable, labels: tuple[str, str]) -> Sheet:
    head = [_("Node"), _("What is told"), _("By"), labels[0], labels[1], _("Agreement")]
    rows = [
        [line.name, line.told, "\n".join(line.sources), line.level, line.own, line.agreement]
        for line in (*table.lines, *table.unrated)
    ]
    gaps = [[name, _("new"), "", "", "", ""] for name in table.unmapped]
    lost = [[name, _("dropped"), "", "", "", ""] for name in table.dropped]
    return Sheet(_("Crosswalk"), head, [*rows, *gaps, *lost])
