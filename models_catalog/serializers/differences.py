"""What the API shows of two versions beside each other."""

from collections.abc import Mapping
from typing import Any

from rest_framework import serializers

from models_catalog.rules.account import Account, Entry, Kind, QuestionEntry
from models_catalog.rules.differences import Change, Changes
from models_catalog.rules.document import Link


class DifferenceChangeSerializer(serializers.Serializer):
    """A field with its value before and after; null when there was or is none."""

    field = serializers.CharField()
    before = serializers.JSONField(allow_null=True)
    after = serializers.JSONField(allow_null=True)


class DifferenceQuestionSerializer(serializers.Serializer):
    """A question that came, went, moved or changed."""

    code = serializers.CharField()
    text = serializers.CharField()
    kinds = serializers.ListField(child=serializers.ChoiceField(choices=[k.value for k in Kind]))
    changes = DifferenceChangeSerializer(many=True)


class DifferenceEntrySerializer(serializers.Serializer):
    """A node that came, went or changed; a removed one as the older version has it."""

    code = serializers.CharField()
    title = serializers.CharField()
    type = serializers.CharField()
    branch = serializers.CharField(help_text="Code of its top node.")
    kinds = serializers.ListField(child=serializers.ChoiceField(choices=[k.value for k in Kind]))
    former = serializers.ListField(
        child=serializers.CharField(), help_text="What it was, is part of, or takes the place of."
    )
    moved_from = serializers.CharField(allow_null=True)
    moved_to = serializers.CharField(allow_null=True)
    changes = DifferenceChangeSerializer(many=True)
    questions = DifferenceQuestionSerializer(many=True)


class DifferenceCountsSerializer(serializers.Serializer):
    """How many of each kind."""

    added = serializers.IntegerField()
    removed = serializers.IntegerField()
    renamed = serializers.IntegerField()
    moved = serializers.IntegerField()
    split = serializers.IntegerField()
    merged = serializers.IntegerField()
    reworded = serializers.IntegerField()
    altered = serializers.IntegerField()


class VersionDifferenceSerializer(serializers.Serializer):
    """What changed from `before` to `after`: numbers, the model itself, and a page of nodes."""

    before = serializers.UUIDField()
    after = serializers.UUIDField()
    nodes = DifferenceCountsSerializer()
    questions = DifferenceCountsSerializer()
    model = DifferenceChangeSerializer(many=True)
    scales = DifferenceCountsSerializer()
    dimensions = DifferenceCountsSerializer()
    node_types = DifferenceCountsSerializer()
    link_kinds = DifferenceCountsSerializer()
    count = serializers.IntegerField()
    next = serializers.URLField(allow_null=True)
    previous = serializers.URLField(allow_null=True)
    results = DifferenceEntrySerializer(many=True)


def difference_head(found: Account) -> dict[str, Any]:
    """The numbers of an account and what changed in the model itself."""
    vocabulary = found.difference.vocabulary
    return {
        "nodes": numbers(found.nodes),
        "questions": numbers(found.questions),
        "model": _changes(found.difference.model),
        **{section: _sizes(changes) for section, changes in vocabulary.items()},
    }


def difference_entry(entry: Entry) -> dict[str, Any]:
    """An entry as plain values."""
    return {
        "code": entry.node.code,
        "title": entry.node.title,
        "type": entry.node.type,
        "branch": entry.branch,
        "kinds": [kind.value for kind in entry.kinds],
        "former": [node.code for node in entry.former],
        "moved_from": entry.moved_from.code if entry.moved_from else None,
        "moved_to": entry.moved_to.code if entry.moved_to else None,
        "changes": _changes(entry.changes),
        "questions": [_question(each) for each in entry.questions],
    }


def numbers(counted: Mapping[Kind, int]) -> dict[str, int]:
    """How many of each kind, by its name."""
    return {kind.value: number for kind, number in counted.items()}


def _sizes(changes: Changes) -> dict[str, int]:
    return {kind.value: len(getattr(changes, kind.value)) for kind in Kind}


def _question(entry: QuestionEntry) -> dict[str, Any]:
    return {
        "code": entry.question.code,
        "text": entry.question.text,
        "kinds": [kind.value for kind in entry.kinds],
        "changes": _changes(entry.changes),
    }


def _changes(changes: tuple[Change, ...]) -> list[dict[str, Any]]:
    return [
        {"field": each.field, "before": _plain(each.before), "after": _plain(each.after)}
        for each in changes
    ]


def _plain(value: Any) -> Any:
    if isinstance(value, Link):
        return {"kind": value.kind, "to": value.to}
    return [_plain(each) for each in value] if isinstance(value, tuple) else value
