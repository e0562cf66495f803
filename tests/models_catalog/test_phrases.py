"""Sentences of the rules are collected for translation and said in the reader's language."""

import ast
import re
import subprocess
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import translation
from django.utils.translation import trans_real

from cip.home.management.commands.makemessages import Command
from models_catalog.queries.phrases import said
from models_catalog.rules.foreign.report import Notes
from models_catalog.rules.phrases import Phrase, phrase
from models_catalog.rules.reading import read_document
from tests.conftest import Person

RULES = Path("models_catalog/rules")
GERMAN = {
    "the file is empty": "die Datei ist leer",
    "field '%(key)s' of %(what)s": "von %(what)s das Feld '%(key)s'",
    "an activity": "einer Tätigkeit",
    "'%(message)s' is missing": "'%(message)s' fehlt",
}


@pytest.fixture
def german(monkeypatch: pytest.MonkeyPatch, settings):
    """A few sentences in German, as a catalog of messages would bring them."""
    settings.LANGUAGES = [("en", "English"), ("de", "Deutsch")]
    known = trans_real.translation("de")
    found = SimpleNamespace(
        gettext=lambda text: GERMAN.get(text) or known.gettext(text),
        ngettext=known.ngettext,
        to_language=known.to_language,
        info=known.info,
    )
    monkeypatch.setitem(trans_real._translations, "de", found)
    with translation.override("de"):
        yield


def calls() -> list[ast.Call]:
    trees = [ast.parse(path.read_text()) for path in RULES.rglob("*.py")]
    return [
        node
        for tree in trees
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "phrase"
    ]


def test_every_template_is_a_literal_with_all_its_values() -> None:
    found = calls()
    assert len(found) > 150
    for call in found:
        template = ast.literal_eval(call.args[0])
        names = set(re.findall(r"%\((\w+)\)s", template))
        assert names == {each.arg for each in call.keywords}, template


def test_makemessages_finds_them() -> None:
    source = RULES / "foreign" / "dsomm.py"
    command = ["xgettext", "-L", "Python", *Command.xgettext_options, "-o", "-", str(source)]
    try:
        found = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    except FileNotFoundError:
        pytest.skip("xgettext is not installed")
    assert 'msgid "sub-dimensions"' in found
    assert "msgid \"dependency on '%(need)s', which is nowhere\"" in found


def test_a_phrase_is_its_english_text() -> None:
    made = phrase("level %(level)s of %(what)s", level=2, what=phrase("an activity"))
    assert made == "level 2 of an activity"
    assert isinstance(made, str)
    assert said(made) == made
    assert said("plain 100 %") == "plain 100 %"
    assert said(Phrase("shortened")) == "shortened"


def test_reports_and_problems_are_said_in_the_reader_s_language(german: None) -> None:
    notes = Notes()
    notes.rest({"odd": 1}, (), phrase("an activity"), "here")
    (left,) = notes.report().left_out
    assert left.what == "field 'odd' of an activity"
    assert said(left.what) == "von einer Tätigkeit das Feld 'odd'"
    (problem,) = read_document(b"").problems
    assert (problem.message, said(problem.message)) == ("the file is empty", "die Datei ist leer")


@pytest.mark.django_db
def test_the_page_says_them_too(german: None, alice: Person) -> None:
    file = SimpleUploadedFile("m.yaml", b"")
    answer = alice.client.post(
        "/o/acme/catalog/import/",
        {"document": file, "action": "check"},
        headers={"Accept-Language": "de"},
    )
    text = answer.content.decode()
    assert "die Datei ist leer" in text
