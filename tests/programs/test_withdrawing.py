"""Artefacts are withdrawn and restored; their files stay."""

import pytest

from assessments.forms.findings import EvidenceForm
from assessments.services.evidence import add_evidence
from cip.audit.models import AuditEvent
from cip.kernel import clock
from cip.kernel.errors import InvalidInput, NotAllowed, WrongState
from cip.programs.models import Artefact
from cip.programs.services import artefacts as services
from tests.factories.assessments import AssessmentFactory, FindingFactory
from tests.factories.programs import ArtefactVersionFactory, CITeamFactory, ProgramFactory


@pytest.fixture
def artefact(alice) -> Artefact:
    program = ProgramFactory(organization=alice.organization, name="Better service")
    team = CITeamFactory(program=program)
    return ArtefactVersionFactory(
        artefact__program=program, artefact__team=team, artefact__title="Charter"
    ).artefact


def page(artefact: Artefact, step: str = "") -> str:
    return f"/o/acme/artefacts/{artefact.pk}/{step}"


def test_withdraw_hides_and_restore_brings_back(alice, artefact) -> None:
    listed = f"/o/acme/programs/{artefact.program_id}/artefacts/"
    teams = f"/o/acme/programs/{artefact.program_id}/teams/?export=csv"
    answer = alice.client.post(page(artefact, "withdraw/"), follow=True)
    assert answer.redirect_chain == [(listed, 302)]
    assert "“Charter” is withdrawn. It can be restored." in answer.content.decode()
    assert "No artefacts to see" in answer.content.decode()
    assert b"".join(alice.client.get(teams).streaming_content).decode().strip().endswith(",0")
    assert page(artefact) in alice.client.get(listed + "?state=withdrawn").content.decode()
    text = alice.client.get(page(artefact)).content.decode()
    assert page(artefact, "restore/") in text
    assert page(artefact, "withdraw/") not in text
    version = artefact.versions.get()
    answer = alice.client.get(f"/o/acme/artefact-versions/{version.pk}/download/")
    assert b"".join(answer.streaming_content) == b"%PDF-1.4 test"
    alice.client.post(page(artefact, "restore/"))
    assert page(artefact) in alice.client.get(listed).content.decode()
    actions = AuditEvent.objects.filter(subject_id=str(artefact.pk)).order_by("at")
    assert list(actions.values_list("action", flat=True)) == [
        "artefact.withdrawn",
        "artefact.restored",
    ]


def test_withdrawing_asks_first(alice, artefact) -> None:
    assert (
        "It leaves the lists; its files stay" in alice.client.get(page(artefact)).content.decode()
    )


def test_who_may_not(alice, bob, artefact) -> None:
    with pytest.raises(NotAllowed):
        services.withdraw_artefact(actor=bob.actor, artefact=artefact, now=clock.now())
    services.withdraw_artefact(actor=alice.actor, artefact=artefact, now=clock.now())
    with pytest.raises(NotAllowed):
        services.restore_artefact(actor=bob.actor, artefact=artefact)


def test_a_withdrawn_artefact_rests(alice, artefact) -> None:
    with pytest.raises(WrongState):
        services.restore_artefact(actor=alice.actor, artefact=artefact)
    services.withdraw_artefact(actor=alice.actor, artefact=artefact, now=clock.now())
    with pytest.raises(WrongState):
        services.withdraw_artefact(actor=alice.actor, artefact=artefact, now=clock.now())
    with pytest.raises(WrongState):
        services.comment_on_artefact(actor=alice.actor, artefact=artefact, text="Still here?")
    with pytest.raises(WrongState):
        services.edit_artefact(
            actor=alice.actor, artefact=artefact, expected_version=2, values={"title": "X"}
        )


@pytest.mark.parametrize("scan", ["waiting", "infected", "withdrawn"])
def test_it_is_no_new_evidence(alice, artefact, scan) -> None:
    if scan == "withdrawn":
        services.withdraw_artefact(actor=alice.actor, artefact=artefact, now=clock.now())
    else:
        artefact.versions.update(scan=scan)
    assessment = AssessmentFactory(program=artefact.program, state="analyzing")
    finding = FindingFactory(assessment=assessment)
    with pytest.raises(InvalidInput) as error:
        add_evidence(
            actor=alice.actor,
            finding=finding,
            source="document",
            polarity="supports",
            artefact_version_id=artefact.versions.get().pk,
        )
    assert set(error.value.fields) == {"artefact_version"}
    offered = EvidenceForm(actor=alice.actor, finding=finding).fields["artefact_version"].queryset
    assert not offered.exists()


def test_api(alice, artefact) -> None:
    one = f"/api/v1/artefacts/{artefact.pk}/"
    answer = alice.api.post(one + "withdraw/")
    assert answer.status_code == 200
    assert answer.data["withdrawn_at"] is not None
    assert answer.headers["ETag"] == '"v2"'
    assert alice.api.post(one + "withdraw/").status_code == 409
    counts = {
        query: alice.api.get(f"/api/v1/artefacts/?{query}").data["count"]
        for query in ("", "is_withdrawn=true", "is_withdrawn=false", "q=chart", "q=nothing")
    }
    assert list(counts.values()) == [1, 1, 0, 1, 0]
    assert alice.api.post(one + "restore/").data["withdrawn_at"] is None
