"""Pages outside organizations: personal links tell a stranger nothing; none is forgotten."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from typing import Any
from uuid import uuid4

import pytest
from django.db import transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from pypdf import PdfReader

from assessments.models import Answer, Participant, PersonalLink, Response
from assessments.services.answers import AnswerChange, save_answers
from cip.access.roles import Role
from cip.accounts.models import Organization
from cip.kernel import clock
from tests.architecture.registry import outside_organizations
from tests.assessments.setting import Setting, collecting
from tests.conftest import person_in
from tests.factories.accounts import OrganizationFactory
from tests.factories.assessments import QuestionnaireItemFactory

pytestmark = pytest.mark.django_db

OPEN_TO_ALL = {"api-docs", "favicon", "gallery", "healthz", "readyz", "redoc", "schema"}
ONLY_SIGNED_IN = {"home", "new_organization"}
BY_SECRET = {"invitation", "mail_opt_out"}
LINKS = sorted(name for name in outside_organizations() if name.startswith("links:"))

by_link = pytest.mark.parametrize("name", LINKS)


@dataclass
class Scene:
    """Ann and Ben answered the same questionnaire; each has a link."""

    setting: Setting
    ann: str
    ben: str


@pytest.fixture(scope="module")
def scene(django_db_setup: None, django_db_blocker: Any) -> Iterator[Scene]:
    """Built once; what a test changes is taken back after it, all of it after the last one."""
    with django_db_blocker.unblock(), transaction.atomic():
        acme = OrganizationFactory(name="Acme", slug="acme")
        setting = collecting(person_in(acme, "Alice", Role.ADMIN, Role.PROGRAM_LEAD), people=2)
        ann, ben = setting.people
        for person, comment in ((ann, "what Ann wrote"), (ben, "what Ben wrote")):
            change = AnswerChange(setting.items[0].pk, "yes", comment)
            save_answers(response=setting.begin(person), changes=[change], now=clock.now())
        yield Scene(setting, setting.link(ann), setting.link(ben))
        transaction.set_rollback(True)


@pytest.fixture
def organization(scene: Scene) -> Organization:
    return scene.setting.assessment.program.organization


def address(name: str, secret: str) -> str:
    more = {"links:fill_area": {"code": "SCM"}, "links:fill_take_back": {"delegation_id": uuid4()}}
    return reverse(name, kwargs={"secret": secret, **more.get(name, {})})


def test_every_address_outside_organizations_is_known_here() -> None:
    known = OPEN_TO_ALL | ONLY_SIGNED_IN | BY_SECRET | set(LINKS)
    assert {name for name in outside_organizations() if not _of_allauth(name)} == known
    assert LINKS == [
        "links:fill",
        "links:fill_answers",
        "links:fill_area",
        "links:fill_delegate",
        "links:fill_done",
        "links:fill_paper",
        "links:fill_review",
        "links:fill_save",
        "links:fill_sheet",
        "links:fill_sheet_file",
        "links:fill_sheet_take",
        "links:fill_summary",
        "links:fill_summary_pdf",
        "links:fill_take_back",
        "links:fill_whole",
    ]


def _signed_in(scene: Scene) -> Client:
    client = Client()
    client.force_login(scene.setting.assessment.lead)
    return client


def _of_allauth(name: str) -> bool:
    return name.startswith(("account_", "socialaccount_", "mfa_", "openid_connect_"))


@pytest.mark.parametrize("name", sorted(ONLY_SIGNED_IN))
def test_page_outside_organizations_asks_to_sign_in(name: str) -> None:
    answer = Client().get(reverse(name))
    assert answer.status_code == 302
    assert answer.headers["Location"].startswith("/accounts/login/")


@by_link
@pytest.mark.parametrize("secret", ["x", "0" * 43, "%00", "ä", "x" * 300])
def test_made_up_secret_is_unknown(name: str, secret: str, scene: Scene) -> None:
    for client in (Client(), _signed_in(scene)):
        for answer in (client.get(address(name, secret)), client.post(address(name, secret))):
            assert answer.status_code == 404
            assert "what Ann wrote" not in answer.text


@by_link
def test_stored_hash_is_no_secret(name: str, scene: Scene) -> None:
    for link in PersonalLink.objects.all():
        for told in (link.secret_hash, str(link.pk), str(link.participant_id)):
            assert Client().get(address(name, told)).status_code == 404


@by_link
@pytest.mark.parametrize("end", ["revoked", "expired"])
def test_ended_link_is_gone(name: str, end: str, scene: Scene) -> None:
    if end == "revoked":
        Participant.objects.update(revoked_at=clock.now())
    else:
        PersonalLink.objects.update(expires_at=clock.now())
    for answer in (
        Client().get(address(name, scene.ann)),
        Client().post(address(name, scene.ann)),
    ):
        assert answer.status_code == 410
        assert "what Ann wrote" not in answer.text


@by_link
def test_link_shows_the_own_answers_only(name: str, scene: Scene) -> None:
    client = Client()
    client.get(address(name, scene.ben))
    text = _told(client.get(address(name, scene.ann), follow=True))
    assert "what Ben wrote" not in text
    assert "Guest 01" not in text
    if name in (
        "links:fill_answers",
        "links:fill_area",
        "links:fill_summary_pdf",
        "links:fill_whole",
    ):
        assert "what Ann wrote" in text


def _told(answer: HttpResponse) -> str:
    if answer.headers["Content-Type"] != "application/pdf":
        return answer.content.decode(errors="replace")
    return "\n".join(page.extract_text() for page in PdfReader(BytesIO(answer.content)).pages)


def test_link_saves_no_answer_of_another_questionnaire(scene: Scene) -> None:
    foreign = QuestionnaireItemFactory()
    body = {"item": str(foreign.pk), "choice": "yes", "comment": "", "version": 0}
    answer = Client().post(
        address("links:fill_save", scene.ann), json.dumps(body), content_type="application/json"
    )
    assert answer.status_code == 400
    assert Answer.objects.filter(item=foreign).count() == 0


def test_other_organizations_respondents_have_no_door_by_account(charlie, scene: Scene) -> None:
    pk = scene.setting.assessment.pk
    Participant.objects.filter(name="Guest 00").update(user=charlie.user)
    for name in ("fill", "fill_answers", "fill_review", "fill_done"):
        url = reverse(f"assessments:{name}", args=["acme", pk])
        assert charlie.client.get(url).status_code == 404
    assert Response.objects.count() == 2
