"""What the API accepts and shows of a version's way."""

from typing import Any

from rest_framework import serializers

from cip.api.serializers import StrictSerializer, Text
from cip.kernel.texts import LONG
from models_catalog.models.model import CODE, LABEL
from models_catalog.rules.numbering import CODE_PATTERN, LONGEST
from models_catalog.rules.threeway import Side, Verdict
from models_catalog.rules.upgrading import Fate, Upgrade


class PublishSerializer(StrictSerializer):
    """What changed since the version before; left out: the draft's own notes."""

    notes = Text(limit=LONG, required=False, allow_blank=True)


class RetireSerializer(StrictSerializer):
    """Why nobody should start with it any more; it must not be empty."""

    reason = Text(limit=LONG, default="", allow_blank=True)


class NextVersionSerializer(StrictSerializer):
    """The number of the next version; left out: the one that follows."""

    number = serializers.RegexField(CODE_PATTERN, max_length=LONGEST, required=False)


class TailorSerializer(StrictSerializer):
    """Name and code of the variant; both have defaults."""

    name = Text(limit=LABEL, required=False)
    code = serializers.RegexField(CODE_PATTERN, max_length=CODE, required=False)


class UpgradeInputSerializer(StrictSerializer):
    """To which version, and whose value to take where both sides changed it (ours by default)."""

    to = serializers.UUIDField(required=False)
    choices = serializers.DictField(
        child=serializers.ChoiceField(choices=[side.value for side in Side]), required=False
    )


class UpgradeConflictSerializer(serializers.Serializer):
    """Something that both sides changed; `key` names it in `choices`."""

    key = serializers.CharField()
    chosen = serializers.ChoiceField(choices=[side.value for side in Side])


class UpgradeOutcomeSerializer(serializers.Serializer):
    """A node and what becomes of it."""

    code = serializers.CharField()
    title = serializers.CharField()
    fate = serializers.ChoiceField(choices=[fate.value for fate in Fate])
    heirs = serializers.ListField(child=serializers.CharField())
    changed = serializers.ListField(
        child=serializers.CharField(), help_text="Keys of what changed on either side."
    )


class UpgradeSerializer(serializers.Serializer):
    """What an upgrade would do: nodes that stay the same are not listed."""

    number = serializers.CharField()
    conflicts = UpgradeConflictSerializer(many=True)
    outcomes = UpgradeOutcomeSerializer(many=True)
    problems = serializers.ListField(child=serializers.CharField())


def upgrade_body(found: Upgrade) -> dict[str, Any]:
    """The preview as plain values."""
    return {
        "number": found.document.version.number,
        "conflicts": [{"key": each.key, "chosen": each.chosen.value} for each in found.conflicts],
        "outcomes": [
            {
                "code": each.code,
                "title": each.title,
                "fate": each.fate.value,
                "heirs": list(each.heirs),
                "changed": [
                    item.key for item in each.decisions if item.verdict is not Verdict.BOTH
                ],
            }
            for each in found.outcomes
            if each.fate is not Fate.SAME
        ],
        "problems": list(found.problems),
    }
