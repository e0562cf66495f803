"""The preliminary findings: a draft for the discussions, in words that leave the end open."""

from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from assessments import policies
from assessments.models import Finding
from assessments.queries.preliminary import AreaToDiscuss, FindingToDiscuss, areas_to_discuss
from assessments.report_frame import checked, choosable, control, model_name, reported
from assessments.rules.evidence import Corroboration
from cip.access.actor import Actor
from cip.reports.document import ReportChoice, ReportDocument, ReportKind, ReportSubject

CHECK = policies.check_can_see_preliminary_findings
HEADS = {
    Finding.Kind.STRENGTH: gettext_lazy("Seems to work well"),
    Finding.Kind.WEAKNESS: gettext_lazy("Seems to be missing or uneven"),
    Finding.Kind.ALTERNATIVE: gettext_lazy("Is done in another way, which may reach the same goal"),
}
STANDINGS = {
    Corroboration.CORROBORATED: gettext_lazy("Several independent sources say so"),
    Corroboration.CONTRADICTED: gettext_lazy("Sources say opposite things"),
    Corroboration.SINGLE_SOURCE: gettext_lazy("One source only so far"),
    Corroboration.NO_EVIDENCE: gettext_lazy("No source is recorded yet"),
}


def check(actor: Actor, subject_id: UUID) -> ReportSubject:
    """The assessment team, from the start of the analysis."""
    return checked(actor, subject_id, CHECK)


def choices(actor: Actor, program_id: UUID) -> list[ReportChoice]:
    """Assessments that are past collecting; one query."""
    return choosable(actor, program_id, CHECK)


def build(subject_id: UUID, prepared_by: str, parameters: dict[str, Any]) -> ReportDocument:
    """Findings that are preliminary or discussed, as they stand now, without names and origins."""
    row = reported(subject_id)
    areas = [_area(number, area) for number, area in enumerate(areas_to_discuss(row), start=1)]
    return ReportDocument(
        title=row.title,
        subtitle=_("Preliminary findings, draft for discussion"),
        template="reports/preliminary.html",
        control=control(
            row,
            prepared_by,
            _("Draft, for those who discuss it"),
            (model_name(row), _("Findings of the assessment team")),
        ),
        context={
            "sections": _sections(areas),
            "lead": str(row.lead),
            "overview": _overview(areas),
            "areas": areas,
        },
    )


def _sections(areas: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [
        {"id": "about", "title": _("What this is, and what is asked of you"), "level": 2},
        {"id": "overview", "title": _("Overview"), "level": 2},
        {"id": "findings", "title": _("To be discussed"), "level": 2},
        *({"id": area["section"], "title": area["title"], "level": 3} for area in areas),
        {"id": "next", "title": _("How it goes on"), "level": 2},
    ]


def _area(number: int, area: AreaToDiscuss) -> dict[str, Any]:
    groups = []
    for kind, head in HEADS.items():
        same = [_finding(one) for one in area.findings if one.row.kind == kind]
        if same:
            groups.append({"title": str(head), "findings": same})
    states = [one.row.standing.state for one in area.findings]
    return {
        "section": f"area-{number}",
        "title": area.title or _("Beyond the areas in scope"),
        "groups": groups,
        "counts": [len(states), *(states.count(state) for state in STANDINGS)],
    }


def _finding(one: FindingToDiscuss) -> dict[str, Any]:
    standing = one.row.standing
    sources = ngettext(
        "%(n)s independent source", "%(n)s independent sources", standing.independent
    ) % {"n": standing.independent}
    parts = [str(STANDINGS[standing.state]), sources]
    if standing.contradicting:
        against = ngettext("%(n)s says otherwise", "%(n)s say otherwise", standing.contradicting)
        parts.append(against % {"n": standing.contradicting})
    if one.sources:
        parts.append(", ".join(one.sources))
    return {
        "title": one.row.title,
        "about": f"{one.row.node_code} {one.row.node_title}",
        "text": one.row.text,
        "direction": one.row.solution_direction,
        "state": one.row.state_label,
        "standing": " · ".join(parts),
        "is_open": standing.state != Corroboration.CORROBORATED,
    }


def _overview(areas: list[dict[str, Any]]) -> dict[str, Any]:
    titles = (
        _("To be discussed"),
        _("Several sources"),
        _("Opposite"),
        _("One source"),
        _("None yet"),
    )
    return {
        "head": [
            {"title": _("Area"), "width": 40},
            *({"title": title, "width": 12, "numeric": True} for title in titles),
        ],
        "rows": [(area["title"], *area["counts"]) for area in areas],
    }


PRELIMINARY_FINDINGS = ReportKind(
    code="preliminary",
    title=gettext_lazy("Preliminary findings"),  # type: ignore[arg-type]
    check=check,
    build=build,
    file_stem="preliminary-findings",
    choices=choices,
)
