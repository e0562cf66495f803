"""Pages of workshops."""

from django.urls import path

from workshops.views import agenda, agreement, attendance, home, outcomes, planning

app_name = "workshops"

PROGRAM = "programs/<uuid:program_id>/workshops/"
WORKSHOP = "workshops/<uuid:pk>/"

urlpatterns = [
    path(PROGRAM, planning.list_, name="list"),
    path(PROGRAM + "new/", planning.create, name="create"),
    path(WORKSHOP, home.detail, name="detail"),
    path(WORKSHOP + "edit/", planning.edit, name="edit"),
    path(WORKSHOP + "discard/", planning.discard, name="discard"),
    path(WORKSHOP + "close/", home.close, name="close"),
    path(WORKSHOP + "agenda/", agenda.agenda, name="agenda"),
    path(WORKSHOP + "agenda/sections/<int:number>/", agenda.section, name="agenda_section"),
    path(WORKSHOP + "agenda/print/", agenda.print_, name="agenda_print"),
    path("agenda-items/<uuid:pk>/", agenda.item, name="agenda_item"),
    path("agenda-items/<uuid:pk>/move/", agenda.move, name="agenda_item_move"),
    path("agenda-items/<uuid:pk>/remove/", agenda.remove, name="agenda_item_remove"),
    path(WORKSHOP + "attendance/", attendance.attendance, name="attendance"),
    path(WORKSHOP + "attendance/send/", attendance.send, name="attendance_send"),
    path(WORKSHOP + "attendance/presence/", attendance.presence, name="presence"),
    path(WORKSHOP + "attendance/walk-in/", attendance.walk_in, name="walk_in"),
    path("attendances/<uuid:pk>/", attendance.edit, name="attendance_edit"),
    path("attendances/<uuid:pk>/remove/", attendance.remove, name="attendance_remove"),
    path(WORKSHOP + "agreement/", agreement.agreements, name="agreements"),
    path(WORKSHOP + "agreement/request/", agreement.request_, name="agreement_request"),
    path("agreements/<uuid:pk>/", agreement.agreement, name="agreement"),
    path("agreements/<uuid:pk>/sign/", agreement.sign, name="sign"),
    path(WORKSHOP + "hold/", outcomes.hold, name="hold"),
    path(WORKSHOP + "hold/mark/", outcomes.mark_held, name="mark_held"),
    path(WORKSHOP + "outcomes/", outcomes.outcomes, name="outcomes"),
    path(WORKSHOP + "outcomes/export/", outcomes.export, name="outcomes_export"),
    path(WORKSHOP + "summary/", outcomes.summarize, name="summary"),
    path("outcomes/<uuid:pk>/", outcomes.outcome, name="outcome"),
    path("outcomes/<uuid:pk>/remove/", outcomes.remove, name="outcome_remove"),
]
