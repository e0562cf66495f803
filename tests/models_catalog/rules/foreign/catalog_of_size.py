"""An OSCAL catalog as large as NIST SP 800-53: families, controls, enhancements, parameters,
statements in parts, guidance, links and what is withdrawn.
"""

from __future__ import annotations

from typing import Any

FAMILIES = 20
CONTROLS = 16  # of a family
ENHANCEMENTS = 3  # of a control
WORDS = "the organization reviews and updates what it does and tells those who need to know "


def catalog(families: int = FAMILIES) -> dict[str, Any]:
    """So many families of 16 controls with three enhancements each; the last control of a family
    is withdrawn, with its enhancements.
    """
    return {
        "catalog": {
            "uuid": "c",
            "metadata": {
                "title": "Controls of size",
                "version": "5.1",
                "oscal-version": "1.1.2",
                "parties": [{"uuid": "p", "type": "organization", "name": "The Tea Society"}],
            },
            "groups": [_family(number) for number in range(families)],
            "back-matter": {"resources": [{"uuid": f"r{n}"} for n in range(200)]},
        }
    }


def _family(number: int) -> dict[str, Any]:
    code = f"f{number}"
    return {
        "id": code,
        "class": "family",
        "title": f"Family {number}",
        "controls": [_control(code, n) for n in range(1, CONTROLS + 1)],
    }


def _control(family: str, number: int) -> dict[str, Any]:
    code = f"{family}-{number}"
    found = _entry(code, f"Control {number}") | {
        "controls": [
            _entry(f"{code}.{n}", f"Enhancement {n}", "SP800-53-enhancement")
            for n in range(1, ENHANCEMENTS + 1)
        ]
    }
    if number == CONTROLS:
        found["props"].append({"name": "status", "value": "withdrawn"})
    return found


def _entry(code: str, title: str, kind: str = "SP800-53") -> dict[str, Any]:
    often = f"every {{{{ insert: param, {code}_prm_1 }}}}"
    return {
        "id": code,
        "class": kind,
        "title": title,
        "params": [
            {"id": f"{code}_prm_1", "label": "a frequency"},
            {
                "id": f"{code}_prm_2",
                "select": {"choice": [often, "when asked"]},
            },
        ],
        "props": [
            {"name": "label", "value": code.upper()},
            {"name": "sort-id", "value": code},
        ],
        "links": [
            *({"href": f"#f{n}-1", "rel": "related"} for n in range(4)),
            {"href": "#r1", "rel": "reference"},
        ],
        "parts": [
            {
                "id": f"{code}_smt",
                "name": "statement",
                "parts": [_item(code, letter) for letter in "abcd"],
            },
            {"id": f"{code}_gdn", "name": "guidance", "prose": (WORDS * 12).strip() + "."},
        ],
    }


def _item(code: str, letter: str) -> dict[str, Any]:
    return {
        "id": f"{code}_smt.{letter}",
        "name": "item",
        "props": [{"name": "label", "value": f"{letter}."}],
        "prose": f"Do it {{{{ insert: param, {code}_prm_2 }}}};",
    }
