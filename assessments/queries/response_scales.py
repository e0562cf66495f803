"""The answers that questions offer, as scales to count on."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from itertools import groupby
from operator import itemgetter
from uuid import NAMESPACE_URL, UUID, uuid5

import numpy as np

from assessments.response_labels import ANSWERS, SET_NAMES
from assessments.rules.answer_kinds import GAPS, MARKS, Kind, code_of
from assessments.rules.counting import AnswerScale, Counts
from assessments.rules.response_sets import SETS
from models_catalog.models import Level

BLANK = code_of(Kind.BLANK)
YES_AND_NO = 2
SHIPPED_IDS: Mapping[str, UUID] = {code: uuid5(NAMESPACE_URL, f"shipped:{code}") for code in SETS}
_Level = tuple[UUID, str, str, str, str, int | None]


@dataclass(frozen=True)
class ResponseScale:
    """What a question offers: values with their names, lowest first, and the place of each choice.

    `places` holds places on the scale from 0 and codes of gaps; a choice it does not know was
    left blank.
    """

    id: UUID
    name: str
    answers: AnswerScale
    labels: tuple[str, ...]
    places: Mapping[str, int]
    yes_from: int  # the place of the first value that says yes
    tells_done: bool  # whether values say done or not done; a step of maturity says neither

    @property
    def is_yes_no(self) -> bool:
        """Two values: the share of the higher one says more than a median."""
        return self.answers.points == YES_AND_NO

    def counts(self, rows: int, entries: Iterable[tuple[int, str, int]]) -> Counts:
        """Counts by row from (row, choice, people)."""
        width = len(GAPS) + self.answers.points
        flat = [0] * (rows * width)
        for row, choice, people in entries:
            flat[row * width + len(GAPS) + self.places.get(choice, BLANK)] += people
        table = np.array(flat, np.int64).reshape(rows, width)
        return Counts(self.answers, table[:, len(GAPS) :], table[:, len(GAPS) - 1 :: -1])


def response_scales(scale_ids: Iterable[UUID | None]) -> dict[UUID, ResponseScale]:
    """The scales by id, of a model or shipped; one query. A scale without values is left out.

    Of a model's scale every value above zero says yes, of a shipped one only the highest.
    """
    ids = {scale_id for scale_id in scale_ids if scale_id is not None}
    rows = (
        Level.objects.filter(scale_id__in=ids)
        .order_by("scale_id", "value", "position")
        .values_list(
            "scale_id", "scale__name", "scale__has_equal_steps", "code", "name", "meaning", "value"
        )
    )
    found = {}
    for (scale_id, is_interval), levels in groupby(rows, key=itemgetter(0, 2)):
        plain = [(row[0], row[1], *row[3:]) for row in levels]
        scale = _scale(scale_id, plain, is_interval=is_interval)
        if scale is not None:
            found[scale_id] = scale
    return found | {
        SHIPPED_IDS[code]: _shipped_scale(code) for code in SETS if SHIPPED_IDS[code] in ids
    }


def _shipped_scale(code: str) -> ResponseScale:
    words, scale_id = ANSWERS[code], SHIPPED_IDS[code]
    levels: list[_Level] = [
        (scale_id, str(SET_NAMES[code]), one.code, str(words[one.code][0]), one.kind, one.value)
        for one in reversed(SETS[code])
    ]
    scale = _scale(scale_id, levels)
    if scale is None:
        raise ValueError("a shipped set offers values")
    return replace(scale, yes_from=scale.answers.points - 1, tells_done=True)


def _scale(
    scale_id: UUID, levels: list[_Level], *, is_interval: bool = False
) -> ResponseScale | None:
    names: dict[int, str] = {}
    for *_rest, name, meaning, value in levels:
        if meaning == Level.Meaning.VALUE and value is not None:
            names.setdefault(value, name)
    if not names:
        return None
    values = sorted(names)
    places = {mark: code_of(kind) for mark, kind in MARKS.items()} | {
        code: code_of(Kind(meaning)) if value is None else values.index(value)
        for _id, _scale, code, _name, meaning, value in levels
    }
    return ResponseScale(
        id=scale_id,
        name=levels[0][1],
        answers=AnswerScale(tuple(values), is_interval),
        labels=tuple(names[value] for value in values),
        places=places,
        yes_from=sum(value <= 0 for value in values),
        tells_done=len(values) == YES_AND_NO or values[0] < 0,
    )
