"""What questions offer: response sets of a model and those that come with the platform."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import NamedTuple
from uuid import UUID

from assessments.response_labels import ANSWERS, SET_NAMES
from assessments.rules.answer_kinds import Kind
from assessments.rules.drafting import MODEL_SET, SHIPPED_SET
from assessments.rules.response_sets import SETS, asks_for_agreement
from models_catalog.models import Level, Scale


class Choice(NamedTuple):
    """One offered answer."""

    code: str
    name: str
    text: str
    kind: Kind = Kind.VALUE


@dataclass(frozen=True)
class ResponseSet:
    """A set by its key (`model:<code>` or `shipped:<code>`); `scale_id` for one of the model."""

    key: str
    name: str
    choices: tuple[Choice, ...]
    scale_id: UUID | None = None

    @property
    def kinds(self) -> Mapping[str, Kind]:
        """What each answer says, by code."""
        return {choice.code: choice.kind for choice in self.choices}


def shipped_choices(code: str) -> tuple[Choice, ...]:
    """What a shipped set offers, in the reader's words."""
    words = ANSWERS[code]
    return tuple(
        Choice(offered.code, str(words[offered.code][0]), str(words[offered.code][1]), offered.kind)
        for offered in SETS[code]
    )


def choices_of(scale_ids: Iterable[UUID | None]) -> dict[UUID | None, tuple[Choice, ...]]:
    """What each response set of a model offers, in order (one query)."""
    found: dict[UUID | None, list[Choice]] = {}
    ids = [scale_id for scale_id in scale_ids if scale_id is not None]
    rows = Level.objects.filter(scale_id__in=ids).order_by("scale", "position")
    for scale_id, code, name, text, meaning in rows.values_list(
        "scale_id", "code", "name", "text", "meaning"
    ):
        found.setdefault(scale_id, []).append(Choice(code, name, text, Kind(meaning)))
    return {scale_id: tuple(choices) for scale_id, choices in found.items()}


def response_sets(version_id: UUID) -> dict[str, ResponseSet]:
    """Every set that an own question may use, by key; the model's first (two queries).

    A set that asks for agreement is left away.
    """
    scales = list(
        Scale.objects.filter(version_id=version_id, use=Scale.Use.ANSWER)
        .order_by("position")
        .values_list("pk", "code", "name")
    )
    offered = choices_of(pk for pk, _code, _name in scales)
    of_model = [
        ResponseSet(f"{MODEL_SET}{code}", name, offered.get(pk, ()), pk)
        for pk, code, name in scales
    ]
    shipped = [
        ResponseSet(f"{SHIPPED_SET}{code}", str(name), shipped_choices(code))
        for code, name in SET_NAMES.items()
    ]
    return {
        one.key: one
        for one in [*of_model, *shipped]
        if not asks_for_agreement(choice.name for choice in one.choices)
    }
