"""The roadmap as a Gantt chart: one drawing and its table for pages and reports."""

from collections.abc import Callable
from datetime import date
from uuid import UUID

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cip.charts.gantt import Bar, Dependency, GanttChart, Lane, Milestone
from cip.charts.palette import State
from cip.charts.words import Words
from roadmap.models import Initiative
from roadmap.queries.roadmap import Roadmap, RoadmapBar, RoadmapLane, RoadmapMilestone

BarLink = Callable[[UUID], str]

STATES = {
    Initiative.State.PLANNED: State.PLANNED,
    Initiative.State.STARTED: State.ACTIVE,
    Initiative.State.DONE: State.DONE,
    Initiative.State.DROPPED: State.CANCELLED,
}
PIXELS_PER_DAY = {"weeks": 14.0, "months": 4.0, "quarters": 1.4}
NARROWEST, FITTING, WIDEST = 900, 1090, 16_000
LABELS = 240  # what lane names and labels beside bars take


def no_link(key: UUID) -> str:
    """For paper."""
    return ""


def words() -> Words:
    """The words that charts add themselves, in the current language."""
    return Words(
        no_data=_("Nothing to show yet"),
        today=_("today"),
        critical=_("critical path"),
        critical_yes=_("yes"),
        critical_no=_("no"),
        milestone=_("milestone"),
        dependency=_("must finish before"),
        continued=_("(continued)"),
        progress=_("progress"),
        item=_("item"),
        lane=_("team"),
        start=_("start"),
        end=_("end"),
        state=_("state"),
        after=_("comes after"),
    )


def gantt(
    roadmap: Roadmap,
    *,
    title: str,
    today: date,
    bar_link: BarLink = no_link,
    milestone_link: BarLink = no_link,
) -> GanttChart:
    """All lanes with bars, milestones and arrows; today is marked when it lies within the plan."""
    critical = set(roadmap.critical_ids)
    shown = {bar.id for bar in roadmap.bars}
    return GanttChart(
        title=title,
        summary=summary(roadmap),
        lanes=tuple(_lane(lane, today, bar_link, milestone_link) for lane in roadmap.lanes),
        words=words(),
        dependencies=tuple(
            Dependency(
                str(link.predecessor_id),
                str(link.successor_id),
                link.predecessor_id in critical and link.successor_id in critical,
            )
            for link in roadmap.links
            if link.predecessor_id in shown and link.successor_id in shown
        ),
        today=today,
        state_key=tuple(
            (state, label)
            for state, label in (
                (State.PLANNED, _("Planned")),
                (State.ACTIVE, _("In progress")),
                (State.DONE, _("Done")),
                (State.LATE, _("Late")),
                (State.CANCELLED, _("Dropped")),
            )
            if any(_state(bar, today) is state for bar in roadmap.bars)
        ),
    )


def summary(roadmap: Roadmap) -> str:
    """What the chart says, in a sentence."""
    found = roadmap.totals
    if roadmap.starts_on is None or roadmap.ends_on is None:
        return _("No initiative is planned yet.")
    return _("%(initiatives)s from %(first)s to %(last)s, %(critical)s of them critical.") % {
        "initiatives": ngettext("%(n)s initiative", "%(n)s initiatives", found.initiatives)
        % {"n": found.initiatives},
        "first": date_format(roadmap.starts_on, "j M Y"),
        "last": date_format(roadmap.ends_on, "j M Y"),
        "critical": found.critical,
    }


def width_for(roadmap: Roadmap, zoom: str) -> int:
    """Pixels for the whole plan at a zoom of PIXELS_PER_DAY; "" fits it into a wide page."""
    if not zoom:
        return FITTING
    if roadmap.starts_on is None or roadmap.ends_on is None:
        return NARROWEST
    days = (roadmap.ends_on - roadmap.starts_on).days + 1
    return int(min(max(days * PIXELS_PER_DAY[zoom] + LABELS, NARROWEST), WIDEST))


def slack_words(bar: RoadmapBar) -> str:
    """Slack in words; nothing for a dropped bar."""
    if bar.slack_days is None:
        return ""
    if bar.is_critical:
        return _("critical path, no slack")
    return ngettext("%(n)s day of slack", "%(n)s days of slack", bar.slack_days) % {
        "n": bar.slack_days
    }


def _lane(lane: RoadmapLane, today: date, bar_link: BarLink, milestone_link: BarLink) -> Lane:
    note = lane.state_label if lane.state == "draft" else ""
    return Lane(
        name=lane.team,
        bars=tuple(_bar(bar, today, bar_link) for bar in lane.bars),
        milestones=tuple(_milestone(stone, milestone_link) for stone in lane.milestones),
        note=note,
    )


def _bar(bar: RoadmapBar, today: date, link: BarLink) -> Bar:
    state = _state(bar, today)
    label = _("Late") if state is State.LATE else bar.state_label
    note = [label, slack_words(bar), bar.owner and _("owner %s") % bar.owner]
    return Bar(
        id=str(bar.id),
        name=bar.title,
        start=bar.starts_on,
        end=bar.due_on,
        progress=bar.progress / 100,
        state=state,
        state_name=label,
        critical=bar.is_critical,
        href=link(bar.id),
        note=", ".join(part for part in note if part),
    )


def _state(bar: RoadmapBar, today: date) -> State:
    return State.LATE if bar.is_late(today) else STATES[Initiative.State(bar.state)]


def _milestone(stone: RoadmapMilestone, link: BarLink) -> Milestone:
    return Milestone(
        id=str(stone.id),
        name=stone.title,
        day=stone.due_on,
        reached=stone.reached_on is not None,
        href=link(stone.id),
    )
