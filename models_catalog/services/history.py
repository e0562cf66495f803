"""The one writer of a draft's history."""

from datetime import datetime
from typing import Any
from uuid import UUID

from models_catalog.models import Edit, ModelVersion

EVERYTHING = "*"
"""What a step touches that leaves nothing as it was."""


def add_step(
    *,
    made_by: UUID | None,
    version: ModelVersion,
    now: datetime,
    do: list[Any],
    undo: list[Any],
    touches: set[str],
    subject: str,
    place: str = "",
) -> Edit:
    """Write a step at the end of the history; steps that were taken back cannot return now.

    The version's revision must already count it. A step without `undo` cannot be taken back, nor
    can those before it.
    """
    version.edits.filter(state=Edit.State.UNDONE).update(state=Edit.State.DROPPED)
    last = version.edits.order_by("-number").values_list("number", flat=True).first()
    longest = Edit._meta.get_field("subject").max_length
    return Edit.objects.create(
        version=version,
        number=(last or 0) + 1,
        made_by_id=made_by,
        made_at=now,
        do=do,
        undo=undo,
        subject=subject[:longest],
        place=place[:longest],
        touches=sorted(touches),
        revision=version.revision,
    )
