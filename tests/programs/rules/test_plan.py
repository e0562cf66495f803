"""The plan of the guide, appendix 2."""

from cip.programs.rules.currency import is_currency
from cip.programs.rules.plan import CIP_PLAN


def test_plan_has_four_phases_and_eleven_activities() -> None:
    assert [phase.kind for phase in CIP_PLAN] == ["discover", "design", "execute", "embed"]
    numbers = [activity.number for phase in CIP_PLAN for activity in phase.activities]
    assert numbers == list(range(1, 12))
    assert all(activity.deliverables for phase in CIP_PLAN for activity in phase.activities)


def test_currency_codes() -> None:
    assert [code for code in ("EUR", "eur", "EURO", "E1R", "EUR\n", "") if is_currency(code)] == [
        "EUR"
    ]
