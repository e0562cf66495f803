"""Currency codes."""

import re

_CODE = re.compile(r"^[A-Z]{3}$")


def is_currency(code: str) -> bool:
    """Whether the text has the form of an ISO 4217 code; not whether such money exists."""
    return _CODE.fullmatch(code) is not None
