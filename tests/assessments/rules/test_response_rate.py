"""Dispositions and rates by AAPOR; the same numbers as the page about progress."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessments.rules.progress import Stage
from assessments.rules.response_rate import (
    Case,
    Coverage,
    Disposition,
    Event,
    Rates,
    Shown,
    coverage,
    disposition,
    rates,
    rates_by,
    shown_rate,
)

CASES = st.builds(
    Case,
    st.sampled_from(Stage),
    st.integers(0, 10),
    st.just(10),
    st.none() | st.sampled_from(Event),
)


@pytest.mark.parametrize(
    ("case", "expected"),
    [
        (Case(Stage.SUBMITTED, 10, 10), Disposition.COMPLETE),
        (Case(Stage.SUBMITTED, 0, 10, Event.LEFT), Disposition.COMPLETE),
        (Case(Stage.ANSWERING, 5, 10), Disposition.PARTIAL),
        (Case(Stage.ANSWERING, 5, 10, Event.DECLINED), Disposition.PARTIAL),
        (Case(Stage.ANSWERING, 5, 10, Event.WITHDRAWN), Disposition.INELIGIBLE),
        (Case(Stage.ANSWERING, 4, 10), Disposition.BREAK_OFF),
        (Case(Stage.ANSWERING, 4, 10, Event.DECLINED), Disposition.REFUSAL),
        (Case(Stage.OPENED, 0, 10), Disposition.BREAK_OFF),
        (Case(Stage.OPENED, 0, 10, Event.BOUNCED), Disposition.BREAK_OFF),
        (Case(Stage.INVITED), Disposition.NON_CONTACT),
        (Case(Stage.INVITED, event=Event.DECLINED), Disposition.REFUSAL),
        (Case(Stage.INVITED, event=Event.UNABLE), Disposition.OTHER),
        (Case(Stage.INVITED, event=Event.BOUNCED), Disposition.UNKNOWN),
        (Case(Stage.INVITED, event=Event.LEFT), Disposition.INELIGIBLE),
    ],
)
def test_disposition(case, expected):
    assert disposition(case) is expected


def test_rates_by_the_formulas():
    found = Rates(
        complete=40,
        partial=10,
        break_off=8,
        refusal=4,
        non_contact=16,
        other=2,
        unknown=20,
        ineligible=7,
    )
    assert found.eligible == 80
    assert (found.rr1, found.rr2) == (Fraction(40, 100), Fraction(50, 100))
    assert (found.rr5, found.rr6) == (Fraction(40, 80), Fraction(50, 80))


def test_nobody_eligible_has_no_rate():
    found = Rates(ineligible=3)
    assert (found.rr1, found.rr2, found.rr5, found.rr6) == (None, None, None, None)


@given(st.lists(CASES))
def test_everybody_is_counted_once_and_rates_are_ordered(cases):
    found = rates(map(disposition, cases))
    assert found.eligible + found.unknown + found.ineligible == len(cases)
    if found.eligible:
        assert 0 <= found.rr1 <= found.rr2 <= found.rr6 <= 1
        assert found.rr1 <= found.rr5 <= found.rr6


def test_rates_of_stages_without_events():
    people = [
        (Stage.SUBMITTED, 10),
        (Stage.SUBMITTED, 0),
        (Stage.ANSWERING, 5),
        (Stage.ANSWERING, 4),
        (Stage.OPENED, 0),
        (Stage.INVITED, 0),
    ]
    found = rates(disposition(Case(stage, answered, 10)) for stage, answered in people)
    assert found == Rates(complete=2, partial=1, break_off=2, non_contact=1)
    assert (found.asked, found.rr1, found.rr2) == (6, Fraction(1, 3), Fraction(1, 2))


@given(st.lists(st.tuples(st.sampled_from("ABC"), CASES)))
def test_units_add_up_to_all(people):
    ended = [(unit, disposition(case)) for unit, case in people]
    by_unit = rates_by(ended)
    assert list(by_unit) == list(dict.fromkeys(unit for unit, _case in people))
    assert (
        sum(found.complete for found in by_unit.values())
        == rates(kind for _unit, kind in ended).complete
    )


def test_one_number_when_all_are_known():
    found = shown_rate(Rates(complete=18, non_contact=6, ineligible=2))
    assert (found.shown, found.lowest, found.highest) == (Shown.RR1, Fraction(3, 4), Fraction(3, 4))
    assert found.sentence == (
        "18 of 24 people asked have submitted (AAPOR RR1; withdrawn people do not count)."
    )


def test_a_span_when_invitations_came_back():
    found = shown_rate(Rates(complete=18, non_contact=2, unknown=4))
    assert (found.shown, found.lowest) == (Shown.RR1_TO_RR5, Fraction(3, 4))
    assert found.highest == Fraction(9, 10)
    assert found.sentence == (
        "18 of 24 people asked have submitted (AAPOR RR1; withdrawn people do not count). "
        "Invitations that came back: 4; leaving those people out, it is 18 of 20 (AAPOR RR5)."
    )


def test_only_unknown_people():
    found = shown_rate(Rates(unknown=3))
    assert (found.shown, found.lowest, found.highest) == (Shown.RR1_TO_RR5, 0, None)
    assert found.sentence == (
        "0 of 3 people asked have submitted (AAPOR RR1; withdrawn people do not count). "
        "Invitations that came back: 3."
    )


def test_nobody_asked():
    found = shown_rate(Rates())
    assert (found.shown, found.lowest, found.highest) == (Shown.NONE, None, None)
    assert found.sentence == "Nobody has been asked yet, so there is no response rate."


def test_coverage_counts_who_can_speak():
    found = coverage([(10, 10), (5, 10), (4, 10), (0, 10), (0, 0)])
    assert found == Coverage(asked=4, able=2)
    assert found.share == Fraction(1, 2)
    assert coverage([(0, 0)]).share is None
