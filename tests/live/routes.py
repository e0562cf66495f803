"""The route of streams for the outsider sweep."""

from typing import Any

from cip.jobs.changes import topic_of
from tests.architecture.registry import Victim
from tests.factories.reports import ReportRunFactory


def stream(victim: Victim) -> dict[str, Any]:
    return {"asked": f"{topic_of(ReportRunFactory(organization=victim).job_id)}@0"}


PAGES = {"live:stream": stream}
