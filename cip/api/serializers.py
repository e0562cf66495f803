"""Serializers that refuse unknown fields and unstorable text."""

from typing import Any

from rest_framework import serializers

from cip.kernel import texts


class StrictSerializer(serializers.Serializer):
    """Validates; never saves. An unknown field is an error (400)."""

    def to_internal_value(self, data: Any) -> Any:
        """Known fields only."""
        if isinstance(data, dict):
            unknown = sorted(set(map(str, data)) - set(self.fields))
            if unknown:
                raise serializers.ValidationError({name: ["Unknown field."] for name in unknown})
        return super().to_internal_value(data)


class Text(serializers.CharField):
    """Text that can be stored and shown, within a limit."""

    def __init__(self, *, limit: int = texts.SHORT, **kwargs: Any) -> None:
        self.limit = limit
        kwargs.setdefault("max_length", limit)
        super().__init__(trim_whitespace=False, **kwargs)

    def to_internal_value(self, data: Any) -> str:
        """Cleaned text; ValidationError in words."""
        if not isinstance(data, str):
            raise serializers.ValidationError("Not a string.")
        text = texts.clean(data)
        problem = texts.problem_in(text, limit=self.limit)
        if problem:
            raise serializers.ValidationError(problem)
        return super().to_internal_value(text)


class Day(serializers.DateField):
    """An ISO day within the years that planning can mean."""

    def to_internal_value(self, value: Any) -> Any:
        """The day; ValidationError outside 1990-2199."""
        day = super().to_internal_value(value)
        if not texts.EARLIEST_YEAR <= day.year <= texts.LATEST_YEAR:
            raise serializers.ValidationError(
                f"Choose a date between {texts.EARLIEST_YEAR} and {texts.LATEST_YEAR}."
            )
        return day
