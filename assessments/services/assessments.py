"""Set up an assessment and lead it through its states."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from assessments import policies
from assessments.models import (
    Assessment,
    Participant,
    Questionnaire,
    QuestionnaireDraft,
    Response,
    Scope,
)
from assessments.queries.appraised_model import may_not_apply
from assessments.queries.drafting import draft_sheet
from assessments.queries.methods import fitting_methods
from assessments.queries.overview import (
    choosable_areas,
    choosable_versions,
    current_members,
    possible_leads,
)
from assessments.rules import lifecycle
from assessments.services import gates
from assessments.services.detaching import settle
from assessments.services.mailing import queue_invitations
from assessments.services.questionnaires import check_singles_nobody_out, issue_first
from assessments.services.releasing import release_answers, tighten_release
from assessments.services.reminders import plan_default_reminders
from assessments.services.snapshots import hide_in_results
from cip.access.actor import Actor
from cip.audit import services as audit
from cip.db.versions import save_version
from cip.kernel import texts
from cip.kernel.errors import FieldConflict, InvalidInput, StaleWrite, WrongState
from cip.programs.models import Program

THRESHOLD_LEAST, THRESHOLD_MOST = 3, 20


@dataclass(frozen=True)
class ScopeChoice:
    """A key process area chosen for the scope; one that does not apply says why."""

    node_id: UUID
    is_applicable: bool = True
    reason: str = ""


@transaction.atomic
def create_assessment(
    *,
    actor: Actor,
    program: Program,
    title: str,
    model_version_id: UUID,
    lead_id: UUID,
    purpose: str = "",
    mode: str = Assessment.Mode.CONFIDENTIAL,
    anonymity_threshold: int = 5,
    closes_on: date | None = None,
    method_version_id: UUID | None = None,
    today: date,
) -> Assessment:
    """A planned assessment against a published model version visible to the actor.

    Without a method the one that fits the model best is taken.
    """
    policies.check_can_create_assessment(actor)
    values = {
        "title": title,
        "purpose": purpose,
        "model_version_id": model_version_id,
        "mode": mode,
        "anonymity_threshold": anonymity_threshold,
        "lead_id": lead_id,
        "closes_on": closes_on,
    }
    _check_values(actor, values, today)
    values["method_version_id"] = _method_for(model_version_id, method_version_id)
    assessment = Assessment.objects.create(program=program, **values)
    audit.record(actor, "assessment.created", assessment, program_id=program.pk)
    return assessment


@transaction.atomic
def edit_assessment(
    *,
    actor: Actor,
    assessment: Assessment,
    expected_version: int,
    values: Mapping[str, Any],
    today: date,
) -> Assessment:
    """Change title, purpose, lead, closes_on; while planned, mode, model version, method, too.

    `values` holds the fields to change, foreign keys as `lead_id` and `model_version_id`. Raising
    the threshold hides more, so that stays possible.
    """
    policies.check_can_edit_assessment(actor, assessment)
    _check_values(actor, values, today, assessment)
    values = dict(values) | _method_change(assessment, values)
    fixed = {
        name: values[name]
        for name in ("mode", "model_version_id", "method_version_id")
        if name in values
    }
    lower = values.get("anonymity_threshold", assessment.anonymity_threshold)
    if lower < assessment.anonymity_threshold or any(
        getattr(assessment, name) != value for name, value in fixed.items()
    ):
        policies.check_can_edit_scope(actor, assessment)
    was_model = assessment.model_version_id
    changes = save_version(assessment, expected_version=expected_version, values=values)
    if assessment.model_version_id != was_model:
        assessment.scope.all().delete()
        QuestionnaireDraft.objects.filter(assessment=assessment).delete()
    if "anonymity_threshold" in changes:
        tighten_release(assessment)
        hide_in_results(assessment)
    if changes:
        safe = {
            name: [str(old), str(new)] for name, (old, new) in changes.items() if name != "purpose"
        }
        audit.record(
            actor,
            "assessment.edited",
            assessment,
            program_id=assessment.program_id,
            changes=safe | ({"purpose": "changed"} if "purpose" in changes else {}),
        )
    return assessment


@transaction.atomic
def set_scope(
    *, actor: Actor, assessment: Assessment, expected_version: int, choices: Iterable[ScopeChoice]
) -> Assessment:
    """Replace the scope. Each node must hold questions, be of the pinned version and stand once.

    Raises InvalidInput under "scope" with every problem; StaleWrite with both lists of codes.
    """
    policies.check_can_edit_scope(actor, assessment)
    gates.check_plan_is_open(assessment)
    wanted = list(choices)
    known = {area.node_id: area.code for area in choosable_areas(assessment.model_version_id)}
    _check_scope(wanted, known)
    _check_left_out(assessment, wanted, known)
    locked = _locked(assessment)
    policies.check_can_edit_scope(actor, locked)
    before = sorted(assessment.scope.values_list("node__code", "is_applicable"))
    after = sorted((known[c.node_id], c.is_applicable) for c in wanted)
    if locked.version != expected_version:
        raise StaleWrite(
            _("Somebody else changed this assessment in the meantime. Both scopes are below."),
            current_version=locked.version,
            conflicts=[FieldConflict(str(_("Scope")), _scope_text(before), _scope_text(after))],
        )
    Scope.objects.filter(assessment=assessment).delete()
    Scope.objects.bulk_create(
        Scope(
            assessment=assessment,
            node_id=c.node_id,
            is_applicable=c.is_applicable,
            reason="" if c.is_applicable else c.reason,
        )
        for c in wanted
    )
    _move(assessment, locked.version)
    audit.record(
        actor,
        "assessment.scope_set",
        assessment,
        program_id=assessment.program_id,
        changes={"scope": [_scope_text(before), _scope_text(after)]},
    )
    return assessment


@transaction.atomic
def delete_assessment(*, actor: Actor, assessment: Assessment) -> None:
    """Delete an assessment that never collected an answer."""
    locked = _locked(assessment)
    policies.check_can_delete_assessment(actor, locked)
    audit.record(actor, "assessment.deleted", assessment, program_id=assessment.program_id)
    assessment.delete()


@transaction.atomic
def open_questionnaire(*, actor: Actor, assessment: Assessment, now: datetime) -> Questionnaire:
    """Fix the questions from the scope, start collecting and send the invitations.

    Raises InvalidInput with every missing precondition, WrongState when it was opened before,
    GatesBlock while steps of the method before it are not passed.
    """
    locked = _locked(assessment)
    policies.check_can_open(actor, locked)
    sheet = draft_sheet(assessment)
    people = list(
        Participant.objects.filter(assessment=assessment, revoked_at__isnull=True).order_by(
            "name", "pk"
        )
    )
    missing = []
    if not sheet.asked:
        missing.append(_("Choose at least one area that applies and has questions."))
    missing += sheet.problems
    if not people:
        missing.append(_("Add at least one participant."))
    if missing:
        raise InvalidInput(fields={"": missing})
    check_singles_nobody_out(locked, map(sheet.roles, sheet.asked))
    gates.check_may_open(assessment, now)
    questionnaire = issue_first(assessment, sheet)
    _move(assessment, locked.version, state=lifecycle.COLLECTING, opened_at=now)
    queue_invitations(assessment, people, now)
    Participant.objects.bulk_update(people, ["invited_at"], batch_size=500)
    plan_default_reminders(assessment, now)
    gates.opened(actor, assessment, now)
    audit.record(
        actor,
        "assessment.opened",
        assessment,
        program_id=assessment.program_id,
        changes={"questions": len(sheet.asked), "participants": len(people)},
    )
    return questionnaire


@transaction.atomic
def close_collection(*, actor: Actor, assessment: Assessment, now: datetime) -> int:
    """End collecting; returns how many unsubmitted drafts stay out of the analysis.

    In an anonymous assessment they are erased at once, as they still belong to somebody.
    """
    locked = _locked(assessment)
    policies.check_can_close_collection(actor, locked)
    drafts = Response.objects.filter(
        questionnaire__assessment=assessment, state=Response.State.STARTED, answered_count__gt=0
    ).count()
    if locked.mode == Assessment.Mode.ANONYMOUS:
        settle(locked)
    _move(assessment, locked.version, state=lifecycle.ANALYZING, collection_closed_at=now)
    release_answers(assessment, now)
    gates.collected(actor, assessment, now)
    audit.record(
        actor,
        "assessment.collection_closed",
        assessment,
        program_id=assessment.program_id,
        changes={"drafts_left_out": drafts},
    )
    return drafts


@transaction.atomic
def close_assessment(*, actor: Actor, assessment: Assessment, now: datetime) -> int:
    """Close for good and erase unsubmitted drafts, which nobody may analyze; returns how many.

    Raises GatesBlock until every step of the method is settled.
    """
    locked = _locked(assessment)
    policies.check_can_close(actor, locked)
    gates.check_may_close(assessment, now)
    drafts = Response.objects.filter(
        questionnaire__assessment=assessment, state=Response.State.STARTED
    )
    count = drafts.count()
    drafts.delete()
    _move(assessment, locked.version, state=lifecycle.CLOSED, closed_at=now)
    audit.record(
        actor,
        "assessment.closed",
        assessment,
        program_id=assessment.program_id,
        changes={"drafts_erased": count},
    )
    return count


def _locked(assessment: Assessment) -> Assessment:
    """The stored row, locked: states move one at a time."""
    return Assessment.objects.select_for_update(no_key=True).get(pk=assessment.pk)


def _move(assessment: Assessment, version: int, **values: Any) -> None:
    """Write values as the next version."""
    assessment.version = version + 1
    for name, value in values.items():
        setattr(assessment, name, value)
    assessment.save(update_fields=[*values, "version", "updated_at"])


def _check_values(
    actor: Actor, values: Mapping[str, Any], today: date, assessment: Assessment | None = None
) -> None:
    """Raise InvalidInput with the problems of all fields at once."""
    found: dict[str, list[str]] = {}
    if "title" in values and not values["title"].strip():
        found["title"] = [_("Give the assessment a title.")]
    threshold = values.get("anonymity_threshold", THRESHOLD_LEAST)
    if not THRESHOLD_LEAST <= threshold <= THRESHOLD_MOST:
        found["anonymity_threshold"] = [_("Choose a number from 3 to 20.")]
    if values.get("mode", Assessment.Mode.NAMED) not in Assessment.Mode.values:
        found["mode"] = [_("Choose one of the listed modes.")]
    stays = assessment is not None and values.get("lead_id") == assessment.lead_id
    people = current_members if stays else possible_leads
    if "lead_id" in values and not people(actor, today).filter(pk=values["lead_id"]).exists():
        found["lead"] = [_("Choose a current member who may rate, such as a facilitator.")]
    version_id: UUID | None = values.get("model_version_id")
    is_same = assessment is not None and version_id == assessment.model_version_id
    is_new = "model_version_id" in values and not is_same
    if is_new and not choosable_versions(actor).filter(pk__in=[version_id]).exists():
        found["model_version"] = [_("Choose a published maturity model that has questions.")]
    if found:
        raise InvalidInput(fields=found)


def _method_for(model_version_id: UUID, wanted: UUID | None) -> UUID:
    """The wanted method, or the best one; InvalidInput when it does not fit the model."""
    fitting = [choice.pk for choice in fitting_methods(model_version_id)]
    if not fitting:
        raise InvalidInput(fields={"method_version": [_("No method fits this model.")]})
    if wanted is None:
        return fitting[0]
    if wanted not in fitting:
        raise InvalidInput(
            fields={"method_version": [_("This method does not fit the model. Choose another.")]}
        )
    return wanted


def _method_change(assessment: Assessment, values: Mapping[str, Any]) -> dict[str, Any]:
    """The method that goes with a change of model or method; nothing when both stay."""
    model = values.get("model_version_id", assessment.model_version_id)
    wanted = values.get("method_version_id")
    same_model = model == assessment.model_version_id
    if same_model and wanted in (None, assessment.method_version_id):
        return {}
    gates.check_plan_is_open(assessment)
    method = _method_for(model, wanted)
    if method != assessment.method_version_id and assessment.steprecords.exists():
        raise WrongState(_("Steps were taken already, so the method stays as it is."))
    return {"method_version_id": method}


def _check_scope(choices: list[ScopeChoice], known: Mapping[UUID, str]) -> None:
    problems: list[str] = []
    if any(c.node_id not in known for c in choices):
        problems.append(_("Choose only areas of this model version that have questions."))
    if len({c.node_id for c in choices}) != len(choices):
        problems.append(_("Each area can stand in the scope once."))
    for choice in choices:
        code = known.get(choice.node_id, "")
        if not choice.is_applicable and not choice.reason.strip():
            problems.append(_("%(code)s: say why it does not apply.") % {"code": code})
        problem = texts.problem_in(choice.reason, limit=texts.LONG)
        if problem:
            problems.append(f"{code}: {problem}")
    if problems:
        raise InvalidInput(fields={"scope": problems})


def _check_left_out(
    assessment: Assessment, choices: list[ScopeChoice], known: Mapping[UUID, str]
) -> None:
    """Some models name the areas that may be declared not applicable (of CMMI-SVC only SAM)."""
    left_out = [choice for choice in choices if not choice.is_applicable]
    permitted = may_not_apply(assessment.model_version_id) if left_out else None
    if permitted is None:
        return
    problems = [
        _("%(code)s may not be declared not applicable; leave it out of scope instead.")
        % {"code": known[choice.node_id]}
        for choice in left_out
        if choice.node_id not in permitted
    ]
    if problems:
        raise InvalidInput(fields={"scope": problems})


def _scope_text(rows: Iterable[tuple[str, bool]]) -> str:
    return ", ".join(code if applies else f"{code} (not applicable)" for code, applies in rows)
