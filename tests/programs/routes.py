"""Routes of programs for the outsider sweep."""

from tests.architecture.registry import Victim, nothing
from tests.factories.programs import (
    ActivityFactory,
    ArtefactCommentFactory,
    ArtefactFactory,
    ArtefactVersionFactory,
    CITeamFactory,
    DeliverableFactory,
    PhaseFactory,
    ProgramFactory,
    TeamMembershipFactory,
)


def program(victim: Victim):
    return ProgramFactory(organization=victim)


def in_program(victim: Victim) -> dict:
    return {"program_id": program(victim).pk}


def phase(victim: Victim):
    return PhaseFactory(program=program(victim))


def activity(victim: Victim):
    return ActivityFactory(phase=phase(victim))


def deliverable(victim: Victim):
    return DeliverableFactory(activity=activity(victim))


def team(victim: Victim):
    return CITeamFactory(program=program(victim))


def team_membership(victim: Victim):
    return TeamMembershipFactory(team=team(victim))


def artefact(victim: Victim):
    return ArtefactFactory(program=program(victim))


def artefact_version(victim: Victim):
    return ArtefactVersionFactory(artefact=artefact(victim))


def artefact_comment(victim: Victim):
    return ArtefactCommentFactory(artefact=artefact(victim))


PAGES = {
    "programs:list": nothing,
    "programs:create": nothing,
    "programs:edit": in_program,
    "programs:archive": in_program,
    "programs:restore": in_program,
    "programs:plan": in_program,
    "programs:activity": lambda v: {"pk": activity(v).pk},
    "programs:deliverable": lambda v: {"pk": deliverable(v).pk},
    "programs:phase": lambda v: {"pk": phase(v).pk},
    "programs:pass_gate": lambda v: {"pk": phase(v).pk},
    "programs:reopen_gate": lambda v: {"pk": phase(v).pk},
    "programs:teams": in_program,
    "programs:team_create": in_program,
    "programs:team": lambda v: {"pk": team(v).pk},
    "programs:team_edit": lambda v: {"pk": team(v).pk},
    "programs:team_member_add": lambda v: {"pk": team(v).pk},
    "programs:team_member_role": lambda v: {"pk": team_membership(v).pk},
    "programs:team_member_remove": lambda v: {"pk": team_membership(v).pk},
    "programs:artefacts": in_program,
    "programs:artefact_create": in_program,
    "programs:artefact": lambda v: {"pk": artefact(v).pk},
    "programs:artefact_edit": lambda v: {"pk": artefact(v).pk},
    "programs:artefact_withdraw": lambda v: {"pk": artefact(v).pk},
    "programs:artefact_restore": lambda v: {"pk": artefact(v).pk},
    "programs:artefact_version_add": lambda v: {"pk": artefact(v).pk},
    "programs:artefact_comment": lambda v: {"pk": artefact(v).pk},
    "programs:artefact_download": lambda v: {"pk": artefact_version(v).pk},
}

API = {
    "program": program,
    "phase": phase,
    "activity": activity,
    "deliverable": deliverable,
    "ci-team": team,
    "team-membership": team_membership,
    "artefact": artefact,
    "artefact-version": artefact_version,
    "artefact-comment": artefact_comment,
}
