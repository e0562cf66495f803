"""Choosing models with levels, agreeing on levels, signing, and agreeing them all."""

import pytest

from assessments.models import AgreedLevel
from assessments.queries.drafting import draft_sheet
from assessments.queries.leveled import leveled
from assessments.queries.overview import choosable_areas, choosable_versions
from assessments.queries.signatures import signatures
from assessments.rules.it_cmf import Overview
from assessments.rules.ordinal import LevelRange
from assessments.services.ratings import agree_ratings, take_up_again
from assessments.services.signing import sign_ratings
from cip.audit.models import AuditEvent
from cip.kernel import clock
from cip.kernel.errors import InvalidInput, NotAllowed, StaleWrite, WrongState
from tests.assessments.a2i import shipped
from tests.assessments.leveled_world import analyzed, leveled_world
from tests.small_model import small_model

pytestmark = pytest.mark.django_db
TODAY = {"CFP": (2, 2, 3, 3, 3), "CFP_A1": (1, 2, 2, 3, 5), "CFP_A2": (1, 1, 3, 5, 5)}
NEED = {"CFP_NEED__importance": (4, 4, 4, 5, 5)}


def world_of(person, **more):
    return leveled_world(person.organization, person.user, person.actor, **more)


def test_model_on_levels_can_be_chosen_by_critical_capability(alice):
    world = world_of(alice)
    small_model(frequencies="SCM")  # goals, but more than yes and no: neither one nor the other
    assert list(choosable_versions(alice.actor)) == [world.version]
    areas = choosable_areas(world.version.pk)
    assert [(a.code, a.category, a.questions) for a in areas] == [
        ("CFP", "About MAN", 4),
        ("AA", "About MAN", 2),
    ]


def test_method_that_asks_for_three_views_gets_them_by_itself(alice):
    world = world_of(alice)
    assert aspects(world) == {"as_is", "importance"}
    world.assessment.method_version = shipped("it-cmf")
    assert aspects(world) == {"as_is", "to_be", "importance"}


def aspects(world):
    return {
        item.aspect.value for card in draft_sheet(world.assessment).asked for item in card.items
    }


def test_survey_stands_beside_the_part_as_median_and_spread(alice):
    world = analyzed(alice, **TODAY, **NEED)
    found = leveled(world.assessment, for_team=True)
    a1, a2, aa = found.cells
    assert [cell.key for cell in found.cells] == ["CFP-A1", "CFP-A2", "AA"]
    assert a1.survey.today[0].median == LevelRange.of(2)
    assert a1.survey.today[0].position.middle_half == LevelRange(2, 3)
    assert a1.survey.today[0].position.extent == LevelRange(1, 5)
    assert a1.importance == LevelRange.of(4)
    assert a2.survey.today[0].item.is_split
    assert a2.survey.today[0].median is None
    assert aa.survey.today[0].position is None
    assert aa.importance is None


def test_hidden_answers_give_no_position(alice):
    world = analyzed(alice, people=4, CFP_A1=(1, 2, 3, 4))
    cell = leveled(world.assessment, for_team=True).cells[0]
    assert cell.survey.today[0].position is None


def test_level_is_recorded_with_reason_and_audit(alice):
    world = analyzed(alice)
    row = world.agree("CFP-A1", 2, 3)
    assert (row.lower, row.upper, row.reason, row.version) == (2, 3, "Seen.", 1)
    world.agree("CFP-A1", 3, expected_version=1, reason="Seen again.")
    world.agree("CFP-A2", 3)
    world.agree("AA", None, reason="Nobody could tell.")
    area, alone = leveled(world.assessment, for_team=True).areas
    assert area.reach.bounds == LevelRange.of(3)
    assert area.reach.short == ("CFP-A1", "CFP-A2")
    assert area.current == Overview(2, 0, LevelRange.of(3), LevelRange.of(3))
    assert alone.cells[0].agreed.is_recorded
    assert alone.cells[0].agreed.level is None
    events = AuditEvent.objects.filter(action="level.agreed").order_by("at")
    assert [event.changes["part"] for event in events] == ["CFP-A1", "CFP-A1", "CFP-A2", "AA"]


@pytest.mark.parametrize(
    ("lower", "upper", "more", "field"),
    [
        (0, None, {}, "lower"),
        (6, None, {}, "lower"),
        (3, 2, {}, "upper"),
        (None, 2, {}, "lower"),
        (2, None, {"reason": " "}, "reason"),
    ],
)
def test_impossible_level_is_refused(alice, lower, upper, more, field):
    world = analyzed(alice)
    with pytest.raises(InvalidInput) as error:
        world.agree("CFP-A1", lower, upper, **more)
    assert list(error.value.fields) == [field]
    assert not AgreedLevel.objects.exists()


def test_only_parts_in_scope_get_a_level(alice):
    world = analyzed(alice)
    for code in ("CFP", "MAN"):
        with pytest.raises(InvalidInput):
            world.agree(code, 2)


def test_stale_level_shows_both_texts(alice):
    world = analyzed(alice)
    world.agree("CFP-A1", 2)
    with pytest.raises(StaleWrite) as error:
        world.agree("CFP-A1", 4, reason="Mine.")
    said = {c.label: (c.stored, c.submitted) for c in error.value.conflicts}
    assert said["reason"] == ("Seen.", "Mine.")
    with pytest.raises(StaleWrite):
        world.agree("CFP-A2", 4, expected_version=3)


def test_only_the_team_and_only_while_analyzing(alice, bob):
    world = world_of(alice)
    with pytest.raises(WrongState):
        world.agree("CFP-A1", 2)
    world.assessment.state = "analyzing"
    world.assessment.save()
    world.lead = bob.actor
    with pytest.raises(NotAllowed):
        world.agree("CFP-A1", 2)


def test_parts_have_a_level_from_each_side(alice):
    world = analyzed(alice, sides=True, CFP_A1_PROC=(1, 1, 2, 2, 2))
    world.agree("CFP-A1", 2, side="PROC")
    world.agree("CFP-A1", 4, side="TECH")
    with pytest.raises(InvalidInput):
        world.agree("CFP-A1", 3)
    part = leveled(world.assessment, for_team=True).areas[0].parts[0]
    assert [(c.key, c.agreed.level.lower) for c in part.cells] == [
        ("CFP-A1 PROC", 2),
        ("CFP-A1 TECH", 4),
    ]
    assert part.cells[0].survey.today[0].median == LevelRange.of(2)
    assert part.reach.short == ("CFP-A1 PROC",)


def test_levels_are_signed_agreed_and_taken_up_again(alice):
    world = analyzed(alice)
    now = clock.now()
    with pytest.raises(WrongState):
        agree_ratings(actor=alice.actor, assessment=world.assessment, agreed_by="Ada", now=now)
    world.agree("CFP-A1", 2)
    before = signatures(world.assessment)
    sign_ratings(actor=alice.actor, assessment=world.assessment, checksum=before.checksum, now=now)
    assert signatures(world.assessment).is_complete
    world.agree("CFP-A2", 3)
    assert not signatures(world.assessment).is_complete
    agree_ratings(actor=alice.actor, assessment=world.assessment, agreed_by="Ada", now=now)
    with pytest.raises(WrongState):
        world.agree("AA", 3)
    take_up_again(actor=alice.actor, assessment=world.assessment, reason="New facts", now=now)
    world.agree("AA", 3)
    assert AgreedLevel.objects.count() == 3
