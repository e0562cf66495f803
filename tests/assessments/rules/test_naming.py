"""Names in texts that name nobody."""

import pytest

from assessments.rules.naming import names_in, without_names

PEOPLE = ["Ines Okafor-Falk", "Tom Ito", "Bo Li", "ina may", "Tom Oh"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", []),
        ("Requests arrive by five doors.", []),
        ("ines  okafor-falk closes them", ["Ines Okafor-Falk"]),
        ("Only Okafor-Falk knows how", ["Ines Okafor-Falk"]),
        ("It ought to be custom; tom-toms are no names", []),
        ("Ask Tom or Li", ["Tom Ito", "Tom Oh"]),
        ("Bo Li does it", ["Bo Li"]),
        ("this may be Ina", []),
        ("Tom Ito asks, as Tom does", ["Tom Ito", "Tom Oh"]),
        ("Tom Ito asks", ["Tom Ito"]),
    ],
)
def test_names_in(text, expected):
    assert names_in(text, PEOPLE) == expected


OTHERS = ["Theresa May", "Chris Service", "Grant Price", "Will O'Neil"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("May be late.", []),
        ("Late again. Will be better: Grant it.", []),
        ("We asked May about it", ["Theresa May"]),
        ("The Service desk closes it", []),
        ("Chris Service closes it", ["Chris Service"]),
        ("Ask Chris", ["Chris Service"]),
        ("theresa may", ["Theresa May"]),
    ],
)
def test_common_words_and_those_of_the_model_cry_no_wolf(text, expected):
    assert names_in(text, OTHERS, own_words={"service", "desk"}) == expected


def test_without_names_replaces_whole_names():
    assert without_names("BO LI and Bo and Tom\nIto", PEOPLE) == "[…] and Bo and […]"
