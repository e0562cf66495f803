"""What is looked for, and what of it is shown again."""

import pytest

from models_catalog.rules.search import START, STOP, pieces, words_of


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", ()),
        ("  Service   DESK ", ("service", "desk")),
        ("SCM-G1", ("scm", "g1")),
        ("a & b | !c :* 'd'", ("a", "b", "c", "d")),
        ("desk desk", ("desk",)),
        ("Störung", ("störung",)),
        ("snake_case", ("snake", "case")),
        (" ".join("abcdefghij"), tuple("abcdefgh")),
        ("x" * 300, ("x" * 200,)),
        ("\x00", ()),
    ],
)
def test_words(text: str, words: tuple[str, ...]) -> None:
    assert words_of(text) == words


@pytest.mark.parametrize(
    ("marked", "found"),
    [
        ("", ()),
        ("plain", (("plain", False),)),
        (f"a {START}service{STOP} desk", (("a ", False), ("service", True), (" desk", False))),
        (f"{START}all{STOP}", (("all", True),)),
        (f"**bold** {START}`x`{STOP}", (("bold ", False), ("x", True))),
        ("[text](https://example.org) <b>", (("text <b", False),)),
    ],
)
def test_pieces(marked: str, found: tuple) -> None:
    assert pieces(marked) == found
