"""The kick-off pack: what everybody is told before the first question, as plain data for PDF."""

from html import unescape
from math import ceil
from operator import itemgetter
from typing import Any
from uuid import UUID

from django.utils.formats import date_format
from django.utils.html import strip_tags
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from assessments.models import Assessment
from assessments.queries.kickoff import AreaInScope, Kickoff, kickoff
from assessments.queries.mode import mode_label, mode_words
from assessments.queries.model_words import ModelWords, model_words
from assessments.report_frame import checked, choosable, control, model_name, reported
from assessments.rules.method import Method, Step
from cip.access.actor import Actor
from cip.kernel import clock
from cip.reports.document import ReportChoice, ReportDocument, ReportKind, ReportSubject
from cip.web.markdown import to_flat_html
from models_catalog.models import MaturityModel

DAY = "j F Y"
SHORT_TEXT = 320  # characters of an area's description
ROUNDED_TO = 5  # minutes


def check(actor: Actor, subject_id: UUID) -> ReportSubject:
    """Everybody in the organization may read it, from planning on."""
    return checked(actor, subject_id, _for_everybody)


def choices(actor: Actor, program_id: UUID) -> list[ReportChoice]:
    """All assessments of the program; one query."""
    return choosable(actor, program_id, _for_everybody)


def _for_everybody(actor: Actor, assessment: Assessment) -> None:
    """Nothing in it is confidential: who sees the assessment sees the pack."""


def build(subject_id: UUID, prepared_by: str, parameters: dict[str, Any]) -> ReportDocument:
    """The pack as the plan stands now; it names nobody who is asked."""
    row = reported(subject_id)
    found = kickoff(row, today=clock.today())
    method = row.method_version.method
    words = model_words(row.model_version)
    return ReportDocument(
        title=row.title,
        subtitle=_("Kick-off pack"),
        template="reports/kickoff.html",
        control=control(
            row,
            prepared_by,
            _("Internal, for everybody"),
            (model_name(row), str(row.method_version)),
        ),
        context={
            "sections": _sections(),
            "purpose": row.purpose,
            "sponsor": str(row.program.sponsor) if row.program.sponsor else "",
            "program": row.program.name,
            "model": model_name(row),
            "is_reference": row.model_version.model.kind == MaturityModel.Kind.REFERENCE,
            "model_text": _first_sentence(row.model_version.model.description),
            "words": words.plain(),
            "scope": _scope(found, words),
            "method": method.name,
            "method_text": method.description,
            "phases": _phases(method),
            "calendar": _calendar(row, found),
            "mode": mode_label(row),
            "mode_words": mode_words(row),
            "threshold": row.anonymity_threshold,
            "is_anonymous": row.mode == Assessment.Mode.ANONYMOUS,
            "is_named": row.mode == Assessment.Mode.NAMED,
            "asked": _asked(found),
            "contacts": _contacts(row, found),
        },
    )


def _sections() -> list[dict[str, Any]]:
    heads = (
        ("purpose", _("Why we do this")),
        ("asked", _("What is asked of you")),
        ("answers", _("What becomes of your answers")),
        ("calendar", _("Calendar")),
        ("scope", _("What we look at")),
        ("method", _("How we go about it")),
        ("contacts", _("Team and contacts")),
        ("questions", _("Questions people ask")),
    )
    return [{"id": key, "title": title, "level": 2} for key, title in heads]


def _scope(found: Kickoff, words: ModelWords) -> dict[str, Any]:
    has_levels = any(area.level is not None for area in found.areas)
    level = [{"title": _("Level"), "width": 10, "numeric": True}] if has_levels else []
    rows = [
        (area.title, *([area.level] if has_levels else []), _short(area))
        for area in found.areas
        if area.is_applicable
    ]
    left_out = [(area.title, area.reason) for area in found.areas if not area.is_applicable]
    return {
        "head": [
            {"title": words.area.one, "width": 30},
            *level,
            {"title": _("In short"), "width": 60},
        ],
        "rows": rows,
        "left_out_head": [
            {"title": _("Left out"), "width": 40},
            {"title": _("Why it does not apply"), "width": 60},
        ],
        "left_out": left_out,
    }


def _short(area: AreaInScope) -> str:
    return Truncator(_plain(area.text)).chars(SHORT_TEXT)


def _first_sentence(text: str) -> str:
    first, stop, _rest = _plain(text).partition(". ")
    return first + stop.strip()


def _plain(text: str) -> str:
    return " ".join(unescape(strip_tags(to_flat_html(text))).split())


def _phases(method: Method) -> list[dict[str, Any]]:
    names = {role.code: role.name for role in method.roles}
    head = [
        {"title": _("Step"), "width": 25},
        {"title": _("Who"), "width": 15},
        {"title": _("What happens"), "width": 60},
    ]
    return [
        {
            "caption": phase.name,
            "head": head,
            "rows": [_step(step, names) for step in phase.steps],
        }
        for phase in method.phases
    ]


def _step(step: Step, names: dict[str, str]) -> tuple[str, str, str]:
    who = ", ".join(names.get(code, code) for code in step.by)
    return f"{step.code} {step.name}", who, step.what_to_do


def _calendar(row: Assessment, found: Kickoff) -> dict[str, Any]:
    ended_on = row.collection_closed_at and row.collection_closed_at.date()
    days = [
        (found.kick_off_on, _("Kick-off meeting")),
        (row.opened_at and row.opened_at.date(), _("The questionnaire opens")),
        *(
            (day, _("Reminder to those who have not answered yet"))
            for day in found.reminders
            if ended_on is None or day <= ended_on
        ),
        (row.closes_on, _("Last day for answers")),
        (ended_on, _("Collecting answers has ended")),
        (found.feedback_on, _("Feedback meeting")),
    ]
    known = sorted(((day, what) for day, what in days if day is not None), key=itemgetter(0))
    return {
        "head": [
            {"title": _("Day"), "width": 30, "whole": True},
            {"title": _("What"), "width": 70},
        ],
        "rows": [(date_format(day, DAY), what) for day, what in known],
    }


def _asked(found: Kickoff) -> dict[str, Any]:
    """What it takes of a participant's time, in words."""
    minutes = ceil(found.minutes / ROUNDED_TO) * ROUNDED_TO
    values = {"n": found.questions, "minutes": minutes}
    questions = ngettext(
        "The questionnaire has %(n)s question; it takes about %(minutes)s minutes.",
        "The questionnaire has %(n)s questions; it takes about %(minutes)s minutes.",
        found.questions,
    )
    people = ngettext("%(n)s person is asked.", "%(n)s people are asked.", found.participants)
    talks = ngettext(
        "%(n)s interview is planned or held so far.",
        "%(n)s interviews are planned or held so far.",
        found.interviews,
    )
    return {
        "questions": questions % values if found.questions else "",
        "people": people % {"n": found.participants} if found.participants else "",
        "interviews": talks % {"n": found.interviews} if found.interviews else "",
    }


def _contacts(row: Assessment, found: Kickoff) -> dict[str, Any]:
    lead, *others = found.team
    people = [
        (_("Sponsor"), row.program.sponsor and str(row.program.sponsor), None),
        (_("Lead assessor"), lead.name, lead.email),
        *((_("Assessment team"), each.name, each.email) for each in others),
    ]
    if row.program.lead_id not in (row.lead_id, row.program.sponsor_id):
        lead_of_program = row.program.lead
        people.append((_("Program lead"), str(lead_of_program), lead_of_program.email))
    known = {name: (role, name, mail) for role, name, mail in reversed(people) if name}
    return {
        "head": [
            {"title": _("Part"), "width": 30},
            {"title": _("Name"), "width": 30},
            {"title": _("E-mail"), "width": 40},
        ],
        "rows": list(reversed(known.values())),
    }


KICKOFF_PACK = ReportKind(
    code="kick-off",
    title=gettext_lazy("Kick-off pack"),  # type: ignore[arg-type]
    check=check,
    build=build,
    file_stem="kick-off-pack",
    choices=choices,
)
