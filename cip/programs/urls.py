"""Pages of this app."""

from django.urls import path

from cip.programs.views import artefacts, plan, programs, teams

app_name = "programs"

PROGRAM = "programs/<uuid:program_id>/"

urlpatterns = [
    path("programs/", programs.list_, name="list"),
    path("programs/new/", programs.create, name="create"),
    path(PROGRAM + "edit/", programs.edit, name="edit"),
    path(PROGRAM + "archive/", programs.archive, name="archive"),
    path(PROGRAM + "restore/", programs.restore, name="restore"),
    path(PROGRAM + "plan/", plan.plan, name="plan"),
    path("activities/<uuid:pk>/", plan.activity, name="activity"),
    path("deliverables/<uuid:pk>/", plan.deliverable, name="deliverable"),
    path("phases/<uuid:pk>/", plan.phase, name="phase"),
    path("phases/<uuid:pk>/pass-gate/", plan.pass_gate, name="pass_gate"),
    path("phases/<uuid:pk>/reopen-gate/", plan.reopen_gate, name="reopen_gate"),
    path(PROGRAM + "teams/", teams.teams, name="teams"),
    path(PROGRAM + "teams/new/", teams.create, name="team_create"),
    path("teams/<uuid:pk>/", teams.team, name="team"),
    path("teams/<uuid:pk>/edit/", teams.edit, name="team_edit"),
    path("teams/<uuid:pk>/members/", teams.add_member, name="team_member_add"),
    path("team-memberships/<uuid:pk>/role/", teams.change_role, name="team_member_role"),
    path("team-memberships/<uuid:pk>/remove/", teams.remove_member, name="team_member_remove"),
    path(PROGRAM + "artefacts/", artefacts.artefacts, name="artefacts"),
    path(PROGRAM + "artefacts/new/", artefacts.create, name="artefact_create"),
    path("artefacts/<uuid:pk>/", artefacts.artefact, name="artefact"),
    path("artefacts/<uuid:pk>/edit/", artefacts.edit, name="artefact_edit"),
    path("artefacts/<uuid:pk>/withdraw/", artefacts.withdraw, name="artefact_withdraw"),
    path("artefacts/<uuid:pk>/restore/", artefacts.restore, name="artefact_restore"),
    path("artefacts/<uuid:pk>/versions/", artefacts.add_version, name="artefact_version_add"),
    path("artefacts/<uuid:pk>/comments/", artefacts.comment, name="artefact_comment"),
    path("artefact-versions/<uuid:pk>/download/", artefacts.download, name="artefact_download"),
]
