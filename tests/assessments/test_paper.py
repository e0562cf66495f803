"""The questionnaire on paper: blank for everybody inside, with own answers for the person only."""

import pytest
from django.http import Http404
from django.test import Client
from django.urls import reverse

from assessments.models import Response
from assessments.paper import build, check, choices
from assessments.rules.drafting import Draft
from assessments.services.answers import AnswerChange, save_answers
from cip.kernel import clock
from cip.reports.plain import document_from_json, document_to_json
from cip.reports.rendering import render_pdf
from tests.assessments.building import OWN, drafted, next_version, opened
from tests.assessments.setting import planned

pytestmark = pytest.mark.django_db


def document(setting):
    return document_from_json(document_to_json(build(setting.assessment.pk, "Ann", {})))


def asked(found):
    return [
        (area["title"], [question["text"] for question in area["questions"]])
        for area in found.context["areas"]
    ]


def test_blank_one_asks_what_was_given_out_last(alice):
    setting = opened(alice, people=1)
    next_version(setting, Draft(own=(OWN,), left_out=("SPM-P1", "SPM-P2")), expected=0)
    found = document(setting)
    assert (found.subtitle, found.control.version) == ("Questionnaire", "2")
    assert asked(found) == [
        (
            "Service Commitment Management",
            [
                "Is practice 1 of Service Commitment Management done?",
                "Is practice 2 of Service Commitment Management done?",
                "Who keeps the list of services?",
            ],
        ),
        (
            "Service Request Management",
            [
                "Is practice 1 of Service Request Management done?",
                "Is practice 2 of Service Request Management done?",
            ],
        ),
    ]
    boxes = found.context["areas"][0]["questions"][2]["rows"][0]["boxes"]
    assert [box["name"] for box in boxes] == ["Yes", "Partly", "No", "Don't know"]
    told = [area["meanings"] for area in found.context["areas"]]
    assert [[about for about, _choices in each] for each in told] == [
        ["Questions 1–2", "Question 3"],
        [""],
    ]
    assert [each["name"] for each in told[0][1][1]] == ["Yes", "Partly", "No", "Don't know"]


def test_draft_is_printed_as_a_draft(alice):
    setting = planned(alice)
    drafted(setting, Draft(left_out=("SCM-P1",)))
    found = document(setting)
    assert (found.subtitle, found.control.version) == ("Questionnaire, draft", "draft")
    assert [len(texts) for _title, texts in asked(found)] == [1, 2, 2]


def test_blank_one_holds_nobodys_answers_and_prints(alice):
    setting = opened(alice, people=1)
    answered(setting)
    found = document(setting)
    assert "what I wrote" not in str(found)
    boxes = [
        box["is_ticked"]
        for area in found.context["areas"]
        for question in area["questions"]
        for row in question["rows"]
        for box in row["boxes"]
    ]
    assert boxes == [False] * 24
    pdf = render_pdf(found)
    assert (pdf.content[:5], pdf.pages) == (b"%PDF-", 4)


def test_only_inside_the_organization(alice, charlie):
    setting = opened(alice)
    assert check(alice.actor, setting.assessment.pk).label == "First look"
    with pytest.raises(Http404):
        check(charlie.actor, setting.assessment.pk)
    program = setting.assessment.program_id
    assert [choice.label for choice in choices(alice.actor, program)] == ["First look"]
    assert choices(charlie.actor, program) == []


def answered(setting):
    response = setting.begin(setting.people[0])
    change = AnswerChange(setting.items[0].pk, "no", "what I wrote")
    save_answers(response=response, changes=[change], now=clock.now())


def test_own_page_ticks_the_own_answers_unless_blank(alice):
    setting = opened(alice, people=1)
    secret = setting.link(setting.people[0])
    answered(setting)
    url = reverse("links:fill_paper", args=[secret])
    page = Client().get(url)
    first = page.context["areas"][0].questions[0]
    assert [box.name for box in first.rows[0].boxes if box.is_ticked] == ["No"]
    assert "what I wrote" in page.text
    blank = Client().get(f"{url}?blank=1")
    assert "what I wrote" not in blank.text
    assert not any(box.is_ticked for box in blank.context["areas"][0].questions[0].rows[0].boxes)


def test_own_page_needs_a_begun_questionnaire(alice):
    setting = opened(alice, people=1)
    url = reverse("links:fill_paper", args=[setting.link(setting.people[0])])
    assert Client().get(url).status_code == 409
    assert Response.objects.count() == 0
