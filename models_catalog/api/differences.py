"""API of what changed from one version to another."""

from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from cip.api.views import ScopedViewSet
from cip.kernel.errors import InvalidInput
from models_catalog.forms import DifferenceForm
from models_catalog.queries.difference import (
    account_of,
    comparable_versions,
    entries_of,
    usual_comparison,
)
from models_catalog.rules.account import Kind
from models_catalog.serializers.differences import (
    VersionDifferenceSerializer,
    difference_entry,
    difference_head,
)


class DifferenceMixin(ScopedViewSet):
    """The difference of a version from another one of its family."""

    @extend_schema(
        parameters=[
            OpenApiParameter(
                "from", str, description="The version before; default: the one before."
            ),
            OpenApiParameter("kind", str, enum=[kind.value for kind in Kind]),
            OpenApiParameter("branch", str, description="Code of a top node."),
            OpenApiParameter("page", int),
        ],
        responses=VersionDifferenceSerializer,
    )
    @action(detail=True, methods=["get"], filterset_class=None, filter_backends=[])
    def difference(self, request: Request, pk: str) -> Response:
        """What changed: of the same model, of the one it is a variant of, or of its variants.

        Without `from`, the version before it.
        """
        after = self.get_object()
        others = comparable_versions(self.actor, after)
        form = DifferenceForm(request.query_params, versions=[after, *others])
        if not form.is_valid():
            raise InvalidInput(
                fields={name: [str(e) for e in v] for name, v in form.errors.items()}
            )
        asked = form.cleaned_data
        known = {row.pk: row for row in others}
        before = known.get(asked["from"]) or usual_comparison(after, others)
        if before is None:
            raise InvalidInput(fields={"from": ["There is no other version to compare with."]})
        found = account_of(before, after)
        entries = list(entries_of(found, kind=asked["kind"], branch=asked["branch"]))
        page = self.paginate_queryset(entries)
        response = self.get_paginated_response([difference_entry(entry) for entry in page or ()])
        head = {"before": str(before.pk), "after": str(after.pk), **difference_head(found)}
        return Response({**head, **response.data})
