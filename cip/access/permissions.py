"""Everything that a role can be granted."""

from enum import StrEnum


class Permission(StrEnum):
    """A right inside one organization (or, where a team grants it, inside one CI team)."""

    # organization
    MANAGE_PEOPLE = "manage_people"
    MANAGE_TOKENS = "manage_tokens"
    VIEW_AUDIT = "view_audit"
    # program
    VIEW_PROGRAM = "view_program"
    CREATE_PROGRAM = "create_program"
    EDIT_PROGRAM = "edit_program"
    MANAGE_TEAMS = "manage_teams"
    # catalog
    EDIT_CATALOG = "edit_catalog"
    # artefacts
    VIEW_ARTEFACTS = "view_artefacts"
    UPLOAD_ARTEFACT = "upload_artefact"
    COMMENT_ARTEFACT = "comment_artefact"
    # assessment
    VIEW_RESULTS = "view_results"
    PLAN_ASSESSMENT = "plan_assessment"
    MANAGE_PARTICIPANTS = "manage_participants"
    ANALYZE_ANSWERS = "analyze_answers"
    RATE = "rate"
    WRITE_FINDINGS = "write_findings"
    # workshop
    VIEW_WORKSHOPS = "view_workshops"
    PLAN_WORKSHOP = "plan_workshop"
    HOLD_WORKSHOP = "hold_workshop"
    SIGN_AGREEMENT = "sign_agreement"
    # roadmap
    VIEW_ROADMAP = "view_roadmap"
    EDIT_WORKPLAN = "edit_workplan"
    EDIT_ROADMAP = "edit_roadmap"
    # reports
    REQUEST_REPORT = "request_report"
