"""Pages of this app."""

from django.urls import path

from assessments import appraisal_urls, evidence_urls, result_urls, snapshot_urls, step_urls
from assessments.views import (
    adding,
    answer_sheets,
    autosave,
    delegation,
    fill,
    listing,
    mails,
    own_summary,
    participants,
    question_roles,
    questions,
    setup,
)

app_name = "assessments"

_ONE = "assessments/<uuid:pk>/"

urlpatterns = [
    path("programs/<uuid:program_id>/assessments/", listing.list_, name="list"),
    path("programs/<uuid:program_id>/assessments/new/", setup.create, name="create"),
    path(
        "programs/<uuid:program_id>/assessments/methods/",
        setup.method_choices,
        name="method_choices",
    ),
    path(_ONE, setup.detail, name="detail"),
    path(f"{_ONE}edit/", setup.edit, name="edit"),
    path(f"{_ONE}scope/", setup.scope, name="scope"),
    path(f"{_ONE}questions/", questions.questions, name="questions"),
    path(f"{_ONE}questions/change/", questions.change, name="questions_change"),
    path(f"{_ONE}questions/own/new/", questions.own_new, name="question_own_new"),
    path(f"{_ONE}questions/own/<str:code>/", questions.own_edit, name="question_own"),
    path(f"{_ONE}questions/rules/new/", questions.rule_new, name="question_rule_new"),
    path(f"{_ONE}questions/roles/<str:code>/", question_roles.roles, name="question_roles"),
    path(f"{_ONE}questions/preview/", questions.preview, name="questions_preview"),
    path(f"{_ONE}questions/issue/", questions.issue, name="questions_issue"),
    path(f"{_ONE}open/", setup.open_, name="open"),
    path(f"{_ONE}close-collection/", setup.close_collection, name="close_collection"),
    path(f"{_ONE}close/", setup.close, name="close"),
    path(f"{_ONE}delete/", setup.delete, name="delete"),
    path(f"{_ONE}participants/", participants.list_, name="participants"),
    path(f"{_ONE}participants/add/", adding.add, name="participants_add"),
    path(
        f"{_ONE}participants/<uuid:participant_id>/renew-link/",
        participants.renew,
        name="renew_link",
    ),
    path(
        f"{_ONE}participants/<uuid:participant_id>/revoke/",
        participants.revoke,
        name="revoke_participant",
    ),
    path(f"{_ONE}participants/<uuid:participant_id>/", mails.participant, name="participant"),
    path(f"{_ONE}response-rates/", participants.rates, name="response_rates"),
    path(f"{_ONE}mails/", mails.mails, name="mails"),
    path(f"{_ONE}mails/<str:kind>/", mails.mail_text, name="mail_text"),
    path(f"{_ONE}fill/delegate/", delegation.delegate, name="fill_delegate"),
    path(
        f"{_ONE}fill/delegate/<uuid:delegation_id>/take-back/",
        delegation.take_back_parts,
        name="fill_take_back",
    ),
    path(f"{_ONE}fill/", fill.welcome, name="fill"),
    path(f"{_ONE}fill/areas/<str:code>/", fill.area, name="fill_area"),
    path(f"{_ONE}fill/whole/", fill.whole, name="fill_whole"),
    path(f"{_ONE}fill/save/", autosave.save, name="fill_save"),
    path(f"{_ONE}fill/review/", fill.review, name="fill_review"),
    path(f"{_ONE}fill/done/", fill.done, name="fill_done"),
    path(f"{_ONE}fill/answers/", fill.answers, name="fill_answers"),
    path(f"{_ONE}fill/sheet/", answer_sheets.sheet, name="fill_sheet"),
    path(f"{_ONE}fill/sheet/file/", answer_sheets.sheet_file, name="fill_sheet_file"),
    path(f"{_ONE}fill/sheet/take/", answer_sheets.sheet_take, name="fill_sheet_take"),
    path(f"{_ONE}fill/paper/", answer_sheets.paper, name="fill_paper"),
    path(f"{_ONE}fill/summary/", own_summary.summary, name="fill_summary"),
    path(f"{_ONE}fill/summary.pdf", own_summary.summary_pdf, name="fill_summary_pdf"),
]
urlpatterns += result_urls.urlpatterns + step_urls.urlpatterns + evidence_urls.urlpatterns
urlpatterns += appraisal_urls.urlpatterns + snapshot_urls.urlpatterns
