"""The draft of a questionnaire and its versions as the API speaks them."""

from typing import Any

from rest_framework import serializers

from assessments.queries.drafting import DraftSheet
from assessments.queries.versions import ItemRow, VersionRow
from assessments.rules.draft_data import data_of
from cip.api.serializers import StrictSerializer, Text
from cip.kernel import texts

CODE = 80


def _codes(**kwargs: Any) -> serializers.ListField:
    return serializers.ListField(child=Text(limit=CODE), max_length=2000, **kwargs)


class OwnQuestionData(StrictSerializer):
    """A question of the team's own; `response_set` as listed in `response_sets`."""

    code = Text(limit=CODE)
    area = Text(limit=CODE)
    text = Text(limit=texts.LONG)
    help = Text(limit=texts.LONG, allow_blank=True, default="")
    response_set = Text(limit=CODE)


class ConditionData(StrictSerializer):
    """Holds when the question (its item's key) was answered with one of the codes."""

    question = Text(limit=CODE)
    codes = _codes(min_length=1)


class SkipRuleData(StrictSerializer):
    """When all conditions hold, the questions in `targets` are not asked."""

    when = serializers.ListField(child=ConditionData(), min_length=1, max_length=20)
    targets = _codes(min_length=1)


class AskedOfData(StrictSerializer):
    """The part or question `target` is put to people with these roles only."""

    target = Text(limit=CODE)
    roles = serializers.ListField(child=Text(limit=texts.SHORT), min_length=1, max_length=50)


class DraftIn(StrictSerializer):
    """What is changed about the questions that the scope gives; what is left out changes nothing.

    `areas` and `order` name codes in the wanted order; `kinds` and `levels` narrow what is asked.
    """

    areas = _codes(default=list)
    order = _codes(default=list)
    left_out = _codes(default=list)
    own = serializers.ListField(child=OwnQuestionData(), max_length=500, default=list)
    rules = serializers.ListField(child=SkipRuleData(), max_length=500, default=list)
    aspects = serializers.ListField(
        child=Text(limit=20), required=False, help_text="Left out: what the method wants asked."
    )
    kinds = _codes(default=list)
    levels = serializers.ListField(child=serializers.IntegerField(), max_length=20, default=list)
    asked_of = serializers.ListField(child=AskedOfData(), max_length=2000, default=list)


class CardOut(serializers.Serializer[Any]):
    """A question as drafted; `items` are the keys of its aspects."""

    code = serializers.CharField()
    area = serializers.CharField()
    text = serializers.CharField()
    help = serializers.CharField()
    own = serializers.BooleanField()
    left_out = serializers.BooleanField()
    items = serializers.ListField(child=serializers.CharField())


class ResponseSetOut(serializers.Serializer[Any]):
    """A response set that own questions may use."""

    key = serializers.CharField()
    name = serializers.CharField()
    codes = serializers.ListField(child=serializers.CharField())


class DraftOut(serializers.Serializer[Any]):
    """The draft, the questions it gives, and what keeps it from being opened."""

    version = serializers.IntegerField()
    draft = DraftIn()
    questions = CardOut(many=True)
    response_sets = ResponseSetOut(many=True)
    problems = serializers.ListField(child=serializers.CharField())
    minutes = serializers.IntegerField()


class VersionItemOut(serializers.Serializer[Any]):
    """A question that a version added, dropped or reworded."""

    key = serializers.CharField()
    text = serializers.CharField()


class QuestionnaireVersionOut(serializers.Serializer[Any]):
    """A version of the questionnaire with what changed since the one before."""

    number = serializers.IntegerField()
    created_at = serializers.DateTimeField()
    items = serializers.IntegerField()
    begun = serializers.IntegerField()
    submitted = serializers.IntegerField()
    asked_more = serializers.IntegerField()
    answered_more = serializers.IntegerField()
    added = VersionItemOut(many=True)
    removed = VersionItemOut(many=True)
    reworded = VersionItemOut(many=True)
    reordered = serializers.BooleanField()
    rules_changed = serializers.BooleanField()


def draft_data(sheet: DraftSheet) -> dict[str, Any]:
    """The draft as plain data."""
    return {
        "version": sheet.version,
        "draft": data_of(sheet.draft),
        "questions": [
            {
                "code": card.code,
                "area": card.area,
                "text": card.text,
                "help": card.help,
                "own": card.is_own,
                "left_out": card.is_left_out,
                "items": [item.key for item in card.items],
            }
            for card in sheet.cards
        ],
        "response_sets": [
            {"key": one.key, "name": one.name, "codes": list(one.kinds)}
            for one in sheet.sets.values()
        ],
        "problems": list(sheet.problems),
        "minutes": sheet.minutes,
    }


def version_data(row: VersionRow) -> dict[str, Any]:
    """A version as plain data."""
    return {
        "number": row.number,
        "created_at": row.created_at.isoformat(),
        "items": row.items,
        "begun": row.begun,
        "submitted": row.submitted,
        "asked_more": row.asked_more,
        "answered_more": row.answered_more,
        "added": _items(row.changes.added),
        "removed": _items(row.changes.removed),
        "reworded": _items(row.changes.reworded),
        "reordered": row.changes.is_reordered,
        "rules_changed": row.rules_changed,
    }


def _items(rows: tuple[ItemRow, ...]) -> list[dict[str, str]]:
    return [{"key": row.key, "text": row.text} for row in rows]
