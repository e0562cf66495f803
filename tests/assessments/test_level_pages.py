"""Pages, API and gaps of assessments on levels."""

from datetime import date

import pytest

from assessments.level_charts import way_figure
from assessments.models import AgreedLevel, Target
from assessments.queries.gaps import gap_page
from assessments.queries.leveled import leveled
from assessments.queries.leveled_facts import leveled_facts
from assessments.reports import ASSESSMENT_REPORT
from assessments.rules.drafting import Aspect, Draft
from assessments.rules.ordinal import LevelRange
from assessments.services.questionnaires import set_draft
from assessments.services.ratings import agree_ratings
from assessments.services.targets import set_target, take_over_targets
from cip.kernel import clock
from cip.kernel.errors import InvalidInput
from cip.reports.sheets import render_sheet
from tests.assessments.leveled_world import analyzed, leveled_world

pytestmark = pytest.mark.django_db
DAY = date(2027, 6, 30)
TODAY = {"CFP_A1": (1, 2, 2, 2, 3), "CFP_A2": (3, 3, 3, 3, 4)}
NEED = {"CFP_NEED__importance": (4, 4, 4, 5, 5)}
WANTED = {"CFP_A1__to_be": (3, 4, 4, 4, 5), "CFP_A2__to_be": (1, 2, 2, 2, 3)}


def page(world, tail):
    return (
        f"/o/{world.assessment.program.organization.slug}/assessments/{world.assessment.pk}/{tail}"
    )


def api(world, tail):
    return f"/api/v1/assessments/{world.assessment.pk}/{tail}/"


@pytest.fixture
def three_views(alice):
    """Answered on today, target and importance."""
    world = leveled_world(alice.organization, alice.user, alice.actor, people=5)
    draft = Draft(aspects=tuple(Aspect))
    set_draft(actor=alice.actor, assessment=world.assessment, expected_version=0, draft=draft)
    world.open()
    world.answer(**TODAY, **NEED, **WANTED)
    world.close()
    return world


def test_pages_show_survey_and_agreed_level(alice, bob, charlie):
    world = analyzed(alice, **TODAY, **NEED)
    world.agree("CFP-A1", 2)
    overview = alice.client.get(page(world, "levels/"))
    assert overview.status_code == 200
    assert "1 of 3 agreed" in overview.content.decode()
    assert alice.client.get(page(world, "ratings/")).url == page(world, "levels/")
    node = world.nodes["CFP-A2"]
    one = alice.client.get(page(world, f"levels/{node.pk}/")).content.decode()
    assert "What Intermediate looks like." in one
    assert bob.client.get(page(world, "levels/")).status_code == 403
    assert charlie.client.get(page(world, "levels/")).status_code == 404
    assert alice.client.get(page(world, f"levels/{world.nodes['CFP'].pk}/")).status_code == 404


def test_level_is_saved_on_its_page_and_errors_stay_there(alice):
    world = analyzed(alice)
    url = page(world, f"levels/{world.nodes['CFP-A1'].pk}/")
    typed = {"side": "", "lower": "3", "upper": "", "expected_version": "0", "go": "next"}
    refused = alice.client.post(url, typed | {"reason": ""})
    assert refused.status_code == 400
    saved = alice.client.post(url, typed | {"reason": "Seen by two of us."})
    following = world.nodes["CFP-A2"]
    assert saved.url == page(world, f"levels/{following.pk}/#part-CFP-A2")
    row = AgreedLevel.objects.get()
    assert (row.lower, row.upper, row.recorded_by) == (3, 3, alice.user)
    stale = alice.client.post(url, typed | {"reason": "Mine", "lower": "4"})
    assert stale.status_code == 409
    assert "Seen by two of us." in stale.content.decode()


def test_results_are_for_everybody_once_agreed(alice, bob):
    world = analyzed(alice, **TODAY, **NEED)
    world.agree("CFP-A1", 2)
    world.agree("CFP-A2", 3, 4)
    assert bob.client.get(page(world, "results/")).status_code == 403
    agree_ratings(actor=alice.actor, assessment=world.assessment, agreed_by="Ada", now=clock.now())
    shown = bob.client.get(page(world, "results/")).content.decode()
    assert "What blocks level 3" in shown
    assert "Every part has reached level 2." in shown
    assert page(world, "snapshots/") in shown
    frozen = bob.client.get(page(world, "snapshots/")).content.decode()
    assert "No. 1, as agreed on" in frozen
    assert "Maturity level" not in frozen
    part = bob.client.get(page(world, f"results/{world.nodes['CFP-A2'].pk}/")).content.decode()
    assert "agreed: level 3–4" in part


def test_api_tells_and_records_levels(alice, bob, charlie):
    world = analyzed(alice, **TODAY, **NEED)
    node = world.nodes["CFP-A1"].pk
    body = {"lower": 2, "upper": 3, "reason": "Seen."}
    made = alice.api.put(
        api(world, f"levels/{node}"), body, format="json", headers={"if-match": '"v0"'}
    )
    assert made.status_code == 200
    assert made.headers["etag"] == '"v1"'
    assert made.data["agreed"] == {"lower": 2, "upper": 3}
    found = alice.api.get(api(world, "levels")).data
    assert (found["goal_count"], found["rated_count"]) == (3, 1)
    first = found["areas"][0]
    assert first["reach"]["unrated"] == ["CFP-A2"]
    assert first["parts"][0]["survey"][0]["median"] == {"lower": 2, "upper": 2}
    assert first["importance"] == {"lower": 4, "upper": 4}
    assert bob.api.get(api(world, "levels")).status_code == 403
    assert charlie.api.get(api(world, "levels")).status_code == 404
    assert alice.api.put(
        api(world, f"levels/{node}"), body, format="json", headers={"if-match": '"v0"'}
    ).status_code in {409, 412}


def test_survey_targets_are_taken_over_in_one_go(alice, three_views):
    world = three_views
    world.agree("CFP-A1", 2)
    world.agree("CFP-A2", 3)
    found = gap_page(world.assessment)
    assert [(each.key, each.wanted) for each in found.without] == [
        ("CFP-A1", LevelRange.of(4)),
        ("CFP-A2", LevelRange.of(2)),
        ("AA", None),
    ]
    done = alice.client.post(page(world, "gaps/survey/"), {"due_on": "2027-06-30", "reason": ""})
    assert done.status_code == 302
    assert [(t.node.code, t.level) for t in Target.objects.all()] == [("CFP-A1", 4)]
    assert not take_over_targets(actor=alice.actor, assessment=world.assessment, due_on=DAY)
    row = gap_page(world.assessment).open[0]
    assert (row.least, row.most, row.importance, row.is_from_survey) == (2, 2, 4, True)
    assert (row.levels, row.alone) == ((3, 4), (3,))


def test_target_of_a_part_is_a_level_of_the_scale(alice):
    world = analyzed(alice, sides=True)
    world.agree("CFP-A1", 3, side="PROC")
    place = {"node_id": world.nodes["CFP-A1"].pk, "dimension_id": world.sides["PROC"].pk}
    more = {"due_on": DAY, "expected_version": 0}
    for wrong in ({"level": 0}, {"level": 6}, {"level": 2}):
        with pytest.raises(InvalidInput):
            set_target(actor=alice.actor, assessment=world.assessment, **place, **more, **wrong)
    set_target(actor=alice.actor, assessment=world.assessment, level=5, **place, **more)
    row = gap_page(world.assessment).open[0]
    assert (row.standing.key, row.least) == ("CFP-A1 PROC", 2)
    url = page(world, f"gaps/{world.nodes['CFP-A1'].pk}/")
    assert alice.client.get(f"{url}?side=PROC").status_code == 200
    assert alice.client.get(url).status_code == 404


@pytest.mark.parametrize("parts", [2, 30])
def test_a_target_and_a_level_read_their_own_part_only(alice, parts, django_assert_num_queries):
    world = leveled_world(alice.organization, alice.user, alice.actor, parts=parts)
    world.assessment.state = "analyzing"
    world.assessment.save()
    world.agree("CFP-A1", 2)
    place = {"node_id": world.nodes["CFP-A1"].pk, "assessment": world.assessment}
    with django_assert_num_queries(15):
        set_target(actor=alice.actor, level=5, due_on=DAY, expected_version=0, **place)
    with django_assert_num_queries(8):
        world.agree("CFP-A1", 3, expected_version=1)


def test_facts_of_levels(alice, three_views):
    world = three_views
    world.agree("CFP-A1", 2)
    world.agree("AA", None, reason="Nobody could tell.", agreed_by="")
    found = leveled_facts([world.assessment])[world.assessment.pk]
    assert found["asks_current_target_importance"] is True
    assert found["blocks_without_result"] == ("CFP-A2",)
    assert found["cells_without_target"] == ("CFP-A1",)
    assert found["without_consensus"] == ()


def reference_world(alice):
    """A reference model: it says what is there and how much it is needed, and has no levels."""
    world = analyzed(alice, **TODAY, **NEED)
    model = world.version.model
    model.kind = "reference"
    model.save()
    world.agree("CFP-A1", 2)
    world.agree("CFP-A2", 5)
    return world


def test_a_reference_model_speaks_in_words_and_has_no_level_to_reach(alice):
    world = reference_world(alice)
    shown = alice.client.get(page(world, "results/")).content.decode()
    assert "What blocks level" not in shown
    assert "Needed and not all there, what is needed most first" in shown
    assert "Need: Advanced" in shown
    assert "Not judged yet:" in shown
    context = ASSESSMENT_REPORT.build(world.assessment.pk, "Alice", {}).context
    area = context["levels"]["areas"][0]
    assert area["rows"][0][1:3] == ("Basic", "Basic")
    assert area["blocks"] == "Needed and not all there, what is needed most first: About CFP-A1."
    assert next(each["label"] for each in context["key_figures"]) == "Judged"
    assert context["levels"]["together"]["head"][1]["title"] == "Judged"
    assert "2 Basic" not in context["levels"]["charts"][0]["svg"]
    found = leveled(world.assessment, for_team=False)
    chart = way_figure(found, found.areas)
    assert chart.rows[0] == ("About CFP-A1", "Basic", "–", "Basic")


def test_forms_of_a_reference_model_offer_words(alice):
    world = reference_world(alice)
    part = world.nodes["CFP-A1"].pk
    shown = alice.client.get(page(world, f"levels/{part}/")).content.decode()
    assert "What is there" in shown
    assert "2 Basic" not in shown
    shown = alice.client.get(page(world, f"gaps/{part}/")).content.decode()
    assert "What should be there" in shown
    assert "2 Basic" not in shown


def test_a_table_with_categories_says_so(alice):
    world = analyzed(alice, **TODAY)
    shown = alice.client.get(page(world, "results/")).content.decode()
    assert '<th scope="col">Category and critical capability</th>' in shown
    levels = ASSESSMENT_REPORT.build(world.assessment.pk, "Alice", {}).context["levels"]
    assert levels["together"]["head"][0]["title"] == "Category and critical capability"


def test_gaps_of_a_reference_model_block_no_level(alice):
    world = reference_world(alice)
    target = {"actor": alice.actor, "assessment": world.assessment, "expected_version": 0}
    set_target(node_id=world.nodes["CFP-A1"].pk, level=5, due_on=DAY, **target)
    (row,) = gap_page(world.assessment, for_team=True).open
    assert (row.levels, row.most) == ((), 3)
    shown = alice.client.get(page(world, "gaps/")).content.decode()
    assert "Optimizing by 30 Jun 2027" in shown
    assert "level 5 by" not in shown
    assert "In the way of" not in shown
    initiative = f"/o/{alice.organization.slug}/targets/{row.target_id}/initiative/"
    assert "About CFP-A1: Optimizing by 30 Jun 2027; Basic today." in (
        alice.client.get(initiative).content.decode()
    )


def test_report_tells_levels_in_place_of_goals(alice):
    world = analyzed(alice, **TODAY, **NEED)
    world.agree("CFP-A1", 2)
    world.agree("CFP-A2", 3)
    document = ASSESSMENT_REPORT.build(world.assessment.pk, "Alice", {})
    context = document.context
    ids = [each["id"] for each in context["sections"]]
    assert "levels-cfp" in ids
    assert not {"level", "profile", "ratings"} & set(ids)
    area = context["levels"]["areas"][0]
    assert area["rows"][0] == ("About CFP-A1", "2", "2", "–", "–", "Seen.")
    assert area["blocks"] == ("What blocks level 3 (Intermediate). Below it: About CFP-A1.")
    answers = {row[0].partition(" ")[2]: row[1:] for row in context["appendix"][0]["rows"]}
    assert answers["How is CFP-A1?"] == ("Today", "2", 5, 0)
    assert answers["How is CFP-NEED?"] == ("Importance", "4", 5, 0)
    assert "About CFP-A1" in render_sheet(document)
