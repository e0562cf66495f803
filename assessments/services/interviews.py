"""Interviews: plan, hold, cancel, consent, and the notes that belong to them."""

from collections.abc import Collection, Mapping
from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from assessments import policies
from assessments.models import Assessment, Interview, InterviewNote, PracticeEvidence, Says
from assessments.queries.findings import nodes_to_speak_of
from assessments.services.locking import check_still_there, lock_assessment
from assessments.services.practice_evidence import settle_findings
from cip.access.actor import Actor, acting_person
from cip.audit import services as audit
from cip.db.versions import save_version
from cip.kernel.errors import InvalidInput, WrongState
from cip.kernel.texts import natural_key
from models_catalog.models import Node

EDITABLE = ("role_asked", "kind", "follows_id", "planned_on", "interviewers", "people_present")


@transaction.atomic
def plan_interview(
    *,
    actor: Actor,
    assessment: Assessment,
    role_asked: str,
    kind: str,
    planned_on: date,
    follows_id: UUID | None = None,
    interviewers: str = "",
    people_present: str = "",
) -> Interview:
    """A planned interview. A follow-up names the interview that it goes back to."""
    lock_assessment(assessment)
    policies.check_can_hold_interviews(actor, assessment)
    follows = _checked(assessment, role_asked=role_asked, kind=kind, follows_id=follows_id)
    row = Interview.objects.create(
        assessment=assessment,
        role_asked=role_asked,
        kind=kind,
        follows=follows,
        planned_on=planned_on,
        interviewers=interviewers,
        people_present=people_present,
    )
    _record(actor, "interview.planned", row, {"role_asked": ["", role_asked]})
    return row


@transaction.atomic
def edit_interview(
    *, actor: Actor, interview: Interview, expected_version: int, values: Mapping[str, Any]
) -> Interview:
    """Change some of EDITABLE; StaleWrite with both texts when somebody saved in between."""
    lock_assessment(interview.assessment)
    policies.check_can_hold_interviews(actor, interview.assessment)
    merged = {name: values.get(name, getattr(interview, name)) for name in EDITABLE}
    follows = _checked(
        interview.assessment,
        role_asked=merged["role_asked"],
        kind=merged["kind"],
        follows_id=merged["follows_id"],
        own_id=interview.pk,
    )
    sent = {name: value for name, value in values.items() if name != "follows_id"}
    _save(actor, "interview.edited", interview, expected_version, sent | {"follows": follows})
    return interview


@transaction.atomic
def hold_interview(
    *,
    actor: Actor,
    interview: Interview,
    held_on: date,
    today: date,
    people_present: str = "",
    expected_version: int,
) -> Interview:
    """It took place, on a day that is not to come."""
    lock_assessment(interview.assessment)
    policies.check_can_hold_interviews(actor, interview.assessment)
    if held_on > today:
        raise InvalidInput(fields={"held_on": [_("This day has not come yet.")]})
    values = {"state": Interview.State.HELD, "held_on": held_on}
    if people_present:
        values["people_present"] = people_present
    _check_is(interview, Interview.State.PLANNED, _("Only a planned interview can be held."))
    _save(actor, "interview.held", interview, expected_version, values)
    return interview


@transaction.atomic
def cancel_interview(
    *, actor: Actor, interview: Interview, reason: str, expected_version: int
) -> Interview:
    """It will not take place, for a reason that stays on record."""
    lock_assessment(interview.assessment)
    policies.check_can_hold_interviews(actor, interview.assessment)
    if not reason:
        raise InvalidInput(fields={"reason": [_("Say why the interview is canceled.")]})
    values = {"state": Interview.State.CANCELED, "state_reason": reason}
    _check_is(interview, Interview.State.PLANNED, _("Only a planned interview can be canceled."))
    _save(actor, "interview.canceled", interview, expected_version, values)
    return interview


@transaction.atomic
def plan_again(*, actor: Actor, interview: Interview, expected_version: int) -> Interview:
    """A canceled interview is planned after all."""
    lock_assessment(interview.assessment)
    policies.check_can_hold_interviews(actor, interview.assessment)
    values = {"state": Interview.State.PLANNED, "state_reason": ""}
    _check_is(
        interview,
        Interview.State.CANCELED,
        _("Only a canceled interview can be planned again."),
    )
    _save(actor, "interview.planned", interview, expected_version, values)
    return interview


@transaction.atomic
def record_consent(
    *,
    actor: Actor,
    interview: Interview,
    how: str,
    given_on: date,
    today: date,
    expected_version: int,
) -> Interview:
    """Those who spoke agree that what was noted may be used without their names."""
    lock_assessment(interview.assessment)
    policies.check_can_hold_interviews(actor, interview.assessment)
    if how not in Interview.Consent.values:
        raise InvalidInput(fields={"consent_how": [_("Say how the consent was given.")]})
    if given_on > today:
        raise InvalidInput(fields={"consent_on": [_("This day has not come yet.")]})
    values = {"consent_how": how, "consent_on": given_on}
    _save(actor, "interview.consent_recorded", interview, expected_version, values)
    return interview


@transaction.atomic
def withdraw_consent(*, actor: Actor, interview: Interview, expected_version: int) -> Interview:
    """Nothing said may be used any more: evidence from the notes goes, and findings that rested on
    it are looked at again."""
    lock_assessment(interview.assessment)
    policies.check_can_hold_interviews(actor, interview.assessment)
    values = {"consent_how": "", "consent_on": None}
    changes = save_version(interview, expected_version=expected_version, values=values)
    used = PracticeEvidence.objects.filter(interview_note__interview=interview)
    touched = list(used.values_list("taken_into__finding_id", flat=True))
    count = used.count()
    used.delete()
    changes["evidence"] = [count, 0]
    _record_changes(actor, "interview.consent_withdrawn", interview, changes)
    settle_findings(actor, [pk for pk in touched if pk])
    return interview


@transaction.atomic
def write_note(
    *,
    actor: Actor,
    interview: Interview,
    text: str,
    node_ids: Collection[UUID],
    kind: str = InterviewNote.Kind.FACT,
    says: str = "",
) -> InterviewNote:
    """A note about something in scope; what is noted stays with the assessment team."""
    lock_assessment(interview.assessment)
    policies.check_can_note(actor, interview)
    nodes = _checked_note(interview, text=text, node_ids=node_ids, kind=kind, says=says)
    row = InterviewNote.objects.create(
        interview=interview, text=text, kind=kind, says=says, written_by_id=acting_person(actor)
    )
    row.nodes.set(nodes)
    _record(actor, "interview_note.written", row, {"about": [[], [n.code for n in nodes]]})
    return row


@transaction.atomic
def edit_note(
    *,
    actor: Actor,
    note: InterviewNote,
    expected_version: int,
    text: str,
    node_ids: Collection[UUID],
    kind: str,
    says: str,
) -> InterviewNote:
    """Change a note that is not used as evidence yet."""
    lock_assessment(note.interview.assessment)
    policies.check_can_note(actor, note.interview)
    nodes = _checked_note(note.interview, text=text, node_ids=node_ids, kind=kind, says=says)
    _check_unused(note)
    changes = save_version(
        note,
        expected_version=expected_version,
        values={"text": text, "kind": kind, "says": says},
    )
    before = sorted(note.nodes.values_list("code", flat=True), key=natural_key)
    note.nodes.set(nodes)
    # What was said stays out of the audit trail, which more people can read.
    after = sorted((node.code for node in nodes), key=natural_key)
    if changes or before != after:
        _record(actor, "interview_note.edited", note, {"about": [before, after]})
    return note


@transaction.atomic
def delete_note(*, actor: Actor, note: InterviewNote) -> None:
    """Take a note away that is not used as evidence."""
    lock_assessment(note.interview.assessment)
    policies.check_can_note(actor, note.interview)
    _check_unused(note)
    _record(actor, "interview_note.deleted", note, {})
    note.delete()


def _check_unused(note: InterviewNote) -> None:
    check_still_there(note)
    if note.evidence.exists():
        raise WrongState(_("This note is used as evidence. Withdraw the evidence first."))


def _checked(
    assessment: Assessment,
    *,
    role_asked: str,
    kind: str,
    follows_id: UUID | None,
    own_id: UUID | None = None,
) -> Interview | None:
    errors: dict[str, list[str]] = {}
    if not role_asked:
        errors["role_asked"] = [_("Say which role is asked, for example service desk manager.")]
    if kind not in Interview.Kind.values:
        errors["kind"] = [_("Choose one person, a group or a follow-up.")]
    follows = None
    if kind == Interview.Kind.FOLLOW_UP:
        first = Interview.objects.filter(assessment=assessment, follows__isnull=True)
        if follows_id is not None:
            others = first.exclude(pk=own_id) if own_id is not None else first
            follows = others.filter(pk=follows_id).first()
        if follows is None:
            errors["follows"] = [_("Choose the interview that this one goes back to.")]
    if errors:
        raise InvalidInput(fields=errors)
    return follows


def _checked_note(
    interview: Interview, *, text: str, node_ids: Collection[UUID], kind: str, says: str
) -> list[Node]:
    errors: dict[str, list[str]] = {}
    nodes = list(nodes_to_speak_of(interview.assessment).filter(pk__in=node_ids))
    if not text:
        errors["text"] = [_("Write down what was said.")]
    if not nodes or len(nodes) != len(set(node_ids)):
        errors["nodes"] = [_("Choose what the note is about, in the scope of this assessment.")]
    if kind not in InterviewNote.Kind.values:
        errors["kind"] = [_("Choose fact, quote or point of view.")]
    if says and says not in Says.values:
        errors["says"] = [_("Say whether it is done or not done.")]
    if errors:
        raise InvalidInput(fields=errors)
    return nodes


def _check_is(interview: Interview, state: Interview.State, refusal: str) -> None:
    """Hold the row until the end of the transaction, if it is in that state."""
    stored = Interview.objects.select_for_update(of=("self",)).get(pk=interview.pk)
    interview.state, interview.version = stored.state, stored.version
    if stored.state != state:
        raise WrongState(refusal)


def _save(
    actor: Actor,
    action: str,
    interview: Interview,
    expected_version: int,
    values: Mapping[str, Any],
) -> None:
    changes = save_version(interview, expected_version=expected_version, values=values)
    _record_changes(actor, action, interview, changes)


# Names of people and what they said are kept from the audit trail, which more people can read.
_PRIVATE = ("people_present", "interviewers")


def _record_changes(
    actor: Actor, action: str, interview: Interview, changes: Mapping[str, list[Any]]
) -> None:
    if changes:
        said = {
            name: ["…", "…"] if name in _PRIVATE else [str(old), str(new)]
            for name, (old, new) in changes.items()
        }
        _record(actor, action, interview, said)


def _record(
    actor: Actor, action: str, row: Interview | InterviewNote, changes: dict[str, Any]
) -> None:
    interview = row if isinstance(row, Interview) else row.interview
    audit.record(actor, action, row, program_id=interview.assessment.program_id, changes=changes)
