"""Edit a draft step by step, take steps back, make them again."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

import yaml
from django.db import transaction
from django.utils.translation import gettext as _

from cip.access.actor import Actor
from cip.audit import services as audit
from cip.kernel.errors import FieldConflict, InvalidInput, StaleWrite, WrongState
from models_catalog import policies
from models_catalog.models import Edit, ModelVersion
from models_catalog.queries.excerpt import excerpt
from models_catalog.queries.phrases import said
from models_catalog.rules.document import ModelDocument
from models_catalog.rules.editing import edits as steps
from models_catalog.rules.editing.applying import apply
from models_catalog.rules.editing.check import Applied, EditProblem, Step, applied
from models_catalog.rules.editing.content import explicit_words, own_content
from models_catalog.rules.editing.tree import placed_in
from models_catalog.rules.problems import path_text
from models_catalog.services.draft_rows import store_steps
from models_catalog.services.history import EVERYTHING, add_step
from models_catalog.services.importing import describe_model

MOST_EDITS = 500
State = Edit.State


class EditRefused(InvalidInput):
    """Edits that break a rule of the model; `problems` says where in which edit."""

    def __init__(self, problems: Sequence[EditProblem]) -> None:
        self.problems = tuple(problems)
        found: dict[str, list[str]] = {}
        for problem in self.problems:
            field = path_text(("edits", problem.edit, *problem.path))
            found.setdefault(field, []).append(said(problem.message))
        super().__init__(fields=found)


@transaction.atomic
def edit_draft(
    *,
    actor: Actor,
    version: ModelVersion,
    edits: Sequence[steps.Edit],
    expected_revision: int,
    now: datetime,
) -> ModelVersion:
    """Make edits as one step of the draft's history: all of them or none.

    `expected_revision` is what the person has seen. What others did since then may stand beside
    these edits; StaleWrite when it is about the same things. EditRefused tells everything that is
    wrong with the edits. Edits that change nothing leave no trace.
    """
    version = _locked(actor, version)
    if not 0 < len(edits) <= MOST_EDITS:
        message = _("Send between 1 and %(most)s edits at once.") % {"most": MOST_EDITS}
        raise InvalidInput(fields={"edits": [message]})
    document = excerpt(version, edits)
    result = applied(document, edits)
    _check_fresh(version, document, edits, result, expected_revision)
    if result.problems:
        raise EditRefused(result.problems)
    if result.document == document:
        return version
    store_steps(version, result.steps)
    _save(version, result.document, edits)
    subject, place = _named(result.steps[0])
    step = add_step(
        made_by=actor.user_id,
        version=version,
        now=now,
        do=[steps.plain_edit(edit) for edit in edits],
        undo=[steps.plain_edit(edit) for edit in result.undo],
        touches=result.touched,
        subject=subject,
        place=place,
    )
    audit.record(actor, "model_version.edited", version, changes={"step": [None, step.number]})
    return version


@transaction.atomic
def undo_step(*, actor: Actor, version: ModelVersion) -> ModelVersion:
    """Take the newest step back. WrongState when there is none."""
    version = _locked(actor, version)
    last = version.edits.filter(state=State.DONE).order_by("-number").first()
    if last is None or not last.undo:
        raise WrongState(_("There is nothing to undo."))
    _replay(version, last, last.undo, State.UNDONE)
    audit.record(actor, "model_version.step_undone", version, changes={"step": [last.number, None]})
    return version


@transaction.atomic
def redo_step(*, actor: Actor, version: ModelVersion) -> ModelVersion:
    """Make the step again that was taken back last. WrongState when there is none."""
    version = _locked(actor, version)
    first = version.edits.filter(state=State.UNDONE).order_by("number").first()
    if first is None:
        raise WrongState(_("There is nothing to redo."))
    _replay(version, first, first.do, State.DONE)
    audit.record(
        actor, "model_version.step_redone", version, changes={"step": [None, first.number]}
    )
    return version


def _locked(actor: Actor, version: ModelVersion) -> ModelVersion:
    rows = ModelVersion.objects.select_for_update(of=("self",)).select_related("model")
    row = rows.get(pk=version.pk)
    policies.check_can_edit(actor, row)
    return row


def _replay(version: ModelVersion, step: Edit, plain: list[Any], state: str) -> None:
    edits = [steps.read_edit(raw) for raw in plain]
    document = excerpt(version, edits)
    made = []
    for edit in edits:
        after = apply(document, edit)
        made.append(Step(edit, document, after))
        document = after
    store_steps(version, made)
    _save(version, document, edits)
    step.state, step.revision = state, version.revision
    step.save(update_fields=["state", "revision"])


def _save(version: ModelVersion, document: ModelDocument, edits: Sequence[steps.Edit]) -> None:
    """Count the change; the checksum is that of published or imported content only."""
    version.revision += 1
    version.checksum = ""
    version.header = document.model.header
    version.notes = document.version.notes
    version.save(update_fields=["revision", "checksum", "header", "notes", "updated_at"])
    if any(isinstance(edit, steps.ChangeModel) for edit in edits):
        describe_model(version.model, version.header)


def _named(step: Step) -> tuple[str, str]:
    """What a step is about and, for nodes, under what it stands now."""
    match step.edit:
        case steps.AddNode(parent=parent, node=raw):
            return str(raw["title"]), _title(step.after, parent)
        case steps.MoveNode(code=code, parent=parent):
            return _title(step.after, code), _title(step.after, parent)
        case steps.ChangeNode(code=code) | steps.RemoveNode(code=code):
            return _title(step.before, code), ""
        case steps.AddEntry(entry=entry):
            return str(entry["name"]), ""
        case steps.ChangeModel():
            return step.after.model.name, ""
        case _:
            return _word(step.before, step.edit.section, step.edit.code), ""


def _title(document: ModelDocument, code: str | None) -> str:
    placed = None if code is None else placed_in(document, code)
    return placed.node.title if placed else ""


def _word(document: ModelDocument, section: steps.Section, code: str) -> str:
    entries = explicit_words(document)[section]
    return next((str(entry["name"]) for entry in entries if entry["code"] == code), code)


def _check_fresh(
    version: ModelVersion,
    document: ModelDocument,
    edits: Sequence[steps.Edit],
    result: Applied,
    expected: int,
) -> None:
    """StaleWrite when somebody else has worked on the same things since `expected`."""
    if expected == version.revision:
        return
    others = version.edits.filter(
        revision__gt=expected, touches__overlap=[*result.touched, EVERYTHING]
    )
    if expected > version.revision or others.exists():
        raise StaleWrite(
            _("Somebody else changed this in the meantime. Both texts are below; nothing is lost."),
            current_version=version.revision,
            conflicts=[each for edit in edits for each in _conflicts(document, edit)],
        )


def _conflicts(document: ModelDocument, edit: steps.Edit) -> list[FieldConflict]:
    """What is stored and what was sent, field by field."""
    match edit:
        case steps.ChangeNode(code=code, set=values):
            placed = placed_in(document, code)
            stored: Mapping[str, Any] = own_content(document, placed.node) if placed else {}
        case steps.ChangeEntry(section=section, code=code, set=values):
            words = explicit_words(document)[section]
            stored = next((entry for entry in words if entry["code"] == code), {})
        case steps.AddNode(node=values) | steps.AddEntry(entry=values):
            stored = {}
        case _:
            plain = steps.plain_edit(edit)
            return [FieldConflict(str(plain.pop("do")).replace("_", " "), "", _text(plain))]
    return [
        FieldConflict(key.replace("_", " "), _text(stored.get(key)), _text(value))
        for key, value in values.items()
        if stored.get(key) != value
    ]


def _text(value: Any) -> str:
    if not isinstance(value, dict | list):
        return "" if value is None else str(value)
    return yaml.safe_dump(value, allow_unicode=True, sort_keys=False).strip()
