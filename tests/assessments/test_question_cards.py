"""Cards are written once for all; each person finds the own answers in them."""

from uuid import uuid4

from django.utils import translation

from assessments.answer_meanings import meanings, offers
from assessments.queries.questionnaire import AskedQuestion
from assessments.queries.response_sets import Choice
from assessments.views.question_cards import written_cards

CHOICES = (Choice("yes", "Yes", ""), Choice("no", "No", ""))


def asked(**more) -> AskedQuestion:
    told = {"code": "Q1", "text": "Is it <so>?", "help": "Think.", "area_code": "A"} | more
    return AskedQuestion(item_id=uuid4(), number=1, choices=CHOICES, **told)


def card(question: AskedQuestion) -> str:
    (found,) = written_cards([question], 1, {}, {})
    return found


def test_each_person_finds_the_own_answer():
    question = asked()
    first = question._replace(choice="yes", comment='Mine & <b>"bold"</b>', version=3)
    first = first._replace(evidence="The <log>")
    second = question._replace(choice="yes", comment="Another", evidence="A page", version=14)
    mine, theirs = card(first), card(second)
    assert "Mine &amp; &lt;b&gt;&quot;bold&quot;&lt;/b&gt;</textarea>" in mine
    assert ">Another</textarea>" in theirs
    assert "The &lt;log&gt;</textarea>" in mine
    assert ">A page</textarea>" in theirs
    assert "Mine" not in theirs
    assert "log" not in theirs
    assert f'name="version-{question.item_id}" value="3"' in mine
    assert f'name="version-{question.item_id}" value="14"' in theirs
    assert f'value="{first.fingerprint}"' in mine
    assert f'value="{second.fingerprint}"' in theirs


def test_a_kept_card_reads_as_one_written_for_the_person():
    question = asked(choice="no", comment="Rarely", version=2)
    again = question._replace(comment="Often", version=5)
    card(question)
    changed = card(question).replace("Rarely", "Often").replace('value="2"', 'value="5"')
    assert card(again) == changed.replace(question.fingerprint, again.fingerprint)


def test_choice_and_comment_change_the_markup():
    question = asked()
    assert " checked" not in card(question)
    assert 'value="yes" checked' in card(question._replace(choice="yes"))
    assert 'value="no" checked' in card(question._replace(choice="no"))
    assert "<details open" not in card(question).replace('class="question-comment" ', "")
    for written in ({"comment": "x"}, {"evidence": "x"}):
        assert 'class="question-comment" open' in card(question._replace(**written))
    assert card(question).count("></textarea>") == 2


def test_words_beside_other_aspects_stay_in_the_form():
    today = asked(evidence="The log")
    target = today._replace(item_id=uuid4(), aspect="to_be", evidence="The plan", comment="Soon")
    (found,) = written_cards([today, target], 1, {}, {})
    assert found.count("<textarea") == 2
    assert f'name="evidence-{target.item_id}" value="The plan" data-evidence' in found
    assert f'name="comment-{target.item_id}" value="Soon" data-comment' in found


def test_other_words_are_another_card():
    question = asked()
    assert "Is it &lt;so&gt;?" in card(question)
    assert "Changed" in card(question._replace(text="Changed"))
    assert "Hint" in card(question._replace(help="Hint"))
    assert " hidden" in card(question._replace(is_skipped=True)).split(">")[0]
    new = written_cards([question._replace(since=2)], 1, {}, {})[0]
    assert "New" in new
    assert "New" not in card(question)


def test_each_language_has_its_own_cards():
    question = asked()
    card(question)
    with translation.override("de"):
        assert card(question)


def test_what_is_wrong_is_never_kept():
    question = asked(choice="yes", version=1)
    (found,) = written_cards([question], 1, {question.item_id: ["Too long."]}, {})
    assert "Too long." in found
    assert "Too long." not in card(question)


def labels(*questions: AskedQuestion) -> list[str]:
    return [label for label, _choices in meanings(offers(questions))]


def test_what_answers_mean_says_for_which_questions():
    grades = (Choice("often", "Often", ""), Choice("never", "Never", ""))
    model, own = asked(), asked()._replace(number=3, choices=grades)
    plain = [model._replace(number=number) for number in (1, 2, 4)]
    assert labels(*plain) == [""]
    assert labels(*plain, own) == ["Questions 1–2, 4", "Question 3"]
    need = model._replace(aspect="importance", choices=(Choice("vital", "Vital", ""),))
    assert labels(*plain, model._replace(aspect="to_be"), need) == ["Today · Target", "Importance"]
    assert labels(*plain, own, need) == [
        "Today · Questions 1–2, 4",
        "Today · Question 3",
        "Importance · Question 1",
    ]
