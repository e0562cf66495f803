"""The results of an assessment as sheets of plain values, made of what everybody may see."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from django.utils.translation import gettext as _

from assessments.action_columns import action_columns
from assessments.analysis_sheets import Row, Sheet
from assessments.appraisal_words import AREA_VALUES, GOAL_VALUES
from assessments.columns import sheet_of
from assessments.finding_columns import finding_columns
from assessments.gap_columns import GapLine, gap_columns, gap_lines
from assessments.models import Assessment
from assessments.queries.evidence_counts import EvidenceCounts
from assessments.queries.findings import ActionRow, FindingRow
from assessments.queries.gaps import GapPage
from assessments.queries.levels import LevelOutcome
from assessments.queries.model_words import ModelWords
from assessments.queries.outcome import AreaOutcome, Outcome
from assessments.queries.participation import Participation
from assessments.queries.waivers import WaiverRow
from assessments.report_frame import model_name
from assessments.rules.cmmi.area_rating import AreaScope
from assessments.rules.naming import without_names


def facts_sheet(row: Assessment) -> Sheet:
    """The assessment itself."""
    facts = (
        (_("Title"), row.title),
        (_("State"), row.get_state_display()),
        (_("Maturity model"), model_name(row)),
        (_("Method"), str(row.method_version)),
        (_("Who sees answers"), row.get_mode_display()),
        (_("Smallest group shown"), row.anonymity_threshold),
        (_("Lead assessor"), str(row.lead)),
        (_("Opened"), _day(row.opened_at)),
        (_("Collecting closed"), _day(row.collection_closed_at)),
        (_("Ratings agreed"), _day(row.agreed_at)),
        (_("Agreed by"), row.agreed_by),
    )
    return Sheet(_("Assessment"), [_("Property"), _("Value")], [list(fact) for fact in facts])


def scope_sheet(found: Outcome, words: ModelWords) -> Sheet:
    """Areas that the assessment looks at."""
    head = [_("Code"), words.area.one, _("Level"), _("Applies"), _("Reason")]
    rows: list[Row] = [
        [a.code, a.title, a.level, _("yes") if a.is_applicable else _("no"), a.reason]
        for a in found.areas
    ]
    return Sheet(_("Scope"), head, rows)


def ratings_sheet(found: Outcome, words: ModelWords) -> Sheet:
    """The team's judgement of each goal."""
    head = [
        _("Code"),
        words.area.one,
        _("Level"),
        _("Area rating"),
        words.part.one,
        _("Rating"),
        _("Reason"),
    ]
    rows = [row for area in found.areas for row in _goals(area, found)]
    return Sheet(_("Ratings"), head, rows)


def _goals(area: AreaOutcome, found: Outcome) -> Iterable[Row]:
    what = [area.code, area.title, area.level, area.value_label]
    appraised = found.appraisal.area(area.code) if found.appraisal else None
    if appraised is not None:
        for judged in appraised.goals:
            title = f"{judged.node.code} {judged.node.title}"
            yield [*what, title, str(GOAL_VALUES[judged.counted.value]), judged.reason]
        return
    for goal in area.goals:
        yield [*what, f"{goal.code} {goal.title}", goal.value_label, goal.reason]


def levels_sheets(found: Outcome, words: ModelWords) -> list[Sheet]:
    """The level with its bounds and what blocks the next; the profile of an appraisal."""
    sheets = (
        [] if found.level is None else [_level(found.level, words, is_rated=found.rated_count > 0)]
    )
    if found.appraisal is None:
        return sheets
    head = [_("Code"), words.area.one, _("Level"), _("Area rating")]
    rows: list[Row] = [
        [
            area.node.code,
            area.node.title,
            area.node.level,
            str(AREA_VALUES[area.result.value_for(area.node.level)]),
            area.capability.level,
            area.capability.possible,
        ]
        for area in found.appraisal.areas
        if area.node.scope != AreaScope.OUT_OF_SCOPE
    ]
    capability = [_("Capability level"), _("Capability possible")]
    return [*sheets, Sheet(_("Capability"), [*head, *capability], rows)]


def _level(level: LevelOutcome, words: ModelWords, *, is_rated: bool) -> Sheet:
    head = [
        _("Level reached"),
        _("Level possible"),
        _("Blocks level"),
        words.area.one,
        _("What is missing"),
    ]
    bounds = [level.lower, level.upper] if is_rated else [None, None]
    blocking: list[Row] = [
        [*bounds, level.next, area.title, "; ".join(title for _id, title in missing)]
        for area in (*level.unsatisfied, *level.not_rated)
        for missing in [(*area.unsatisfied, *area.not_rated)]
    ]
    return Sheet(_("Maturity level"), head, blocking or [[*bounds, level.next, None, None]])


def findings_sheet(rows: Iterable[FindingRow]) -> Sheet:
    """Findings with what they rest on."""
    return sheet_of(_("Findings"), finding_columns(), rows)


def actions_sheet(rows: Iterable[ActionRow], findings: Iterable[FindingRow]) -> Sheet:
    """Agreed actions with the released findings that they answer."""
    return sheet_of(_("Actions"), action_columns(findings), rows)


def evidence_sheet(found: EvidenceCounts, words: ModelWords) -> Sheet:
    """Practices of each area by what speaks about them."""
    head = [
        words.area.one,
        words.asked.many,
        _("Questionnaire"),
        _("Interviews"),
        _("Documents"),
        _("Seen"),
        _("Corroborated"),
        _("Contradicted"),
        _("Single source"),
        _("None"),
    ]
    rows: list[Row] = [
        [
            area.title,
            area.practices,
            area.answered,
            area.in_interviews,
            area.in_documents,
            area.observed,
            area.corroborated,
            area.contradicted,
            area.single_source,
            area.none,
        ]
        for area in found.areas
    ]
    return Sheet(_("Evidence"), head, rows)


def gaps_sheet(found: GapPage, names: Iterable[str], words: ModelWords) -> Sheet:
    """Open gaps in order, then those not known yet, reached ones, and areas without a target."""
    names = list(names)
    without = (GapLine(_("no target"), standing) for standing in found.without)
    sheet = sheet_of(_("Gaps"), gap_columns(found, words), (*gap_lines(found), *without))
    rows = [
        [without_names(value, names) if isinstance(value, str) else value for value in row]
        for row in sheet.rows
    ]
    return replace(sheet, rows=rows)


def waivers_sheet(rows: Iterable[WaiverRow]) -> Sheet:
    """Gates that the sponsor let pass."""
    head = [_("Step"), _("Gate"), _("Reason"), _("Waived by"), _("On")]
    lines: list[Row] = [[r.step, r.gate, r.reason, r.by, _day(r.at)] for r in rows]
    return Sheet(_("Waivers"), head, lines)


def participation_sheet(people: Participation) -> Sheet:
    """People asked and handed in, in all and by unit: counts of people, never answers."""
    rows: list[Row] = [[_("All"), people.invited, people.submitted, people.rate]]
    for unit in people.units:
        rate = unit.submitted / unit.invited if unit.invited else None
        name = unit.name or _("Other units, put together")
        rows.append([name, unit.invited, unit.submitted, rate])
    head = [_("Unit"), _("Asked"), _("Handed in"), _("Response rate")]
    return Sheet(_("Participation"), head, rows)


def _day(at: Any) -> str | None:
    return at.date().isoformat() if at else None
