"""Agenda items: add, edit, move, remove; sections: rename."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from cip.access.actor import Actor
from cip.audit import services as audit
from cip.db.versions import save_version
from cip.kernel.errors import InvalidInput
from workshops import policies
from workshops.models import AgendaItem, Workshop
from workshops.queries.agenda import agenda_items
from workshops.rules.agenda import (
    LONGEST,
    SHORTEST,
    Order,
    added,
    placed,
    regrouped,
    section_numbers,
    stepped,
)
from workshops.services.locking import lock

EDITABLE = frozenset({"title", "minutes", "presenter", "section"})
UP, DOWN = -1, 1


@transaction.atomic
def add_agenda_item(
    *,
    actor: Actor,
    workshop: Workshop,
    section: str,
    title: str,
    minutes: int,
    presenter: str = "",
) -> AgendaItem:
    """A new item at the end of its section; a section not yet there comes last."""
    policies.check_can_edit_agenda(actor, workshop)
    _check_item({"section": section, "title": title, "minutes": minutes})
    lock(workshop)
    item = AgendaItem(
        workshop=workshop, section=section, title=title, minutes=minutes, presenter=presenter
    )
    items = {row.pk: row for row in agenda_items(workshop)}
    order = added(_order(items), item.pk, section)
    item.position = order.index((item.pk, section)) + 1
    _write({**items, item.pk: item}, order)
    audit.record(actor, "agenda_item.added", item, program_id=workshop.program_id)
    return item


@transaction.atomic
def edit_agenda_item(
    *, actor: Actor, item: AgendaItem, expected_version: int, values: Mapping[str, Any]
) -> AgendaItem:
    """Change title, minutes, who leads it, or its section (then it moves there)."""
    workshop = item.workshop
    policies.check_can_edit_agenda(actor, workshop)
    unknown = set(values) - EDITABLE
    if unknown:
        raise ValueError(f"not editable: {sorted(unknown)}")
    _check_item(values)
    lock(workshop)
    changes = save_version(item, expected_version=expected_version, values=values)
    if "section" in changes:
        items = {row.pk: row for row in agenda_items(workshop)}
        old, new = changes["section"]
        order = [(key, old if key == item.pk else title) for key, title in _order(items)]
        _write(items, regrouped(order, [key for key, _title in order].index(item.pk), new))
        item.refresh_from_db(fields=["position", "section_number", "section"])
    if changes:
        audit.record(
            actor, "agenda_item.edited", item, program_id=workshop.program_id, changes=changes
        )
    return item


@transaction.atomic
def move_agenda_item(*, actor: Actor, item: AgendaItem, step: int) -> AgendaItem:
    """One place up (-1) or down (+1); across a section's edge the item changes its section."""
    policies.check_can_edit_agenda(actor, item.workshop)
    if step not in (UP, DOWN):
        raise ValueError("step is -1 or 1")
    return _moved(actor, item, lambda order, index: stepped(order, index, step))


@transaction.atomic
def place_agenda_item(*, actor: Actor, item: AgendaItem, position: int) -> AgendaItem:
    """To that place in the whole agenda, counted from 1; beyond the end means last."""
    policies.check_can_edit_agenda(actor, item.workshop)
    return _moved(actor, item, lambda order, index: placed(order, index, position - 1))


@transaction.atomic
def rename_section(*, actor: Actor, workshop: Workshop, section: str, title: str) -> Workshop:
    """Give all items of that section the new title; the agenda keeps its order.

    InvalidInput for a section that is not on the agenda, and for the title of another one.
    """
    policies.check_can_edit_agenda(actor, workshop)
    lock(workshop)
    titles = {item.section for item in agenda_items(workshop)}
    if section not in titles:
        raise InvalidInput(_("This section is no longer on the agenda."))
    if not title:
        raise InvalidInput(fields={"title": [_("Give the section a title.")]})
    if title == section:
        return workshop
    if title in titles:
        raise InvalidInput(fields={"title": [_("Another section has this title already.")]})
    items = workshop.agenda.filter(section=section)
    items.update(section=title, version=F("version") + 1)
    audit.record(
        actor,
        "agenda.section_renamed",
        workshop,
        program_id=workshop.program_id,
        changes={"section": [section, title]},
    )
    return workshop


@transaction.atomic
def remove_agenda_item(*, actor: Actor, item: AgendaItem) -> None:
    """Take an item off the agenda; outcomes recorded under it stay, outside the agenda."""
    workshop = item.workshop
    policies.check_can_edit_agenda(actor, workshop)
    lock(workshop)
    audit.record(
        actor,
        "agenda_item.removed",
        item,
        program_id=workshop.program_id,
        changes={"section": [item.section, None], "minutes": [item.minutes, None]},
    )
    item.delete()
    items = {row.pk: row for row in agenda_items(workshop)}
    _write(items, _order(items))


def _moved(actor: Actor, item: AgendaItem, move: Any) -> AgendaItem:
    workshop = item.workshop
    lock(workshop)
    items = {row.pk: row for row in agenda_items(workshop)}
    before = _order(items)
    index = next((i for i, (key, _title) in enumerate(before) if key == item.pk), None)
    if index is None:
        raise InvalidInput(_("This item is no longer on the agenda."))
    after = move(before, index)
    if after != before:
        _write(items, after)
        item.refresh_from_db(fields=["position", "section_number", "section"])
        to = [key for key, _title in after].index(item.pk)
        changes: dict[str, list[Any]] = {"position": [index + 1, to + 1]}
        if before[index][1] != after[to][1]:
            changes["section"] = [before[index][1], after[to][1]]
        audit.record(
            actor, "agenda_item.moved", item, program_id=workshop.program_id, changes=changes
        )
    return item


def _order(items: Mapping[UUID, AgendaItem]) -> Order[UUID]:
    return [(key, row.section) for key, row in items.items()]


def _write(items: Mapping[UUID, AgendaItem], order: Order[UUID]) -> None:
    """Store positions and sections as in `order`; only rows that differ are written."""
    changed: list[AgendaItem] = []
    new: list[AgendaItem] = []
    numbers = section_numbers(order)
    for position, ((key, section), number) in enumerate(zip(order, numbers, strict=True), start=1):
        row = items[key]
        is_new = row._state.adding
        if is_new or (row.position, row.section_number, row.section) != (position, number, section):
            row.position, row.section_number, row.section = position, number, section
            (new if is_new else changed).append(row)
    AgendaItem.objects.bulk_update(changed, ["position", "section_number", "section"])
    for row in new:
        row.save(force_insert=True)


def _check_item(values: Mapping[str, Any]) -> None:
    errors: dict[str, list[str]] = {}
    if not values.get("title", True):
        errors["title"] = [_("Say what the item is about.")]
    if not values.get("section", True):
        errors["section"] = [_("Choose a section or name a new one.")]
    if not SHORTEST <= values.get("minutes", SHORTEST) <= LONGEST:
        errors["minutes"] = [
            _("Between %(shortest)s and %(longest)s minutes.")
            % {"shortest": SHORTEST, "longest": LONGEST}
        ]
    if errors:
        raise InvalidInput(fields=errors)
