"""Values of a practice by form, for whoever has no scripts: nothing typed is lost."""

import pytest

from assessments.models import Characterization
from tests.assessments.appraisal_world import AppraisalWorld, appraisal_world


@pytest.fixture
def world(alice) -> AppraisalWorld:
    return appraisal_world(alice.organization, alice.user, alice.actor)


def url(alice, world, practice="SST.SP1.1", area="SST") -> str:
    root = f"/o/{alice.organization.slug}/assessments/{world.assessment.pk}"
    return f"{root}/appraisal/areas/{area}/practices/{practice}/"


def sent(world, *values, unit=None) -> dict[str, object]:
    """(value, note, version) for each instance, and for the unit."""
    found = {}
    for each, three in zip(world.instances, values, strict=True):
        found |= _three(f"at-{each.pk}", three)
    return found | (_three("unit", unit) if unit else {})


def _three(prefix, three) -> dict[str, object]:
    return dict(zip((f"{prefix}-value", f"{prefix}-note", f"{prefix}-version"), three, strict=True))


def stored(world) -> list[tuple[str, str]]:
    rows = Characterization.objects.filter(assessment=world.assessment)
    return list(rows.order_by("instance__position").values_list("value", "note"))


def test_saving_goes_on_to_the_next_practice(alice, world) -> None:
    answer = alice.client.post(
        url(alice, world), sent(world, ("FI", "", 0), ("LI", "Not at night.", 0))
    )
    assert (answer.status_code, answer.url) == (302, url(alice, world, "SST.SP1.2"))
    assert stored(world) == [("FI", ""), ("LI", "Not at night.")]


def test_what_nobody_touched_is_not_written(alice, world) -> None:
    alice.client.post(url(alice, world), sent(world, ("FI", "", 0), ("", "", 0)))
    assert stored(world) == [("FI", "")]


def test_the_last_practice_leads_back_to_the_area(alice, world) -> None:
    answer = alice.client.post(
        url(alice, world, "GP3.2"), sent(world, ("FI", "", 0), ("FI", "", 0))
    )
    assert answer.url.endswith("/appraisal/areas/SST/")


def test_the_team_chooses_where_the_rules_leave_it_a_choice(alice, world) -> None:
    two = ("FI", "", 0), ("NI", "Nothing there.", 0)
    answer = alice.client.post(url(alice, world), sent(world, *two))
    assert answer.url == url(alice, world)
    page = alice.client.get(answer.url).content.decode()
    assert "The rules leave the value for the whole unit to you." in page
    assert 'name="unit-value"' in page
    again = ("FI", "", 1), ("NI", "Nothing there.", 1)
    refused = alice.client.post(url(alice, world), sent(world, *again, unit=("PI", "", 0)))
    assert refused.status_code == 400
    alice.client.post(url(alice, world), sent(world, *again, unit=("PI", "Most of it", 0)))
    assert ("PI", "Most of it") in stored(world)


def test_nothing_is_lost_when_somebody_else_was_first(alice, world) -> None:
    world.fill({"SP1.1": ["LI"]}, choices={})
    mine = ("PI", "Half of the desks", 0), ("FI", "", 0)
    answer = alice.client.post(url(alice, world), sent(world, *mine))
    assert answer.status_code == 409
    page = answer.content.decode()
    assert "Somebody else saved in the meantime: LI: Not everywhere." in page
    assert "Half of the desks" in page
    assert f'name="at-{world.instances[0].pk}-version" value="1"' in page
    assert stored(world) == [("LI", "Not everywhere.")]
    mine = ("PI", "Half of the desks", 1), ("FI", "", 0)
    alice.client.post(url(alice, world), sent(world, *mine))
    assert stored(world) == [("PI", "Half of the desks"), ("FI", "")]


def test_errors_keep_every_word(alice, world) -> None:
    answer = alice.client.post(
        url(alice, world), sent(world, ("XX", "A long weakness", 0), ("LI", "Other words", 0))
    )
    assert answer.status_code == 400
    page = answer.content.decode()
    assert "A long weakness" in page
    assert "Other words" in page


def test_only_the_team_in_its_time(alice, bob, world) -> None:
    assert alice.client.get(url(alice, world)).status_code == 200
    assert bob.client.get(url(alice, world)).status_code == 403
    assert alice.client.get(url(alice, world, "SAM.SP1.1", "SAM")).status_code == 404
    assert alice.client.get(url(alice, world, "GP9.9")).status_code == 404
    world.assessment.state = "agreed"
    world.assessment.save()
    assert alice.client.get(url(alice, world)).status_code == 409


def test_the_grid_waits_for_its_script_and_names_the_way_without(alice, world) -> None:
    root = f"/o/{alice.organization.slug}/assessments/{world.assessment.pk}"
    page = alice.client.get(f"{root}/appraisal/areas/SST/").content.decode()
    assert "The grid saves by script, which does not run here." in page
    assert f'href="{url(alice, world)}"' in page
    assert page.count("data-value-of disabled") == page.count("data-value-of")
