"""Documents and pages speak the words of the model that is assessed."""

import json
import re

import pytest

from assessments.data_pack import build as data_pack
from assessments.kickoff_report import build as kickoff
from assessments.queries.model_words import Name, model_words
from assessments.reports import build_for_model
from cip.reports.templatetags.reports import WIDTHS
from tests.assessments.appraisal_world import appraisal_world
from tests.assessments.leveled_world import LeveledWorld, leveled_world
from tests.factories.assessments import TargetFactory, TargetProfileFactory
from tests.factories.catalog import NodeTypeFactory

pytestmark = pytest.mark.django_db
CAPABILITY = Name("Critical capability", "Critical capabilities")
BLOCK = Name("Building block", "Building blocks")


@pytest.fixture
def on_levels(alice) -> LeveledWorld:
    """An analyzed assessment on levels, one part agreed, with a target."""
    world = leveled_world(alice.organization, alice.user, alice.actor, people=5)
    world.open()
    world.answer(CFP_A1=[2, 2, 2, 3, 3])
    world.close()
    world.agree("CFP-A1", 2, reason="Seen.")
    TargetFactory(
        profile=TargetProfileFactory(assessment=world.assessment),
        node=world.nodes["CFP-A1"],
        level=4,
        set_by=alice.user,
    )
    return world


def test_words_come_from_the_types_of_the_version(on_levels) -> None:
    words = model_words(on_levels.version)
    assert (words.area, words.part, words.asked) == (CAPABILITY, BLOCK, BLOCK)
    assert words.area.many_within == "critical capabilities"
    assert Name("KPA", "KPAs").within == "KPA"


def test_an_appraised_model_has_goals_and_practices_of_two_kinds(alice) -> None:
    world = appraisal_world(alice.organization, alice.user, alice.actor)
    words = model_words(world.assessment.model_version)
    assert (words.area.one, words.part.one, words.asked.one) == (
        "Process area",
        "Goal",
        "Practice",
    )


def test_neutral_words_where_the_model_has_none() -> None:
    words = model_words(NodeTypeFactory(is_rateable=False, is_askable=False).version)
    assert (words.area.many, words.part.many, words.asked.many) == ("Areas", "Parts", "Practices")


def test_the_report_on_levels_knows_no_goals(on_levels) -> None:
    document = build_for_model(on_levels.assessment.pk, "Alice", {})
    context = document.context
    assert context["scope"]["head"][0]["title"] == "Critical capability"
    assert len(context["scope"]["head"]) == 2
    assert context["gaps"]["head"][1]["title"] == "Building block"
    row = context["gaps"]["rows"][0]
    assert row[2] == "level 2"
    assert row[3].startswith("level 4 by ")
    assert context["evidence"]["sources"]["head"][1]["title"] == "Building blocks"
    titles = json.dumps(context, default=str)
    assert "Key process area" not in titles
    assert context["sections"][0]["title"] == "Summary"


def test_the_data_pack_holds_levels_and_no_ratings_of_goals(on_levels) -> None:
    sheets = {s["title"]: s for s in data_pack(on_levels.assessment.pk, "A", {}).context["sheets"]}
    assert not {"Ratings", "Maturity level", "Answers, Levels"} & set(sheets)
    heads = [column["title"] for column in sheets["Levels"]["columns"]]
    line = dict(zip(heads, sheets["Levels"]["rows"][0], strict=True))
    assert line["Critical capability (area)"] == "About CFP"
    assert (line["Code"], line["Agreed, at least"], line["Agreed, at most"]) == ("CFP-A1", 2, 2)
    assert line["Agreed level, name"] == "Basic"
    assert (line["Survey today, median, lower"], line["Survey today, highest"]) == (2, 3)
    assert (line["Target"], line["Steps to go, at least"]) == (4, 2)
    assert all(column["text"] for column in sheets["Levels"]["columns"])
    gaps = sheets["Gaps"]
    heads = [column["title"] for column in gaps["columns"]]
    assert heads[3:7] == [
        "Building block",
        "Agreed level, at least",
        "Agreed level, at most",
        "Highest level",
    ]
    assert gaps["rows"][0][1:8] == ["open", "CFP-A1", "About CFP-A1", 2, 2, 5, 4]


def test_file_and_data_pack_have_the_same_columns_of_gaps(alice, on_levels) -> None:
    address = f"/o/acme/assessments/{on_levels.assessment.pk}/gaps/?export=csv"
    text = b"".join(alice.client.get(address).streaming_content).decode("utf-8-sig")
    sheets = {s["title"]: s for s in data_pack(on_levels.assessment.pk, "A", {}).context["sheets"]}
    heads = [column["title"] for column in sheets["Gaps"]["columns"]]
    assert text.splitlines()[0].replace('"', "").startswith("Place,Gap,Code,Building block")
    assert text.splitlines()[0].count("least") == sum("least" in head for head in heads)


def test_a_hidden_survey_gives_no_number(on_levels) -> None:
    on_levels.assessment.anonymity_threshold = 6
    on_levels.assessment.save()
    sheets = {s["title"]: s for s in data_pack(on_levels.assessment.pk, "A", {}).context["sheets"]}
    heads = [column["title"] for column in sheets["Levels"]["columns"]]
    line = dict(zip(heads, sheets["Levels"]["rows"][0], strict=True))
    assert line["Survey today, note"] == "too few"
    assert {value for head, value in line.items() if "Survey today, " in head} == {None, "too few"}


def test_an_appraisal_gap_file_counts_levels(alice) -> None:
    world = appraisal_world(alice.organization, alice.user, alice.actor)
    sheets = {s["title"]: s for s in data_pack(world.assessment.pk, "A", {}).context["sheets"]}
    heads = [column["title"] for column in sheets["Gaps"]["columns"]]
    assert "Capability level, at least" in heads
    assert "Levels to go, at most" in heads
    assert not any("Goals" in head for head in heads)


def test_the_kick_off_pack_names_capabilities(on_levels) -> None:
    scope = kickoff(on_levels.assessment.pk, "Alice", {}).context["scope"]
    assert [head["title"] for head in scope["head"]] == ["Critical capability", "In short"]


@pytest.mark.parametrize("number", [1, 2, 4, 7])
def test_a_report_with_many_instances_can_be_laid_out(alice, number) -> None:
    world = appraisal_world(alice.organization, alice.user, alice.actor, instances=number)
    head = build_for_model(world.assessment.pk, "A", {}).context["appraisal"]["practices"][0]
    widths = [column["width"] for column in head["head"]]
    assert set(widths) <= set(WIDTHS)
    assert sum(widths) <= 100


PAGES = (
    *("scope/", "questions/", "participants/", "interviews/", "evidence/", "analysis/", "levels/"),
    *("findings/", "discussions/", "gaps/", "results/", "agree/", "snapshots/", "steps/"),
    *("findings/new/", "action-items/new/", "interviews/new/"),
)


@pytest.mark.parametrize("name", ["", *PAGES])
def test_pages_say_it_in_the_words_of_the_model(alice, on_levels, name) -> None:
    found = alice.client.get(f"/o/acme/assessments/{on_levels.assessment.pk}/{name}", follow=True)
    assert found.status_code == 200
    seen = " ".join(re.sub(r"<[^>]*>", " ", found.text.partition("<main")[2]).split())
    seen = seen.replace("Alternative practice", "")  # a kind of finding, whatever the model
    foreign = re.findall(r".{0,40}\b(?:process areas?|goals?|practices?)\b.{0,40}", seen, re.I)
    assert foreign == []
