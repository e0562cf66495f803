"""API of what takes a version on: publish, retire, next version, variant, upgrade."""

from typing import Any

from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from cip.api.views import ScopedViewSet
from cip.kernel import clock
from cip.kernel.errors import WrongState
from models_catalog import policies
from models_catalog.models import ModelVersion
from models_catalog.queries.lifecycle import newer_versions, proposed_code, proposed_number
from models_catalog.rules.threeway import Side
from models_catalog.serializers.lifecycle import (
    NextVersionSerializer,
    PublishSerializer,
    RetireSerializer,
    TailorSerializer,
    UpgradeInputSerializer,
    UpgradeSerializer,
    upgrade_body,
)
from models_catalog.serializers.versions import ModelVersionSerializer
from models_catalog.services import tailoring, versions


class LifecycleMixin(ScopedViewSet):
    """Steps of a version."""

    @extend_schema(request=PublishSerializer, responses=ModelVersionSerializer)
    @action(detail=True, methods=["post"])
    def publish(self, request: Request, pk: str) -> Response:
        """Publish a draft; its content can never change after that.

        A second version needs notes on what changed.
        """
        version = self.get_object()
        values = self.validated(request, PublishSerializer)
        row = versions.publish_version(
            actor=self.actor, version=version, now=clock.now(), notes=values.get("notes")
        )
        return self.rendered(row)

    @extend_schema(request=RetireSerializer, responses=ModelVersionSerializer)
    @action(detail=True, methods=["post"])
    def retire(self, request: Request, pk: str) -> Response:
        """Retire a published version; new assessments cannot choose it."""
        version = self.get_object()
        values = self.validated(request, RetireSerializer)
        row = versions.retire_version(actor=self.actor, version=version, reason=values["reason"])
        return self.rendered(row)

    @extend_schema(request=NextVersionSerializer, responses={201: ModelVersionSerializer})
    @action(detail=True, methods=["post"], url_path="next")
    def next_version(self, request: Request, pk: str) -> Response:
        """A draft with the content of a published version of an own model."""
        version = self.get_object()
        values = self.validated(request, NextVersionSerializer)
        number = values.get("number") or proposed_number(version)
        row = tailoring.next_version(actor=self.actor, version=version, number=number)
        return self.rendered(row, status=201)

    @extend_schema(request=TailorSerializer, responses={201: ModelVersionSerializer})
    @action(detail=True, methods=["post"])
    def tailor(self, request: Request, pk: str) -> Response:
        """A variant of a published version: a model of the organization with the same codes."""
        version = self.get_object()
        values = self.validated(request, TailorSerializer)
        row = tailoring.tailor_version(
            actor=self.actor,
            version=version,
            name=values.get("name") or _("%(model)s, our variant") % {"model": version.model.name},
            code=values.get("code") or proposed_code(self.actor, version),
        )
        return self.rendered(row, status=201)

    @extend_schema(request=UpgradeInputSerializer, responses=UpgradeSerializer)
    @action(detail=True, methods=["post"], url_path="upgrade-preview")
    def upgrade_preview(self, request: Request, pk: str) -> Response:
        """What an upgrade of a variant would do; stores nothing."""
        version = self.get_object()
        values = self.validated(request, UpgradeInputSerializer)
        found = tailoring.preview_upgrade(
            actor=self.actor,
            version=version,
            target=self._target(version, values),
            choices=_choices(values),
        )
        return Response(upgrade_body(found))

    @extend_schema(request=UpgradeInputSerializer, responses={201: ModelVersionSerializer})
    @action(detail=True, methods=["post"])
    def upgrade(self, request: Request, pk: str) -> Response:
        """A new draft of a variant, brought to a newer version of its parent."""
        version = self.get_object()
        values = self.validated(request, UpgradeInputSerializer)
        row = tailoring.upgrade_version(
            actor=self.actor,
            version=version,
            target=self._target(version, values),
            choices=_choices(values),
        )
        return self.rendered(row, status=201)

    def _target(self, version: ModelVersion, values: dict[str, Any]) -> ModelVersion:
        """The version asked for, or the newest."""
        policies.check_can_upgrade(self.actor, version)
        newer = newer_versions(self.actor, version)
        asked = values.get("to")
        found = next((row for row in newer if asked in (None, row.pk)), None)
        if found is None:
            raise WrongState(_("The parent has no such newer published version."))
        return found


def _choices(values: dict[str, Any]) -> dict[str, Side]:
    return {key: Side(side) for key, side in values.get("choices", {}).items()}
