"""Codes of the versions before a draft: which are gone, and which never were."""

from collections.abc import Collection

from django.db.models import Q, Subquery, UUIDField, Value
from django.db.models.functions import Coalesce

from models_catalog.models import ModelVersion, Node

MOST_GONE = 20


def gone_nodes(version: ModelVersion) -> tuple[tuple[tuple[str, str], ...], bool]:
    """Code and title of nodes that the version before has and the draft has no longer.

    The version before is the newest published one of the model, else what a variant was made
    from. At most `MOST_GONE`, and whether there are more. One query.
    """
    own = version.model.versions.exclude(state=ModelVersion.State.DRAFT).exclude(pk=version.pk)
    newest = Subquery(own.order_by("-published_at", "pk").values("pk")[:1])
    before = Value(version.based_on_id, output_field=UUIDField())
    gone = (
        Node.objects.filter(version_id=Coalesce(newest, before))
        .exclude(code__in=version.nodes.values("code"))
        .order_by("position")
        .values_list("code", "title")
    )
    rows = tuple(gone[: MOST_GONE + 1])
    return rows[:MOST_GONE], len(rows) > MOST_GONE


def unknown_codes(version: ModelVersion, codes: Collection[str]) -> list[str]:
    """Those of the codes that no other version of the model has, nor what it is based on."""
    family = Q(version__model=version.model_id) | Q(version__variants__model=version.model_id)
    rows = Node.objects.filter(family, code__in=codes).exclude(version=version.pk)
    known = set(rows.values_list("code", flat=True))
    return [code for code in codes if code not in known]
