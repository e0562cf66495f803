"""Parts of one's own questionnaire as one form: a single part, or all of them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _

from assessments.answer_meanings import meanings, offers
from assessments.forms.fill import PageForm, Typed
from assessments.queries.mode import mode_label, mode_words
from assessments.queries.questionnaire import AreaStep, AskedQuestion, Sheet
from assessments.services.answers import AnswerChange, AnswerConflict, save_answers
from assessments.views.doors import Door
from assessments.views.fill_frame import begun, door_page
from assessments.views.question_cards import written_cards
from cip.kernel import clock
from cip.kernel.errors import InvalidInput
from cip.web.kept_parts import kept_part

MOST_AT_ONCE = 900  # questions in one form; each sends five fields, and 5,000 are taken


def may_fill_at_once(areas: Sheet) -> bool:
    """Whether all questions can stand on one page."""
    return 0 < areas.progress.total <= MOST_AT_ONCE


@dataclass(frozen=True)
class FormPage:
    """The questions of `steps`, which are one or all of the areas."""

    request: HttpRequest
    door: Door
    areas: Sheet
    steps: tuple[AreaStep, ...]
    questions: list[AskedQuestion]

    def not_saved(self) -> HttpResponse | None:
        """Store what was typed; when that fails, the page with everything typed and why."""
        form = PageForm(self.questions, self.request.POST)
        typed = form.changed()
        changes = [
            AnswerChange(t.item_id, t.choice, t.comment, t.version, t.evidence) for t in typed
        ]
        try:
            save_answers(
                response=begun(self.door),
                changes=changes,
                now=clock.now(),
                delegation=self.door.delegation,
            )
        except InvalidInput as error:
            shown = form.as_typed(typed)
            return self._page(shown, errors=_by_item(error, typed), status=400)
        except AnswerConflict as conflict:
            stored = {question.item_id: question for question in self.questions}
            both = {item: stored[item] for item in conflict.stored}
            return self._page(form.as_typed(typed), conflicts=both, status=409)
        return None

    def shown(self) -> HttpResponse:
        """The page with what is stored."""
        return self._page(self.questions)

    @property
    def is_whole(self) -> bool:
        """Whether all areas stand here, not one of them."""
        return self.steps is self.areas.areas

    def _page(
        self,
        questions: list[AskedQuestion],
        *,
        errors: Mapping[UUID, list[str]] | None = None,
        conflicts: Mapping[UUID, AskedQuestion] | None = None,
        status: int = 200,
    ) -> HttpResponse:
        begun_with = begun(self.door).begun_number
        title = _("All questions") if self.is_whole else self.steps[0].title
        by_area: dict[str, list[AskedQuestion]] = {}
        for question in questions:
            by_area.setdefault(question.area_code, []).append(question)
        context = self._places() | {
            "areas": self.areas,
            "is_whole": self.is_whole,
            "may_fill_at_once": may_fill_at_once(self.areas),
            "sections": [
                {
                    "step": step,
                    "cards": mark_safe("".join(cards)),  # noqa: S308 - written by our template
                    "is_skipped": all(question.is_skipped for question in by_area[step.code]),
                }
                for step in self.steps
                for cards in [
                    written_cards(by_area[step.code], begun_with, errors or {}, conflicts or {})
                ]
            ],
            "parts": self._parts(questions),
            "is_changed": any(question.since > begun_with for question in questions),
            "has_errors": bool(errors),
            "has_conflicts": bool(conflicts),
        }
        return door_page(self.request, self.door, "fill", title, context, status=status)

    def _places(self) -> dict[str, Any]:
        """Where one stands, and what comes before and after."""
        url = self.door.url
        if self.is_whole:
            return {"is_first": True, "next_url": url("fill_review"), "previous_url": ""}
        index = self.areas.areas.index(self.steps[0])
        codes = [area.code for area in self.areas.areas]
        is_last = index == len(codes) - 1
        return {
            "step_number": index + 1,
            "is_first": index == 0,
            "previous_url": url("fill_area", codes[index - 1]) if index else "",
            "next_url": url("fill_review") if is_last else url("fill_area", codes[index + 1]),
        }

    def _parts(self, questions: Sequence[AskedQuestion]) -> dict[str, Any]:
        """What is the same for many people."""
        assessment, last = self.door.assessment, self.areas.areas[-1]
        is_first = self.steps[0] is self.areas.areas[0]
        return {
            "words": kept_part("assessments/fill/words.html"),
            "meaning": kept_part(
                "assessments/fill/meaning.html",
                mode_label=mode_label(assessment),
                mode_words=mode_words(assessment),
                meanings=tuple(meanings(offers(questions))),
                is_open=is_first,
            ),
            "choose": kept_part("assessments/fill/choose.html"),
            "bar": kept_part(
                "assessments/fill/bar.html", is_first=is_first, is_last=self.steps[-1] is last
            ),
            "lines": [
                kept_part(
                    f"assessments/fill/area_{'jump' if self.is_whole else 'line'}.html",
                    code=area.code,
                    title=area.title,
                    answered=area.progress.answered,
                    total=area.progress.total,
                    is_complete=area.progress.is_complete,
                    is_here=not self.is_whole and area is self.steps[0],
                )
                for area in self.areas.areas
            ],
        }


def _by_item(error: InvalidInput, typed: list[Typed]) -> dict[UUID, list[str]]:
    """`answers[3].comment` -> the question that stood fourth in the call."""
    found: dict[UUID, list[str]] = {}
    for index, row in enumerate(typed):
        prefix = f"answers[{index}]."
        for name, sentences in error.fields.items():
            if name.startswith(prefix):
                found.setdefault(row.item_id, []).extend(sentences)
    return found
