"""Pages behind a personal link: no account, one questionnaire."""

from django.urls import path

from assessments.views import answer_sheets, autosave, delegation, fill, own_summary

app_name = "links"

urlpatterns = [
    path("<str:secret>/", fill.link_welcome, name="fill"),
    path("<str:secret>/areas/<str:code>/", fill.link_area, name="fill_area"),
    path("<str:secret>/whole/", fill.link_whole, name="fill_whole"),
    path("<str:secret>/save/", autosave.link_save, name="fill_save"),
    path("<str:secret>/review/", fill.link_review, name="fill_review"),
    path("<str:secret>/done/", fill.link_done, name="fill_done"),
    path("<str:secret>/answers/", fill.link_answers, name="fill_answers"),
    path("<str:secret>/sheet/", answer_sheets.link_sheet, name="fill_sheet"),
    path("<str:secret>/sheet/file/", answer_sheets.link_sheet_file, name="fill_sheet_file"),
    path("<str:secret>/sheet/take/", answer_sheets.link_sheet_take, name="fill_sheet_take"),
    path("<str:secret>/paper/", answer_sheets.link_paper, name="fill_paper"),
    path("<str:secret>/summary/", own_summary.link_summary, name="fill_summary"),
    path("<str:secret>/summary.pdf", own_summary.link_summary_pdf, name="fill_summary_pdf"),
    path("<str:secret>/delegate/", delegation.link_delegate, name="fill_delegate"),
    path(
        "<str:secret>/delegate/<uuid:delegation_id>/take-back/",
        delegation.link_take_back_parts,
        name="fill_take_back",
    ),
]
