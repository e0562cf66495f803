"""What is frozen of a result, and how its rows are read again."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from hashlib import sha256

from assessments.rules.ordinal import LevelRange
from assessments.rules.snapshot import Absence, Snapshot


class Kind(StrEnum):
    """What a frozen rating is about; each kind has its own ordinal scale.

    Areas and goals: unsatisfied 0, satisfied 1. Practices: NI 0, PI 1, LI 2, FI 3. Maturity,
    capability and agreed levels of nodes: as the model counts them.
    """

    MATURITY = "maturity"
    AREA = "area"
    CAPABILITY = "capability"
    GOAL = "goal"
    PRACTICE = "practice"
    LEVEL = "level"


JUDGED = frozenset({Kind.AREA, Kind.GOAL})


@dataclass(frozen=True)
class FrozenRating:
    """One rating of one kind. `area` is the code of the area for what the model has only once and
    is rated in every area; `reason` is the team's, or why there is no rating.
    """

    kind: Kind
    code: str
    title: str
    rating: LevelRange | None = None
    absence: Absence | None = None
    reason: str = ""
    area: str = ""
    dimension: str = ""

    def __post_init__(self) -> None:
        if (self.rating is None) == (self.absence is None):
            raise ValueError(f"{self.code} is either rated or absent.")

    @property
    def key(self) -> str:
        """What identifies it among those of its kind, in every version that kept its codes."""
        return key_of(self.code, self.area, self.dimension)


def key_of(code: str, area: str = "", dimension: str = "") -> str:
    """The key of a rating; codes hold no slash and no bar."""
    place = f"{area}/{code}" if area else code
    return f"{place}|{dimension}" if dimension else place


def snapshot_of(rows: Iterable[FrozenRating]) -> Snapshot:
    """The rows of one kind as a snapshot by key; what was out of scope is named nowhere."""
    ratings: dict[str, LevelRange | None] = {}
    ignored = set()
    for row in rows:
        if row.absence is Absence.NOT_APPLICABLE:
            ignored.add(row.key)
        elif row.absence is not Absence.OUT_OF_SCOPE:
            ratings[row.key] = row.rating
    return Snapshot(ratings, frozenset(ignored))


def checksum_of(rows: Iterable[FrozenRating]) -> str:
    """SHA-256 of all ratings with their reasons, in their order."""
    plain = [
        [
            row.kind.value,
            row.area,
            row.code,
            row.dimension,
            row.title,
            row.rating.lower if row.rating else None,
            row.rating.upper if row.rating else None,
            row.absence.value if row.absence else "",
            row.reason,
        ]
        for row in rows
    ]
    written = json.dumps(plain, ensure_ascii=False, separators=(",", ":"))
    return sha256(written.encode()).hexdigest()
