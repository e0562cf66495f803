"""What the viewsets of this app share."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.db import models

from assessments.queries.findings import visible_action_items, visible_findings
from assessments.queries.gaps import visible_targets
from cip.api.views import ReadMixin, ScopedViewSet
from cip.db.lookups import named_row
from cip.kernel.errors import InvalidInput
from roadmap import policies
from roadmap.models import Initiative, Workplan
from roadmap.services.sources import Source
from workshops.models import Outcome

IN_PLAN = ("workplan__team", "workplan__program")


class PlanViewSet(ReadMixin, ScopedViewSet):
    """Rows of workplans, for roles that include the roadmap."""

    area = "roadmap"
    related: tuple[str, ...] = ()

    def get_queryset(self) -> models.QuerySet[Any]:
        """Visible rows with what their services and serializers need."""
        if not getattr(self, "swagger_fake_view", False):
            policies.check_can_view_roadmap(self.actor)
        return super().get_queryset().select_related(*self.related)

    def workplan(self, pk: UUID) -> Workplan:
        """The visible workplan named in a body."""
        rows = Workplan.objects.select_related("team", "program")
        row: Workplan = named_row(rows, self.actor, pk, field="workplan")
        return row

    def initiative(self, pk: UUID, field: str = "initiative") -> Initiative:
        """The visible initiative named in a body."""
        rows = Initiative.objects.select_related("workplan__team", "workplan__program")
        row: Initiative = named_row(rows, self.actor, pk, field=field)
        return row

    def source(self, named: Mapping[str, UUID], *, prefix: str = "source.") -> Source:
        """The visible finding, action_item, outcome or gap named in a body."""
        (name, pk), *_rest = named.items()
        rows: dict[str, models.QuerySet[Any]] = {
            "finding": visible_findings(self.actor).select_related("assessment"),
            "action_item": visible_action_items(self.actor).select_related("assessment"),
            "outcome": Outcome.objects.visible_to(self.actor).select_related("workshop"),
            "gap": visible_targets(self.actor),
        }
        row = rows[name].filter(pk=pk).first()
        if row is None:
            raise InvalidInput(fields={f"{prefix}{name}": ["Unknown, or not visible to you."]})
        return Source(**{name: row})


def with_ids(data: Mapping[str, Any], *names: str) -> dict[str, Any]:
    """The values with `owner` as `owner_id` and so on, as services take them."""
    return {f"{key}_id" if key in names else key: value for key, value in data.items()}
