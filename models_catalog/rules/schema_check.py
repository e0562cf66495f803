"""The shape of a model by its JSON Schema, with jsonschema's words turned into plain sentences."""

from __future__ import annotations

import difflib
import json
import re
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path as FilePath
from typing import Any

from jsonschema import Draft202012Validator, ValidationError, validators

from models_catalog.rules.phrases import phrase
from models_catalog.rules.problems import Complaint, Path, shortened

SchemaError = Any
"""A jsonschema.ValidationError; its fields may be anything."""

SCHEMAS = FilePath(__file__).resolve().parent.parent / "schema"
MODEL = "model"

_NAMES = {
    "string": phrase("a text"),
    "integer": phrase("a whole number"),
    "number": phrase("a number"),
    "boolean": phrase("true or false"),
    "array": phrase("a list"),
    "object": phrase("a mapping of keys and values"),
}

PATTERNS = {
    r"^[A-Za-z0-9][A-Za-z0-9._-]*$": (
        "{value} is not a code: begin with a letter or digit, "
        "then only letters, digits, dot, hyphen, underscore"
    ),
    r"^[^\r\n\u2028\u2029]*\S[^\r\n\u2028\u2029]*$": "must be one line of text and not empty",
    r"\S": "must not be empty",
    r"^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$": "{value} is not a language such as en, nl or pt-BR",
    r'^https?://[^\s<>"]+$': "{value} is not an address that begins with http:// or https://",
}
"""What each pattern of the schema asks for; a test holds the two together."""


def schema_complaints(
    value: Any, name: str = MODEL, folder: FilePath = SCHEMAS
) -> Iterator[Complaint]:
    """Everything in which a plain value (dicts, lists, texts, numbers) differs from the schema
    with this name in the folder.
    """
    for error in _validator(name, folder).iter_errors(value):
        yield from _translated(error)


@cache
def schema(name: str = MODEL, folder: FilePath = SCHEMAS) -> dict[str, Any]:
    """The JSON Schema of a format, read once; those of this app unless another folder is named."""
    text = (folder / f"{name}.schema.json").read_text(encoding="utf-8")
    loaded: dict[str, Any] = json.loads(text)
    return loaded


@cache
def _validator(name: str, folder: FilePath) -> Any:
    checker = Draft202012Validator.TYPE_CHECKER.redefine("integer", _is_integer)
    whole = schema(name, folder)
    words = {"pattern": _pattern, "required": _required, "$ref": _reference_in(whole)}
    return validators.extend(Draft202012Validator, words, type_checker=checker)(whole)


def _reference_in(whole: dict[str, Any]) -> Callable[..., Iterator[ValidationError]]:
    """As jsonschema's for `#/$defs/...`, without finding the place anew each time: in a large model
    that takes a third of the check.
    """
    places = {f"#/$defs/{name}": each for name, each in whole.get("$defs", {}).items()}

    def reference(validator: Any, ref: str, instance: Any, _schema: Any) -> Iterator[Any]:
        yield from validator.descend(instance, places[ref])

    return reference


def _is_integer(_checker: Any, value: Any) -> bool:
    """2.0 is no whole number here: it would be written back differently."""
    return isinstance(value, int) and not isinstance(value, bool)


def _pattern(_validator: Any, pattern: str, value: Any, _schema: Any) -> Iterator[ValidationError]:
    """As jsonschema's, but `$` does not overlook a line feed at the end."""
    if isinstance(value, str) and not _compiled(pattern).search(value):
        yield ValidationError("does not match")


def _required(
    _validator: Any, keys: list[str], value: Any, _schema: Any
) -> Iterator[ValidationError]:
    """As jsonschema's, the missing key being the message."""
    if isinstance(value, dict):
        yield from (ValidationError(key) for key in keys if key not in value)


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(re.sub(r"\$$", r"\\Z", pattern))


def _translated(error: SchemaError) -> Iterator[Complaint]:
    path: Path = tuple(error.absolute_path)
    if error.validator == "required":
        yield Complaint(path, phrase("'%(message)s' is missing", message=error.message))
    elif error.validator == "additionalProperties":
        yield from _unknown(error, path)
    elif "propertyNames" in error.absolute_schema_path:
        yield Complaint((*path, str(error.instance)), _sentence(error), at_key=True)
    else:
        yield Complaint(path, _sentence(error))


def _unknown(error: SchemaError, path: Path) -> Iterator[Complaint]:
    known = list(error.schema["properties"])
    for key in error.instance:
        if key in known:
            continue
        near = difflib.get_close_matches(key, known, n=1)
        hint = (
            phrase("did you mean '%(near)s'?", near=near[0])
            if near
            else phrase("known here: %(known)s", known=", ".join(known))
        )
        yield Complaint(
            (*path, key),
            phrase("unknown key '%(key)s'; %(hint)s", key=shortened(key), hint=hint),
            at_key=True,
        )


def _sentence(error: SchemaError) -> str:
    maker = _SENTENCES.get(str(error.validator))
    return maker(error) if maker else shortened(error.message, 200)


def _wrong_type(error: SchemaError) -> str:
    wanted = (
        error.validator_value
        if isinstance(error.validator_value, list)
        else [error.validator_value]
    )
    words = " or ".join(_NAMES[name] for name in wanted)
    value = error.instance
    if value is None:
        return phrase("is empty; must be %(words)s", words=words)
    if "string" in wanted and isinstance(value, int | float):
        plain = "true or false" if isinstance(value, bool) else "a number"
        return phrase(
            "must be %(words)s; %(value)s is read as %(plain)s: put it in quotes",
            words=words,
            value=_quoted(value),
            plain=plain,
        )
    return phrase("must be %(words)s, not %(value)s", words=words, value=_kind_of(value))


def _kind_of(value: Any) -> str:
    if isinstance(value, bool):
        return phrase("true or false")
    if isinstance(value, int | float):
        return phrase("the number %(value)s", value=value)
    if isinstance(value, str):
        return phrase("the text %(value)s", value=_quoted(value))
    return phrase("a list") if isinstance(value, list) else phrase("a mapping")


def _quoted(value: Any) -> str:
    if isinstance(value, str):
        return f"'{shortened(value)}'"
    return json.dumps(value)


def _wrong_constant(error: SchemaError) -> str:
    return phrase(
        "must be '%(validator_value)s', not %(instance)s",
        validator_value=error.validator_value,
        instance=_quoted(error.instance),
    )


def _wrong_choice(error: SchemaError) -> str:
    return phrase(
        "%(instance)s is none of: %(validator_value)s",
        instance=_quoted(error.instance),
        validator_value=", ".join(error.validator_value),
    )


def _wrong_pattern(error: SchemaError) -> str:
    return PATTERNS[error.validator_value].format(value=_quoted(error.instance))


_SENTENCES: dict[str, Callable[[SchemaError], str]] = {
    "type": _wrong_type,
    "const": _wrong_constant,
    "enum": _wrong_choice,
    "pattern": _wrong_pattern,
    "maxLength": lambda error: phrase(
        "has %(instance)s characters; at most %(validator_value)s are allowed",
        instance=len(error.instance),
        validator_value=error.validator_value,
    ),
    "minItems": lambda error: phrase(
        "needs at least %(validator_value)s", validator_value=error.validator_value
    ),
    "maxItems": lambda error: phrase(
        "has %(instance)s entries; at most %(validator_value)s are allowed",
        instance=len(error.instance),
        validator_value=error.validator_value,
    ),
    "maxProperties": lambda error: phrase(
        "has %(instance)s keys; at most %(validator_value)s are allowed",
        instance=len(error.instance),
        validator_value=error.validator_value,
    ),
    "minimum": lambda error: phrase(
        "%(instance)s is too small; at least %(validator_value)s",
        instance=error.instance,
        validator_value=error.validator_value,
    ),
    "maximum": lambda error: phrase(
        "%(instance)s is too big; at most %(validator_value)s",
        instance=error.instance,
        validator_value=error.validator_value,
    ),
}
