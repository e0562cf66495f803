"""Whom a part or a question is put to."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from assessments import policies
from assessments.forms.questions import RolesForm
from assessments.queries.drafting import DraftSheet, draft_sheet
from assessments.queries.people import roles_known
from assessments.rules import draft_steps
from assessments.services.questionnaires import set_draft
from assessments.views.setup import load, page
from cip.web.forms import run_service
from cip.web.links import org_url
from cip.web.loading import ActorRequest


def roles(request: ActorRequest, organization: str, pk: UUID, code: str) -> HttpResponse:
    """Choose the roles that the part or question with this code is put to."""
    assessment = load(request, pk)
    policies.check_can_edit_questions(request.actor, assessment)
    sheet = draft_sheet(assessment)
    target = _target(sheet, code)
    known = roles_known(assessment)
    chosen = next((one.roles for one in sheet.draft.asked_of if one.target == code), ())
    form = RolesForm(
        request.POST or None,
        known=known,
        chosen=chosen,
        initial={"expected_version": sheet.version},
    )
    back_url = f"{org_url(request.actor, 'assessments:questions', pk)}#q-{code}"
    if request.method == "POST" and form.is_valid():
        draft = draft_steps.with_asked_of(sheet.draft, code, form.roles())
        saved = run_service(
            form,
            lambda: set_draft(
                actor=request.actor,
                assessment=assessment,
                expected_version=form.cleaned_data["expected_version"],
                draft=draft,
            ),
        )
        if saved is not None:
            messages.success(request, _("Saved."))
            return redirect(back_url)
    context = {"form": form, "target": target, "back_url": back_url}
    status = 400 if form.is_bound else 200
    return page(request, assessment, "question_roles", _("Whom to ask"), context, status=status)


def _target(sheet: DraftSheet, code: str) -> str:
    """What the part or question is called; Http404 when it is not there."""
    area = next((area for area in sheet.areas if area.code == code), None)
    card = sheet.card(code)
    if area is None and card is None:
        raise Http404
    return area.title if area else f"{code}: {card.text}"  # type: ignore[union-attr]
