"""The program roadmap as a document."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.http import Http404
from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from assessments.models import Target
from assessments.queries.findings import names_in_organization
from assessments.rules.naming import without_names
from cip.access.actor import Actor
from cip.access.check import allowed
from cip.access.roles import Role
from cip.accounts.actors import system_actor
from cip.charts.draw import draw
from cip.charts.gantt import GanttChart, fit
from cip.charts.svg import Look
from cip.db.ordering import natural
from cip.kernel import clock
from cip.programs.models import Program
from cip.reports.document import (
    ControlBlock,
    ReportChoice,
    ReportDocument,
    ReportKind,
    ReportSubject,
)
from roadmap import policies
from roadmap.charts import gantt, summary
from roadmap.models import InitiativeSource, Workplan
from roadmap.queries.roadmap import Roadmap, RoadmapBar, RoadmapLane, roadmap_view
from roadmap.queries.selection import Selection, selected

PRINT_WIDTH = 1000  # of an A4 page lying down, in CSS pixels, and what is left under a heading
PRINT_HEIGHT = 525
PRINT_INK = "#141a24"


@dataclass(frozen=True)
class _Names:
    """Titles and teams by initiative, for lists of dependencies."""

    bars: dict[UUID, RoadmapBar]
    teams: dict[UUID, str]

    @classmethod
    def of(cls, roadmap: Roadmap) -> "_Names":
        pairs = [(bar, lane.team) for lane in roadmap.lanes for bar in lane.bars]
        return cls({b.id: b for b, _t in pairs}, {b.id: t for b, t in pairs})


def check(actor: Actor, subject_id: UUID) -> ReportSubject:
    """The visible program, for everybody whose roles include the roadmap."""
    program = Program.objects.visible_to(actor).filter(pk=subject_id).first()
    if program is None:
        raise Http404
    policies.check_can_view_roadmap(actor)
    return ReportSubject(label=program.name, program_id=program.pk)


def choices(actor: Actor, program_id: UUID) -> Sequence[ReportChoice]:
    """The program itself; one query."""
    if not allowed(policies.check_can_view_roadmap, actor):
        return ()
    rows = Program.objects.visible_to(actor).filter(pk=program_id).values_list("pk", "name")
    return [ReportChoice(subject_id=pk, label=name) for pk, name in rows]


def build(subject_id: UUID, prepared_by: str, parameters: dict[str, Any]) -> ReportDocument:
    """The agreed workplans of the program with plan, money, dependencies and sources.

    Drafts are left out, whoever asks: the document goes to everybody.
    """
    program = Program.objects.select_related("organization", "lead", "sponsor").get(pk=subject_id)
    roadmap = public_roadmap(program)
    today = clock.today()
    names = _Names.of(roadmap)
    title = _("Program roadmap")
    lanes = roadmap.lanes
    people = names_in_organization(program.organization_id)
    goals = dict(Workplan.objects.filter(program=program).values_list("pk", "goals"))
    return ReportDocument(
        title=title,
        subtitle=program.name,
        template="reports/roadmap.html",
        control=ControlBlock(
            organization=program.organization.name,
            program=program.name,
            prepared_by=prepared_by,
            prepared_at=clock.now(),
            version=today.isoformat(),
            classification=_("Internal"),
            sources=_workplans(lanes),
        ),
        context={
            "sections": _sections(lanes),
            "lead": str(program.lead),
            "sponsor": str(program.sponsor or ""),
            "statement": program.statement,
            "summary": summary(roadmap),
            "figures": _figures(roadmap, program.currency),
            "charts": _charts(roadmap, program.name, today),
            "lanes": [
                _lane(lane, n, today) | {"goals": goals.get(lane.workplan_id, "")}
                for n, lane in enumerate(lanes, 1)
            ],
            "units": _("Amounts in %s; effort in person-days; slack in days, 0 is critical.")
            % program.currency,
            "critical_sentence": critical_sentence(roadmap),
            "critical_head": _head_of_path(),
            "critical_rows": _path_rows(roadmap, names),
            "milestone_head": _head_of_milestones(),
            "milestone_rows": _milestone_rows(roadmap),
            "dependency_head": _head_of_dependencies(),
            "dependency_rows": _dependency_rows(roadmap, names),
            "broken_count": len(roadmap.violations),
            "source_head": _head_of_sources(),
            "source_rows": _source_rows(roadmap, names, people),
        },
    )


def public_roadmap(program: Program) -> Roadmap:
    """What every member sees: agreed workplans, without dropped initiatives."""
    member = replace(system_actor(program.organization_id), roles=frozenset({Role.MEMBER}))
    return selected(roadmap_view(member, program.pk), Selection())


def critical_sentence(roadmap: Roadmap) -> str:
    """The critical path in words: how many, to which day."""
    if not roadmap.critical_ids or roadmap.ends_on is None:
        return _("There is no critical path yet.")
    count = len(roadmap.critical_ids)
    return ngettext(
        "%(n)s initiative decides when the program ends: a day late there is a day late at the end,"
        " planned for %(day)s.",
        "%(n)s initiatives decide when the program ends: a day late there is a day late at the end,"
        " planned for %(day)s.",
        count,
    ) % {"n": count, "day": _day(roadmap.ends_on)}


def _workplans(lanes: Sequence[RoadmapLane]) -> tuple[str, ...]:
    names = ", ".join(lane.team for lane in lanes)
    return (_("Agreed workplans: %s") % names,) if lanes else ()


def _sections(lanes: Sequence[RoadmapLane]) -> list[dict[str, Any]]:
    return [
        {"id": "summary", "title": _("Summary"), "level": 2},
        {"id": "critical", "title": _("Critical path"), "level": 2},
        {"id": "milestones", "title": _("Milestones"), "level": 2},
        {"id": "plan", "title": _("Plan"), "level": 2},
        {"id": "workplans", "title": _("Workplans"), "level": 2},
        *({"id": f"team-{n}", "title": lane.team, "level": 3} for n, lane in enumerate(lanes, 1)),
        {"id": "dependencies", "title": _("Dependencies"), "level": 2},
        {"id": "sources", "title": _("Where the initiatives come from"), "level": 2},
    ]


def _figures(roadmap: Roadmap, currency: str) -> list[dict[str, Any]]:
    found = roadmap.totals
    not_estimated = _("%(n)s not estimated") % {"n": found.without_effort}
    return [
        {
            "value": found.initiatives,
            "label": _("Initiatives"),
            "note": _("%(done)s done; CI teams: %(teams)s")
            % {"done": found.done, "teams": len(roadmap.lanes)},
        },
        {
            "value": _effort(found.effort_days),
            "label": _("Person-days"),
            "note": not_estimated if found.without_effort else "",
        },
        {"value": _money(found.capex), "label": _("Capex"), "note": currency},
        {"value": _money(found.opex), "label": _("Opex"), "note": currency},
    ]


def _charts(roadmap: Roadmap, name: str, today: date) -> list[dict[str, Any]]:
    chart = gantt(roadmap, title=_("Roadmap of %s") % name, today=today)
    if chart.span() is None:
        return []
    pages = fit(chart, width=PRINT_WIDTH, height=PRINT_HEIGHT)
    return [_chart(page, n, len(pages)) for n, page in enumerate(pages, 1)]


def _chart(page: GanttChart, number: int, count: int) -> dict[str, Any]:
    caption = page.title
    note = _("The same is listed under Workplans, Milestones and Dependencies.")
    if count > 1:
        note += " " + _("Short arrows lead to another part or come from there.")
        caption = _("%(title)s, part %(n)s of %(count)s") % {
            "title": page.title,
            "n": number,
            "count": count,
        }
    return {
        "svg": draw(
            replace(page, title=caption),
            Look(prefix=f"plan-{number}", width=PRINT_WIDTH, ink=PRINT_INK),
        ),
        "caption": caption,
        "note": note,
        "head": [],
        "rows": [],
    }


def _lane(lane: RoadmapLane, number: int, today: date) -> dict[str, Any]:
    return {
        "id": f"team-{number}",
        "team": lane.team,
        "theme": lane.theme,
        "head": [
            {"title": _("Initiative"), "width": 20},
            {"title": _("Owner"), "width": 12},
            {"title": _("From"), "width": 10, "whole": True},
            {"title": _("To"), "width": 10, "whole": True},
            {"title": _("State"), "width": 10},
            {"title": _("% done"), "width": 5, "numeric": True},
            {"title": _("Slack"), "width": 5, "numeric": True},
            {"title": _("Effort"), "width": 5, "numeric": True},
            {"title": _("Capex"), "width": 12, "numeric": True},
            {"title": _("Opex"), "width": 10, "numeric": True},
        ],
        "rows": [_bar_row(bar, today) for bar in lane.bars],
    }


def _bar_row(bar: RoadmapBar, today: date) -> list[Any]:
    state = {"state": bar.state, "text": bar.state_label}
    if bar.is_late(today):
        state = {"state": "late", "text": _("Late")}
    effort = None if bar.effort_days is None else _effort(bar.effort_days)
    return [
        bar.title,
        bar.owner,
        _day(bar.starts_on),
        _day(bar.due_on),
        state,
        bar.progress,
        bar.slack_days,
        effort,
        _money(bar.capex),
        _money(bar.opex),
    ]


def _head_of_path() -> list[Any]:
    return [
        {"title": _("Initiative"), "width": 30},
        {"title": _("Team"), "width": 25},
        {"title": _("From"), "width": 15, "whole": True},
        {"title": _("To"), "width": 15, "whole": True},
        {"title": _("Owner"), "width": 15},
    ]


def _path_rows(roadmap: Roadmap, names: _Names) -> list[list[Any]]:
    bars = sorted((names.bars[key] for key in roadmap.critical_ids), key=lambda b: b.starts_on)
    return [
        [bar.title, names.teams[bar.id], _day(bar.starts_on), _day(bar.due_on), bar.owner]
        for bar in bars
    ]


def _head_of_milestones() -> list[Any]:
    return [
        {"title": _("Milestone"), "width": 40},
        {"title": _("Team"), "width": 30},
        {"title": _("Due on"), "width": 15, "whole": True},
        {"title": _("Reached on"), "width": 15, "whole": True},
    ]


def _milestone_rows(roadmap: Roadmap) -> list[list[Any]]:
    pairs = [(stone, lane.team) for lane in roadmap.lanes for stone in lane.milestones]
    pairs.sort(key=lambda pair: (pair[0].due_on, pair[0].title))
    return [
        [s.title, team, _day(s.due_on), _day(s.reached_on) if s.reached_on else None]
        for s, team in pairs
    ]


def _head_of_dependencies() -> list[Any]:
    return [
        {"title": _("Must be finished"), "width": 35},
        {"title": _("Before this starts"), "width": 30},
        {"title": _("Days between"), "width": 10, "numeric": True},
        {"title": _("Plan"), "width": 25},
    ]


def _dependency_rows(roadmap: Roadmap, names: _Names) -> list[list[Any]]:
    """Broken ones first, the worst on top."""
    links = sorted(
        roadmap.links,
        key=lambda x: (-x.days_too_early, names.bars[x.successor_id].starts_on, str(x.id)),
    )
    return [
        [
            _named(names, link.predecessor_id),
            _named(names, link.successor_id),
            link.lag_days,
            _kept(link.days_too_early),
        ]
        for link in links
    ]


def _kept(days_too_early: int) -> dict[str, str]:
    if not days_too_early:
        return {"state": "met", "text": _("kept")}
    text = ngettext("%(n)s day too early", "%(n)s days too early", days_too_early)
    return {"state": "off_track", "text": text % {"n": days_too_early}}


def _named(names: _Names, key: UUID) -> str:
    return f"{names.bars[key].title} ({names.teams[key]})"


def _head_of_sources() -> list[Any]:
    return [
        {"title": _("Initiative"), "width": 25},
        {"title": _("From"), "width": 35},
        {"title": _("About"), "width": 20},
        {"title": _("Assessment or workshop"), "width": 20},
    ]


def _source_rows(roadmap: Roadmap, names: _Names, people: Sequence[str]) -> list[list[Any]]:
    """One row per source, in one query. Only released findings are told, and they name nobody."""
    rows = (
        InitiativeSource.objects.filter(initiative_id__in=list(names.bars))
        .select_related(
            "finding__node",
            "finding__assessment",
            "action_item__assessment",
            "action_item__finding__node",
            "outcome__workshop",
            "gap__node",
            "gap__profile__assessment",
        )
        .order_by(natural("initiative__workplan__team__name"), "initiative__starts_on", "pk")
    )
    return [[names.bars[row.initiative_id].title, *_source(row, people)] for row in rows]


def _source(row: InitiativeSource, people: Sequence[str]) -> list[Any]:
    if row.outcome is not None:
        return [_("Action: %s") % row.outcome.text[:200], None, row.outcome.workshop.title]
    if row.gap is not None:
        return _gap_source(row.gap)
    finding = row.finding
    said = ""
    if row.action_item is not None:
        finding = row.action_item.finding
        said = _("Action: %s") % row.action_item.text
    assessment = (row.finding or row.action_item).assessment  # type: ignore[union-attr]
    if assessment.state not in (assessment.State.AGREED, assessment.State.CLOSED):
        return [_("Not yet released"), None, assessment.title]
    if finding is not None and finding.state == finding.State.DROPPED:
        finding = None
    if finding is not None and not said:
        said = _("Weakness: %s") % without_names(finding.title, people)
    return [said, finding.node.title if finding else None, assessment.title]


def _gap_source(target: Target) -> list[Any]:
    assessment = target.profile.assessment
    if assessment.state not in (assessment.State.AGREED, assessment.State.CLOSED):
        return [_("Not yet released"), None, assessment.title]
    day = date_format(target.due_on, "j M Y")
    return [_("Gap: target by {day}").format(day=day), target.node.title, assessment.title]


def _effort(days: Decimal) -> str:
    return number_format(days, 0 if days == int(days) else 1, force_grouping=True)


def _money(amount: Decimal) -> str:
    return number_format(amount, 0 if amount == int(amount) else 2, force_grouping=True)


def _day(day: date) -> str:
    return date_format(day, "j M Y")


ROADMAP_REPORT = ReportKind(
    code="roadmap",
    title=gettext_lazy("Program roadmap"),  # type: ignore[arg-type]
    check=check,
    build=build,
    file_stem="program-roadmap",
    choices=choices,
)
