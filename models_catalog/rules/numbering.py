"""Numbers of versions and codes of models."""

from __future__ import annotations

import re
from collections.abc import Collection

LONGEST = 32
CODE_PATTERN = r"^[A-Za-z0-9][A-Za-z0-9._-]*\Z"
"""What codes and numbers look like; the schema of the format says the same."""


def next_number(number: str, taken: Collection[str]) -> str:
    """The number after one, its last part counted up until it is free: 1.3, 1.4; 2011, 2012."""
    found = re.search(r"\d+(?=\D*$)", number)
    head, last, tail = (
        (number[: found.start()], int(found.group()), number[found.end() :])
        if found
        else (f"{number}.", 1, "")
    )
    last += 1
    while f"{head}{last}{tail}" in taken:
        last += 1
    return f"{head}{last}{tail}"[-LONGEST:]


def free_code(code: str, taken: Collection[str]) -> str:
    """A code that shows where it comes from and is free: NIMM-OWN, NIMM-OWN2."""
    wanted = f"{code[:58]}-OWN"
    if wanted not in taken:
        return wanted
    count = 2
    while f"{wanted}{count}" in taken:
        count += 1
    return f"{wanted}{count}"
