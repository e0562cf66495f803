"""Sheets to fill in: what is written is read back, and every mistake is told in its place."""

from io import BytesIO
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook

from assessments.answer_sheet_file import SheetContent, answer_workbook, as_sheet_question
from assessments.models import Assessment
from assessments.queries.questionnaire import AreaStep, AskedQuestion
from assessments.queries.response_sets import Choice
from assessments.rules.answer_difference import Change, difference
from assessments.rules.answer_sheet import (
    BadSheet,
    Filled,
    Refusal,
    SheetQuestion,
    Trouble,
    code_of,
    fitted,
    labels,
    open_sheet,
    read_sheet,
)
from assessments.rules.progress import Progress
from assessments.rules.questionnaire import fingerprint
from cip.kernel import texts

YES_NO = (Choice("yes", "Yes", "done"), Choice("no", "No", "not done"))
SEVERAL = (Choice("a", "Often, mostly", ""), Choice("b", "=1+1", ""), Choice("c", "3", ""))
ANN = Assessment(pk=UUID(int=7), title="First look")


def asked(place, choices=YES_NO, **stored):
    return AskedQuestion(
        item_id=UUID(int=place),
        number=place,
        code=f"Q{place}",
        text=f"Is {place} done?",
        help="",
        choices=choices,
        area_code="SCM",
        **stored,
    )


def written(*questions):
    area = AreaStep(UUID(int=1), "SCM", "Commitment", "What it is.", Progress(0, len(questions)))
    return answer_workbook(SheetContent(ANN, 2, [(area, questions)]))


def read(data, *questions, **more):
    known = {one.key: one for one in map(as_sheet_question, questions)}
    return read_sheet(open_sheet(data), known, **more)


def changed(data, **cells):
    """The file with cells of the questions' sheet written over, as a person does."""
    book = load_workbook(BytesIO(data))
    for place, value in cells.items():
        book["Questions"][place] = value
    file = BytesIO()
    book.save(file)
    return file.getvalue()


# What a person may have typed: anything that can be stored, in its stored form.
comments = (
    st.text(max_size=80)
    .map(texts.clean)
    .filter(lambda text: texts.problem_in(text, limit=texts.LONG) is None)
)


@settings(max_examples=40, deadline=None)
@given(
    st.lists(
        st.tuples(
            st.sampled_from([YES_NO, SEVERAL]),
            st.integers(-1, 2),
            comments,
            comments,
            st.integers(1, 10**6),
        ),
        max_size=5,
    )
)
def test_what_is_written_is_read_back(rows):
    questions = [
        asked(
            place,
            choices,
            choice=choices[pick].code if 0 <= pick < len(choices) else "",
            comment=comment,
            evidence=evidence,
            version=version,
        )
        for place, (choices, pick, comment, evidence, version) in enumerate(rows, start=1)
    ]
    data = written(*questions)
    found = read(data, *questions)
    assert found.faults == ()
    assert found.rows == tuple(
        Filled(
            str(q.item_id),
            q.choice,
            fitted(q.comment),
            q.version,
            fingerprint(q.choice, fitted(q.comment), fitted(q.evidence)),
            fitted(q.evidence),
        )
        for q in questions
    )
    known = {one.key: one for one in map(as_sheet_question, questions)}
    told = difference(found.rows, known)
    assert (told.lines, told.same) == ((), len(questions))


def test_about_names_assessment_and_version_and_no_secret():
    opened = open_sheet(written(asked(1)))
    assert (opened.assessment, opened.number) == (str(ANN.pk), 2)
    book = load_workbook(BytesIO(written(asked(1))))
    sheet = book["Questions"]
    assert sheet.row_dimensions[1].hidden
    assert [sheet.column_dimensions[letter].hidden for letter in "GHI"] == [False, True, True]
    assert book["answers"].sheet_state == "hidden"


def test_lists_offer_the_words_of_the_response_set():
    book = load_workbook(BytesIO(written(asked(1), asked(2, SEVERAL), asked(3))))
    sheet, answers = book["Questions"], book["answers"]
    rules = {str(rule.sqref): rule.formula1 for rule in sheet.data_validations.dataValidation}
    assert rules == {"D4 D6": "answers!$A$1:$A$2", "D5": "answers!$B$1:$B$3"}
    assert [cell.value for cell in answers["B"]] == ["Often, mostly", "=1+1", "3"]
    assert {cell.data_type for cell in answers["B"]} == {"s"}


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("Yes", "yes"),
        (" YES ", "yes"),
        ("no", "no"),
        ("", ""),
        ("Perhaps", ""),
        ("yes\u0000", ""),
    ],
)
def test_answers_are_known_by_name_or_code(typed, meant):
    assert code_of(typed, (("yes", "Yes"), ("no", "No"))) == meant


def test_answers_called_alike_are_told_apart():
    offered = (("a", "Same"), ("b", "same"), ("c", ""), ("d", "Other"))
    called = labels(offered)
    assert called == {"a": "Same (a)", "b": "same (b)", "c": "(c)", "d": "Other"}
    assert [code_of(name, offered) for name in called.values()] == ["a", "b", "c", "d"]


def test_every_mistake_is_told_at_once_in_its_place():
    data = changed(
        written(asked(1), asked(2), asked(3), asked(4)),
        D4="Perhaps",
        E4="=2+2",
        D5=True,
        E6="x" * 20_001,
        F6="x" * 2_001,
        H7="nonsense",
        D7="Yes",
        D9="No",
    )
    found = read(data, asked(1), asked(2), asked(3), asked(4))
    assert [(f.row, f.column, f.trouble) for f in found.faults] == [
        (4, 5, Trouble.CELL),
        (4, 4, Trouble.NOT_OFFERED),
        (5, 4, Trouble.NOT_OFFERED),
        (6, 5, Trouble.COMMENT),
        (6, 6, Trouble.EVIDENCE),
        (7, 4, Trouble.UNKNOWN_ROW),
        (9, 4, Trouble.NO_KEY),
    ]
    offered = found.faults[1]
    assert (offered.sheet, offered.found, offered.expected) == (
        "Questions",
        "Perhaps",
        ("Yes", "No"),
    )


def test_numbers_are_read_as_they_look():
    found = read(changed(written(asked(1, SEVERAL)), D4=3, E4=12.5), asked(1, SEVERAL))
    assert [(row.choice, row.comment) for row in found.rows] == [("c", "12.5")]


def test_same_row_twice_is_told():
    data = changed(written(asked(1), asked(2)), H5=str(UUID(int=1)))
    assert [f.trouble for f in read(data, asked(1), asked(2)).faults] == [Trouble.TWICE]


def test_question_no_longer_asked_is_counted_and_left():
    data = changed(written(asked(1), asked(2)), D4="Yes", D5="No")
    known = {str(UUID(int=1)): None, str(UUID(int=2)): as_sheet_question(asked(2))}
    found = read_sheet(open_sheet(data), known)
    assert (found.dropped, [row.choice for row in found.rows], found.faults) == (1, ["no"], ())


def test_key_of_an_earlier_version_means_the_question_of_today():
    data = changed(written(asked(1)), D4="Yes")
    known = {str(UUID(int=1)): as_sheet_question(asked(9))}
    (row,) = read_sheet(open_sheet(data), known).rows
    assert (row.key, row.choice) == (str(UUID(int=9)), "yes")


def test_part_of_somebody_else_may_not_be_touched():
    mine, theirs = asked(1), asked(2, choice="no", version=1)
    data = written(mine, theirs)
    others = {str(theirs.item_id)}
    assert read(data, mine, theirs, elsewhere=others).faults == ()
    found = read(changed(data, D5="Yes"), mine, theirs, elsewhere=others)
    assert [(f.row, f.trouble) for f in found.faults] == [(5, Trouble.OTHER_PART)]


def _csv():
    return b"a,b,c"


def _foreign():
    file = BytesIO()
    Workbook().save(file)
    return file.getvalue()


@pytest.mark.parametrize(
    ("data", "refusal"),
    [
        (_csv(), Refusal.UNREADABLE),
        (b"", Refusal.UNREADABLE),
        (b"PK\x03\x04 cut", Refusal.UNREADABLE),
        (b"\xd0\xcf\x11\xe0 password", Refusal.UNREADABLE),
        (b"x" * 5_000_001, Refusal.TOO_LARGE),
        (_foreign(), Refusal.NOT_OURS),
    ],
)
def test_what_is_no_sheet_is_refused(data, refusal):
    with pytest.raises(BadSheet) as refused:
        open_sheet(data)
    assert refused.value.refusal is refusal


@pytest.mark.parametrize(
    ("filled", "stored", "change"),
    [
        (("yes", "", 0, ("", "")), ("", "", 0), Change.NEW),
        (("no", "", 1, ("yes", "")), ("yes", "", 1), Change.CHANGED),
        (("", "", 1, ("yes", "")), ("yes", "", 1), Change.TAKEN_BACK),
        (("yes", "more", 1, ("yes", "")), ("yes", "", 1), Change.CHANGED),
        (("no", "", 0, ("", "")), ("yes", "", 1), Change.CONFLICT),
        (("no", "", 1, ("yes", "")), ("yes", "why", 2), Change.CONFLICT),
        (("no", "", 1, ("yes", "")), ("", "", 2), Change.CONFLICT),
        (("yes", "", 0, ("", "")), ("yes", "", 3), None),  # says what is stored
        (("", "", 0, ("", "")), ("yes", "", 1), None),  # left alone: what is newer stays
        (("yes", "", 1, ("yes", "")), ("no", "", 2), None),
    ],
)
def test_difference_of_one_row(filled, stored, change):
    choice, comment, version, shown = filled
    question = SheetQuestion("k", (("yes", "Yes"), ("no", "No")), *stored)
    row = Filled("k", choice, comment, version, fingerprint(*shown))
    found = difference([row], {"k": question})
    assert [line.change for line in found.lines] == ([] if change is None else [change])
    for line in found.lines:
        assert (line.choice, line.comment, line.version) == (choice, comment, stored[2])
        assert line.stored == question


def test_comment_too_long_for_a_cell_stays_whole_when_left_alone():
    stored = "\N{GRINNING FACE}" * 20_000
    question = asked(1, choice="yes", comment=stored, version=4)
    data = changed(written(question), D4="No")
    found = difference(
        read(data, question).rows, {str(question.item_id): as_sheet_question(question)}
    )
    assert [(line.choice, line.comment == stored) for line in found.lines] == [("no", True)]


def older(data):
    """The sheet as it was before evidence had a column."""
    book = load_workbook(BytesIO(data))
    book["Questions"].delete_cols(6)
    file = BytesIO()
    book.save(file)
    return file.getvalue()


@pytest.mark.parametrize(
    ("cells", "lines"),
    [
        ({}, []),
        ({"F4": "Page 12\nand 13"}, [("yes", "why", "Page 12\nand 13")]),
        ({"D4": "No"}, [("no", "why", "the log")]),
        ({"F4": None}, [("yes", "why", "")]),
    ],
)
def test_evidence_goes_away_and_comes_back(cells, lines):
    question = asked(1, choice="yes", comment="why", evidence="the log", version=2)
    found = difference(
        read(changed(written(question), **cells), question).rows,
        {str(question.item_id): as_sheet_question(question)},
    )
    assert [(line.choice, line.comment, line.evidence) for line in found.lines] == lines
    assert {line.change for line in found.lines} <= {Change.CHANGED}


@pytest.mark.parametrize(
    ("cells", "lines"), [({}, []), ({"D4": "No"}, [("no", "why", "the log", Change.CONFLICT)])]
)
def test_older_sheet_leaves_evidence_alone(cells, lines):
    before = asked(1, choice="yes", comment="why", version=1)
    now = asked(1, choice="yes", comment="why", evidence="the log", version=2)
    found = difference(
        read(changed(older(written(before)), **cells), now).rows,
        {str(now.item_id): as_sheet_question(now)},
    )
    told = [(line.choice, line.comment, line.evidence, line.change) for line in found.lines]
    assert told == lines
    assert found.same == 1 - len(lines)
