"""Routes of assessments for the outsider sweep."""

from datetime import date
from typing import Any

from assessments.models import Delegation, MailText, OptOut, Reminder
from tests.architecture.registry import Victim
from tests.factories.accounts import UserFactory
from tests.factories.assessments import (
    ActionItemFactory,
    AssessmentFactory,
    DiscussionFactory,
    EvidenceFactory,
    FindingFactory,
    InstanceFactory,
    InterviewFactory,
    InterviewNoteFactory,
    ParticipantFactory,
    PracticeEvidenceFactory,
    QuestionnaireFactory,
    ResponseFactory,
    ResultSnapshotFactory,
    TargetFactory,
)
from tests.factories.catalog import NodeFactory
from tests.factories.programs import ProgramFactory


def in_program(victim: Victim) -> dict[str, Any]:
    return {"program_id": ProgramFactory(organization=victim).pk}


def assessment(victim: Victim):
    return AssessmentFactory(program__organization=victim)


def in_assessment(victim: Victim) -> dict[str, Any]:
    return {"pk": assessment(victim).pk}


def in_area_of_questions(victim: Victim) -> dict[str, Any]:
    return {"pk": assessment(victim).pk, "code": "SCM"}


def in_own_question(victim: Victim) -> dict[str, Any]:
    return {"pk": assessment(victim).pk, "code": "OWN-1"}


def participant(victim: Victim):
    return ParticipantFactory(assessment=assessment(victim))


def in_participant(victim: Victim) -> dict[str, Any]:
    row = participant(victim)
    return {"pk": row.assessment_id, "participant_id": row.pk}


def in_area(victim: Victim) -> dict[str, Any]:
    row = assessment(victim)
    return {"pk": row.pk, "area_id": NodeFactory(version=row.model_version).pk}


def in_goal(victim: Victim) -> dict[str, Any]:
    row = assessment(victim)
    return {"pk": row.pk, "goal_id": NodeFactory(version=row.model_version).pk}


def in_step(victim: Victim) -> dict[str, Any]:
    return {"pk": assessment(victim).pk, "code": "S1"}


def in_node(victim: Victim) -> dict[str, Any]:
    row = assessment(victim)
    return {"pk": row.pk, "node_id": NodeFactory(version=row.model_version).pk}


def in_target(victim: Victim) -> dict[str, Any]:
    return {"pk": TargetFactory(profile__assessment=assessment(victim)).pk}


def finding(victim: Victim):
    return FindingFactory(assessment=assessment(victim))


def in_finding(victim: Victim) -> dict[str, Any]:
    return {"pk": finding(victim).pk}


def in_evidence(victim: Victim) -> dict[str, Any]:
    return {"pk": EvidenceFactory(finding=finding(victim)).pk}


def action_item(victim: Victim):
    return ActionItemFactory(assessment=assessment(victim))


def in_action_item(victim: Victim) -> dict[str, Any]:
    return {"pk": action_item(victim).pk}


def interview(victim: Victim):
    return InterviewFactory(assessment=assessment(victim))


def in_interview(victim: Victim) -> dict[str, Any]:
    return {"pk": interview(victim).pk}


def in_note(victim: Victim) -> dict[str, Any]:
    return {"pk": InterviewNoteFactory(interview=interview(victim)).pk}


def practice_evidence(victim: Victim):
    return PracticeEvidenceFactory(assessment=assessment(victim))


def in_piece(victim: Victim) -> dict[str, Any]:
    return {"pk": practice_evidence(victim).pk}


def discussion(victim: Victim):
    return DiscussionFactory(assessment=assessment(victim))


def in_discussion(victim: Victim) -> dict[str, Any]:
    return {"pk": discussion(victim).pk}


def in_outcome(victim: Victim) -> dict[str, Any]:
    row = discussion(victim)
    return {"pk": row.pk, "finding_id": FindingFactory(assessment=row.assessment).pk}


def in_appraised_area(victim: Victim) -> dict[str, Any]:
    return {"pk": assessment(victim).pk, "code": "SST"}


def in_appraised_practice(victim: Victim) -> dict[str, Any]:
    return {**in_appraised_area(victim), "practice": "SST.SP1.1"}


def in_appraised_goal(victim: Victim) -> dict[str, Any]:
    return {**in_goal(victim), "code": "SST"}


def instance(victim: Victim):
    return InstanceFactory(assessment=assessment(victim))


def in_instance(victim: Victim) -> dict[str, Any]:
    return {"pk": instance(victim).pk}


def questionnaire(victim: Victim):
    return QuestionnaireFactory(assessment=assessment(victim))


def response(victim: Victim):
    made = questionnaire(victim)
    person = ParticipantFactory(assessment=made.assessment, user=UserFactory())
    return ResponseFactory(questionnaire=made, participant=person)


def delegation(victim: Victim):
    row = participant(victim)
    row.user = UserFactory()
    row.save()
    return Delegation.objects.create(participant=row, name="Colleague", email="c@example.org")


def in_delegation(victim: Victim) -> dict[str, Any]:
    row = delegation(victim)
    return {"pk": row.participant.assessment_id, "delegation_id": row.pk}


def in_mail_text(victim: Victim) -> dict[str, Any]:
    return {"pk": assessment(victim).pk, "kind": "reminder"}


def reminder(victim: Victim):
    return Reminder.objects.create(
        assessment=assessment(victim), number=1, planned_on=date(2026, 6, 1)
    )


def mail_text(victim: Victim):
    return MailText.objects.create(
        assessment=assessment(victim), kind="reminder", subject="Hello", body="{link}"
    )


def opt_out(victim: Victim):
    return OptOut.objects.create(organization=victim, email="quiet@example.org")


def snapshot(victim: Victim):
    return ResultSnapshotFactory(assessment=assessment(victim))


def in_snapshot(victim: Victim) -> dict[str, Any]:
    return {"pk": snapshot(victim).pk}


def in_comparison(victim: Victim) -> dict[str, Any]:
    return {"pk": snapshot(victim).pk, "other_id": snapshot(victim).pk}


PAGES = {
    "assessments:list": in_program,
    "assessments:create": in_program,
    "assessments:detail": in_assessment,
    "assessments:edit": in_assessment,
    "assessments:scope": in_assessment,
    "assessments:questions": in_assessment,
    "assessments:questions_change": in_assessment,
    "assessments:question_own_new": in_assessment,
    "assessments:question_own": in_own_question,
    "assessments:question_roles": in_own_question,
    "assessments:question_rule_new": in_assessment,
    "assessments:questions_preview": in_assessment,
    "assessments:questions_issue": in_assessment,
    "assessments:open": in_assessment,
    "assessments:close_collection": in_assessment,
    "assessments:close": in_assessment,
    "assessments:delete": in_assessment,
    "assessments:participants": in_assessment,
    "assessments:participants_add": in_assessment,
    "assessments:renew_link": in_participant,
    "assessments:revoke_participant": in_participant,
    "assessments:participant": in_participant,
    "assessments:response_rates": in_assessment,
    "assessments:mails": in_assessment,
    "assessments:mail_text": in_mail_text,
    "assessments:fill_delegate": in_assessment,
    "assessments:fill_take_back": in_delegation,
    "assessments:fill": in_assessment,
    "assessments:fill_area": in_area_of_questions,
    "assessments:fill_whole": in_assessment,
    "assessments:fill_save": in_assessment,
    "assessments:fill_review": in_assessment,
    "assessments:fill_done": in_assessment,
    "assessments:fill_answers": in_assessment,
    "assessments:fill_paper": in_assessment,
    "assessments:fill_sheet": in_assessment,
    "assessments:fill_sheet_file": in_assessment,
    "assessments:fill_sheet_take": in_assessment,
    "assessments:fill_summary": in_assessment,
    "assessments:fill_summary_pdf": in_assessment,
    "assessments:method_choices": in_program,
    "assessments:steps": in_assessment,
    "assessments:step": in_step,
    "assessments:step_act": lambda victim: {**in_step(victim), "name": "begin"},
    "assessments:state_fact": lambda victim: {**in_step(victim), "fact": "kickoff_held"},
    "assessments:withdraw_fact": lambda victim: {**in_step(victim), "fact": "kickoff_held"},
    "assessments:waive_gate": lambda victim: {**in_step(victim), "gate": "held"},
    "assessments:unwaive_gate": lambda victim: {**in_step(victim), "gate": "held"},
    "assessments:analysis": in_assessment,
    "assessments:analysis_area": in_area,
    "assessments:analysis_units": in_assessment,
    "assessments:analysis_probes": in_assessment,
    "assessments:analysis_workbook": in_assessment,
    "assessments:ratings": in_assessment,
    "assessments:rate": in_goal,
    "assessments:levels": in_assessment,
    "assessments:level": in_node,
    "assessments:agree": in_assessment,
    "assessments:take_up_again": in_assessment,
    "assessments:results": in_assessment,
    "assessments:goal": in_goal,
    "assessments:gaps": in_assessment,
    "assessments:aim_for_level": in_assessment,
    "assessments:order_gaps": in_assessment,
    "assessments:take_over_targets": in_assessment,
    "assessments:target": in_node,
    "assessments:remove_target": in_target,
    "assessments:findings": in_assessment,
    "assessments:finding_new": in_assessment,
    "assessments:action_item_new": in_assessment,
    "assessments:finding": in_finding,
    "assessments:finding_edit": in_finding,
    "assessments:finding_confirm": in_finding,
    "assessments:finding_drop": in_finding,
    "assessments:finding_reopen": in_finding,
    "assessments:evidence_add": in_finding,
    "assessments:finding_action_new": in_finding,
    "assessments:evidence_withdraw": in_evidence,
    "assessments:action_item": in_action_item,
    "assessments:action_item_complete": in_action_item,
    "assessments:action_item_drop": in_action_item,
    "assessments:action_item_reopen": in_action_item,
    "assessments:interviews": in_assessment,
    "assessments:interview_new": in_assessment,
    "assessments:interview": in_interview,
    "assessments:interview_edit": in_interview,
    "assessments:interview_hold": in_interview,
    "assessments:interview_cancel": in_interview,
    "assessments:interview_again": in_interview,
    "assessments:interview_consent": in_interview,
    "assessments:interview_withdraw_consent": in_interview,
    "assessments:note_new": in_interview,
    "assessments:note_edit": in_note,
    "assessments:note_delete": in_note,
    "assessments:note_use": in_note,
    "assessments:evidence": in_assessment,
    "assessments:evidence_area": in_area,
    "assessments:evidence_node": in_node,
    "assessments:practice_evidence_add": in_node,
    "assessments:practice_evidence_withdraw": in_piece,
    "assessments:practice_evidence_take_in": in_piece,
    "assessments:discussions": in_assessment,
    "assessments:discussion_new": in_assessment,
    "assessments:discussion_skip_area": in_assessment,
    "assessments:discussion": in_discussion,
    "assessments:discussion_hold": in_discussion,
    "assessments:discussion_skip": in_discussion,
    "assessments:discussion_again": in_discussion,
    "assessments:discussion_outcome": in_outcome,
    "assessments:discussion_action": in_discussion,
    "assessments:appraisal": in_assessment,
    "assessments:begin_appraisal": in_assessment,
    "assessments:sign_ratings": in_assessment,
    "assessments:withdraw_signature": in_assessment,
    "assessments:characterize": in_assessment,
    "assessments:appraisal_area": in_appraised_area,
    "assessments:appraisal_practice": in_appraised_practice,
    "assessments:judge_goal": in_appraised_goal,
    "assessments:instances": in_assessment,
    "assessments:instance_edit": in_instance,
    "assessments:instance_remove": in_instance,
}
PAGES |= {
    "assessments:snapshots": in_assessment,
    "assessments:snapshot": in_snapshot,
    "assessments:snapshot_units": in_snapshot,
    "assessments:compare_choose": in_snapshot,
    "assessments:compare": in_comparison,
    "assessments:compare_workbook": in_comparison,
    "assessments:compare_report": in_comparison,
}
API = {
    "assessment": assessment,
    "assessment-result": assessment,
    "assessment-board": assessment,
    "method-version": None,  # methods are shared with everybody
    "assessment-appraisal": assessment,
    "instance": instance,
    "assessment-analysis": assessment,
    "assessment-gap": assessment,
    "assessment-level": assessment,
    "participant": participant,
    "questionnaire": questionnaire,
    "my-response": response,
    "response-rate": assessment,
    "reminder": reminder,
    "mail-text": mail_text,
    "opt-out": opt_out,
    "my-delegation": delegation,
    "finding": finding,
    "action-item": action_item,
    "interview": interview,
    "practice-evidence": practice_evidence,
    "discussion": discussion,
    "result-snapshot": snapshot,
}
API_QUERIES = {
    "practice-evidence-matrix": lambda v: ({}, {"assessment": assessment(v).pk}),
}
