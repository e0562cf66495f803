"""Targets, the gaps to them in order, and the way of a gap to the roadmap."""

from datetime import date

import pytest

from assessments.models import Assessment, Target
from assessments.models.target import usual_order
from assessments.queries.gaps import gap_of, gap_page, visible_targets
from assessments.services.targets import aim_for_level, remove_target, set_criteria, set_target
from cip.audit.models import AuditEvent
from cip.kernel.errors import InvalidInput, NotAllowed, StaleWrite, WrongState
from roadmap.models import Initiative
from roadmap.queries.thread import source_threads
from roadmap.services.sources import Source
from roadmap.services.taking import take_as_initiative
from tests.assessments.results_world import make_world
from tests.factories.assessments import AgreedRatingFactory
from tests.factories.programs import CITeamFactory

pytestmark = pytest.mark.django_db

JUNE = date(2027, 6, 30)


@pytest.fixture
def world(alice):
    return make_world(alice.organization, alice.user)


def aim(person, world, code="SCM", **more):
    values = {"level": 1, "due_on": JUNE, "expected_version": 0}
    return set_target(
        actor=person.actor,
        assessment=world.assessment,
        node_id=world.node(code).pk,
        **(values | more),
    )


def rate(world, code, value):
    AgreedRatingFactory(assessment=world.assessment, node=world.node(code), value=value)


def page(world):
    return gap_page(world.assessment)


def codes(rows):
    return [row.standing.code for row in rows]


def test_a_target_is_stored_once_with_who_and_an_audit_row(alice, world):
    row = aim(alice, world, reason="Customers ask for it", importance=5, effort=2)
    aim(alice, world, reason="Customers ask for it", importance=5, effort=2, expected_version=1)
    assert (row.set_by, row.level, row.version) == (alice.user, 1, 1)
    event = AuditEvent.objects.get(action="target.set")
    assert event.changes["area"] == "SCM"
    assert event.changes["importance"] == ["", 5]


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"level": 99}, "level"),
        ({"importance": 6}, "importance"),
        ({"effort": 0}, "effort"),
    ],
)
def test_what_a_target_cannot_be(alice, world, more, field):
    with pytest.raises(InvalidInput) as refused:
        aim(alice, world, **more)
    assert list(refused.value.fields) == [field]
    assert not Target.objects.exists()


def test_less_than_today_needs_a_reason(alice, world):
    rate(world, "SCM-G1", "satisfied")
    with pytest.raises(InvalidInput) as refused:
        aim(alice, world, level=0)
    assert list(refused.value.fields) == ["reason"]
    assert aim(alice, world, level=0, reason="Sold").level == 0


def test_areas_outside_the_scope_have_no_target(alice, world):
    with pytest.raises(InvalidInput) as refused:
        aim(alice, world, code="SPM")
    assert list(refused.value.fields) == ["node"]


def test_who_may_set_targets_and_when(alice, bob, world):
    with pytest.raises(NotAllowed, match="Only the assessment team"):
        aim(bob, world)
    world.assessment.state = "closed"
    world.assessment.save()
    with pytest.raises(WrongState, match="closed"):
        aim(alice, world)


def test_a_target_stays_when_the_assessment_was_closed_meanwhile(alice, world):
    row = aim(alice, world)
    Assessment.objects.update(state="closed")
    with pytest.raises(WrongState):
        remove_target(actor=alice.actor, target=row)
    with pytest.raises(WrongState):
        set_criteria(
            actor=alice.actor,
            assessment=row.profile.assessment,
            criteria=usual_order(),
            expected_version=1,
        )
    assert Target.objects.get() == row


def test_a_stale_target_shows_both(alice, world):
    aim(alice, world, reason="Mine")
    with pytest.raises(StaleWrite) as stale:
        aim(alice, world, reason="Yours")
    assert stale.value.current_version == 1
    [conflict] = [each for each in stale.value.conflicts if each.label == "reason"]
    assert (conflict.stored, conflict.submitted) == ("Mine", "Yours")


def test_gaps_are_open_unknown_or_reached(alice, world):
    for code in ("SCM", "SRM"):
        aim(alice, world, code)
    assert codes(page(world).unknown) == ["SCM", "SRM"]
    rate(world, "SCM-G1", "unsatisfied")
    rate(world, "SRM-G1", "satisfied")
    found = page(world)
    assert (codes(found.open), codes(found.unknown)) == (["SCM"], [])
    [row] = found.open
    assert (row.rank, row.most) == (1, row.level)


def test_the_first_criterion_that_differs_decides(alice, world):
    for code in ("SCM", "SRM"):
        rate(world, f"{code}-G1", "unsatisfied")
    aim(alice, world, "SCM", importance=2)
    aim(alice, world, "SRM", importance=5)
    found = page(world)
    assert codes(found.open) == ["SRM", "SCM"]
    assert [row.decided_by for row in found.open] == ["", "how important it is"]
    order = ["effort", "size", "unblocks", "importance"]
    set_criteria(actor=alice.actor, assessment=world.assessment, criteria=order, expected_version=1)
    assert page(world).criteria == tuple(order)
    with pytest.raises(InvalidInput):
        set_criteria(
            actor=alice.actor,
            assessment=world.assessment,
            criteria=["size"] * 4,
            expected_version=2,
        )


def test_what_an_area_stands_in_the_way_of(alice, world):
    rate(world, "SCM-G1", "unsatisfied")
    goals = len([n for n in world.model.nodes if n.startswith("SCM-G")])
    aim(alice, world, level=goals)
    [row] = page(world).open
    assert row.levels[:1] == (2,)
    assert row.alone == ()  # SRM is not rated, so it is in the way of level 2 as well


def test_aiming_for_a_level_leaves_targets_that_are_set(alice, world):
    aim(alice, world, reason="First things first")
    added = aim_for_level(
        actor=alice.actor, assessment=world.assessment, level=2, due_on=JUNE, reason="Level 2"
    )
    assert added == 1
    reasons = Target.objects.order_by("reason").values_list("reason", flat=True)
    assert list(reasons) == ["First things first", "Level 2"]
    again = aim_for_level(actor=alice.actor, assessment=world.assessment, level=2, due_on=JUNE)
    assert again == 0
    with pytest.raises(InvalidInput):
        aim_for_level(actor=alice.actor, assessment=world.assessment, level=9, due_on=JUNE)


def test_targets_are_seen_once_the_ratings_are_agreed(alice, bob, charlie, world):
    row = aim(alice, world)
    assert list(visible_targets(alice.actor)) == [row]
    assert not visible_targets(bob.actor).exists()
    world.assessment.state = "agreed"
    world.assessment.save()
    assert list(visible_targets(bob.actor)) == [row]
    assert not visible_targets(charlie.actor).exists()


@pytest.mark.parametrize("targets", [1, 2])
def test_queries_of_the_page(alice, world, targets, django_assert_num_queries):
    for code in ("SCM", "SRM")[:targets]:
        aim(alice, world, code)
    with django_assert_num_queries(5):
        assert page(world).count == targets


def initiative(person, target) -> Initiative:
    team = CITeamFactory(program=target.profile.assessment.program)
    return take_as_initiative(
        actor=person.actor,
        team=team,
        source=Source(gap=target),
        title="Close it",
        starts_on=date(2027, 1, 1),
        due_on=JUNE,
    )


def test_a_gap_becomes_an_initiative_with_the_thread_kept(alice, world):
    row = aim(alice, world)
    with pytest.raises(WrongState, match="not rated"):
        initiative(alice, row)
    rate(world, "SCM-G1", "unsatisfied")
    made = initiative(alice, row)
    [thread] = source_threads(alice.actor, made)
    assert thread.gap is not None
    assert (thread.gap.gap.target_id, thread.gap.area.code) == (row.pk, "SCM")
    with pytest.raises(WrongState, match="initiative"):
        remove_target(actor=alice.actor, target=row)


def test_a_reached_target_has_no_gap(alice, world):
    rate(world, "SCM-G1", "satisfied")
    row = aim(alice, world)
    found = gap_of(row)
    assert found is not None
    assert (found.least, found.most) == (-1, 0)
    with pytest.raises(WrongState, match="reached"):
        initiative(alice, row)


def test_pages_set_and_show_targets(alice, world):
    base = f"/o/{alice.organization.slug}/assessments/{world.assessment.pk}/gaps/"
    rate(world, "SCM-G1", "unsatisfied")
    area = f"{base}{world.node('SCM').pk}/"
    values = {"level": 1, "due_on": "2027-06-30", "reason": "Soon", "expected_version": 0}
    refused = alice.client.post(area, values | {"due_on": ""})
    assert refused.status_code == 400
    assert "Soon" in refused.content.decode()
    assert alice.client.post(area, values).status_code == 302
    shown = alice.client.get(base).content.decode()
    assert "Soon" in shown
    assert "Make an initiative" in shown
    assert alice.client.post(f"{base}level/", {"level": 2, "due_on": JUNE}).status_code == 302
    assert Target.objects.count() == 2
    lines = b"".join(alice.client.get(f"{base}?export=csv").streaming_content).decode()
    assert lines.splitlines()[1].startswith("1,open,SCM,")


def test_api(alice, bob, world):
    path = f"/api/v1/assessments/{world.assessment.pk}"
    node = world.node("SCM").pk
    body = {"level": 1, "due_on": "2027-06-30", "importance": 4}
    assert alice.api.put(f"{path}/targets/{node}/", body, format="json").status_code == 428
    found = alice.api.put(
        f"{path}/targets/{node}/", body, format="json", headers={"If-Match": '"v0"'}
    )
    assert found.status_code == 200, found.data
    assert [row["standing"]["code"] for row in found.data["unknown"]] == ["SCM"]
    assert bob.api.get(f"{path}/gaps/").status_code == 403
    assert alice.api.delete(f"{path}/targets/{node}/").status_code == 204
    assert alice.api.delete(f"{path}/targets/{node}/").status_code == 404
