"""The assessment report: everything that is released, as plain data for preview and PDF.

Comments, names of participants, origins of interviews and hidden counts never enter it: it is built
from the released view of the results (`for_team=False`).
"""

from typing import Any
from uuid import UUID

from django.http import Http404
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from assessments import policies
from assessments.answer_charts import areas_figures, items_figures
from assessments.appraisal_report import appraisal_part, goal_rows
from assessments.levels_report import with_levels
from assessments.models import Assessment
from assessments.queries.analysis import AreaResult, ItemResult
from assessments.queries.evidence_counts import evidence_counts
from assessments.queries.findings import ActionRow, FindingRow, action_items, people_names
from assessments.queries.gaps import gap_page
from assessments.queries.levels import LevelOutcome
from assessments.queries.model_words import ModelWords, model_words
from assessments.queries.outcome import AreaOutcome, Outcome, outcome
from assessments.queries.set_results import area_sets
from assessments.queries.signatures import signatures
from assessments.queries.waivers import waivers
from assessments.report_consent import signature_part, waiver_part
from assessments.report_evidence import (
    evidence_part,
    participation_part,
    rate_figure,
    was_asked,
)
from assessments.report_gaps import gap_part
from assessments.report_scope import scope_part
from assessments.result_charts import (
    Figure,
    ladder_figure,
    level_note,
    level_sentence,
    profile_figure,
)
from assessments.result_labels import PATTERNS
from assessments.rules import lifecycle
from cip.access.actor import Actor
from cip.kernel import clock
from cip.kernel.errors import NotAllowed
from cip.reports.document import (
    ControlBlock,
    ReportChoice,
    ReportDocument,
    ReportKind,
    ReportSubject,
)

WIDTH = 640.0  # of charts on paper, in CSS pixels
MANY_COLUMNS = 6  # of a table, beside the first one
DAY = "j M Y"
TEMPLATE = "reports/assessment.html"
RELEASED = (lifecycle.ANALYZING, lifecycle.AGREED, lifecycle.CLOSED)


def check(actor: Actor, subject_id: UUID) -> ReportSubject:
    """The assessment as subject. Http404 outside, NotAllowed before there is a result to see."""
    row = Assessment.objects.visible_to(actor).filter(pk=subject_id).first()
    if row is None:
        raise Http404
    policies.check_can_see_results(actor, row)
    if row.state not in RELEASED:
        raise NotAllowed(_("The report can be made once collecting answers has ended."))
    return ReportSubject(label=row.title, program_id=row.program_id)


def choices(actor: Actor, program_id: UUID) -> list[ReportChoice]:
    """Assessments of the program that the actor may have a report about; one query."""
    rows = Assessment.objects.visible_to(actor).filter(program_id=program_id, state__in=RELEASED)
    found = []
    for row in rows.order_by("-created_at"):
        try:
            policies.check_can_see_results(actor, row)
        except NotAllowed:
            continue
        found.append(ReportChoice(row.pk, row.title))
    return found


def build(subject_id: UUID, prepared_by: str, parameters: dict[str, Any]) -> ReportDocument:
    """The document with the results as they are now."""
    row = Assessment.objects.select_related(
        "program__organization", "model_version__model", "method_version", "lead"
    ).get(pk=subject_id)
    found = outcome(row, for_team=False)
    rests_on = evidence_counts(row, found.analysis.by_node(), today=clock.today())
    signed = signatures(row)
    words = model_words(row.model_version)
    is_agreed = row.state in (lifecycle.AGREED, lifecycle.CLOSED)
    model = f"{row.model_version.model.name} {row.model_version.number}"
    return ReportDocument(
        title=row.title,
        subtitle=_("Assessment report") if is_agreed else _("Assessment report, draft"),
        template=TEMPLATE,
        control=ControlBlock(
            organization=row.program.organization.name,
            program=row.program.name,
            prepared_by=prepared_by,
            prepared_at=clock.now(),
            version=str(row.version),
            classification=_("Internal") if is_agreed else _("Draft, for the assessment team"),
            sources=_sources(row, model, found),
        ),
        context={
            "words": words.plain(),
            "sections": _sections(found, words),
            "is_agreed": is_agreed,
            "assessment": _assessment(row, model, found),
            "key_figures": _key_figures(found, words),
            "scope": scope_part(found, words),
            "participation": participation_part(found.analysis.participation)
            if was_asked(found)
            else None,
            "evidence": evidence_part(rests_on, words),
            "gaps": gap_part(gap_page(row), people_names(row), words),
            "level": _level(found, words),
            "profile": _profile(found, words),
            "answers": _answers(found, words) if was_asked(found) else [],
            "ratings": [_area(area, found, words) for area in found.areas],
            "appraisal": appraisal_part(found.appraisal) if found.appraisal else None,
            "signatures": signature_part(signed),
            "findings": _findings(found),
            "actions": _actions(action_items(row), found),
            "waivers": waiver_part(waivers(row)),
            "appendix": [_appendix(area) for area in found.analysis.areas],
        },
    )


def _sources(row: Assessment, model: str, found: Outcome) -> tuple[str, ...]:
    asked = (_("Questionnaire of this assessment"),) if was_asked(found) else ()
    return (model, *asked, _ratings_source(row))


def _ratings_source(row: Assessment) -> str:
    if row.agreed_at is None:
        return _("Ratings of the team")
    day = date_format(row.agreed_at, DAY)
    return _("Ratings agreed on %(day)s by %(by)s") % {"day": day, "by": row.agreed_by}


def _sections(found: Outcome, words: ModelWords) -> list[dict[str, Any]]:
    heads = [
        ("summary", _("Summary")),
        ("scope", _("Scope and method")),
        ("participation", _("Participation and evidence")),
        ("level", _("Maturity level")),
        ("profile", _("Profile")),
        ("ratings", _("Ratings of the %s") % words.part.many_within),
        ("findings", _("Findings")),
        ("actions", _("Actions")),
        ("gaps", _("Targets and gaps")),
        ("waivers", _("Waived gates")),
    ]
    if was_asked(found):
        heads.append(("appendix", _("Appendix: answers by question")))
    if found.appraisal is not None:
        heads.insert(4, ("appraisal", _("Appraisal")))
    below = {
        "ratings": [(f"ratings-{area.code.lower()}", area.title) for area in found.areas],
        "appendix": [(f"answers-{a.code.lower()}", a.title) for a in found.analysis.areas],
    }
    sections = []
    for key, title in heads:
        sections.append({"id": key, "title": title, "level": 2})
        sections += [{"id": i, "title": name, "level": 3} for i, name in below.get(key, ())]
    return sections


def _assessment(row: Assessment, model: str, found: Outcome) -> dict[str, Any]:
    return {
        "purpose": row.purpose,
        "model": model,
        "method": str(row.method_version),
        "mode": row.get_mode_display(),
        "threshold": row.anonymity_threshold,
        "lead": str(row.lead),
        "opened_at": row.opened_at,
        "collection_closed_at": row.collection_closed_at,
        "agreed_at": row.agreed_at,
        "agreed_by": row.agreed_by,
    }


def _key_figures(found: Outcome, words: ModelWords) -> list[dict[str, Any]]:
    people = found.analysis.participation
    figures: list[dict[str, Any]] = []
    if found.level is not None:
        figures.append({"label": _("Maturity level")} | _bounds(found.level, found.rated_count))
    rated = _("of %s") % found.goal_count
    figures += [
        {"value": found.rated_count, "label": _("%s rated") % words.part.many, "note": rated},
        *([rate_figure(people)] if was_asked(found) else []),
        {"value": len(found.findings), "label": _("Findings"), "note": ""},
    ]
    return figures


def _bounds(level: LevelOutcome, rated_count: int) -> dict[str, Any]:
    if not rated_count:
        return {"value": None, "note": _("not rated")}
    if level.ceiling == level.lower:
        return {"value": str(level.lower), "note": level_note(level)}
    return {"value": f"{level.lower}–{level.ceiling}", "note": _("not fully rated")}


def _level(found: Outcome, words: ModelWords) -> dict[str, Any] | None:
    level = found.level
    if level is None:
        return None
    is_rated = found.rated_count > 0
    ladder = ladder_figure(level, is_rated=is_rated, width=WIDTH, is_print=True)
    return {
        "sentence": level_sentence(level, is_rated=is_rated),
        "chart": _chart(ladder) if ladder else None,
        "next": level.next,
        "head": [
            {"title": words.area.one, "width": 40},
            {"title": _("Level"), "width": 10, "numeric": True},
            {"title": _("What is missing"), "width": 50},
        ],
        "rows": _blocking(level),
        "out_of_scope": [area.title for area in level.out_of_scope],
    }


def _blocking(level: LevelOutcome) -> list[tuple[str, int, str]]:
    rows = []
    for area in (*level.unsatisfied, *level.not_rated):
        parts = []
        if area.unsatisfied:
            parts.append(_("Unsatisfied: %s") % "; ".join(title for _id, title in area.unsatisfied))
        if area.not_rated:
            parts.append(_("Not rated: %s") % "; ".join(title for _id, title in area.not_rated))
        rows.append((area.title, area.level, ". ".join(parts)))
    return rows


def _area(area: AreaOutcome, found: Outcome, words: ModelWords) -> dict[str, Any]:
    appraised = found.appraisal.area(area.code) if found.appraisal else None
    rows = [(f"{goal.code} {goal.title}", goal.value_label, goal.reason) for goal in area.goals]
    return {
        "section": f"ratings-{area.code.lower()}",
        "title": area.title,
        "value": area.value_label,
        "reason": "" if area.is_applicable else area.reason,
        "head": [
            {"title": words.part.one, "width": 35},
            {"title": _("Rating"), "width": 15},
            {"title": _("Reason"), "width": 50},
        ],
        "rows": goal_rows(appraised) if appraised else rows,
    }


def _findings(found: Outcome) -> list[dict[str, Any]]:
    return [_finding(row) for row in found.findings]


def _finding(row: FindingRow) -> dict[str, Any]:
    sources = ngettext(
        "%(n)s independent source", "%(n)s independent sources", row.standing.independent
    )
    return {
        "kind": row.kind_label,
        "title": row.title,
        "about": f"{row.node_code} {row.node_title}",
        "text": row.text,
        "direction": row.solution_direction,
        "state": row.state_label,
        "corroboration": row.corroboration,
        "sources": sources % {"n": row.standing.independent},
    }


def _actions(rows: list[ActionRow], found: Outcome) -> dict[str, Any]:
    """With the released findings that they answer."""
    titles = {finding.id: finding.title for finding in found.findings}
    return {
        "head": [
            {"title": _("Action"), "width": 30},
            {"title": _("Answers the finding"), "width": 25},
            {"title": _("Owner"), "width": 20},
            {"title": _("Due on"), "width": 15, "whole": True},
            {"title": _("State"), "width": 10},
        ],
        "rows": [
            (
                row.text,
                titles.get(row.finding_id) if row.finding_id else None,
                row.owner,
                date_format(row.due_on, DAY),
                row.state_label,
            )
            for row in rows
        ],
    }


def _appendix(area: AreaResult) -> dict[str, Any]:
    return {
        "section": f"answers-{area.code.lower()}",
        "charts": _items_charts(area),
        "caption": _("Questions of %s") % area.title,
        "head": [
            {"title": _("Question"), "width": 35},
            *({"title": t, "width": 5, "numeric": True} for t in (_("Yes"), _("No"))),
            {"title": _("Don't know"), "width": 10, "numeric": True},
            {"title": _("Does not apply"), "width": 10, "numeric": True},
            {"title": _("Left blank"), "width": 8, "numeric": True},
            {"title": _("Skipped, not reached"), "width": 10, "numeric": True},
            {"title": _("Pattern"), "width": 15},
        ],
        "rows": [_question(item) for item in area.items],
    }


def _profile(found: Outcome, words: ModelWords) -> dict[str, Any]:
    with_answers = was_asked(found)
    figure = profile_figure(
        found.areas, words, with_answers=with_answers, width=WIDTH, is_print=True
    )
    return _chart(figure)


def _answers(found: Outcome, words: ModelWords) -> list[dict[str, Any]]:
    sets = area_sets(found.analysis)
    figures = areas_figures(found.analysis.areas, sets, words.area, width=WIDTH, is_print=True)
    return [_chart(figure) for figure in figures]


def _items_charts(area: AreaResult) -> list[dict[str, Any]]:
    if not area.summed.shown:
        return []
    figures = items_figures(area, width=WIDTH, is_print=True)
    return [_chart(figure, has_own_table=True) for figure in figures]


def _question(item: ItemResult) -> tuple[Any, ...]:
    name = f"{item.number}. {item.text}"
    tally = item.tally
    if tally is None or item.pattern is None:
        return (name, *[None] * 6, _("Too few answers to show"))
    gaps = (tally.dont_know, tally.not_applicable, tally.blank, tally.skipped + tally.not_reached)
    return (name, tally.yes, tally.no, *gaps, str(PATTERNS[item.pattern]))


def _chart(figure: Figure, *, has_own_table: bool = False) -> dict[str, Any]:
    """The figure with its twin, unless a fuller table of the same numbers follows it."""
    first, *others = map(capfirst, figure.headers)
    width = 25 if len(others) > MANY_COLUMNS else 45
    return {
        "svg": figure.svg,
        "caption": figure.caption,
        "note": figure.note,
        "head": [
            {"title": first, "width": width},
            *({"title": t, "numeric": True} for t in others),
        ],
        "rows": [] if has_own_table else [list(row) for row in figure.rows],
    }


def build_for_model(
    subject_id: UUID, prepared_by: str, parameters: dict[str, Any]
) -> ReportDocument:
    """The document; for a model with levels with their part in place of goals."""
    return with_levels(build(subject_id, prepared_by, parameters), subject_id)


ASSESSMENT_REPORT = ReportKind(
    code="assessment",
    title=gettext_lazy("Assessment report"),  # type: ignore[arg-type]
    check=check,
    build=build_for_model,
    file_stem="assessment-report",
    choices=choices,
)
