"""Pages of appraisals: what they show, save and refuse."""

import json

import pytest
from django.urls import reverse

from assessments.models import AgreedRating, Assessment, Characterization, Instance, RatingSignature
from assessments.queries.signatures import signatures
from tests.assessments.appraisal_world import appraisal_world
from tests.assessments.results_world import make_world

pytestmark = pytest.mark.django_db


@pytest.fixture
def world(alice):
    return appraisal_world(alice.organization, alice.user, alice.actor)


def url(world, name, **more):
    kwargs = {"organization": "acme", "pk": world.assessment.pk, **more}
    return reverse(f"assessments:{name}", kwargs=kwargs)


def send(person, world, practice="SP1.1", instance=0, **values):
    place = None if instance is None else str(world.instances[instance].pk)
    body = {
        "area": str(world.nodes["SST"].pk),
        "practice": str(world.node(practice).pk),
        "instance": place,
        "value": "FI",
        "note": "",
        "version": 0,
    } | values
    return person.client.post(
        url(world, "characterize"), json.dumps(body), content_type="application/json"
    )


def test_profile_says_what_blocks_in_words(alice, world):
    world.all_at("PI", "CM")
    world.judge("SG1", "unsatisfied", area="CM")
    page = alice.client.get(url(world, "appraisal")).content.decode()
    assert "Improve CM.SP1.1, CM.SP1.2, CM.SP1.3: only partially or not implemented." in page
    assert f"{url(world, 'appraisal_area', code='CM')}#goal-CM.SG1" in page
    assert f"{url(world, 'appraisal_area', code='CM')}#practice-CM.SP1.1" in page
    assert "1 of 7 goals judged" in page
    assert "nothing can be said" not in page  # SAM is out of scope, and CM rules level 2 out
    world.judge("SG1", "not_rated", area="CM", expected_version=1)
    page = alice.client.get(url(world, "appraisal")).content.decode()
    assert "nothing can be said about level 2 and above, which need areas" in page
    higher = alice.client.get(f"{url(world, 'appraisal')}?level=3").content.decode()
    assert "What blocks level 3" in higher
    assert "Characterize SST.SP1.1, SST.SP1.2, SST.SP1.3: no instance was looked at." in higher
    for asked in ("9", "x", "1", "²"):
        page = alice.client.get(f"{url(world, 'appraisal')}?level={asked}")
        assert "What blocks level 2" in page.content.decode()


def test_ratings_page_leads_to_the_appraisal(alice, world):
    answer = alice.client.get(url(world, "ratings"))
    assert (answer.status_code, answer.headers["Location"]) == (302, url(world, "appraisal"))


def test_other_models_have_no_appraisal(alice):
    other = make_world(alice.organization, alice.user)
    assert alice.client.get(url(other, "appraisal")).status_code == 404
    assert alice.client.get(url(other, "ratings")).status_code == 200


def test_cell_is_saved_with_what_follows(alice, world):
    first = send(alice, world).json()
    assert (first["version"], first["goal"]) == (1, "SST.SG1")
    assert 'data-value="FI"' in first["unit"]
    second = send(alice, world, instance=1, value="NI", note="Nothing to see").json()
    assert "provisionally NI" in second["unit"]
    assert "Choose the value for the whole unit of SST.SP1.1." in second["suggested"]
    choice = send(alice, world, instance=None, value="PI", note="Half of the work").json()
    assert "Improve SST.SP1.1" in choice["suggested"]
    assert Characterization.objects.count() == 3


def test_a_goal_that_only_the_team_can_judge_is_left_to_it(alice, world):
    world.all_at("LI", "CM")
    area = url(world, "appraisal_area", code="CM")
    page = alice.client.get(area).content.decode()
    assert "The rules leave this goal to you." in page
    assert "The rules suggest:" not in page
    world.judge("SG1", "satisfied", area="CM")
    judged = alice.client.get(area).content.decode()
    assert (
        "Judge this goal" not in judged.partition('id="goal-CM.SG1"')[2].partition("</article>")[0]
    )


def test_results_show_generic_goals_and_capability_levels(alice, world):
    world.all_at("FI", "CM", goals=["SG1", "GG2"])
    page = " ".join(alice.client.get(url(world, "results")).content.decode().split())
    area = page.partition('id="area-CM"')[2].partition("</section>")[0]
    assert "Capability level" in area
    assert f'{url(world, "appraisal_area", code="CM")}#goal-GG2">GG2' in area


def test_a_goal_shows_the_practices_behind_it(alice, world):
    world.all_at("FI", "CM", goals=["SG1", "GG2"])
    goal = f"/o/acme/assessments/{world.assessment.pk}/results/{world.node('CM.SG1').pk}/"
    page = " ".join(alice.client.get(goal).content.decode().split())
    assert page.count("FI Fully implemented") == len(world.node("CM.SG1").children.all())
    assert "CM.SP1.1" in page
    assert "No question was about" not in page


def test_cell_that_cannot_be_saved_says_why(alice, bob, world):
    answer = send(alice, world, value="XX")
    assert (answer.status_code, answer.json()["message"]) == (400, "Choose FI, LI, PI, NI or NY.")
    assert send(alice, world, version=-1).status_code == 400
    for body in ("[]", "{", '{"value": {}}'):
        answer = alice.client.post(
            url(world, "characterize"), body, content_type="application/json"
        )
        assert answer.status_code == 400
    send(alice, world, value="LI", note="Slow")
    stale = send(alice, world, value="PI", note="Mine")
    assert stale.status_code == 409
    assert stale.json()["stored"] == {"value": "LI", "note": "Slow", "version": 1}
    assert send(bob, world).status_code == 403
    Assessment.objects.filter(pk=world.assessment.pk).update(state="agreed")
    assert send(alice, world, version=1).status_code == 409
    assert Characterization.objects.get().value == "LI"


def test_area_page_shows_grid_and_judges_goals(alice, world):
    world.all_at("LI", "SST")
    page = url(world, "appraisal_area", code="SST")
    text = alice.client.get(page).content.decode()
    assert text.count("data-cell data-practice") == 17 * 2
    assert "It is satisfied, unless its weaknesses together do harm." in text
    goal = world.node("GG2")
    address = url(world, "judge_goal", code="SST", goal_id=goal.pk)
    data = {"value": "satisfied", "reason": "", "agreed_by": "", "expected_version": 0}
    refused = alice.client.post(address, data)
    assert refused.status_code == 400
    assert "Say why: a rating needs its reason." in refused.content.decode()
    saved = alice.client.post(address, data | {"reason": "They are small."})
    assert saved.headers["Location"] == f"{page}#goal-GG2"
    row = AgreedRating.objects.get()
    assert (row.area.code, row.node.code, row.value) == ("SST", "GG2", "satisfied")
    stale = alice.client.post(address, data | {"reason": "Other."})
    assert stale.status_code == 409
    assert "They are small." in stale.content.decode()
    for code, node in (("SSD", goal), ("SST", world.nodes["CM.SG1"]), ("XX", goal)):
        away = url(world, "judge_goal", code=code, goal_id=node.pk)
        assert alice.client.post(away, data).status_code == 404


def test_members_see_it_once_agreed_and_change_nothing(alice, bob, world):
    world.all_at("LI", "SST", goals=["SG1"])
    pages = [
        url(world, "appraisal"),
        url(world, "appraisal_area", code="SST"),
        url(world, "instances"),
    ]
    assert [bob.client.get(page).status_code for page in pages] == [403] * 3
    Assessment.objects.filter(pk=world.assessment.pk).update(state="agreed")
    for page in pages:
        answer = bob.client.get(page)
        assert answer.status_code == 200
        assert "<form" not in answer.content.decode().split("<main")[1]
    world.assessment.refresh_from_db()
    for name in ("sign_ratings", "withdraw_signature", "begin_appraisal"):
        assert bob.client.post(url(world, name)).status_code == 403


def test_instances_are_added_edited_and_removed(alice, world):
    page = url(world, "instances")
    data = {"name": "Print service", "unit": "Desk", "reason": "The oldest", "expected_version": 0}
    assert alice.client.post(page, data).status_code == 302
    again = alice.client.post(page, data)
    assert (again.status_code, "Another instance has this name." in again.content.decode()) == (
        400,
        True,
    )
    row = Instance.objects.get(name="Print service")
    edit = reverse("assessments:instance_edit", kwargs={"organization": "acme", "pk": row.pk})
    assert "The oldest" in alice.client.get(edit).content.decode()
    changed = data | {"name": "Printing", "expected_version": 1}
    assert alice.client.post(edit, changed).status_code == 302
    assert alice.client.post(edit, changed | {"name": "Paper"}).status_code == 409
    warned = alice.client.post(page, data | {"name": f"{alice.user.name}'s desk"}, follow=True)
    assert "The name may be that of a person" in warned.content.decode()
    remove = reverse("assessments:instance_remove", kwargs={"organization": "acme", "pk": row.pk})
    assert alice.client.post(remove).status_code == 302
    assert not Instance.objects.filter(pk=row.pk).exists()


def test_begin_and_sign(alice):
    world = appraisal_world(alice.organization, alice.user, alice.actor, state="planned")
    assert "Begin the appraisal" in alice.client.get(url(world, "appraisal")).content.decode()
    assert alice.client.post(url(world, "begin_appraisal")).status_code == 302
    world.assessment.refresh_from_db()
    world.all_at("FI", "CM", goals=["SG1"])
    assert "Sign the ratings" in alice.client.get(url(world, "appraisal")).content.decode()
    checksum = signatures(world.assessment).checksum
    assert alice.client.post(url(world, "sign_ratings"), {"checksum": "x"}).status_code == 409
    assert alice.client.post(url(world, "sign_ratings"), {"checksum": checksum}).status_code == 302
    assert RatingSignature.objects.get().user == alice.user
    assert "Withdraw my signature" in alice.client.get(url(world, "appraisal")).content.decode()
    assert alice.client.post(url(world, "withdraw_signature")).status_code == 302
    assert RatingSignature.objects.count() == 0


def test_results_show_the_level_by_the_rules_of_appraisals(alice, world):
    world.all_at("FI", "CM", goals=["SG1"])
    page = alice.client.get(url(world, "results")).content.decode()
    assert "Title of GG2" in page
    for name in ("analysis", "participants", "findings", "agree", "scope"):
        assert alice.client.get(url(world, name)).status_code == 200
    assert alice.client.get(url(world, "detail")).status_code == 200
