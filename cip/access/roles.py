"""Roles as data: which role grants which permissions (design, section 2)."""

from collections.abc import Mapping
from enum import StrEnum

from cip.access.permissions import Permission as P


class Role(StrEnum):
    """What a membership says about a person in one organization."""

    ADMIN = "admin"
    PROGRAM_LEAD = "program_lead"
    SPONSOR = "sponsor"
    FACILITATOR = "facilitator"
    MEMBER = "member"
    ADVISOR = "advisor"


class TeamRole(StrEnum):
    """What a person is in one CI team."""

    LEAD = "lead"
    MEMBER = "member"
    ADVISOR = "advisor"


_READ = frozenset(
    {P.VIEW_PROGRAM, P.VIEW_ARTEFACTS, P.VIEW_RESULTS, P.VIEW_WORKSHOPS, P.VIEW_ROADMAP}
)

GRANTS: Mapping[Role, frozenset[P]] = {
    Role.ADMIN: _READ | {P.MANAGE_PEOPLE, P.MANAGE_TOKENS, P.VIEW_AUDIT, P.CREATE_PROGRAM},
    Role.PROGRAM_LEAD: _READ
    | {
        P.MANAGE_TOKENS,
        P.CREATE_PROGRAM,
        P.EDIT_PROGRAM,
        P.MANAGE_TEAMS,
        P.EDIT_CATALOG,
        P.UPLOAD_ARTEFACT,
        P.COMMENT_ARTEFACT,
        P.PLAN_ASSESSMENT,
        P.MANAGE_PARTICIPANTS,
        P.ANALYZE_ANSWERS,
        P.RATE,
        P.WRITE_FINDINGS,
        P.PLAN_WORKSHOP,
        P.HOLD_WORKSHOP,
        P.EDIT_WORKPLAN,
        P.EDIT_ROADMAP,
        P.REQUEST_REPORT,
    },
    Role.SPONSOR: _READ | {P.SIGN_AGREEMENT, P.COMMENT_ARTEFACT, P.REQUEST_REPORT},
    Role.FACILITATOR: _READ
    | {
        P.MANAGE_TOKENS,
        P.EDIT_CATALOG,
        P.PLAN_ASSESSMENT,
        P.MANAGE_PARTICIPANTS,
        P.ANALYZE_ANSWERS,
        P.RATE,
        P.WRITE_FINDINGS,
        P.PLAN_WORKSHOP,
        P.HOLD_WORKSHOP,
        P.UPLOAD_ARTEFACT,
        P.COMMENT_ARTEFACT,
        P.REQUEST_REPORT,
    },
    Role.MEMBER: frozenset({P.VIEW_PROGRAM, P.VIEW_RESULTS, P.VIEW_WORKSHOPS, P.VIEW_ROADMAP}),
    # An advisor sees the program; artefacts and plans only of the teams guided (team grants below).
    Role.ADVISOR: frozenset({P.VIEW_PROGRAM, P.VIEW_RESULTS, P.VIEW_WORKSHOPS, P.VIEW_ROADMAP}),
}

TEAM_GRANTS: Mapping[TeamRole, frozenset[P]] = {
    TeamRole.LEAD: frozenset(
        {
            P.VIEW_ARTEFACTS,
            P.UPLOAD_ARTEFACT,
            P.COMMENT_ARTEFACT,
            P.EDIT_WORKPLAN,
            P.PLAN_WORKSHOP,
            P.HOLD_WORKSHOP,
            P.REQUEST_REPORT,
        }
    ),
    TeamRole.MEMBER: frozenset({P.VIEW_ARTEFACTS, P.UPLOAD_ARTEFACT, P.COMMENT_ARTEFACT}),
    TeamRole.ADVISOR: frozenset({P.VIEW_ARTEFACTS, P.COMMENT_ARTEFACT, P.HOLD_WORKSHOP}),
}
