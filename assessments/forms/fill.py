"""What a respondent sends: one answer (autosave) or a page of answers (without scripts)."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django import forms

from assessments.queries.questionnaire import AskedQuestion
from assessments.rules.questionnaire import MOST_EVIDENCE, fingerprint
from cip.kernel import texts
from cip.kernel.errors import InvalidInput
from cip.web.forms import TextField

MOST_VERSION = 2_000_000_000


class AnswerForm(forms.Form):
    """One answer as the page saves it by itself."""

    item = forms.UUIDField()
    choice = TextField(limit=40, required=False)
    comment = TextField(limit=texts.LONG, required=False)
    evidence = TextField(limit=MOST_EVIDENCE, required=False)
    version = forms.IntegerField(min_value=0, max_value=MOST_VERSION)

    def clean_evidence(self) -> str | None:
        """None when it was not sent: an older page has no place for it."""
        found: str = self.cleaned_data["evidence"]
        return None if self.data.get("evidence") is None else found


def read_answer(body: bytes) -> AnswerForm:
    """The form of a JSON body. InvalidInput when it is no JSON object of texts and numbers."""
    try:
        data = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise InvalidInput("The request is not JSON.") from error
    if not isinstance(data, dict) or any(isinstance(value, dict | list) for value in data.values()):
        raise InvalidInput("The request is not an object with one answer.")
    return AnswerForm(data)


@dataclass(frozen=True)
class Typed:
    """One question as sent by the page."""

    item_id: UUID
    choice: str
    comment: str
    version: int
    evidence: str | None


@dataclass
class PageForm:
    """A page of answers; keeps what was typed so that the page can be shown again."""

    questions: Sequence[AskedQuestion]
    data: Mapping[str, Any]
    errors: dict[UUID, list[str]] = field(default_factory=dict)

    def changed(self) -> list[Typed]:
        """Answers that the person changed on this page."""
        found = []
        for question in self.questions:
            key = str(question.item_id)
            if f"version-{key}" not in self.data:
                continue
            choice = str(self.data.get(f"choice-{key}", ""))
            comment = texts.clean(str(self.data.get(f"comment-{key}", "")))
            evidence = self._evidence(key)
            shown = fingerprint(choice, comment, evidence or "")
            if shown == self.data.get(f"shown-{key}"):
                continue
            found.append(Typed(question.item_id, choice, comment, self._version(key), evidence))
        return found

    def as_typed(self, typed: Sequence[Typed]) -> list[AskedQuestion]:
        """The questions with what was typed in place of what is stored."""
        by_item = {row.item_id: row for row in typed}
        return [_over(q, by_item[q.item_id]) if q.item_id in by_item else q for q in self.questions]

    def _evidence(self, key: str) -> str | None:
        """None when the page has no place for it."""
        typed = self.data.get(f"evidence-{key}")
        return None if typed is None else texts.clean(str(typed))

    def _version(self, key: str) -> int:
        text = str(self.data.get(f"version-{key}", ""))
        return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0


def _over(question: AskedQuestion, typed: Typed) -> AskedQuestion:
    evidence = question.evidence if typed.evidence is None else typed.evidence
    return question._replace(choice=typed.choice, comment=typed.comment, evidence=evidence)
