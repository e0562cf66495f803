"""The questionnaire on paper: boxes to tick, what the answers mean, room for words.

The blank one is a report, for everybody who may see the questions. With a person's own answers it
is a page behind that person's door only, and never a stored file.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any
from uuid import UUID

from django.http import Http404
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assessments.answer_meanings import Offer, meanings, offers
from assessments.models import Assessment, Questionnaire
from assessments.queries.drafting import DraftArea, DraftSheet, draft_sheet
from assessments.queries.mode import mode_label, mode_words
from assessments.queries.questionnaire import AskedQuestion, items_of
from assessments.queries.response_sets import Choice
from assessments.response_labels import ASPECTS
from assessments.rules import lifecycle
from assessments.rules.drafting import Aspect, Card, Item
from cip.access.actor import Actor
from cip.kernel import clock
from cip.reports.document import (
    ControlBlock,
    ReportChoice,
    ReportDocument,
    ReportKind,
    ReportSubject,
)

TEMPLATE = "reports/questionnaire.html"
_ASKED_BEFORE = (lifecycle.PLANNED, lifecycle.COLLECTING)
LAST_POSITION = 2_000_000_000


@dataclass(frozen=True)
class Box:
    """One answer to tick."""

    name: str
    is_ticked: bool = False


@dataclass(frozen=True)
class PaperRow:
    """One aspect of a question; `heading` is empty where the question has one aspect only."""

    heading: str
    boxes: tuple[Box, ...]


@dataclass(frozen=True)
class PaperQuestion:
    """A question with its boxes; `comment` and `evidence` are what was written so far."""

    number: int
    text: str
    help: str
    rows: tuple[PaperRow, ...]
    comment: str = ""
    evidence: str = ""


@dataclass(frozen=True)
class PaperArea:
    """A part with the meanings of its answers, each response set once."""

    section: str
    title: str
    text: str
    meanings: tuple[tuple[str, tuple[Choice, ...]], ...]
    questions: tuple[PaperQuestion, ...]


def paper_area(code: str, title: str, text: str, asked: Sequence[AskedQuestion]) -> PaperArea:
    """A part with what is stored about its questions ticked."""
    cards = [list(rows) for _number, rows in groupby(asked, key=lambda q: q.number)]
    told = tuple(meanings(offers(asked)))
    return PaperArea(f"area-{code.lower()}", title, text, told, tuple(map(_question, cards)))


def _question(rows: list[AskedQuestion]) -> PaperQuestion:
    first = rows[0]
    return PaperQuestion(
        first.number,
        first.text,
        first.help,
        tuple(
            PaperRow(
                _heading(row.aspect_label, row.text, first.text) if len(rows) > 1 else "",
                tuple(Box(c.name, c.code == row.choice) for c in row.choices),
            )
            for row in rows
        ),
        "\n".join(filter(None, (row.comment for row in rows))),
        "\n".join(filter(None, (row.evidence for row in rows))),
    )


def _heading(label: str, text: str, first: str) -> str:
    return label if text == first else f"{label}: {text}"


def how_context(row: Assessment) -> dict[str, Any]:
    """What the page about filling in says. Needs the lead loaded."""
    return {
        "purpose": row.purpose,
        "mode_label": mode_label(row),
        "mode_words": mode_words(row),
        "closes_on": date_format(row.closes_on, "j F Y") if row.closes_on else "",
        "lead": row.lead.get_full_name() or row.lead.email,
    }


def check(actor: Actor, subject_id: UUID) -> ReportSubject:
    """The assessment as subject; Http404 outside. Who sees an assessment may see its questions."""
    row = Assessment.objects.visible_to(actor).filter(pk=subject_id).first()
    if row is None:
        raise Http404
    return ReportSubject(label=row.title, program_id=row.program_id)


def choices(actor: Actor, program_id: UUID) -> list[ReportChoice]:
    """Assessments of the program that ask or will ask; one query."""
    rows = Assessment.objects.visible_to(actor).filter(
        program_id=program_id, state__in=_ASKED_BEFORE
    )
    return [ReportChoice(row.pk, row.title) for row in rows.order_by("-created_at")]


def build(subject_id: UUID, prepared_by: str, parameters: dict[str, Any]) -> ReportDocument:
    """The newest version as it was given out, or the draft, marked as one."""
    row = Assessment.objects.select_related(
        "program__organization", "model_version__model", "lead"
    ).get(pk=subject_id)
    newest = Questionnaire.objects.filter(assessment=row).order_by("-number").first()
    areas = _given_out(newest) if newest else _drafted(draft_sheet(row))
    number = str(newest.number) if newest else _("draft")
    model = f"{row.model_version.model.name} {row.model_version.number}"
    return ReportDocument(
        title=row.title,
        subtitle=_("Questionnaire") if newest else _("Questionnaire, draft"),
        template=TEMPLATE,
        control=ControlBlock(
            organization=row.program.organization.name,
            program=row.program.name,
            prepared_by=prepared_by,
            prepared_at=clock.now(),
            version=number,
            classification=_("Questionnaire, version %(number)s") % {"number": number},
            sources=(model,),
        ),
        context={
            "sections": [
                {"id": "how", "title": _("How to fill it in"), "level": 2},
                *({"id": area.section, "title": area.title, "level": 2} for area in areas),
            ],
            "areas": areas,
            **how_context(row),
        },
    )


def _given_out(questionnaire: Questionnaire) -> list[PaperArea]:
    asked = items_of(questionnaire.pk, 1, LAST_POSITION)
    rows = questionnaire.items.order_by("position").values_list(
        "group__code", "group__title", "group__text"
    )
    return [
        paper_area(code, title, text, [q for q in asked if q.area_code == code])
        for code, title, text in dict.fromkeys(rows)
    ]


def _drafted(sheet: DraftSheet) -> list[PaperArea]:
    numbers = {card.code: number for number, card in enumerate(sheet.asked, start=1)}
    areas = (_drafted_area(area, numbers, sheet) for area in sheet.areas)
    return [area for area in areas if area.questions]


def _drafted_area(area: DraftArea, numbers: dict[str, int], sheet: DraftSheet) -> PaperArea:
    cards = [card for card in area.cards if not card.is_left_out]
    questions = tuple(_drafted_question(card, numbers[card.code], sheet) for card in cards)
    offered = [
        Offer(_about(item), numbers[card.code], sheet.choices(item.response_set))
        for card in cards
        for item in card.items
    ]
    told = tuple(meanings(offered))
    return PaperArea(f"area-{area.code.lower()}", area.title, area.text, told, questions)


def _about(item: Item) -> str:
    return str(ASPECTS[Aspect(item.aspect)])


def _drafted_question(card: Card, number: int, sheet: DraftSheet) -> PaperQuestion:
    rows = tuple(
        PaperRow(
            _heading(_about(item), item.text, card.text) if len(card.items) > 1 else "",
            tuple(Box(choice.name) for choice in sheet.choices(item.response_set)),
        )
        for item in card.items
    )
    return PaperQuestion(number, card.text, card.help, rows)


QUESTIONNAIRE_ON_PAPER = ReportKind(
    code="questionnaire",
    title=gettext_lazy("Questionnaire to print"),  # type: ignore[arg-type]
    check=check,
    build=build,
    file_stem="questionnaire",
    choices=choices,
)
