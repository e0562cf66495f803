"""Who is asked: add people, send and withdraw their invitations."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from assessments import policies
from assessments.models import Assessment, Participant, PersonalLink, Response
from assessments.queries.additions import open_additions
from assessments.queries.overview import current_members
from assessments.queries.progress import HAS_SUBMITTED, question_totals
from assessments.rules import lifecycle
from assessments.rules.participants import MOST_LINES, Person, problems_in, repeated
from assessments.services.additions import begin_additions
from assessments.services.invitations import link_url, new_link
from assessments.services.mailing import queue_invitations, queue_news_again
from assessments.services.questionnaires import check_singles_nobody_out
from cip.access.actor import Actor
from cip.accounts.models import User
from cip.audit import services as audit
from cip.kernel import texts
from cip.kernel.errors import InvalidInput, WrongState


@dataclass(frozen=True)
class NewPerson:
    """A person to add: a member by `user_id`, or anybody by name with or without an address."""

    name: str = ""
    email: str = ""
    unit: str = ""
    role: str = ""
    user_id: UUID | None = None


def add_participant(
    *, actor: Actor, assessment: Assessment, person: NewPerson, now: datetime
) -> Participant:
    """Add one person. InvalidInput names the fields `name`, `email`, `unit`, `user`."""
    try:
        return add_participants(actor=actor, assessment=assessment, people=[person], now=now)[0]
    except InvalidInput as error:
        plain = {name.removeprefix("people[0]."): texts for name, texts in error.fields.items()}
        raise InvalidInput(fields=plain) from error


@transaction.atomic
def add_participants(
    *, actor: Actor, assessment: Assessment, people: Sequence[NewPerson], now: datetime
) -> list[Participant]:
    """Add all or nobody; InvalidInput names every problem as `people[index].field`.

    Somebody whose address belongs to a current member answers with that account. While answers are
    collected, the invitation leaves at once.
    """
    locked = Assessment.objects.select_for_update(no_key=True).get(pk=assessment.pk)
    policies.check_can_manage_participants(actor, locked)
    if len(people) > MOST_LINES:
        raise InvalidInput(
            _("At most %(most)s people can be added at once.") % {"most": MOST_LINES}
        )
    rows, errors = _resolved(actor, assessment, people, now)
    if errors:
        raise InvalidInput(fields=errors)
    if not rows:
        raise InvalidInput(_("Name at least one person."))
    Participant.objects.bulk_create(rows, batch_size=500)
    if locked.state == lifecycle.COLLECTING:
        if locked.mode == Assessment.Mode.ANONYMOUS:
            check_singles_nobody_out(locked, (roles for roles, _n in question_totals(locked)))
        queue_invitations(assessment, rows, now)
        Participant.objects.bulk_update(rows, ["invited_at"], batch_size=500)
    for row in rows if len(rows) == 1 else []:
        audit.record(actor, "participant.added", row, program_id=assessment.program_id)
    if len(rows) > 1:
        audit.record(
            actor,
            "participants.added",
            assessment,
            program_id=assessment.program_id,
            changes={"people": len(rows)},
        )
    return rows


@transaction.atomic
def renew_link(
    *, actor: Actor, participant: Participant, discard_draft: bool = False, now: datetime
) -> str | None:
    """Invite again; a withdrawn participant takes part again. Former links stop working.

    With an e-mail address the invitation goes there and nothing is returned. Without one, the new
    link's address is returned, once, to be handed over in person. Because whoever holds a link can
    read the answers behind it, this asks for `discard_draft` when the person has begun to answer.
    Who has submitted and is asked more gets the mail about the new questions again; WrongState
    where nothing is asked any more.
    """
    locked = _locked(participant)
    assessment = locked.assessment
    policies.check_can_manage_participants(actor, assessment)
    if _has_submitted(locked):
        _tell_again(locked, now)
        audit.record(actor, "participant.invited", locked, program_id=assessment.program_id)
        return None
    draft = Response.objects.filter(participant=locked).first()
    locked.revoked_at = None
    url = None
    if locked.email:
        if assessment.state != lifecycle.COLLECTING:
            raise WrongState(_("Invitations are sent when the questionnaire is opened."))
        PersonalLink.objects.filter(participant=locked, delegation=None).delete()
        queue_invitations(assessment, [locked], now)
        if locked.event == Participant.Event.BOUNCED:
            locked.event = ""
    else:
        if draft is not None and not discard_draft:
            raise WrongState(
                _(
                    "This person has begun to answer. A new link shown to you would open those "
                    "answers, so they have to be discarded first."
                )
            )
        if draft is not None and assessment.mode != Assessment.Mode.ANONYMOUS:
            audit.record(actor, "response.discarded", draft, program_id=assessment.program_id)
        if draft is not None:
            draft.delete()
        url = link_url(new_link(locked, now))
        locked.invited_at = now
    locked.save(update_fields=["invited_at", "revoked_at", "event", "updated_at"])
    audit.record(actor, "participant.invited", locked, program_id=assessment.program_id)
    return url


@transaction.atomic
def revoke_participant(*, actor: Actor, participant: Participant, now: datetime) -> None:
    """Withdraw somebody who has not submitted; inviting again undoes it. The draft is kept."""
    locked = _locked(participant)
    policies.check_can_manage_participants(actor, locked.assessment)
    if locked.revoked_at is not None:
        raise WrongState(_("This person was already withdrawn."))
    if _has_submitted(locked):
        raise WrongState(_("This person has submitted; the answers are part of the result."))
    locked.revoked_at = now
    locked.save(update_fields=["revoked_at", "updated_at"])
    audit.record(actor, "participant.revoked", locked, program_id=locked.assessment.program_id)


@transaction.atomic
def edit_participant(*, actor: Actor, participant: Participant, values: Mapping[str, str]) -> None:
    """Change unit, role and what is known about somebody (`event`). InvalidInput by field.

    In an anonymous assessment unit and role are fixed once it is open: changes would single out.
    Who has submitted, and has another role now, is asked what came later for that role.
    """
    locked = _locked(participant)
    assessment = locked.assessment
    policies.check_can_manage_participants(actor, assessment)
    found = {
        name: [problem]
        for name in ("unit", "role")
        if (problem := texts.problem_in(values.get(name, ""), limit=texts.SHORT))
    }
    if values.get("event", "") not in ("", *Participant.Event.values):
        found["event"] = [_("Choose one of the listed cases.")]
    changed = {name: value for name, value in values.items() if getattr(locked, name) != value}
    if assessment.mode == Assessment.Mode.ANONYMOUS and assessment.opened_at is not None:
        for name in {"unit", "role"} & changed.keys():
            found[name] = [_("In an anonymous assessment this is fixed once it is open.")]
    if found:
        raise InvalidInput(fields=found)
    if not changed:
        return
    changes = {name: [getattr(locked, name), value] for name, value in changed.items()}
    Participant.objects.filter(pk=locked.pk).update(**changed)
    if "role" in changed and assessment.state == lifecycle.COLLECTING:
        begin_additions(assessment.questionnaires.latest("number"), locked)
    audit.record(
        actor, "participant.edited", locked, program_id=assessment.program_id, changes=changes
    )


def _has_submitted(participant: Participant) -> bool:
    return Participant.objects.filter(HAS_SUBMITTED, pk=participant.pk).exists()


def _tell_again(participant: Participant, now: datetime) -> None:
    """Send the mail about the new questions once more, with a link that alone works."""
    addition = open_additions(participant).select_related("questionnaire").first()
    if addition is None or participant.assessment.state != lifecycle.COLLECTING:
        raise WrongState(
            _("This person has submitted the questionnaire and needs no link any more.")
        )
    if not participant.email:
        raise WrongState(
            _("A new link shown to you would open what this person has submitted; none is made.")
        )
    PersonalLink.objects.filter(participant=participant, delegation=None).delete()
    queue_news_again(participant, addition.questionnaire.number, now)
    if participant.event == Participant.Event.BOUNCED:
        Participant.objects.filter(pk=participant.pk).update(event="")


def _locked(participant: Participant) -> Participant:
    return (
        Participant.objects.select_for_update(of=("self",), no_key=True)
        .select_related("assessment__program")
        .get(pk=participant.pk)
    )


def _resolved(
    actor: Actor, assessment: Assessment, people: Sequence[NewPerson], now: datetime
) -> tuple[list[Participant], dict[str, list[str]]]:
    """Rows to add and the problems of all people."""
    members = {user.pk: user for user in current_members(actor, now.date())}
    by_address = {user.email.lower(): user for user in members.values()}
    rows: list[Participant] = []
    errors: dict[str, list[str]] = {}
    lines: list[Person] = []
    for index, person in enumerate(people):
        user = (
            members.get(person.user_id) if person.user_id else by_address.get(person.email.lower())
        )
        if person.user_id and user is None:
            errors[f"people[{index}].user"] = [_("Choose a current member of the organization.")]
            continue
        line = _line(index, person, user)
        lines.append(line)
        for name, text in problems_in(line).items():
            errors.setdefault(f"people[{index}].{name}", []).append(text)
        rows.append(
            Participant(
                assessment=assessment,
                user=user,
                name=line.name,
                email=line.email,
                unit=line.unit,
                role=line.role,
            )
        )
    _add_doubles(assessment, lines, errors)
    return rows, errors


def _line(index: int, person: NewPerson, user: User | None) -> Person:
    if user is None:
        return Person(index, person.name, person.email.lower(), person.unit, person.role)
    return Person(index, person.name or str(user), user.email.lower(), person.unit, person.role)


def _add_doubles(assessment: Assessment, lines: list[Person], errors: dict[str, list[str]]) -> None:
    there = {
        email.lower()
        for email in Participant.objects.filter(assessment=assessment)
        .exclude(email="")
        .values_list("email", flat=True)
    }
    for line in lines:
        if line.email in there and line.email:
            errors.setdefault(f"people[{line.line}].email", []).append(
                _("%(email)s takes part already.") % {"email": line.email}
            )
    for index, first in repeated(lines).items():
        errors.setdefault(f"people[{index}].email", []).append(
            _("The e-mail address already stands at number %(number)s.") % {"number": first + 1}
        )
