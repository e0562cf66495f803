"""Say how practices are implemented: at instances, and by choice for the whole unit."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from assessments import policies
from assessments.appraisal_words import CHOICE_PROBLEMS
from assessments.models import Assessment, Characterization, Instance
from assessments.queries.appraised_model import AppraisedModel, appraised_model
from assessments.rules.cmmi.characterization import (
    Characterization as Value,
)
from assessments.rules.cmmi.characterization import (
    TeamChoice,
    choice_problem,
    unit_characterization,
)
from assessments.services import gates
from assessments.services.locking import lock_assessment
from cip.access.actor import Actor
from cip.audit import services as audit
from cip.kernel import clock, texts
from cip.kernel.errors import FieldConflict, InvalidInput, NotAllowed, StaleWrite, WrongState

Key = tuple[UUID, UUID, UUID | None]
MOST_CHANGES = 2000


@dataclass(frozen=True)
class CellChange:
    """A value for one practice in one area at one instance; without instance, for the unit.

    `version` is 0 for a cell that has none yet.
    """

    area_id: UUID
    practice_id: UUID
    instance_id: UUID | None
    value: str
    note: str = ""
    version: int = 0

    @property
    def key(self) -> Key:
        """Which cell."""
        return self.area_id, self.practice_id, self.instance_id


@dataclass(frozen=True)
class _Place:
    """Where a cell stands, in words."""

    area: str
    practice: str
    instance: str

    def __str__(self) -> str:
        return " ".join(each for each in (self.area, self.practice, self.instance) if each)


@transaction.atomic
def characterize(
    *, actor: Actor, assessment: Assessment, changes: Iterable[CellChange]
) -> list[Characterization]:
    """Save all changes or none; the rows in the order of the changes.

    Instances come before choices for the unit, which are held against the values as they are then.
    Raises InvalidInput under "changes.N" with every problem, StaleWrite with both values of every
    cell that somebody else saved first.
    """
    policies.check_can_characterize(actor, assessment)
    wanted = list(changes)
    if actor.user_id is None:
        raise NotAllowed(_("A value is recorded by a person."))
    lock_assessment(assessment)
    policies.check_can_characterize(actor, assessment)
    gates.check_ratings_are_open(assessment)
    places = _places(assessment, wanted)
    _check(wanted, places)
    stored = _stored(assessment, wanted)
    _check_versions(wanted, stored, places)
    _check_choices(wanted, stored)
    rows, said = _write(assessment, actor.user_id, wanted, stored, places)
    if said:
        audit.record(
            actor,
            "practices.characterized",
            assessment,
            program_id=assessment.program_id,
            changes=said,
        )
    return rows


def _places(assessment: Assessment, wanted: Sequence[CellChange]) -> dict[Key, _Place]:
    """The cells that exist among those wanted."""
    model = appraised_model(assessment)
    if model is None:
        raise WrongState(_("The practices of this model are not characterized."))
    names: dict[UUID | None, str] = dict(
        Instance.objects.filter(assessment=assessment).values_list("pk", "name")
    )
    names[None] = ""
    practices = _practices(model)
    return {
        change.key: _Place(
            *practices[change.area_id, change.practice_id], names[change.instance_id]
        )
        for change in wanted
        if (change.area_id, change.practice_id) in practices and change.instance_id in names
    }


def _practices(model: AppraisedModel) -> Mapping[tuple[UUID, UUID], tuple[str, str]]:
    return {
        (area.id, practice.id): (area.code, practice.code)
        for area in model.in_scope
        for practice in area.practices
    }


def _check(wanted: Sequence[CellChange], places: Mapping[Key, _Place]) -> None:
    if len(wanted) > MOST_CHANGES:
        raise InvalidInput(_("Send at most %s values at once.") % MOST_CHANGES)
    problems: dict[str, list[str]] = {}
    seen: set[Key] = set()
    for number, change in enumerate(wanted):
        found = _problems(change, places)
        if change.key in seen:
            found.append(_("This cell is named twice."))
        seen.add(change.key)
        if found:
            problems[f"changes.{number}"] = found
    if problems:
        raise InvalidInput(fields=problems)


def _problems(change: CellChange, places: Mapping[Key, _Place]) -> list[str]:
    found = []
    if change.key not in places:
        found.append(_("No such practice or instance in the scope of this assessment."))
    if change.value and change.value not in Characterization.Value.values:
        found.append(_("Choose FI, LI, PI, NI or NY."))
    problem = texts.problem_in(change.note, limit=texts.LONG)
    if problem:
        found.append(problem)
    return found


def _stored(assessment: Assessment, wanted: Sequence[CellChange]) -> dict[Key, Characterization]:
    """All rows of the practices in question, locked by the assessment's own lock."""
    rows = Characterization.objects.filter(
        assessment=assessment,
        area_id__in={change.area_id for change in wanted},
        practice_id__in={change.practice_id for change in wanted},
    )
    return {(row.area_id, row.practice_id, row.instance_id): row for row in rows}


def _check_versions(
    wanted: Sequence[CellChange],
    stored: Mapping[Key, Characterization],
    places: Mapping[Key, _Place],
) -> None:
    conflicts, current = [], 0
    for change in wanted:
        row = stored.get(change.key)
        version = row.version if row else 0
        if version != change.version:
            there = _text(row.value, row.note) if row else ""
            here = _text(change.value, change.note)
            conflicts.append(FieldConflict(str(places[change.key]), there, here))
            current = version
    if conflicts:
        raise StaleWrite(
            _("Somebody else saved this in the meantime. Both texts are below; nothing is lost."),
            current_version=current,
            conflicts=conflicts,
        )


def _check_choices(wanted: Sequence[CellChange], stored: Mapping[Key, Characterization]) -> None:
    """Choices for the unit against the values of the instances as they will be."""
    values = {key: row.value for key, row in stored.items()}
    values |= {change.key: change.value for change in wanted}
    problems = {}
    for number, change in enumerate(wanted):
        if change.instance_id is not None or not change.value:
            continue
        seen = [
            Value(value)
            for (area, practice, instance), value in values.items()
            if (area, practice) == change.key[:2] and instance is not None and value
        ]
        problem = choice_problem(
            unit_characterization(seen), TeamChoice(Value(change.value), change.note)
        )
        if problem:
            problems[f"changes.{number}"] = [str(CHOICE_PROBLEMS[problem])]
    if problems:
        raise InvalidInput(fields=problems)


def _write(
    assessment: Assessment,
    user_id: UUID,
    wanted: Sequence[CellChange],
    stored: Mapping[Key, Characterization],
    places: Mapping[Key, _Place],
) -> tuple[list[Characterization], dict[str, Any]]:
    rows, new, changed, said = [], [], [], {}
    for change in wanted:
        row = stored.get(change.key)
        if row is None:
            row = Characterization(
                assessment=assessment,
                area_id=change.area_id,
                practice_id=change.practice_id,
                instance_id=change.instance_id,
            )
            new.append(row)
        elif (row.value, row.note) != (change.value, change.note):
            row.version += 1
            row.updated_at = clock.now()
            changed.append(row)
        rows.append(row)
        if (row.value, row.note) != (change.value, change.note):
            said[str(places[change.key])] = [
                _text(row.value, row.note),
                _text(change.value, change.note),
            ]
            row.value, row.note, row.recorded_by_id = change.value, change.note, user_id
        row.recorded_by_id = row.recorded_by_id or user_id
    Characterization.objects.bulk_create(new)
    fields = ["value", "note", "recorded_by", "version", "updated_at"]
    Characterization.objects.bulk_update(changed, fields)
    return rows, said


def _text(value: str, note: str) -> str:
    return f"{value}: {note}" if note else value
