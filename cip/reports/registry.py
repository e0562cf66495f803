"""The kinds of report, loaded by name when first needed: this floor knows no app."""

import logging
from contextlib import suppress

from django.conf import settings
from django.core.checks import CheckMessage, Warning, register
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _

from cip.kernel.errors import InvalidInput
from cip.reports.document import ReportKind

log = logging.getLogger(__name__)


def report_kind(code: str) -> ReportKind:
    """The kind registered under `code`. Raises InvalidInput for an unknown or missing one."""
    path = settings.REPORTS.get(code)
    if path is None:
        raise InvalidInput(fields={"kind": [_("There is no such kind of report.")]})
    try:
        kind: ReportKind = import_string(path)
    except ImportError as error:
        log.error("report kind %s cannot be loaded: %s", code, error)
        raise InvalidInput(fields={"kind": [_("This kind of report is not available.")]}) from error
    return kind


def report_kinds() -> list[ReportKind]:
    """All kinds that can be loaded, in the order of the settings."""
    found: list[ReportKind] = []
    for path in settings.REPORTS.values():
        with suppress(ImportError):  # the system check names it
            found.append(import_string(path))
    return found


@register()
def check_registry(app_configs: object, **kwargs: object) -> list[CheckMessage]:
    """System check: every registered kind can be loaded and carries its own code."""
    problems: list[CheckMessage] = []
    for code, path in settings.REPORTS.items():
        try:
            if import_string(path).code != code:
                problems.append(
                    Warning(f"{path} does not carry the code {code!r}.", id="reports.W002")
                )
        except ImportError as error:
            problems.append(Warning(f"Report kind {code!r}: {error}.", id="reports.W001"))
    return problems
