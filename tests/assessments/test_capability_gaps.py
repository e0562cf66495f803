"""Gaps of appraisals count capability levels and name what blocks them."""

from datetime import date

import pytest

from assessments.models import Target
from assessments.queries.appraisal import appraisal, appraised_area
from assessments.queries.gaps import GapPage, gap_of, gap_page, standing_at, standings_now
from assessments.services.characterizing import characterize
from assessments.services.targets import aim_for_level, set_target
from cip.kernel.errors import InvalidInput
from roadmap.queries.thread import source_threads
from roadmap.services.sources import Source
from roadmap.services.taking import take_as_initiative
from tests.assessments.appraisal_world import AppraisalWorld, appraisal_world
from tests.factories.programs import CITeamFactory

JUNE = date(2027, 6, 30)


@pytest.fixture
def world(alice) -> AppraisalWorld:
    """CM at level 2, SST with its specific goals judged: one satisfied, one not."""
    made = appraisal_world(alice.organization, alice.user, alice.actor)
    made.all_at("FI", "CM", goals=["SG1", "GG2"])
    made.all_at("FI", "SST", goals=["SG1"])
    weak = [made.change("SP2.1", number, "PI", version=1) for number in (0, 1)]
    characterize(actor=alice.actor, assessment=made.assessment, changes=weak)
    made.judge("SG2", "unsatisfied")
    return made


def aim(alice, world, area="SST", level=3, **more) -> Target:
    return set_target(
        actor=alice.actor,
        assessment=world.assessment,
        node_id=world.nodes[area].pk,
        level=level,
        due_on=JUNE,
        expected_version=0,
        **more,
    )


def page(world) -> GapPage:
    return gap_page(world.assessment)


def test_a_gap_is_a_distance_in_capability_levels(alice, world) -> None:
    aim(alice, world)
    aim(alice, world, "CM", 2)
    found = page(world)
    [gap], [reached] = found.open, found.reached
    assert (gap.standing.code, gap.standing.current.lower, gap.least, gap.most) == ("SST", 0, 3, 3)
    assert (reached.standing.code, reached.standing.current.lower) == ("CM", 2)
    assert reached.standing.current.upper == 3


def test_one_area_reads_as_it_does_among_all(world, django_assert_num_queries) -> None:
    whole = appraisal(world.assessment, for_team=True)
    assert [area.node.code for area in whole.in_scope] == ["CM", "SST"]
    for area in whole.in_scope:
        assert appraised_area(world.assessment, area.node.id) == area
        assert standing_at(world.assessment, area.node.id) in standings_now(world.assessment).areas
    assert appraised_area(world.assessment, world.nodes["SAM"].pk) is None
    with django_assert_num_queries(4):
        appraised_area(world.assessment, world.nodes["SST"].pk)


def test_what_blocks_the_target_is_named_in_the_order_of_levels(alice, world) -> None:
    aim(alice, world, level=2)
    [gap] = page(world).open
    assert [(b.level, b.goal, b.kind.value, b.practices) for b in gap.blocks] == [
        (1, "SST.SG2", "weak_practices", ("SST.SP2.1",)),
        (2, "GG2", "not_judged", ()),
    ]


def test_a_target_is_a_level_of_the_scale(alice, world) -> None:
    with pytest.raises(InvalidInput) as refused:
        aim(alice, world, level=4)
    assert refused.value.fields == {"level": ["Choose a level of the scale."]}
    with pytest.raises(InvalidInput) as refused:
        aim(alice, world, "CM", 1)
    assert list(refused.value.fields) == ["reason"]


def test_aiming_for_a_maturity_level_sets_the_target_profile(alice, world) -> None:
    aim_for_level(actor=alice.actor, assessment=world.assessment, level=2, due_on=JUNE)
    rows = Target.objects.order_by("node__position").values_list("node__code", "level")
    assert list(rows) == [("CM", 2)]
    aim_for_level(actor=alice.actor, assessment=world.assessment, level=3, due_on=JUNE)
    assert list(rows.all()) == [("CM", 2), ("SST", 3)]


def test_targets_are_checked_by_equivalent_staging(alice, world) -> None:
    aim(alice, world)
    aim(alice, world, "CM", 3)
    assert page(world).amounts_to == 1  # SAM was not looked at, so level 2 stays out of reach
    world.assessment.scope.create(node=world.nodes["SAM"], is_applicable=False, reason="None")
    assert page(world).amounts_to == 3
    Target.objects.filter(node__code="CM").update(level=2)
    assert page(world).amounts_to == 2


def test_a_gap_says_which_maturity_level_waits_for_it(alice, world) -> None:
    world.assessment.scope.create(node=world.nodes["SAM"], is_applicable=False, reason="None")
    aim(alice, world)
    [gap] = page(world).open
    assert (gap.levels, gap.alone) == ((3,), ())
    Target.objects.update(level=2)
    assert page(world).open[0].levels == ()


def test_an_area_that_nobody_judged_is_unknown(alice) -> None:
    world = appraisal_world(alice.organization, alice.user, alice.actor)
    aim(alice, world)
    assert [row.standing.code for row in page(world).unknown] == ["SST"]


def test_the_thread_to_the_roadmap_holds(alice, world) -> None:
    row = aim(alice, world)
    shown = alice.client.get(f"/o/{alice.organization.slug}/targets/{row.pk}/initiative/")
    assert "level 3 by 30 Jun 2027; level 0 today." in shown.content.decode()
    team = CITeamFactory(program=world.assessment.program)
    made = take_as_initiative(
        actor=alice.actor,
        team=team,
        source=Source(gap=row),
        title="Close it",
        starts_on=date(2027, 1, 1),
        due_on=JUNE,
    )
    [thread] = source_threads(alice.actor, made)
    assert (thread.gap.gap.level, thread.gap.area.code) == (3, "SST")
    assert gap_of(row).most == 3


def test_page_and_file(alice, world) -> None:
    aim(alice, world)
    base = f"/o/{alice.organization.slug}/assessments/{world.assessment.pk}"
    shown = alice.client.get(f"{base}/gaps/").content.decode()
    assert "Levels to go" in shown
    assert "level 3 by 30 Jun 2027" in shown
    assert f"{base}/appraisal/areas/SST/#goal-SST.SG2" in shown
    assert "Improve SST.SP2.1: only partially or not implemented." in shown
    assert "the profile amounts to maturity level 1 (equivalent staging)" in shown
    lines = b"".join(alice.client.get(f"{base}/gaps/?export=csv").streaming_content).decode()
    assert '"Levels to go, at least"' in lines
    form = alice.client.get(f"{base}/gaps/{world.nodes['CM'].pk}/").content.decode()
    assert "Level to reach" in form


def test_api(alice, world) -> None:
    aim(alice, world, level=1)
    found = alice.api.get(f"/api/v1/assessments/{world.assessment.pk}/gaps/").json()
    assert (found["is_appraised"], found["amounts_to"]) == (True, 1)
    [gap] = found["open"]
    assert gap["standing"]["current"] == {"lower": 0, "upper": 0}
    assert [(block["goal"], block["kind"]) for block in gap["blocks"]] == [
        ("SST.SG2", "weak_practices")
    ]
