"""The words of a mail with their placeholders; plain text and simple HTML of the same words."""

import re
from collections.abc import Mapping
from html import escape

from cip.kernel import texts

PLACEHOLDERS = ("name", "assessment", "program", "organization", "inviter", "deadline", "link")
_PLACE = re.compile(r"\{([^{}\n]*)\}")
_FOOT = "--\n"
_BODY = "max-width:36em; font:16px/1.5 Arial,sans-serif; overflow-wrap:anywhere"
_SMALL = "border-top:1px solid #ccc; padding-top:12px; color:#595f69; font-size:13px"
_ADDRESS = re.compile(r"https?://[^\s<>\"]+")


def problems_in(subject: str, body: str) -> dict[str, list[str]]:
    """What is wrong with the words, by field."""
    found: dict[str, list[str]] = {}
    for name, text, limit in (("subject", subject, texts.SHORT), ("body", body, texts.LONG)):
        said = []
        problem = texts.problem_in(text, limit=limit)
        if problem:
            said.append(problem)
        if not text.strip():
            said.append("Write something.")
        unknown = sorted({place for place in _PLACE.findall(text) if place not in PLACEHOLDERS})
        said += [f"{{{place}}} is not known. Known are: {_known()}." for place in unknown]
        if said:
            found[name] = said
    if "\n" in subject:
        found.setdefault("subject", []).append("The subject is one line.")
    if "{link}" in subject:
        found.setdefault("subject", []).append("The link belongs into the text.")
    if body.strip() and "{link}" not in body:
        found.setdefault("body", []).append("The text needs {link}, the way to the questionnaire.")
    return found


def filled(text: str, values: Mapping[str, str]) -> str:
    """The text with its placeholders replaced, once: what a value says is not read again."""
    return _PLACE.sub(lambda found: values.get(found[1], found[0]), text)


def as_html(text: str) -> str:
    """The text as paragraphs; addresses can be followed, everything else is shown as written."""
    parts = re.split(r"\n{2,}", text.strip())
    inner = "\n".join(_paragraph(part) for part in parts if part.strip())
    head = '<!doctype html>\n<html><head><meta charset="utf-8"></head>'
    return f'{head}<body style="{_BODY}">\n{inner}\n</body></html>\n'


def _paragraph(part: str) -> str:
    """What follows a line of two dashes is the mail's foot."""
    if part.startswith(_FOOT):
        return f'<p style="{_SMALL}">{_linked(part.removeprefix(_FOOT))}</p>'
    return f"<p>{_linked(part)}</p>"


def _linked(part: str) -> str:
    found, end = [], 0
    for match in _ADDRESS.finditer(part):
        address = escape(match[0])
        found += [escape(part[end : match.start()]), f'<a href="{address}">{address}</a>']
        end = match.end()
    return "".join([*found, escape(part[end:])]).replace("\n", "<br>\n")


def _known() -> str:
    return ", ".join(f"{{{name}}}" for name in PLACEHOLDERS)
