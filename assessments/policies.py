"""Who may do what with an assessment, and in which state."""

from django.utils.translation import gettext as _

from assessments.models import (
    ActionItem,
    Assessment,
    Delegation,
    Finding,
    Participant,
    Response,
)
from assessments.rules import lifecycle
from cip.access.actor import Actor, granted
from cip.access.permissions import Permission
from cip.kernel.errors import NotAllowed, WrongState


def check_can_create_assessment(actor: Actor) -> None:
    """Program leads and facilitators."""
    if not granted(actor, Permission.PLAN_ASSESSMENT):
        raise NotAllowed(_("Only a program lead or a facilitator can set up an assessment."))


def check_can_edit_assessment(actor: Actor, assessment: Assessment) -> None:
    """Title, purpose and dates until it is closed."""
    check_can_create_assessment(actor)
    if assessment.state == lifecycle.CLOSED:
        raise WrongState(_("A closed assessment cannot be changed."))


def check_can_edit_scope(actor: Actor, assessment: Assessment) -> None:
    """Scope, mode and threshold are fixed once answers are collected."""
    check_can_create_assessment(actor)
    if assessment.state != lifecycle.PLANNED:
        raise WrongState(_("The scope is fixed once the questionnaire is open."))


def check_can_delete_assessment(actor: Actor, assessment: Assessment) -> None:
    """Only one that never collected answers."""
    check_can_create_assessment(actor)
    if assessment.state != lifecycle.PLANNED:
        raise WrongState(_("An assessment that has collected answers cannot be deleted."))


def check_can_manage_participants(actor: Actor, assessment: Assessment) -> None:
    """Invite and remove participants until collecting ends."""
    if not granted(actor, Permission.MANAGE_PARTICIPANTS):
        raise NotAllowed(_("Only a program lead or a facilitator can manage participants."))
    if assessment.state not in (lifecycle.PLANNED, lifecycle.COLLECTING):
        raise WrongState(_("Answers are no longer collected, so nobody can be added or removed."))


def check_can_open(actor: Actor, assessment: Assessment) -> None:
    """Open the questionnaire."""
    check_can_create_assessment(actor)
    if not lifecycle.may_follow(assessment.state, lifecycle.COLLECTING):
        raise WrongState(_("This questionnaire was already opened."))


def check_can_edit_questions(actor: Actor, assessment: Assessment) -> None:
    """Draft the questionnaire: before opening, and while answers are collected.

    Not after an anonymous answer: its version would tell whether it came before another.
    """
    check_can_create_assessment(actor)
    if assessment.state not in (lifecycle.PLANNED, lifecycle.COLLECTING):
        raise WrongState(_("Answers are no longer collected, so the questions cannot be changed."))
    people = assessment.participants.filter(responded_on__isnull=False)
    if assessment.mode == Assessment.Mode.ANONYMOUS and people.exists():
        raise WrongState(
            _(
                "Somebody has answered anonymously. After a change one could tell who answered "
                "before it, so the questions stay as they are."
            )
        )


def check_can_issue_version(actor: Actor, assessment: Assessment) -> None:
    """Give out changed questions while answers are collected."""
    check_can_edit_questions(actor, assessment)
    if assessment.state != lifecycle.COLLECTING:
        raise WrongState(_("The questionnaire is not open yet."))


def check_can_close_collection(actor: Actor, assessment: Assessment) -> None:
    """End collecting and start the analysis."""
    check_can_create_assessment(actor)
    if assessment.state != lifecycle.COLLECTING:
        raise WrongState(_("Answers are not being collected."))


def check_can_start(participant: Participant, assessment: Assessment) -> None:
    """A participant who was not withdrawn, while answers are collected."""
    if participant.revoked_at is not None:
        raise WrongState(_("Your invitation was withdrawn. Ask the one who invited you."))
    if assessment.mode == Assessment.Mode.ANONYMOUS and participant.responded_on is not None:
        raise WrongState(_("You have submitted this questionnaire; it can no longer be changed."))
    if assessment.state == lifecycle.PLANNED:
        raise WrongState(_("This questionnaire is not open yet."))
    if assessment.state != lifecycle.COLLECTING:
        raise WrongState(_("This questionnaire is closed; answers can no longer be given."))


def check_can_answer(response: Response, assessment: Assessment) -> None:
    """The response's own participant, while answers are collected and it is not submitted.

    Whose response it is has been settled by loading it: through the person's account or link.
    """
    if assessment.state == lifecycle.PLANNED:
        raise WrongState(_("This questionnaire is not open yet."))
    if assessment.state != lifecycle.COLLECTING:
        raise WrongState(_("This questionnaire is closed; answers can no longer be changed."))
    if response.state == Response.State.SUBMITTED:
        raise WrongState(_("You have submitted this questionnaire; it can no longer be changed."))


def check_can_delegate(participant: Participant, assessment: Assessment) -> None:
    """Hand parts to a colleague: who may answer, unless names must not stand at answers."""
    check_can_start(participant, assessment)
    if assessment.mode == Assessment.Mode.ANONYMOUS:
        raise WrongState(_("Parts cannot be handed on here: it would tell who answered what."))
    if participant.responded_on is not None:
        raise WrongState(_("You have submitted this questionnaire; it can no longer be changed."))


def check_can_answer_parts(delegation: Delegation) -> None:
    """A colleague, as long as the parts were not taken back."""
    if delegation.taken_back_at is not None:
        raise WrongState(_("These parts were taken back; nothing is expected from you any more."))


def check_can_see_progress(actor: Actor) -> None:
    """Who has answered (not what): those who manage participants."""
    if not granted(actor, Permission.MANAGE_PARTICIPANTS):
        raise NotAllowed(_("Only a program lead or a facilitator can see who has answered."))


def check_can_see_analysis(actor: Actor, assessment: Assessment) -> None:
    """Group results for the assessment team once collecting has ended."""
    if not granted(actor, Permission.ANALYZE_ANSWERS):
        raise NotAllowed(_("Only the assessment team can see the analysis of answers."))
    if assessment.state in (lifecycle.PLANNED, lifecycle.COLLECTING):
        raise WrongState(_("The analysis is available once collecting has ended."))


def check_can_rate(actor: Actor, assessment: Assessment) -> None:
    """Record agreed ratings while analyzing."""
    if not granted(actor, Permission.RATE):
        raise NotAllowed(_("Only the assessment team can record ratings."))
    if assessment.state in (lifecycle.PLANNED, lifecycle.COLLECTING):
        raise WrongState(_("Ratings come after the questionnaires are closed."))
    if assessment.state != lifecycle.ANALYZING:
        raise WrongState(_("The ratings are agreed. Take them up again to change them."))


def check_can_agree(actor: Actor, assessment: Assessment) -> None:
    """Agree all ratings (freeze them)."""
    if not granted(actor, Permission.RATE):
        raise NotAllowed(_("Only the assessment team can agree the ratings."))
    if assessment.state != lifecycle.ANALYZING:
        raise WrongState(_("Ratings can be agreed while the assessment is being analyzed."))


def check_can_take_up_again(actor: Actor, assessment: Assessment) -> None:
    """Go back from agreed to analyzing."""
    if not granted(actor, Permission.RATE):
        raise NotAllowed(_("Only the assessment team can take up the ratings again."))
    if assessment.state != lifecycle.AGREED:
        raise WrongState(_("Only agreed ratings can be taken up again."))


def check_can_close(actor: Actor, assessment: Assessment) -> None:
    """Close the assessment for good."""
    check_can_create_assessment(actor)
    if assessment.state != lifecycle.AGREED:
        raise WrongState(_("Agree the ratings before closing the assessment."))


def check_can_write_findings(actor: Actor, assessment: Assessment) -> None:
    """Findings, evidence and actions, from the start of the analysis until closed."""
    if not granted(actor, Permission.WRITE_FINDINGS):
        raise NotAllowed(_("Only the assessment team can write findings."))
    if assessment.state in (lifecycle.PLANNED, lifecycle.COLLECTING):
        raise WrongState(_("Findings come after the questionnaires are closed."))
    if assessment.state == lifecycle.CLOSED:
        raise WrongState(_("A closed assessment cannot be changed."))


def check_can_see_results(actor: Actor, assessment: Assessment) -> None:
    """Ratings, level and findings: the assessment team always, everybody once they are agreed."""
    if granted(actor, Permission.RATE):
        return
    if not granted(actor, Permission.VIEW_RESULTS):
        raise NotAllowed(_("Your roles do not include the results of assessments."))
    if assessment.state not in (lifecycle.AGREED, lifecycle.CLOSED):
        raise NotAllowed(_("The results are shown once the team has agreed the ratings."))


def check_can_see_findings(actor: Actor, finding: Finding) -> None:
    """A finding: the assessment team always, everybody once agreed and unless it was dropped."""
    check_can_see_results(actor, finding.assessment)
    if finding.state == Finding.State.DROPPED and not granted(actor, Permission.WRITE_FINDINGS):
        raise NotAllowed(_("Only the assessment team can see findings that were dropped."))


def check_can_see_action_item(actor: Actor, item: ActionItem) -> None:
    """An action item: its owner always, otherwise whoever sees the results."""
    if item.owner_id == actor.user_id and actor.user_id is not None:
        return
    check_can_see_results(actor, item.assessment)


def check_can_edit_action_item(actor: Actor, item: ActionItem) -> None:
    """Text, owner and due date of an open action: the assessment team, even after closing."""
    if not granted(actor, Permission.WRITE_FINDINGS):
        raise NotAllowed(_("Only the assessment team can change an action."))
    if item.state != ActionItem.State.OPEN:
        raise WrongState(_("This action has ended. Take it up again to change it."))


def check_can_settle_action_item(actor: Actor, item: ActionItem) -> None:
    """Mark an action done, dropped or open again: its owner or the assessment team.

    Actions outlive the assessment: they are followed until all are done or dropped (A2I, A3).
    """
    is_owner = actor.user_id is not None and item.owner_id == actor.user_id
    if not is_owner and not granted(actor, Permission.WRITE_FINDINGS):
        raise NotAllowed(_("Only the owner of the action or the assessment team can settle it."))


def check_can_see_evidence(actor: Actor) -> None:
    """Origins and notes of evidence: the assessment team only; others see kinds and counts."""
    if not granted(actor, Permission.WRITE_FINDINGS):
        raise NotAllowed(_("Only the assessment team can see what people said in interviews."))


def check_can_set_targets(actor: Actor, assessment: Assessment) -> None:
    """Targets for areas: the assessment team, from the start of the analysis until it is closed."""
    if not granted(actor, Permission.RATE):
        raise NotAllowed(_("Only the assessment team can set targets."))
    if assessment.state in (lifecycle.PLANNED, lifecycle.COLLECTING):
        raise WrongState(_("Targets come after the questionnaires are closed."))
    if assessment.state == lifecycle.CLOSED:
        raise WrongState(_("A closed assessment cannot be changed."))
