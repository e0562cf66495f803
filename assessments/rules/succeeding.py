"""Which frozen rating of one version stands where in another: keys made of codes.

Source: the catalog's account of succession; a rating of what the model has only once is named by
its area and its code, so either may have been renamed.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from assessments.rules.comparison import Lineage, lineages
from assessments.rules.frozen import FrozenRating, key_of


@dataclass(frozen=True)
class Succeeded:
    """From one version to another: heirs of codes that are gone, codes there are, and altered ones.

    `heirs` are those of the catalog's succession when the second version is the later one.
    """

    heirs: Mapping[str, tuple[str, ...]]
    before: frozenset[str]
    after: frozenset[str]
    altered: frozenset[str] = frozenset()

    @property
    def turned_round(self) -> "Succeeded":
        """The same read from the later version to the earlier one."""
        sources: dict[str, tuple[str, ...]] = {}
        for code, into in self.heirs.items():
            for heir in into:
                own = (heir,) if heir in self.before else ()
                sources[heir] = (*sources.get(heir, own), code)
        return Succeeded(sources, self.after, self.before, self.altered)


def account(
    before: Iterable[FrozenRating], after: Iterable[FrozenRating], found: Succeeded
) -> tuple[Lineage, ...]:
    """The account of all ratings of one kind in two results on different versions.

    A node that the other result did not look at stands beside its counterpart all the same.
    """
    olds = {row.key: row for row in before}
    news = {row.key: row for row in after}
    back = found.turned_round
    heirs = {key: _successors(row, found) for key, row in olds.items()}
    sources = {key: _successors(row, back) for key, row in news.items()}
    more_news = (heir for into in heirs.values() for heir in into)
    more_olds = (source for each in sources.values() for source in each)
    first = tuple(dict.fromkeys((*olds, *more_olds)))
    second = tuple(dict.fromkeys((*news, *more_news)))
    for key, into in sources.items():
        for source in into:
            if source not in olds:
                heirs[source] = (*heirs.get(source, ()), key)
    return lineages(first, second, heirs, _altered(news, found.altered))


def _successors(row: FrozenRating, found: Succeeded) -> tuple[str, ...]:
    areas = _codes(row.area, found) if row.area else ("",)
    return tuple(
        key_of(code, area, row.dimension) for area in areas for code in _codes(row.code, found)
    )


def _codes(code: str, found: Succeeded) -> tuple[str, ...]:
    into = found.heirs.get(code, (code,))
    return tuple(each for each in into if each in found.after)


def _altered(news: Mapping[str, FrozenRating], altered: Collection[str]) -> frozenset[str]:
    return frozenset(key for key, row in news.items() if row.code in altered)
