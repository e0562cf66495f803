"""Parts of a questionnaire that somebody handed on: to whom, how far, who answered what."""

from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from assessments.models import Answer, Delegation, Participant, Response
from assessments.queries.questionnaire import AreaStep, Sheet
from assessments.rules.progress import Progress, overall


@dataclass(frozen=True)
class DelegatedParts:
    """What one colleague got, as both of them see it."""

    id: UUID
    name: str
    email: str
    areas: tuple[AreaStep, ...]
    created_at: datetime
    finished_at: datetime | None
    taken_back_at: datetime | None

    @property
    def progress(self) -> Progress:
        """Over these parts, whoever answered."""
        return overall(area.progress for area in self.areas)


def handed_on(participant: Participant, areas: Sheet) -> list[DelegatedParts]:
    """All delegations of a participant, newest first. Two queries."""
    rows = Delegation.objects.filter(participant=participant).prefetch_related("areas")
    return [
        DelegatedParts(
            row.pk,
            row.name,
            row.email,
            tuple(step for step in areas.areas if step.node_id in {n.pk for n in row.areas.all()}),
            row.created_at,
            row.finished_at,
            row.taken_back_at,
        )
        for row in rows.order_by("-created_at", "pk")
    ]


def parts_of(areas: Sheet, delegation: Delegation | None) -> Sheet:
    """The whole questionnaire, or for a colleague the parts handed over. At most one query."""
    if delegation is None:
        return areas
    inside = set(delegation.areas.values_list("pk", flat=True))
    return replace(areas, areas=tuple(step for step in areas.areas if step.node_id in inside))


def answered_by(response: Response) -> dict[UUID, str]:
    """Question -> the colleague who answered it; the participant's own answers are not named."""
    rows = Answer.objects.filter(response=response, delegation__isnull=False)
    return dict(rows.values_list("item_id", "delegation__name"))
