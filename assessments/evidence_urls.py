"""Pages of interviews, evidence and discussions."""

from django.urls import URLPattern, path

from assessments.views import discussions, evidence, interviews

ONE = "assessments/<uuid:pk>/"
INTERVIEW = "interviews/<uuid:pk>/"
NOTE = "interview-notes/<uuid:pk>/"
NODE = f"{ONE}evidence/nodes/<uuid:node_id>/"
PIECE = "practice-evidence/<uuid:pk>/"
DISCUSSION = "discussions/<uuid:pk>/"

urlpatterns: list[URLPattern] = [
    path(f"{ONE}interviews/", interviews.interviews, name="interviews"),
    path(f"{ONE}interviews/new/", interviews.interview_new, name="interview_new"),
    path(INTERVIEW, interviews.interview, name="interview"),
    path(f"{INTERVIEW}edit/", interviews.interview_edit, name="interview_edit"),
    path(f"{INTERVIEW}hold/", interviews.interview_hold, name="interview_hold"),
    path(f"{INTERVIEW}cancel/", interviews.interview_cancel, name="interview_cancel"),
    path(f"{INTERVIEW}plan-again/", interviews.interview_again, name="interview_again"),
    path(f"{INTERVIEW}consent/", interviews.interview_consent, name="interview_consent"),
    path(
        f"{INTERVIEW}withdraw-consent/",
        interviews.interview_withdraw_consent,
        name="interview_withdraw_consent",
    ),
    path(f"{INTERVIEW}notes/", interviews.note_new, name="note_new"),
    path(f"{NOTE}edit/", interviews.note_edit, name="note_edit"),
    path(f"{NOTE}delete/", interviews.note_delete, name="note_delete"),
    path(f"{NOTE}use/", interviews.note_use, name="note_use"),
    path(f"{ONE}evidence/", evidence.evidence, name="evidence"),
    path(f"{ONE}evidence/<uuid:area_id>/", evidence.evidence_area, name="evidence_area"),
    path(NODE, evidence.evidence_node, name="evidence_node"),
    path(f"{NODE}add/", evidence.practice_evidence_add, name="practice_evidence_add"),
    path(
        f"{PIECE}withdraw/",
        evidence.practice_evidence_withdraw,
        name="practice_evidence_withdraw",
    ),
    path(f"{PIECE}take-in/", evidence.practice_evidence_take_in, name="practice_evidence_take_in"),
    path(f"{ONE}discussions/", discussions.discussions, name="discussions"),
    path(f"{ONE}discussions/new/", discussions.discussion_new, name="discussion_new"),
    path(f"{ONE}discussions/skip/", discussions.discussion_skip_area, name="discussion_skip_area"),
    path(DISCUSSION, discussions.discussion, name="discussion"),
    path(f"{DISCUSSION}hold/", discussions.discussion_hold, name="discussion_hold"),
    path(f"{DISCUSSION}skip/", discussions.discussion_skip, name="discussion_skip"),
    path(f"{DISCUSSION}plan-again/", discussions.discussion_again, name="discussion_again"),
    path(
        f"{DISCUSSION}outcomes/<uuid:finding_id>/",
        discussions.discussion_outcome,
        name="discussion_outcome",
    ),
    path(f"{DISCUSSION}action-items/", discussions.discussion_action, name="discussion_action"),
]
