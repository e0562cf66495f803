"""Result snapshots: made by agreeing, superseded by taking up again, changed by nothing."""

from datetime import UTC, datetime, timedelta

import pytest
from django.core.management import call_command
from django.db import IntegrityError, transaction

from assessments.models import Assessment, ResultSnapshot, SnapshotRating
from assessments.queries.signatures import content_checksum
from assessments.queries.snapshots import head_of, with_heads
from assessments.queries.unit_medians import unit_medians
from assessments.rules.ordinal import LevelRange
from assessments.services.assessments import edit_assessment
from assessments.services.ratings import agree_ratings, rate_goal, take_up_again
from assessments.services.releasing import release_answers
from assessments.services.signing import sign_ratings
from cip.audit.models import AuditEvent
from tests.assessments.appraisal_world import appraisal_world
from tests.assessments.results_world import make_world
from tests.factories.assessments import ScopeFactory

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


@pytest.fixture
def world(alice):
    return make_world(alice.organization, alice.user, people=12)


def rate(person, world, code, value, *, version=0, reason="Seen"):
    rate_goal(
        actor=person.actor,
        assessment=world.assessment,
        goal_id=world.node(code).pk,
        value=value,
        reason=reason,
        agreed_by="",
        expected_version=version,
    )


def agree(person, world, now=NOW):
    agree_ratings(actor=person.actor, assessment=world.assessment, agreed_by="Both", now=now)
    return ResultSnapshot.objects.get(assessment=world.assessment, state="stands")


def take_up(person, world, now=NOW):
    take_up_again(actor=person.actor, assessment=world.assessment, reason="More seen", now=now)


def rows(snapshot, *kinds):
    found = snapshot.ratings.filter(kind__in=kinds).order_by("position")
    return list(found.values_list("code", "lower", "upper", "absence"))


def test_agreeing_freezes_all_ratings_with_their_reasons(alice, world):
    rate(alice, world, "SCM-G2", "satisfied")
    rate(alice, world, "SCM-G1", "satisfied", reason="Pat Example1 showed the list")
    snapshot = agree(alice, world)
    assert (snapshot.number, snapshot.frozen_at, snapshot.agreed_by) == (1, NOW, "Both")
    assert (snapshot.frozen_by, snapshot.model_version) == (alice.user, world.model.version)
    assert rows(snapshot, "maturity") == [("", 1, 5, "")]
    assert rows(snapshot, "area") == [
        ("SCM", 1, 1, ""),
        ("SPM", None, None, "out_of_scope"),
        ("SRM", None, None, "not_rated"),
    ]
    goals = {code: rest for code, *rest in rows(snapshot, "goal")}
    assert goals["SCM-G1"] == [1, 1, ""]
    assert goals["SPM-G1"] == [None, None, "out_of_scope"]
    frozen = snapshot.ratings.get(kind="goal", code="SCM-G1")
    assert (frozen.node, frozen.title) == (world.node("SCM-G1"), world.node("SCM-G1").title)
    assert "Example1" not in frozen.reason
    audited = AuditEvent.objects.get(action="assessment.agreed")
    assert audited.changes["snapshot"] == [None, 1]


def test_taking_up_again_supersedes_and_agreeing_makes_the_next(alice, world):
    rate(alice, world, "SCM-G2", "satisfied")
    rate(alice, world, "SCM-G1", "satisfied")
    first = agree(alice, world)
    take_up(alice, world, NOW + timedelta(days=1))
    first.refresh_from_db()
    assert (first.state, first.superseded_reason) == ("superseded", "More seen")
    assert first.superseded_at == NOW + timedelta(days=1)
    rate(alice, world, "SCM-G1", "unsatisfied", version=1)
    second = agree(alice, world, NOW + timedelta(days=2))
    assert second.number == 2
    assert rows(first, "area")[0] == ("SCM", 1, 1, "")
    assert rows(second, "area")[0] == ("SCM", 0, 0, "")
    assert first.checksum != second.checksum


def test_the_same_ratings_have_the_same_checksum(alice, world):
    rate(alice, world, "SCM-G1", "satisfied")
    first = agree(alice, world)
    take_up(alice, world)
    assert agree(alice, world).checksum == first.checksum


def test_signatures_are_kept_by_name(alice, world):
    rate(alice, world, "SCM-G1", "satisfied")
    checksum = content_checksum(world.assessment)
    sign_ratings(actor=alice.actor, assessment=world.assessment, checksum=checksum, now=NOW)
    assert agree(alice, world).signatures == [{"name": "Alice", "signed_at": NOW.isoformat()}]


def test_the_database_refuses_to_change_what_was_frozen(alice, world):
    rate(alice, world, "SCM-G1", "satisfied")
    snapshot = agree(alice, world)
    for change in (
        lambda: SnapshotRating.objects.filter(code="SCM").update(lower=0),
        lambda: SnapshotRating.objects.filter(code="SCM").delete(),
        lambda: ResultSnapshot.objects.update(agreed_by="Somebody else"),
        lambda: ResultSnapshot.objects.update(
            state="superseded", superseded_at=NOW, superseded_reason="x", checksum=""
        ),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            change()
    take_up(alice, world)
    with pytest.raises(IntegrityError), transaction.atomic():
        ResultSnapshot.objects.filter(pk=snapshot.pk).update(superseded_reason="Else")


def released(alice, world, units):
    world.seat(units)
    world.answer("SCM-P1", ["yes"] * 9 + ["no"] * 3)
    world.answer("SCM-P2", ["yes"] * 6 + ["no"] * 6)
    release_answers(world.assessment, NOW)
    rate(alice, world, "SCM-G1", "satisfied")
    return agree(alice, world)


def medians(snapshot):
    found = snapshot.medians.order_by("position")
    return [(m.code, m.unit if not m.is_whole else None, m.distribution, m.lower) for m in found]


def test_released_medians_are_frozen_as_a_whole_and_by_unit(alice, world):
    snapshot = released(alice, world, ["Desk"] * 6 + ["Net"] * 6)
    assert medians(snapshot) == [
        ("SCM", None, [9, 15], 1),
        ("SCM", "Desk", [0, 12], 1),
        ("SCM", "Net", [9, 3], 0),
    ]
    assert snapshot.medians.get(is_whole=True).questions == 2


def test_units_below_the_threshold_are_not_frozen(alice, world):
    snapshot = released(alice, world, ["Desk"] * 8 + ["Net"] * 4)
    assert medians(snapshot) == [("SCM", None, [9, 15], 1)]


def test_the_page_counts_units_that_it_does_not_show(alice, world):
    snapshot = released(alice, world, ["Desk"] * 5 + ["Net"] * 5 + ["Ward"] * 2)
    found = unit_medians(snapshot)
    assert (found.units, found.hidden) == (("Desk",), 2)
    page = alice.client.get(f"/o/acme/snapshots/{snapshot.pk}/units/").text
    assert "2 units are not shown:" in page
    assert "Net" not in page
    assert "Ward" not in page


def test_raising_the_threshold_takes_hidden_medians_out_of_old_snapshots(alice, world):
    snapshot = released(alice, world, ["Desk"] * 6 + ["Net"] * 6)
    checksum = snapshot.checksum
    edit_assessment(
        actor=alice.actor,
        assessment=world.assessment,
        expected_version=world.assessment.version,
        values={"anonymity_threshold": 8},
        today=NOW.date(),
    )
    assert medians(snapshot) == [("SCM", None, [9, 15], 1)]
    snapshot.refresh_from_db()
    assert snapshot.checksum == checksum


def test_what_was_agreed_before_is_frozen_once(alice, world, capsys):
    rate(alice, world, "SCM-G2", "satisfied")
    rate(alice, world, "SCM-G1", "satisfied")
    Assessment.objects.update(state="agreed", agreed_at=NOW, agreed_by="Both")
    for said in ("Frozen results: 1.", "Frozen results: 0."):
        call_command("freeze_results")
        assert said in capsys.readouterr().out
    snapshot = ResultSnapshot.objects.get()
    assert (snapshot.number, snapshot.frozen_at, snapshot.frozen_by) == (1, NOW, None)
    assert rows(snapshot, "area")[0] == ("SCM", 1, 1, "")


def test_an_appraisal_freezes_capability_levels_and_practices(alice):
    world = appraisal_world(alice.organization, alice.user, alice.actor, instances=1)
    world.all_at("FI", "SST", goals=["SG1"])
    snapshot = agree(alice, world)
    kinds = dict.fromkeys(snapshot.ratings.order_by("position").values_list("kind", flat=True))
    assert list(kinds) == ["maturity", "area", "capability", "goal", "practice"]
    assert rows(snapshot, "capability") == [
        ("CM", 0, 3, ""),
        ("SAM", None, None, "out_of_scope"),
        ("SST", 0, 3, ""),
        ("SSD", None, None, "out_of_scope"),
    ]
    generic = snapshot.ratings.filter(code="GG2").values_list("area_code", "lower", "absence")
    assert list(generic.order_by("position")) == [
        ("CM", None, "not_rated"),
        ("SST", None, "not_rated"),
    ]
    seen = snapshot.ratings.get(kind="practice", code="GP2.1", area_code="SST")
    assert (seen.lower, seen.area, seen.node) == (3, world.nodes["SST"], world.nodes["GP2.1"])


def test_an_addition_that_was_not_chosen_leaves_no_level_open(alice):
    world = appraisal_world(alice.organization, alice.user, alice.actor, instances=1)
    world.all_at("FI", "SST", goals=["SG1"])
    agree(alice, world)
    assert head_of(with_heads(ResultSnapshot.objects.all()).get()).silent_from == 2  # SAM
    take_up(alice, world)
    reason = "Nothing is bought"
    ScopeFactory(
        assessment=world.assessment, node=world.nodes["SAM"], is_applicable=False, reason=reason
    )
    snapshot = agree(alice, world)
    assert rows(snapshot, "area")[-1] == ("SSD", None, None, "out_of_scope")
    found = head_of(with_heads(ResultSnapshot.objects.all()).get(pk=snapshot.pk))
    assert (found.maturity, found.silent_from) == (LevelRange(1, 3), None)
