"""Who may do what with an assessment, and in which state."""

from collections.abc import Collection

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from assessments.models import (
    ActionItem,
    Assessment,
    Delegation,
    Discussion,
    Finding,
    Interview,
    Participant,
    Response,
)
from assessments.rules import lifecycle
from assessments.rules.method_roles import Part, is_mine, may_speak, part_of
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
        raise WrongState(_("The scope is fixed since the assessment began."))


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
    if assessment.asked_nobody:
        raise WrongState(_("Nobody is asked by questionnaire here, so the questions stay unused."))
    if assessment.state not in (lifecycle.PLANNED, lifecycle.COLLECTING):
        raise WrongState(_("Answers are no longer collected, so the questions cannot be changed."))
    if assessment.mode != Assessment.Mode.ANONYMOUS:
        return
    people = assessment.participants.filter(responded_on__isnull=False).count()
    if people:
        raise WrongState(
            ngettext(
                "%(n)s person has answered anonymously and cannot be asked anything more. After a "
                "change one could tell who answered before it, so the questions stay as they are.",
                "%(n)s people have answered anonymously and cannot be asked anything more. After a "
                "change one could tell who answered before it, so the questions stay as they are.",
                people,
            )
            % {"n": people}
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


def check_can_see_preliminary_findings(actor: Actor, assessment: Assessment) -> None:
    """What is still to be discussed: the assessment team, which takes it to those concerned."""
    if not granted(actor, Permission.WRITE_FINDINGS):
        raise NotAllowed(_("Only the assessment team can have the preliminary findings."))
    if assessment.state in (lifecycle.PLANNED, lifecycle.COLLECTING):
        raise NotAllowed(_("Findings come after the questionnaires are closed."))


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


# Interviews, evidence about practices, discussions: the assessment team's own room --------------


def check_can_see_interviews(actor: Actor) -> None:
    """Who was asked and what was noted: the assessment team only, never released."""
    if not granted(actor, Permission.WRITE_FINDINGS):
        raise NotAllowed(_("Only the assessment team can see interviews and their notes."))


def check_can_hold_interviews(actor: Actor, assessment: Assessment) -> None:
    """Plan, hold and note interviews until the assessment is closed."""
    check_can_see_interviews(actor)
    if assessment.state == lifecycle.CLOSED:
        raise WrongState(_("A closed assessment cannot be changed."))


def check_can_note(actor: Actor, interview: Interview) -> None:
    """Write down what was said in an interview that was held."""
    check_can_hold_interviews(actor, interview.assessment)
    if interview.state != Interview.State.HELD:
        raise WrongState(_("Notes can be written once the interview was held."))


def check_can_use_as_evidence(actor: Actor, interview: Interview) -> None:
    """What was said counts as evidence only with the consent of those who said it."""
    check_can_note(actor, interview)
    check_can_collect_evidence(actor, interview.assessment)
    if not interview.has_consent:
        raise WrongState(
            _("Nobody has agreed that these notes may be used. Record the consent first.")
        )


def check_can_collect_evidence(actor: Actor, assessment: Assessment) -> None:
    """Evidence about practices, from the opening of the questionnaire until closed."""
    check_can_see_evidence(actor)
    if assessment.state == lifecycle.PLANNED:
        raise WrongState(_("Evidence is collected once the assessment has begun."))
    if assessment.state == lifecycle.CLOSED:
        raise WrongState(_("A closed assessment cannot be changed."))


def check_can_see_discussions(actor: Actor) -> None:
    """Who came to a discussion and how it went: the assessment team."""
    if not granted(actor, Permission.WRITE_FINDINGS):
        raise NotAllowed(_("Only the assessment team can see the discussions."))


def check_can_record_outcome(actor: Actor, discussion: Discussion) -> None:
    """What became of a finding in a discussion that was held."""
    check_can_write_findings(actor, discussion.assessment)
    if discussion.state != Discussion.State.HELD:
        raise WrongState(_("Outcomes can be recorded once the discussion was held."))


def check_can_begin_appraisal(actor: Actor, assessment: Assessment) -> None:
    """Fix the scope and begin to characterize without asking a questionnaire."""
    check_can_create_assessment(actor)
    if assessment.state != lifecycle.PLANNED:
        raise WrongState(_("This assessment has begun already."))


def check_can_sample(actor: Actor, assessment: Assessment) -> None:
    """Choose the instances of work to look at, until the ratings are agreed."""
    if not granted(actor, Permission.RATE):
        raise NotAllowed(_("Only the assessment team can choose instances."))
    if assessment.state in (lifecycle.AGREED, lifecycle.CLOSED):
        raise WrongState(_("The ratings are agreed. Take them up again to change instances."))


def check_can_characterize(actor: Actor, assessment: Assessment) -> None:
    """Say how practices are implemented; the same people and time as rating."""
    check_can_rate(actor, assessment)


def check_can_see_characterizations(actor: Actor, assessment: Assessment) -> None:
    """Values and weaknesses of single instances: as the results."""
    check_can_see_results(actor, assessment)


def check_can_sign_ratings(actor: Actor, assessment: Assessment) -> None:
    """Sign for oneself, as one of the assessment team, while the ratings can still change."""
    check_can_rate(actor, assessment)


def check_can_set_targets(actor: Actor, assessment: Assessment) -> None:
    """Targets for areas: the assessment team, from the start of the analysis until it is closed."""
    if not granted(actor, Permission.RATE):
        raise NotAllowed(_("Only the assessment team can set targets."))
    if assessment.state in (lifecycle.PLANNED, lifecycle.COLLECTING):
        raise WrongState(_("Targets come after the questionnaires are closed."))
    if assessment.state == lifecycle.CLOSED:
        raise WrongState(_("A closed assessment cannot be changed."))


def parts_in(actor: Actor, assessment: Assessment) -> frozenset[Part]:
    """Who the actor is to the assessment, by its method's roles. Needs its program loaded."""
    if actor.user_id is None:
        return frozenset()
    program = assessment.program
    held = {
        Part.SPONSOR: program.sponsor_id == actor.user_id,
        Part.ORGANIZATION: program.lead_id == actor.user_id,
        Part.LEAD: assessment.lead_id == actor.user_id,
        Part.TEAM: granted(actor, Permission.RATE),
    }
    return frozenset(part for part, is_held in held.items() if is_held)


def check_can_move_steps(actor: Actor, assessment: Assessment) -> None:
    """Begin a step, declare it done, skip it or take it up again: the team and the sponsor."""
    if not parts_in(actor, assessment):
        raise NotAllowed(_("Only the assessment team and the sponsor can say how far a step is."))
    _check_not_closed(assessment)


def check_can_state(actor: Actor, assessment: Assessment, roles: Collection[str]) -> None:
    """Say that a fact holds: the assessment team, but for the sponsor only the sponsor.

    `roles` can bring it about, by the method.
    """
    mine = parts_in(actor, assessment)
    if not mine or not may_speak(roles, mine):
        if {part_of(role) for role in roles} == {Part.SPONSOR}:
            raise NotAllowed(_("Only the sponsor of the program can say this."))
        raise NotAllowed(_("Only the assessment team and the sponsor can say this."))
    _check_not_closed(assessment)


def check_can_waive(actor: Actor, assessment: Assessment, role: str | None) -> None:
    """Let a gate pass that does not hold: only the role that the method names, the sponsor."""
    if role is None:
        raise NotAllowed(_("This method lets nobody waive a gate."))
    if not is_mine([role], parts_in(actor, assessment)):
        raise NotAllowed(_("Only the sponsor of the program can waive a gate."))
    _check_not_closed(assessment)


def _check_not_closed(assessment: Assessment) -> None:
    if assessment.state == lifecycle.CLOSED:
        raise WrongState(_("A closed assessment cannot be changed."))
