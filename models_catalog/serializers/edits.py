"""What the API accepts and shows of edits of a draft."""

from collections.abc import Iterator
from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from cip.api.serializers import StrictSerializer
from cip.kernel import texts
from models_catalog.models import Edit
from models_catalog.rules.editing.edits import VERBS, MalformedEdit, read_edit
from models_catalog.rules.editing.edits import Edit as AnyEdit

DEEPEST = 100
"""Levels of lists and mappings in an edit; a file may nest its nodes 40 deep."""


@extend_schema_field(
    {
        "type": "object",
        "required": ["do"],
        "properties": {"do": {"type": "string", "enum": list(VERBS)}},
        "additionalProperties": True,
    }
)
class EditField(serializers.Field):
    """One edit; `do` names its kind, the other keys are those of the kind."""

    def to_internal_value(self, data: Any) -> AnyEdit:
        """The edit; ValidationError at the key that is wrong."""
        for text in _texts(data):
            problem = texts.problem_in(text, limit=texts.LONG)
            if problem:
                raise serializers.ValidationError(problem)
        try:
            return read_edit(data)
        except MalformedEdit as error:
            raise serializers.ValidationError(
                {error.field: [error.message]} if error.field else [error.message]
            ) from error

    def to_representation(self, value: Any) -> Any:
        """As it is stored."""
        return value


def _texts(value: Any) -> Iterator[str]:
    """Every text inside a value, keys too; ValidationError when it is nested too deep."""
    waiting = [(value, 0)]
    while waiting:
        each, depth = waiting.pop()
        if depth > DEEPEST:
            raise serializers.ValidationError(f"Nested deeper than {DEEPEST}.")
        if isinstance(each, str):
            yield each
        elif isinstance(each, dict):
            waiting += [(part, depth + 1) for pair in each.items() for part in pair]
        elif isinstance(each, list):
            waiting += [(part, depth + 1) for part in each]


class EditsSerializer(StrictSerializer):
    """Edits that are made together, all or none."""

    edits = serializers.ListField(child=EditField(), min_length=1, max_length=500)


class StepSerializer(serializers.ModelSerializer):
    """One step of a draft's history."""

    made_by = serializers.CharField(source="made_by.name", default=None, allow_null=True)
    edits = serializers.ListField(source="do", child=EditField())

    class Meta:
        model = Edit
        fields = ["number", "made_by", "made_at", "state", "subject", "place", "edits", "revision"]
