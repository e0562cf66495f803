"""Whether kept parts of a page still hold: all that can change around published content."""

from dataclasses import dataclass
from typing import cast
from uuid import UUID

from django.db import connection
from django.utils.functional import SimpleLazyObject

from cip.access.actor import Actor
from models_catalog.models import ModelVersion

# Asked by every page of a model. Written out, because building this statement from querysets
# takes longer than answering it; visible is what `visible_to` says: shared, or one's own.
_STANDING = """
SELECT v.state, v.based_on_id IS NOT NULL,
       md5(concat_ws(' ', v.state, v.updated_at, m.name, base.name, (
         SELECT string_agg(concat(s.id, s.state, s.updated_at), ' ' ORDER BY s.id)
           FROM models_catalog_modelversion s WHERE s.model_id = v.model_id))),
       coalesce((
         SELECT md5(string_agg(concat(c.id, c.name, c.checksum), ' ' ORDER BY c.id))
           FROM models_catalog_crosswalk c
          WHERE v.id IN (c.source_id, c.target_id)
            AND (c.organization_id IS NULL OR c.organization_id = %(organization)s)), '')
  FROM models_catalog_modelversion v
  JOIN models_catalog_maturitymodel m ON m.id = v.model_id
  LEFT JOIN models_catalog_modelversion b ON b.id = v.based_on_id
  LEFT JOIN models_catalog_maturitymodel base ON base.id = b.model_id
 WHERE v.id = %(version)s AND v.state <> 'draft'
   AND (m.organization_id IS NULL OR m.organization_id = %(organization)s)
"""


@dataclass(frozen=True)
class Standing:
    """A version that may be seen; once published with marks that change with what is around it."""

    pk: UUID
    state: str
    is_variant: bool
    version: ModelVersion
    """With its model, what it is based on and that one's model; loaded when asked for."""
    line: str = ""
    """Changes with the state of the version, the names of its models, and its sister versions."""
    crosswalks: str = ""
    """Changes with the crosswalks of the version that the actor may see."""


def standing_of(actor: Actor, pk: UUID) -> Standing | None:
    """None for what the actor may not see. One query; one more for drafts, or for `version`."""
    with connection.cursor() as cursor:
        cursor.execute(_STANDING, {"version": pk, "organization": actor.organization_id})
        found = cursor.fetchone()
    rows = ModelVersion.objects.visible_to(actor).select_related("model", "based_on__model")
    if found is not None:
        state, is_variant, line, crosswalks = found
        version = cast(ModelVersion, SimpleLazyObject(lambda: rows.get(pk=pk)))
        return Standing(pk, state, is_variant, version, line, crosswalks)
    draft = rows.filter(pk=pk).first()
    return (
        None if draft is None else Standing(pk, draft.state, draft.based_on_id is not None, draft)
    )
