"""Rules of the hub, without network."""

import asyncio

from cip.live.hub import Hub
from tests.looping import run_async

A, B, C = "job:a", "job:b", "job:c"


def test_listener_hears_its_topics_only():
    hub = Hub()
    listener = hub.join({A: 0, B: 0})
    hub.tell({A: 1, C: 9})
    assert listener.take() == {A: 1}
    assert listener.take() == {}


def test_what_the_browser_has_is_not_told():
    hub = Hub()
    listener = hub.join({A: 3})
    hub.tell({A: 3})
    hub.tell({A: 2})
    assert listener.take() == {}
    hub.tell({A: 4})
    assert listener.take() == {A: 4}
    hub.tell({A: 4})
    assert listener.take() == {}


def test_a_slow_browser_costs_one_version_a_topic():
    hub = Hub()
    listener = hub.join({A: 0, B: 0})
    for version in range(1, 10_000):
        hub.tell({A: version})
    hub.tell({B: 1})
    assert listener.take() == {A: 9_999, B: 1}


def test_late_and_doubled_events_change_nothing():
    listener = Hub().join({A: 0})
    for version in (2, 1, 2):
        listener.hear({A: version})
    assert listener.take() == {A: 2}


def test_leaving_forgets_the_listener():
    hub = Hub()
    stays, leaves = hub.join({A: 0}), hub.join({A: 0, B: 0})
    assert len(hub) == 2
    hub.leave(leaves)
    hub.tell({A: 1, B: 1})
    assert len(hub) == 1
    assert (stays.take(), leaves.take()) == ({A: 1}, {})


def test_doubt_and_close_reach_everybody():
    hub = Hub()
    one, two = hub.join({A: 0}), hub.join({B: 0})
    assert (one.must_ask, one.is_over) == (False, False)
    hub.doubt()
    assert (one.must_ask, two.must_ask) == (True, True)
    hub.close()
    assert (one.is_over, two.is_over) == (True, True)
    assert hub.join({A: 0}).is_over


def test_waiting_ends_with_news_or_in_time():
    async def scenario() -> None:
        hub = Hub()
        listener = hub.join({A: 0})
        await listener.wait(0.01)
        waiting = asyncio.create_task(listener.wait(60))
        await asyncio.sleep(0)
        hub.tell({A: 1})
        await waiting
        assert listener.take() == {A: 1}
        await listener.wait(0.01)

    run_async(scenario())
