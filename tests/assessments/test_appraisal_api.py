"""Appraisals over the API: the whole way from instances to signatures."""

import pytest

from assessments.models import Assessment, Characterization
from tests.assessments.appraisal_world import appraisal_world
from tests.assessments.results_world import make_world

pytestmark = pytest.mark.django_db


@pytest.fixture
def world(alice):
    return appraisal_world(alice.organization, alice.user, alice.actor)


def base(world):
    return f"/api/v1/assessments/{world.assessment.pk}"


def value(world, practice, instance, value, note=""):
    return {
        "area": str(world.nodes["SST"].pk),
        "practice": str(world.node(practice).pk),
        "instance": None if instance is None else str(world.instances[instance].pk),
        "value": value,
        "note": note,
        "version": 0,
    }


def test_whole_way(alice, world):
    address = f"{base(world)}/characterizations/"
    sent = [value(world, f"SP1.{n}", i, "FI") for n in (1, 2) for i in (0, 1)]
    sent += [value(world, "SP1.3", 0, "LI", "Slow"), value(world, "SP1.3", 1, "NI", "Nothing")]
    sent += [value(world, "SP1.3", None, "LI", "The first does nearly all of it")]
    saved = alice.api.put(address, {"values": sent}, format="json")
    assert saved.status_code == 200
    assert [row["version"] for row in saved.json()] == [1] * 7
    area = world.nodes["SST"].pk
    detail = alice.api.get(f"{base(world)}/appraisal/areas/{area}/").json()
    third = detail["practices"][2]
    assert (third["rule"], third["allowed"], third["value"]) == ("AGG-3", ["LI", "PI", "NI"], "LI")
    assert detail["goals"][0]["suggested"] == "not_rated"
    goal = f"{base(world)}/appraisal/areas/{area}/goals/{world.node('SG1').pk}/"
    said = {"value": "satisfied", "reason": "Small weaknesses"}
    assert alice.api.put(goal, said, format="json").status_code == 428
    judged = alice.api.put(goal, said, format="json", HTTP_IF_MATCH='"v0"')
    assert (judged.status_code, judged.headers["ETag"]) == (200, '"v1"')
    assert judged.json()["counted"] == "satisfied"
    whole = alice.api.get(f"{base(world)}/appraisal/").json()
    assert (whole["lower"], whole["unratable_from"], whole["judged_count"]) == (1, 2, 1)
    assert whole["staging_agrees"] is True
    assert [block["kind"] for block in whole["blocks"] if block["area"] == "SAM"] == [
        "area_out_of_scope"
    ]
    signatures = alice.api.get(f"{base(world)}/signatures/").json()
    assert [row["is_current"] for row in signatures["people"]] == [False]
    body = {"checksum": signatures["checksum"]}
    signed = alice.api.post(f"{base(world)}/signatures/", body, format="json")
    assert signed.json()["is_complete"] is True
    gone = alice.api.delete(f"{base(world)}/signatures/")
    assert gone.json()["people"][0]["signed_at"] is None


def test_bulk_says_every_problem_and_stores_nothing(alice, world):
    address = f"{base(world)}/characterizations/"
    sent = [value(world, "SP1.1", 0, "FI"), value(world, "SP1.2", None, "LI", "Because")]
    refused = alice.api.put(address, {"values": sent}, format="json")
    assert (refused.status_code, list(refused.json()["error"]["fields"])) == (400, ["changes.1"])
    assert Characterization.objects.count() == 0
    for bad in ({"values": []}, {"values": [{**sent[0], "value": "XX"}]}, {"cells": sent}):
        assert alice.api.put(address, bad, format="json").status_code == 400
    alice.api.put(address, {"values": sent[:1]}, format="json")
    stale = alice.api.put(address, {"values": [{**sent[0], "value": "NI"}]}, format="json")
    assert stale.status_code in (409, 412)
    assert stale.json()["error"]["conflicts"][0]["stored"] == "FI"


def test_instances(alice, bob, world):
    body = {"assessment": str(world.assessment.pk), "name": "Printing", "reason": "Oldest"}
    made = alice.api.post("/api/v1/instances/", body, format="json")
    assert (made.status_code, made.json()["position"], made.headers["ETag"]) == (201, 2, '"v1"')
    address = f"/api/v1/instances/{made.json()['id']}/"
    unit = {"unit": "Desk"}
    assert alice.api.patch(address, unit, format="json").status_code == 428
    edited = alice.api.patch(address, unit, format="json", HTTP_IF_MATCH='"v1"')
    assert (edited.json()["unit"], edited.json()["version"]) == ("Desk", 2)
    listed = f"/api/v1/instances/?assessment={world.assessment.pk}"
    assert alice.api.get(listed).json()["count"] == 3
    assert bob.api.get(listed).json()["count"] == 0
    assert bob.api.get(address).status_code == 403
    Assessment.objects.filter(pk=world.assessment.pk).update(state="agreed")
    assert bob.api.get(listed).json()["count"] == 3
    assert alice.api.delete(address).status_code == 409
    Assessment.objects.filter(pk=world.assessment.pk).update(state="analyzing")
    assert alice.api.delete(address).status_code == 204


def test_who_may(alice, bob, world):
    for address in ("appraisal", "signatures", f"appraisal/areas/{world.nodes['SST'].pk}"):
        assert bob.api.get(f"{base(world)}/{address}/").status_code == 403
    sent = {"values": [value(world, "SP1.1", 0, "FI")]}
    for method, address, body in (
        ("put", "characterizations", sent),
        ("post", "begin-appraisal", {}),
        ("post", "signatures", {"checksum": "x"}),
    ):
        answer = getattr(bob.api, method)(f"{base(world)}/{address}/", body, format="json")
        assert answer.status_code == 403
    other = make_world(alice.organization, alice.user)
    assert alice.api.get(f"{base(other)}/appraisal/").status_code == 404
    answer = alice.api.post(f"{base(other)}/begin-appraisal/")
    assert answer.status_code == 409
