"""Orders that people expect."""

from django.db.models import F, Func, TextField, Value

_DIGITS = 12


def natural(field: str) -> Func:
    """A text as people order it: "Team 2" before "Team 10". Numbers count by their last digits."""
    padded = _replaced(F(field), r"([0-9]+)", "0" * _DIGITS + r"\1")
    return _replaced(padded, rf"[0-9]*([0-9]{{{_DIGITS}}})", r"\1")


def _replaced(text: F | Func, pattern: str, by: str) -> Func:
    arguments = (text, Value(pattern), Value(by), Value("g"))
    return Func(*arguments, function="regexp_replace", output_field=TextField())
