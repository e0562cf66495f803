"""Publish, assess, upgrade: the old assessment says the same as before, to the letter."""

import json
from dataclasses import replace
from typing import Any

import pytest

from assessments.models import Answer, Assessment
from assessments.queries.outcome import outcome
from assessments.reports import build
from assessments.services.assessments import (
    ScopeChoice,
    close_collection,
    open_questionnaire,
    set_scope,
)
from assessments.services.ratings import agree_ratings, rate_goal
from cip.accounts.actors import operator_actor
from cip.kernel import clock
from cip.reports.plain import document_to_json
from models_catalog.models import ModelVersion
from models_catalog.queries.document import document_of
from models_catalog.rules.document import ModelDocument
from models_catalog.rules.writing import content_checksum
from models_catalog.services.importing import import_document
from models_catalog.services.tailoring import tailor_version, upgrade_version
from models_catalog.services.versions import publish_version, retire_version
from tests.assessments.setting import Setting
from tests.conftest import Person
from tests.factories.assessments import AssessmentFactory, ParticipantFactory
from tests.factories.programs import ProgramFactory
from tests.models_catalog.rules import edits
from tests.small_model import SmallModel, small_model


def published_upstream(document: ModelDocument) -> ModelVersion:
    """A published version that is shared with all."""
    actor = operator_actor()
    row = import_document(actor=actor, document=document, organization_id=None).version
    return publish_version(actor=actor, version=row, now=clock.now())


@pytest.fixture
def model(db: None) -> SmallModel:
    """The small model as rows; tests take its content."""
    return small_model(practices=2)


@pytest.fixture
def upstream(model: SmallModel) -> ModelVersion:
    """The small model, published as a complete file has it."""
    document = document_of(model.version)
    kinds = tuple(
        replace(each, level_scale="maturity", rating_scale="maturity", response_set="practice")
        for each in document.node_types
    )
    about = replace(document.model, code="STEM", owner="Us", description="x", attribution="x")
    return published_upstream(replace(document, model=about, node_types=kinds))


@pytest.fixture
def variant(alice: Person, upstream: ModelVersion) -> ModelVersion:
    """Our published variant, made from the small model."""
    made = tailor_version(actor=alice.actor, version=upstream, name="Ours", code="OURS")
    return publish_version(actor=alice.actor, version=made, now=clock.now())


@pytest.fixture
def assessment(alice: Person, model: SmallModel, variant: ModelVersion) -> Assessment:
    """Assessed with the variant: scope, questionnaire, six answers each, ratings, agreed."""
    program = ProgramFactory(organization=alice.organization, name="Better IT", lead=alice.user)
    row = AssessmentFactory(program=program, model_version=variant, lead=alice.user)
    areas = variant.nodes.filter(type__code="key_process_area").order_by("position")
    choices = [ScopeChoice(area.pk) for area in areas]
    set_scope(actor=alice.actor, assessment=row, expected_version=1, choices=choices)
    people = [ParticipantFactory(assessment=row, name=f"Guest {n}") for n in range(6)]
    open_questionnaire(actor=alice.actor, assessment=row, now=clock.now())
    setting = Setting(model, row, alice.actor)
    for person in people:
        person.refresh_from_db()
        setting.submit(person, "yes", "no", "dont_know", "yes", "does_not_apply", "yes")
    row.refresh_from_db()
    close_collection(actor=alice.actor, assessment=row, now=clock.now())
    row.refresh_from_db()
    for code, value in (("SCM-G1", "satisfied"), ("SRM-G1", "unsatisfied")):
        rate_goal(
            actor=alice.actor,
            assessment=row,
            goal_id=variant.nodes.get(code=code).pk,
            value=value,
            reason="As talked through.",
            agreed_by="Everybody",
            expected_version=0,
        )
    return agree_ratings(actor=alice.actor, assessment=row, agreed_by="Everybody", now=clock.now())


def memory(assessment: Assessment) -> dict[str, Any]:
    """All that the assessment says: its version, scope, answers, results and report."""
    row = Assessment.objects.get(pk=assessment.pk)
    version = ModelVersion.objects.select_related("model").get(pk=row.model_version_id)
    answers = Answer.objects.filter(response__participant__assessment=row)
    return {
        "version": (version.pk, version.number, content_checksum(document_of(version))),
        "nodes": sorted(version.nodes.values_list("pk", "code", "title", "text", "position")),
        "scope": sorted(row.scope.values_list("node_id", "is_applicable")),
        "answers": sorted(answers.values_list("item_id", "choice", "response_id")),
        "outcome": outcome(row, for_team=True),
        "report": report_text(row),
    }


def report_text(assessment: Assessment) -> str:
    """The report, as if prepared when the ratings were agreed."""
    document = build(assessment.pk, "Alice", {})
    control = replace(document.control, prepared_at=assessment.agreed_at)
    return json.dumps(document_to_json(replace(document, control=control)), sort_keys=True)


def upstream_2(upstream: ModelVersion) -> ModelDocument:
    """Reworded, moved, split, renamed and without a practice; the answers read otherwise too."""
    document = document_of(upstream)
    document = edits.reword(document, "SCM-P1", "theirs")
    document = edits.remove(document, "SCM-P2", "")
    document = edits.split(document, "SRM-P1", "SRM-P1")
    document = edits.rename(document, "SPM", "SPL")
    scales = tuple(replace(each, name=f"{each.name}, new") for each in document.scales)
    version = replace(document.version, number="2.0", notes="Much is new.")
    return replace(document, scales=scales, version=version)


def test_an_upgrade_leaves_the_old_assessment_as_it_was(
    alice: Person, upstream: ModelVersion, variant: ModelVersion, assessment: Assessment
) -> None:
    before = memory(assessment)
    assert len(before["answers"]) == 36
    newer = published_upstream(upstream_2(upstream))
    made = upgrade_version(actor=alice.actor, version=variant, target=newer, choices={})
    made = publish_version(actor=alice.actor, version=made, now=clock.now())
    retire_version(actor=alice.actor, version=variant, reason="1.1 is out.")

    assert memory(assessment) == before
    codes = set(made.nodes.values_list("code", flat=True))
    assert {"SPL", "SRM-P1a", "SRM-P1b"} <= codes
    assert not {"SPM", "SCM-P2", "SRM-P1"} & codes
    assert made.nodes.get(code="SCM-P1").title == "Title theirs"
    assert variant.nodes.get(code="SCM-P1").title == "Practice 1 of SCM"


def test_a_new_assessment_is_offered_the_upgraded_version_only(
    alice: Person, upstream: ModelVersion, variant: ModelVersion, assessment: Assessment
) -> None:
    newer = published_upstream(upstream_2(upstream))
    made = upgrade_version(actor=alice.actor, version=variant, target=newer, choices={})
    made = publish_version(actor=alice.actor, version=made, now=clock.now())
    retire_version(actor=alice.actor, version=variant, reason="1.1 is out.")
    program = assessment.program_id
    page = alice.client.get(f"/o/acme/programs/{program}/assessments/new/").content.decode()
    assert str(made.pk) in page
    assert str(variant.pk) not in page
