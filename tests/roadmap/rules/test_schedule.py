"""Schedules: worked examples and properties."""

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from roadmap.rules.schedule import (
    Bar,
    CycleError,
    Link,
    cycle_made_by,
    path_between,
    schedule,
)

DAY = date(2026, 3, 2)


def bar(key: str, first: int, days: int) -> Bar[str]:
    return Bar(key, DAY + timedelta(days=first), DAY + timedelta(days=first + days - 1))


def test_chain_is_critical_and_the_short_branch_has_slack() -> None:
    # a(10) -> b(5) -> d(5), a -> c(2) -> d: c can wait 3 days.
    plan = schedule(
        [bar("a", 0, 10), bar("b", 10, 5), bar("c", 10, 2), bar("d", 15, 5)],
        [Link("a", "b"), Link("a", "c"), Link("b", "d"), Link("c", "d")],
    )
    assert plan.critical == ("a", "b", "d")
    assert plan.bars["c"].slack_days == 3
    assert plan.ends_on == DAY + timedelta(days=19)
    assert plan.violations == ()


def test_start_before_predecessor_allows_is_reported_and_pushed_in_the_computed_dates() -> None:
    link = Link("a", "b", lag_days=2)
    plan = schedule([bar("a", 0, 10), bar("b", 8, 5)], [link])
    assert [(v.link, v.days_too_early) for v in plan.violations] == [(link, 4)]
    assert plan.bars["b"].earliest_start == DAY + timedelta(days=12)
    assert plan.bars["b"].earliest_finish == DAY + timedelta(days=16)


def test_without_bars_there_is_no_end() -> None:
    plan = schedule([], [])
    assert (plan.bars, plan.critical, plan.ends_on) == ({}, (), None)


def test_closing_link_names_the_circle() -> None:
    links = [Link("a", "b"), Link("b", "c")]
    assert cycle_made_by(links, Link("c", "a")) == ("c", "a", "b", "c")
    assert cycle_made_by(links, Link("a", "a")) == ("a", "a")
    assert cycle_made_by(links, Link("a", "c")) is None


def test_circle_in_given_links_raises_with_a_real_path() -> None:
    links = [Link("x", "a"), Link("a", "b"), Link("b", "c"), Link("c", "a"), Link("c", "y")]
    with pytest.raises(CycleError) as caught:
        schedule([bar(key, 0, 1) for key in "xabcy"], links)
    path = caught.value.path
    assert path[0] == path[-1]
    assert set(path) == {"a", "b", "c"}
    pairs = {(link.predecessor, link.successor) for link in links}
    assert all(step in pairs for step in pairwise(path))


def test_path_between_is_the_shortest() -> None:
    links = [Link("a", "b"), Link("b", "c"), Link("a", "c"), Link("c", "d")]
    assert path_between(links, "a", "d") == ("a", "c", "d")
    assert path_between(links, "d", "a") is None


# A busy machine is no failure.
patient = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])

plans = st.integers(1, 12).flatmap(
    lambda n: st.tuples(
        st.lists(st.tuples(st.integers(0, 60), st.integers(1, 30)), min_size=n, max_size=n),
        st.lists(st.tuples(st.integers(0, n - 1), st.integers(0, n - 1), st.integers(0, 5))),
    )
)


def built(plan: tuple) -> tuple[list[Bar], list[Link]]:
    bars = [
        Bar(n, DAY + timedelta(days=first), DAY + timedelta(days=first + days - 1))
        for n, (first, days) in enumerate(plan[0])
    ]
    links = {(min(a, b), max(a, b)): lag for a, b, lag in plan[1] if a != b}
    return bars, [Link(a, b, lag) for (a, b), lag in links.items()]


@patient
@given(plans)
def test_every_acyclic_plan_has_a_schedule_that_keeps_its_links(plan: tuple) -> None:
    bars, links = built(plan)
    result = schedule(bars, links)
    for each in bars:
        assert result.bars[each.key].earliest_start >= each.starts_on
        assert result.bars[each.key].latest_finish <= result.ends_on
        assert result.bars[each.key].slack_days >= 0
    for link in links:
        before, after = result.bars[link.predecessor], result.bars[link.successor]
        assert (after.earliest_start - before.earliest_finish).days >= 1 + link.lag_days
    assert result.critical
    assert max(b.earliest_finish for b in result.bars.values()) == result.ends_on


@patient
@given(plans)
def test_a_link_is_refused_exactly_when_it_closes_a_circle(plan: tuple) -> None:
    bars, links = built(plan)
    for first in bars:
        for second in bars:
            new = Link(first.key, second.key)
            circle = cycle_made_by(links, new)
            try:
                schedule(bars, [*links, new])
            except CycleError:
                assert circle is not None
            else:
                assert circle is None


def test_the_same_key_twice_is_refused() -> None:
    with pytest.raises(ValueError, match="same key"):
        schedule([bar("a", 0, 1), bar("a", 1, 1)], [])


@patient
@given(plans)
def test_slack_is_what_a_bar_can_be_late_without_moving_the_end(plan: tuple) -> None:
    bars, links = built(plan)
    result = schedule(bars, links)
    for each in bars:
        slack = timedelta(days=result.bars[each.key].slack_days)
        start = result.bars[each.key].earliest_start + slack
        later = Bar(each.key, start, start + (each.due_on - each.starts_on))
        moved = [later if other.key == each.key else other for other in bars]
        assert schedule(moved, links).ends_on == result.ends_on
        day = timedelta(days=1)
        late = Bar(each.key, later.starts_on + day, later.due_on + day)
        moved = [late if other.key == each.key else other for other in bars]
        assert schedule(moved, links).ends_on > result.ends_on
