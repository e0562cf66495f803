"""Draft the questionnaire: order, leave out, own questions, skip rules, preview, versions."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from assessments import policies
from assessments.forms.questions import AskedForm, OwnQuestionForm, SkipRuleForm
from assessments.models import Assessment
from assessments.queries.drafting import DraftSheet, draft_sheet
from assessments.queries.drafting import pending as pending_changes
from assessments.queries.people import roles_known
from assessments.queries.versions import item_rows, versions
from assessments.response_labels import ASPECTS
from assessments.rules import draft_steps, drafting, lifecycle
from assessments.rules.audience import is_put_to, role_key
from assessments.rules.drafting import Card, Draft, Item
from assessments.services.questionnaires import issue_next_version, set_draft
from assessments.views.setup import load, page
from cip.access.check import allowed
from cip.kernel import texts
from cip.kernel.errors import InvalidInput
from cip.web.forms import run_service
from cip.web.links import org_url
from cip.web.loading import ActorRequest

Step = Callable[[DraftSheet, str], Draft]


def _moved(step: int) -> Step:
    return lambda sheet, code: draft_steps.with_card_moved(sheet.draft, sheet.cards, code, step)


def _area_moved(step: int) -> Step:
    def change(sheet: DraftSheet, code: str) -> Draft:
        areas = [area.code for area in sheet.areas]
        return draft_steps.with_area_moved(sheet.draft, areas, code, step)

    return change


_STEPS: dict[str, Step] = {
    "up": _moved(-1),
    "down": _moved(1),
    "area_up": _area_moved(-1),
    "area_down": _area_moved(1),
    "leave_out": lambda sheet, code: draft_steps.with_left_out(sheet.draft, [code]),
    "take_in": lambda sheet, code: draft_steps.with_taken_in(sheet.draft, [code]),
    "remove_own": lambda sheet, code: draft_steps.without_own(sheet.draft, code),
    "remove_rule": lambda sheet, code: draft_steps.without_rule(sheet.draft, int(code)),
    "discard": lambda sheet, _code: sheet.usual,
}


@dataclass(frozen=True)
class ShownRule:
    """A skip rule in words; `place` counts from 0 in the draft."""

    place: int
    when: tuple[tuple[str, str], ...]
    targets: tuple[str, ...]


def questions(request: ActorRequest, organization: str, pk: UUID) -> HttpResponse:
    """The questions in order with all that was changed about them; what to ask posts here."""
    assessment = load(request, pk)
    sheet = draft_sheet(assessment)
    if request.method != "POST":
        return _questions_page(request, assessment, sheet)
    policies.check_can_edit_questions(request.actor, assessment)
    form = AskedForm(request.POST, sheet=sheet)
    if form.is_valid():
        draft = replace(sheet.draft, **form.values())
        saved = run_service(form, lambda: _stored(request, assessment, form, draft))
        if saved is not None:
            messages.success(request, _("Saved."))
            return redirect(org_url(request.actor, "assessments:questions", pk))
    return _questions_page(request, assessment, sheet, form=form)


@require_POST
def change(request: ActorRequest, organization: str, pk: UUID) -> HttpResponse:
    """One step, `do` = "<step> <code>": move, leave out, take in, remove, discard."""
    assessment = load(request, pk)
    sheet = draft_sheet(assessment)
    name, _space, code = request.POST.get("do", "").partition(" ")
    try:
        draft = _STEPS[name](sheet, code)
    except (KeyError, ValueError) as error:
        raise InvalidInput(_("This question is not there any more. Reload the page.")) from error
    set_draft(
        actor=request.actor,
        assessment=assessment,
        expected_version=_version(request),
        draft=draft,
    )
    if request.htmx:  # type: ignore[attr-defined]
        return _questions_page(
            request, assessment, draft_sheet(assessment), template="_questions_editor"
        )
    return redirect(f"{org_url(request.actor, 'assessments:questions', pk)}#q-{code}")


def own_new(request: ActorRequest, organization: str, pk: UUID) -> HttpResponse:
    """Add a question of the team's own."""
    assessment = load(request, pk)
    policies.check_can_edit_questions(request.actor, assessment)
    sheet = draft_sheet(assessment)
    used = {row.code for row in item_rows(assessment)}
    taken = used | {own.code for own in sheet.draft.own}
    initial = {"area": request.GET.get("area", "")}
    return _own(request, assessment, sheet, drafting.next_own_code(taken), initial)


def own_edit(request: ActorRequest, organization: str, pk: UUID, code: str) -> HttpResponse:
    """Change a question of the team's own."""
    assessment = load(request, pk)
    policies.check_can_edit_questions(request.actor, assessment)
    sheet = draft_sheet(assessment)
    own = next((one for one in sheet.draft.own if one.code == code), None)
    if own is None:
        raise Http404
    initial = {
        "area": own.area,
        "text": own.text,
        "help": own.help,
        "response_set": own.response_set,
    }
    return _own(request, assessment, sheet, code, initial)


def rule_new(request: ActorRequest, organization: str, pk: UUID) -> HttpResponse:
    """Add a skip rule that asks about one question, `?question=<key>`."""
    assessment = load(request, pk)
    policies.check_can_edit_questions(request.actor, assessment)
    sheet = draft_sheet(assessment)
    place, item = _asked_item(sheet, request.GET.get("question", ""))
    form = SkipRuleForm(
        request.POST or None,
        sheet=sheet,
        item=item,
        later=sheet.asked[place + 1 :],
        initial={"expected_version": sheet.version},
    )
    if request.method == "POST" and form.is_valid():
        draft = draft_steps.with_rule(sheet.draft, form.rule())
        saved = run_service(form, lambda: _stored(request, assessment, form, draft))
        if saved is not None:
            messages.success(request, _("The skip rule is added."))
            return redirect(f"{org_url(request.actor, 'assessments:questions', pk)}#rules")
    context = {
        "form": form,
        "item": item,
        "aspect_label": ASPECTS[item.aspect],
        "back_url": org_url(request.actor, "assessments:questions", pk),
    }
    status = 400 if form.is_bound else 200
    return page(request, assessment, "question_rule", _("New skip rule"), context, status=status)


def preview(request: ActorRequest, organization: str, pk: UUID) -> HttpResponse:
    """One part as the respondent will see it, `?part=<number>`, in a role `?role=<role>`."""
    assessment = load(request, pk)
    sheet = draft_sheet(assessment)
    roles = roles_known(assessment)
    role = request.GET.get("role", "")[: texts.SHORT]
    put_to = [c for c in sheet.asked if not role or is_put_to(sheet.roles(c), role)]
    codes = {card.area for card in put_to}
    areas = [area for area in sheet.areas if area.code in codes]
    wanted = request.GET.get("part", "1")
    number = int(wanted) if wanted.isascii() and wanted.isdigit() and len(wanted) < 6 else 1
    number = min(max(number, 1), max(len(areas), 1))
    shown = areas[number - 1] if areas else None
    context = {
        "area": shown,
        "areas": list(enumerate(areas, start=1)),
        "part": number,
        "parts": len(areas),
        "cards": _preview_cards(sheet, shown.code, put_to) if shown else [],
        "roles": roles if sheet.draft.asked_of else {},
        "role": role_key(role),
        "current": "questions",
    }
    return page(request, assessment, "questions_preview", _("Preview"), context)


@require_POST
def issue(request: ActorRequest, organization: str, pk: UUID) -> HttpResponse:
    """Give out the changed questions as the next version."""
    assessment = load(request, pk)
    made = issue_next_version(
        actor=request.actor, assessment=assessment, expected_version=_version(request)
    )
    messages.success(
        request,
        _("Version %(number)s is given out. Who had begun goes on with it.")
        % {"number": made.number},
    )
    return redirect(org_url(request.actor, "assessments:questions", pk))


def _questions_page(
    request: ActorRequest,
    assessment: Assessment,
    sheet: DraftSheet,
    *,
    form: AskedForm | None = None,
    template: str = "questions",
) -> HttpResponse:
    is_open = assessment.state != lifecycle.PLANNED
    numbers = {card.code: n for n, card in enumerate(sheet.asked, start=1)}
    own_roles = {one.target: ", ".join(one.roles) for one in sheet.draft.asked_of}
    context = {
        "sheet": sheet,
        "areas": [
            (area, _rows(area.cards, numbers, own_roles), own_roles.get(area.code, ""))
            for area in sheet.areas
        ],
        "form": form or AskedForm(sheet=sheet),
        "rules": _shown_rules(sheet),
        "problems": sheet.problems,
        "may_edit": allowed(policies.check_can_edit_questions, request.actor, assessment),
        "may_issue": allowed(policies.check_can_issue_version, request.actor, assessment),
        "versions": versions(assessment) if is_open else [],
        "pending": pending_changes(assessment, sheet) if is_open else None,
        "current": "questions",
    }
    status = 400 if form is not None else 200
    return page(request, assessment, template, _("Questions"), context, status=status)


def _rows(
    cards: tuple[Card, ...], numbers: dict[str, int], roles: dict[str, str]
) -> list[dict[str, Any]]:
    last = len(cards) - 1
    return [
        {
            "card": card,
            "number": numbers.get(card.code),
            "roles": roles.get(card.code, ""),
            "aspects": [ASPECTS[item.aspect] for item in card.items if len(card.items) > 1],
            "key": card.items[0].key,
            "is_first": n == 0,
            "is_last": n == last,
        }
        for n, card in enumerate(cards)
    ]


def _shown_rules(sheet: DraftSheet) -> list[ShownRule]:
    items = {item.key: item for card in sheet.cards for item in card.items}
    found = []
    for place, rule in enumerate(sheet.draft.rules):
        when = tuple(
            (condition.question, ", ".join(_names(sheet, items.get(condition.question), codes)))
            for condition in rule.when
            for codes in [condition.codes]
        )
        found.append(ShownRule(place, when, rule.targets))
    return found


def _names(sheet: DraftSheet, item: Item | None, codes: frozenset[str]) -> list[str]:
    """The answers of a condition in words, in the order of the scale; codes of unknown ones."""
    offered = sheet.choices(item.response_set) if item else ()
    known = [choice.name for choice in offered if choice.code in codes]
    return known or sorted(codes)


def _preview_cards(sheet: DraftSheet, area: str, put_to: list[Card]) -> list[dict[str, Any]]:
    return [
        {
            "number": number,
            "card": card,
            "is_wide": len(card.items) > 1,
            "rows": [
                {
                    "item": item,
                    "name": f"preview-{number}-{item.aspect}",
                    "heading": ASPECTS[item.aspect] if len(card.items) > 1 else card.text,
                    "choices": [(c.code, c.name) for c in sheet.choices(item.response_set)],
                }
                for item in card.items
            ],
        }
        for number, card in enumerate(sheet.asked, start=1)
        if card.area == area and card in put_to
    ]


def _own(
    request: ActorRequest,
    assessment: Assessment,
    sheet: DraftSheet,
    code: str,
    initial: dict[str, str],
) -> HttpResponse:
    form = OwnQuestionForm(
        request.POST or None,
        sheet=sheet,
        initial={**initial, "expected_version": sheet.version},
    )
    back_url = org_url(request.actor, "assessments:questions", assessment.pk)
    if request.method == "POST" and form.is_valid():
        draft = draft_steps.with_own(sheet.draft, form.question(code))
        saved = run_service(form, lambda: _stored(request, assessment, form, draft))
        if saved is not None:
            messages.success(request, _("Saved."))
            return redirect(f"{back_url}#q-{code}")
    title = _("Own question")
    context = {"form": form, "back_url": back_url}
    status = 400 if form.is_bound else 200
    return page(request, assessment, "question_own", title, context, status=status)


def _stored(request: ActorRequest, assessment: Assessment, form: Any, draft: Draft) -> Any:
    return set_draft(
        actor=request.actor,
        assessment=assessment,
        expected_version=form.cleaned_data["expected_version"],
        draft=draft,
    )


def _asked_item(sheet: DraftSheet, key: str) -> tuple[int, Item]:
    """The place of the card with that item among the asked ones, and the item; or 404.

    Without a key, the first one.
    """
    for place, card in enumerate(sheet.asked):
        for item in card.items:
            if key in (item.key, ""):
                return place, item
    raise Http404


def _version(request: ActorRequest) -> int:
    text = request.POST.get("expected_version", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0
