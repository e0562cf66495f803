"""Progress."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessments.rules.progress import (
    Progress,
    Stage,
    next_open,
    overall,
    stage,
)

progress = st.integers(1, 40).flatmap(
    lambda total: st.builds(Progress, st.integers(0, total), st.just(total))
)


@given(st.lists(progress, max_size=10))
def test_overall_is_complete_only_when_every_area_is(areas):
    found = overall(areas)
    assert found.is_complete == all(area.is_complete for area in areas)
    assert (found.percent == 100) == found.is_complete


@given(st.lists(progress, min_size=1, max_size=10), st.integers(-1, 9))
def test_next_open_goes_round(areas, after):
    after = min(after, len(areas) - 1)
    found = next_open(areas, after)
    if found is None:
        assert all(area.is_complete for area in areas)
    else:
        assert not areas[found].is_complete
        between = range(after + 1, found) if found > after else ()
        assert all(areas[n].is_complete for n in between)


@pytest.mark.parametrize(
    ("answered", "total", "percent"), [(0, 3, 0), (1, 3, 33), (2, 3, 66), (3, 3, 100), (0, 0, 100)]
)
def test_percent_rounds_down(answered, total, percent):
    assert Progress(answered, total).percent == percent


@pytest.mark.parametrize(
    ("has_response", "is_submitted", "answered", "expected"),
    [
        (False, False, 0, Stage.INVITED),
        (True, False, 0, Stage.OPENED),
        (True, False, 1, Stage.ANSWERING),
        (True, True, 0, Stage.SUBMITTED),
    ],
)
def test_stage(has_response, is_submitted, answered, expected):
    assert (
        stage(has_response=has_response, is_submitted=is_submitted, answered=answered) is expected
    )
