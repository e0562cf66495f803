"""A participant's own summary, for that person alone: built when asked for, and never kept."""

from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from assessments.models import Assessment, Participant, Response
from assessments.queries.additions import submitted_before
from assessments.queries.analysis import ItemResult
from assessments.queries.mode import mode_label, mode_words
from assessments.queries.own_summary import OwnAnswer, OwnArea, own_summary
from assessments.report_frame import control
from cip.reports.document import ReportDocument

DAY = "j F Y, H:i"


def own_report(
    response: Response, participant: Participant, assessment: Assessment
) -> ReportDocument:
    """The document; in an anonymous assessment it does not name the person either."""
    found = own_summary(response, assessment)
    days = [one.submitted_at for one in (*submitted_before(response), response) if one.submitted_at]
    is_anonymous = assessment.mode == Assessment.Mode.ANONYMOUS
    return ReportDocument(
        title=assessment.title,
        subtitle=_("My answers"),
        template="reports/own_summary.html",
        control=control(
            assessment,
            "" if is_anonymous else participant.name,
            _("For me only"),
            (_("Questionnaire of this assessment"),),
        ),
        context={
            "sections": [
                {"id": f"area-{number}", "title": area.title, "level": 2}
                for number, area in enumerate(found.areas, start=1)
            ],
            "name": "" if is_anonymous else participant.name,
            "submitted": date_format(days[-1], DAY) if days else "",
            "is_more_open": bool(days) and response.submitted_at is None,
            "answered": found.answered,
            "total": found.total,
            "mode": mode_label(assessment),
            "mode_words": mode_words(assessment),
            "is_released": found.is_released,
            "areas": [_area(number, area) for number, area in enumerate(found.areas, start=1)],
        },
    )


def _area(number: int, area: OwnArea) -> dict[str, Any]:
    return {"section": f"area-{number}", "questions": [_question(each) for each in area.answers]}


def _question(own: OwnAnswer) -> dict[str, Any]:
    asked = own.question
    aspect = "" if asked.aspect == "as_is" else f"{asked.aspect_label}: "
    return {
        "number": asked.number,
        "text": f"{aspect}{asked.text}",
        "answer": _answer(own),
        "comment": asked.comment,
        "evidence": asked.evidence,
        "group": _group(own.group) if own.group else "",
    }


def _answer(own: OwnAnswer) -> str:
    asked = own.question
    if asked.is_skipped:
        return _("not asked, because of an earlier answer")
    return str(asked.answer.name) if asked.answer else _("no answer")


def _group(item: ItemResult) -> str:
    """The distribution as everybody sees it, or that it is not shown."""
    found = item.statistics
    if found is None or item.scale is None:
        return _("too few answers to show")
    counts = [*zip(item.scale.labels, found.distribution, strict=True)]
    counts += [(_("Don't know"), found.dont_know), (_("Does not apply"), found.not_applicable)]
    return " · ".join(f"{label} {count}" for label, count in counts)
