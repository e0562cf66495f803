"""What stands on a program's pages without permissions: sums, and lists of rows."""

from typing import Any
from uuid import UUID

from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.template import engines
from rest_framework import generics, permissions, renderers, serializers

from assessments.models import Assessment
from roadmap.models import Initiative
from tools.bench.floor.token import PlainToken, check

LISTED = 100
PAGE = 50


def dashboard(request: HttpRequest, program_id: UUID) -> HttpResponse:
    """All initiatives counted by team and state, and a list of 100 of them."""
    check(request)
    rows = Initiative.objects.filter(workplan__program_id=program_id)
    teams = (
        rows.values("workplan__team__name")
        .annotate(
            total=Count("pk"),
            running=Count("pk", filter=Q(state="started")),
            done=Count("pk", filter=Q(state="done")),
        )
        .order_by("workplan__team__name")
    )
    listed = rows.order_by("due_on", "pk").values("pk", "title", "state", "due_on", "owner__name")
    return HttpResponse(_DASHBOARD.render({"teams": teams, "rows": listed[:LISTED]}))


def assessments_page(request: HttpRequest, program_id: UUID) -> HttpResponse:
    """As many assessments as a page holds, with people asked and done."""
    check(request)
    return HttpResponse(_LIST.render({"rows": _assessments(program_id)[:PAGE]}))


def _assessments(program_id: UUID) -> QuerySet[Any]:
    """Newest first, with everything that a line names."""
    return (
        Assessment.objects.filter(program_id=program_id)
        .select_related("lead", "model_version__model")
        .annotate(
            invited=Count("participants", distinct=True),
            submitted=Count("participants", filter=_SUBMITTED, distinct=True),
        )
        .order_by("-created_at")
    )


_SUBMITTED = Q(participants__responses__state="submitted")


class Line(serializers.ModelSerializer[Assessment]):
    """The columns of an assessment."""

    class Meta:
        model = Assessment
        fields = (
            "id",
            "program",
            "title",
            "purpose",
            "model_version",
            "method_version",
            "state",
            "mode",
            "anonymity_threshold",
            "lead",
            "closes_on",
            "opened_at",
            "collection_closed_at",
            "agreed_at",
            "closed_at",
            "created_at",
            "updated_at",
            "version",
        )


class Assessments(generics.ListAPIView[Assessment]):
    """100 assessments by DRF's own list view."""

    authentication_classes = (PlainToken,)
    permission_classes = (permissions.IsAuthenticated,)
    throttle_classes = ()
    renderer_classes = (renderers.JSONRenderer,)
    filter_backends = ()
    pagination_class = None
    serializer_class = Line

    def get_queryset(self) -> QuerySet[Assessment]:
        """Newest first."""
        rows = Assessment.objects.filter(program_id=self.kwargs["program_id"])
        return rows.order_by("-created_at")[:LISTED]


_DASHBOARD = engines["django"].from_string("""<!doctype html>
<html lang="en"><head><title>Program</title></head><body>
<table>{% for team in teams %}<tr><th>{{ team.workplan__team__name }}</th>
<td>{{ team.total }}</td><td>{{ team.running }}</td><td>{{ team.done }}</td></tr>
{% endfor %}</table><table>{% for row in rows %}<tr>
<th><a href="/initiatives/{{ row.pk }}/">{{ row.title }}</a></th>
<td>{{ row.owner__name }}</td><td>{{ row.state }}</td><td>{{ row.due_on|date:"j M Y" }}</td>
</tr>{% endfor %}</table></body></html>""")
_LIST = engines["django"].from_string("""<!doctype html>
<html lang="en"><head><title>Assessments</title></head><body><table>{% for row in rows %}
<tr><th><a href="/assessments/{{ row.pk }}/">{{ row.title }}</a></th>
<td>{{ row.get_state_display }}</td>
<td>{{ row.model_version.model.name }} {{ row.model_version.number }}</td><td>{{ row.lead }}</td>
<td>{{ row.closes_on|date:"j M Y" }}</td><td>{{ row.submitted }} of {{ row.invited }}</td></tr>
{% endfor %}</table></body></html>""")
