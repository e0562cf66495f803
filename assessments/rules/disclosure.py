"""Threshold anonymity for any set of tables: what may be shown so that no small group can be told.

Sources: questionnaire practice, section 3 (threshold on the people behind each number, after every
filter; complementary suppression; differencing between overlapping filters and over time).

A number on a page rests on a *group*: the people of some cells. Cells are the finest division that
any page makes, such as ward x role, or ward x role x "answered before the reminder". Groups are let
out one by one, the most important first, and only as long as no group of fewer people than the
threshold can be computed from everything let out so far, by whatever additions and subtractions.

A group that is shown may show everything about its people: distribution, median, comments. What
stays open: all of a shown group may have said the same (`is_unanimous`), and that a hidden group
exists and is small is no secret.
"""

from collections.abc import Collection, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import product

from assessments.rules.derivation import Published

Path = tuple[str, ...]  # from the outermost unit to the innermost; ("Nursing",) where nothing nests
Cell = tuple[Path, ...]  # one path for each dimension
Key = tuple[tuple[int, Path], ...]  # the dimensions that a group fixes; () is everybody


@dataclass(frozen=True)
class Group:
    """The people of some cells, shown as one; of lower `rank` are kept first."""

    key: Hashable
    cells: frozenset[Hashable]
    rank: int = 0


@dataclass(frozen=True)
class Release:
    """What may be shown, and why the rest may not; every group is in one of the three."""

    shown: frozenset[Hashable]
    too_small: frozenset[Hashable]
    complementary: frozenset[Hashable]

    @property
    def hidden(self) -> frozenset[Hashable]:
        """Everything that may not be shown."""
        return self.too_small | self.complementary


def release(
    sizes: Mapping[Hashable, int],
    groups: Sequence[Group],
    threshold: int,
    *,
    earlier: Iterable[Collection[Hashable]] = (),
) -> Release:
    """Which groups may be shown together, given the people in each cell.

    `earlier` are the cells of groups already shown elsewhere: other filters, other times, exports.
    They cannot be taken back; when they give something away by themselves, nothing new is shown.
    Groups of nobody are shown as empty. Among groups of one rank the larger are let out first.
    """
    published = Published(sizes)
    for cells in earlier:
        published.add(cells)
    people = {group.key: sum(sizes[cell] for cell in group.cells) for group in groups}
    too_small = {key for key, count in people.items() if 0 < count < threshold}
    shown = {key for key, count in people.items() if not count}
    wanted = [group for group in groups if people[group.key] >= max(1, threshold)]
    wanted.sort(key=lambda group: (group.rank, -people[group.key]))
    _published, let_out = _let_out(published, wanted, threshold)
    shown |= {group.key for group in let_out}
    complementary = people.keys() - shown - too_small
    return Release(frozenset(shown), frozenset(too_small), frozenset(complementary))


def views(cells: Iterable[Cell], dimensions: Iterable[Collection[int]]) -> list[Group]:
    """The groups of several tables over the same cells, each once.

    A table is given by the dimensions it crosses: () is the total, (0,) one margin, (0, 1) the
    cells of a cross table. Where units nest, every unit on the way down is a group. The coarser a
    group, the lower its rank. `Group.key` is of the type `Key`.
    """
    members: dict[Key, set[Hashable]] = {}
    cells = list(cells)
    for crossed in dimensions:
        for cell in cells:
            for key in _keys(cell, sorted(crossed)):
                members.setdefault(key, set()).add(cell)
    return [
        Group(key, frozenset(found), rank=sum(len(path) for _dimension, path in key))
        for key, found in members.items()
    ]


def named_units(people: Mapping[str, int], threshold: int) -> frozenset[str]:
    """The units that may stand beside the number of everybody; people without one have "" here."""
    sizes: dict[Hashable, int] = {((name,),): count for name, count in people.items()}
    shown = release(sizes, views([((name,),) for name in people], [(), (0,)]), threshold).shown
    return frozenset(name for name in people if name and ((0, (name,)),) in shown)


def is_unanimous(distribution: Iterable[int]) -> bool:
    """Whether all who gave a value gave the same: showing it tells each one's answer.

    Not hidden by itself, for a practice that everybody confirms is a result; the reader may choose
    to show a coarser group.
    """
    return sum(count > 0 for count in distribution) == 1


def _let_out(
    published: Published, groups: Sequence[Group], threshold: int
) -> tuple[Published, Sequence[Group]]:
    """One group after the other, if it is safe: in halves, since mostly all of them are safe."""
    together = published.with_groups(group.cells for group in groups)
    if not groups or not together.gives_away(threshold):
        return together, groups
    if len(groups) == 1:
        return published, []
    middle = len(groups) // 2
    published, first = _let_out(published, groups[:middle], threshold)
    published, second = _let_out(published, groups[middle:], threshold)
    return published, [*first, *second]


def _keys(cell: Cell, crossed: Sequence[int]) -> Iterable[Key]:
    prefixes = [[(n, cell[n][:depth]) for depth in range(1, len(cell[n]) + 1)] for n in crossed]
    return product(*prefixes)
