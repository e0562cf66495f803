"""Files of an assessment's lists keep to the smallest group and hold no removed name."""

import csv
import io

import pytest

from assessments.models import Assessment
from tests.assessments.results_world import World, make_world
from tests.factories.assessments import ActionItemFactory, FindingFactory, ParticipantFactory


@pytest.fixture
def world(alice) -> World:
    return make_world(alice.organization, alice.user)


def rows_of(client, address: str) -> list[list[str]]:
    answer = client.get(address)
    assert answer.status_code == 200
    text = b"".join(answer.streaming_content).decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text)))[1:]


def page(world: World, name: str) -> str:
    return f"/o/acme/assessments/{world.assessment.pk}/{name}/"


@pytest.mark.parametrize("mode", ["confidential", "named"])
def test_analysis_file_hides_small_groups_in_every_mode(alice, world, mode) -> None:
    Assessment.objects.update(mode=mode)
    many, few = list(world.items)[:2]
    world.answer(many, ["yes"] * 4 + ["no"])
    world.answer(few, ["yes", "no"])
    found = {
        row[2]: row[4:] for row in rows_of(alice.client, page(world, "analysis") + "?export=csv")
    }
    codes = [world.items[code].question.code for code in (many, few)]
    assert found[codes[0]][:6] == ["No | Yes", "1", "4", "5", "0", "0"]
    assert set(found[codes[1]][:-1]) == {""}
    assert found[codes[1]][-1] == "too few answers to show"


def test_analysis_file_is_for_the_team(bob, alice, world) -> None:
    assert bob.client.get(page(world, "analysis") + "?export=csv").status_code == 403


def test_nobody_finds_a_removed_name(alice, bob, world) -> None:
    Assessment.objects.update(state="agreed")
    ParticipantFactory(assessment=world.assessment, name="Zacharias Quill")
    FindingFactory(
        assessment=world.assessment,
        node=world.node("SCM-P1"),
        title="Zacharias Quill decides alone",
    )
    address = page(world, "findings") + "?q=zacharias&export=csv"
    assert rows_of(alice.client, address)[0][4] == "Zacharias Quill decides alone"
    assert rows_of(bob.client, address) == []
    everything = str(rows_of(bob.client, page(world, "findings") + "?export=csv"))
    assert "decides alone" in everything
    assert "Quill" not in everything


def test_filters_hold_for_page_and_file(alice, world) -> None:
    node = world.node("SCM-P1")
    FindingFactory(assessment=world.assessment, node=node, kind="strength", title="Good plans")
    late = FindingFactory(assessment=world.assessment, node=node, title="Late answers")
    mine = ActionItemFactory(
        assessment=world.assessment, text="Mine", owner=alice.user, finding=late
    )
    ActionItemFactory(assessment=world.assessment, text="Done already", state="done")
    query = f"?kind=weakness&owner={mine.owner_id}&action_state=open"
    text = alice.client.get(page(world, "findings") + query).content.decode()
    assert ("Late answers" in text, "Good plans" in text) == (True, False)
    assert (">Mine<" in text, "Done already" in text) == (True, False)
    found = rows_of(alice.client, page(world, "findings") + f"{query}&export=csv")
    assert [row[4] for row in found] == ["Late answers"]
    found = rows_of(alice.client, page(world, "findings") + f"{query}&export=actions")
    assert [row[:2] for row in found] == [["Mine", "Late answers"]]


def test_participants_by_unit_and_state(alice, world) -> None:
    ParticipantFactory(assessment=world.assessment, name="Uma", unit="Lab")
    address = page(world, "participants")
    found = rows_of(alice.client, address + "?unit=Lab&state=planned&export=csv")
    assert [row[0] for row in found] == ["Uma"]
    assert rows_of(alice.client, address + "?unit=Desk&state=planned&export=csv") == []
