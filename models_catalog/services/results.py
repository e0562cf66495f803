"""What was found in a model file, as plain JSON to keep and show, in the language of now."""

from typing import Any

from cip.kernel.texts import storable
from models_catalog.queries.phrases import said
from models_catalog.rules.differences import Altered, Changes, Difference
from models_catalog.rules.foreign.report import Report
from models_catalog.rules.plain import Plain
from models_catalog.rules.problems import Problem
from models_catalog.rules.structure import Gap
from models_catalog.services.files import FileSummary, ImportedFile


def plain_result(found: ImportedFile) -> Plain:
    """Every problem, or summary and report. Texts that no database can keep are mended.

    An empty difference is an empty mapping; without a stored version to compare with it is None.
    """
    result: Plain = storable(
        {
            "form": found.form.value,
            "problems": [_problem(each) for each in found.problems],
            "report": plain_report(found.report),
            "summary": _summary(found.summary),
        }
    )
    return result


def plain_report(report: Report | None) -> Plain | None:
    """What was understood of a foreign format and what was not; None for our own."""
    if report is None:
        return None
    found: Plain = {
        "understood": [{"what": said(what), "count": count} for what, count in report.understood],
        "left_out": [
            {"what": said(each.what), "count": each.count, "places": list(each.places)}
            for each in report.left_out
        ],
    }
    return {key: storable(each) for key, each in found.items()}


def _problem(problem: Problem) -> Plain:
    return {
        "line": problem.line,
        "column": problem.column,
        "path": problem.path,
        "cell": problem.cell,
        "message": said(problem.message),
    }


def _summary(summary: FileSummary | None) -> Plain | None:
    if summary is None:
        return None
    return {
        "code": summary.code,
        "name": summary.name,
        "number": summary.number,
        "outcome": summary.outcome.value,
        "counts": [{"name": name, "count": count} for name, count in summary.counts],
        "questions": summary.questions,
        "missing": [_gap(each) for each in summary.missing],
        "advised": [_gap(each) for each in summary.advised],
        "compared_with": summary.compared_with,
        "difference": _difference(summary.difference),
    }


def _gap(gap: Gap) -> Plain:
    return {"code": gap.code, "message": said(gap.message)}


def _difference(found: Difference | None) -> Plain | None:
    if not found:
        return None if found is None else {}
    return {
        "model": [change.field for change in found.model],
        "nodes": _changes(found.nodes),
        "questions": _changes(found.questions),
        "vocabulary": {name: _changes(each) for name, each in found.vocabulary.items()},
    }


def _changes(found: Changes) -> dict[str, list[Any]]:
    return {
        "added": list(found.added),
        "removed": list(found.removed),
        "moved": [each.code for each in found.moved],
        "reworded": [each.code for each in found.reworded],
        "altered": [_altered(each) for each in found.altered],
        "renamed": [{"before": each.before, "after": each.after} for each in found.renamed],
        "split": [{"code": each.code, "into": list(each.into)} for each in found.split],
        "merged": [{"code": each.code, "sources": list(each.sources)} for each in found.merged],
    }


def _altered(found: Altered) -> Plain:
    return {"code": found.code, "fields": [change.field for change in found.changes]}
