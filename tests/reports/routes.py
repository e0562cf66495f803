"""Routes of reports for the outsider sweep."""

from typing import Any

from tests.architecture.registry import Victim, nothing
from tests.factories.assessments import AssessmentFactory
from tests.factories.programs import ProgramFactory
from tests.factories.reports import ReportRunFactory


def in_program(victim: Victim) -> dict[str, Any]:
    return {"program_id": ProgramFactory(organization=victim).pk}


def run(victim: Victim):
    return ReportRunFactory(organization=victim)


def in_run(victim: Victim) -> dict[str, Any]:
    return {"pk": run(victim).pk}


def subject(victim: Victim):
    return AssessmentFactory(program__organization=victim, state="agreed")


def of_assessment(victim: Victim) -> dict[str, Any]:
    return {"kind": "assessment", "subject_id": subject(victim).pk}


PAGES = {
    "reports:list": in_program,
    "reports:request": nothing,
    "reports:run": in_run,
    "reports:download": in_run,
    "reports:cancel": in_run,
    "reports:retry": in_run,
    "reports:preview": of_assessment,
}

API = {
    "report-run": run,
    "report-kind": None,  # kinds belong to nobody, their subjects do
}

API_QUERIES = {
    "report-kind-choices": lambda v: ({}, in_program(v)),
    "report-kind-preview": lambda v: ({"code": "assessment"}, {"subject_id": subject(v).pk}),
}
