"""Gaps between where areas stand and where they should be, in order, with reasons."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field, replace
from datetime import date
from uuid import UUID

from django.db.models import QuerySet

from assessments.models import AgreedRating, Assessment, Target, TargetProfile
from assessments.models.target import CRITERIA, usual_order
from assessments.queries.appraisal import Appraisal, appraisal
from assessments.queries.appraised_model import says_appraised
from assessments.queries.capability_gaps import (
    blocks_of,
    capability_standing,
    capability_standings,
    capability_unblocks,
    levels_to_aim_for,
    targets_amount_to,
)
from assessments.queries.findings import sees_all_findings
from assessments.queries.level_gaps import level_unblocks, leveled_standing, leveled_standings
from assessments.queries.leveled_model import leveled_model
from assessments.queries.outcome import area_rating
from assessments.queries.rated_model import AreaNode, RatedModel, rated_model
from assessments.queries.standing import Standing
from assessments.rules import gaps as rules
from assessments.rules import lifecycle
from assessments.rules.cmmi.blocking import Block
from assessments.rules.ordinal import LevelRange
from assessments.rules.rating import AreaRating, Value, blocks, level_bounds
from assessments.rules.snapshot import Snapshot
from cip.access.actor import Actor

CRITERION_LABELS = dict(CRITERIA)
NOTHING_RATED = RatedModel((), ())


@dataclass(frozen=True)
class GapRow:
    """A target with the way to it; `rank` and what follows stay empty unless the gap is open.

    `decided_by`: the criterion that put it behind the row above. `levels`: levels of the whole
    that it stands in the way of, those in `alone` as the only one.
    """

    target_id: UUID
    version: int
    standing: Standing
    level: int
    due_on: date
    reason: str
    importance: int | None
    effort: int | None
    least: int | None
    most: int | None
    is_from_survey: bool = False
    """Whether the importance is what the survey says, as the team said none."""
    rank: int | None = None
    is_tied: bool = False
    decided_by: str = ""
    levels: tuple[int, ...] = ()
    alone: tuple[int, ...] = ()
    blocks: tuple[Block, ...] = ()
    """Of an appraised area: what keeps it from the target."""


@dataclass(frozen=True)
class GapPage:
    """Open gaps in order, gaps that cannot be told yet, reached ones, and areas without target."""

    criteria: tuple[str, ...]
    version: int
    open: tuple[GapRow, ...]
    unknown: tuple[GapRow, ...]
    reached: tuple[GapRow, ...]
    without: tuple[Standing, ...]
    levels: tuple[tuple[int, str], ...]
    """Levels that a profile can aim for, above the one that is certain."""
    is_appraised: bool = False
    """Gaps count capability levels, not goals."""
    amounts_to: int | None = None
    """Of an appraisal: the maturity level that the targets together amount to."""
    is_leveled: bool = False
    """Gaps count steps of the level that the team agreed on."""

    @property
    def wanted_count(self) -> int:
        """Parts without a target for which the survey says one."""
        return sum(each.wanted is not None for each in self.without)

    @property
    def criteria_labels(self) -> tuple[str, ...]:
        """What counts first, second and so on, in words."""
        return tuple(str(CRITERION_LABELS[each]) for each in self.criteria)

    @property
    def count(self) -> int:
        """Targets in all."""
        return len(self.open) + len(self.unknown) + len(self.reached)


@dataclass(frozen=True)
class Standings:
    """Where the areas of an assessment stand today, and the levels of the whole still to reach."""

    areas: tuple[Standing, ...]
    model: RatedModel = NOTHING_RATED
    ratings: dict[UUID, AreaRating] = field(default_factory=dict)
    appraisal: Appraisal | None = None
    is_leveled: bool = False

    @property
    def levels_to_aim_for(self) -> dict[int, str]:
        """Levels above the one that is certain, with their names; none for unstaged models."""
        if self.appraisal is not None:
            return levels_to_aim_for(self.appraisal)
        staged = [self.ratings[area.id] for area in self.model.areas if area.level is not None]
        if not staged:
            return {}
        lower = level_bounds(staged, self.model.highest).lower
        return {value: name for value, name in self.model.levels if value > lower}


def standings_now(assessment: Assessment, *, for_team: bool = True) -> Standings:
    """The applicable areas in scope that have goals, in model order, in a constant number of
    queries; of an appraisal with their capability levels, of leveled models the parts.

    `for_team` says under which threshold the survey is read.
    """
    if says_appraised(assessment):
        found_now = appraisal(assessment, for_team=True)
        if found_now is not None:
            return Standings(capability_standings(assessment, found_now), appraisal=found_now)
    parts = leveled_standings(assessment, for_team=for_team)
    if parts is not None:
        return Standings(parts, is_leveled=True)
    model = rated_model(assessment)
    judged = {row.node_id: row for row in AgreedRating.objects.filter(assessment=assessment)}
    ratings = {area.id: area_rating(area, judged) for area in model.areas}
    found = (_standing(area, ratings[area.id]) for area in model.in_scope if area.is_applicable)
    return Standings(tuple(each for each in found if each.goals), model, ratings)


def standing_at(
    assessment: Assessment, node_id: UUID, side_id: UUID | None = None
) -> Standing | None:
    """One of `standings_now`, of a part without what the survey says; None for what is not rated.

    In a constant number of queries, however large the model is.
    """
    model = leveled_model(assessment)
    if model is not None:
        return leveled_standing(assessment, model, (node_id, side_id))
    if side_id is not None:
        return None
    if says_appraised(assessment):
        return capability_standing(assessment, node_id)
    areas = standings_now(assessment).areas
    return next((each for each in areas if each.id == node_id), None)


def gap_page(assessment: Assessment, *, for_team: bool = False) -> GapPage:
    """All targets of the assessment with their gaps; the survey as everybody may read it."""
    now = standings_now(assessment, for_team=for_team)
    profile = TargetProfile.objects.filter(pk=assessment.pk).first()
    rows = Target.objects.filter(profile_id=assessment.pk).select_related("node", "dimension")
    standings = {each.key: each for each in now.areas}
    keyed = {key_of(row): row for row in rows}
    targets = {key: row for key, row in keyed.items() if key in standings}
    criteria = tuple(profile.criteria if profile else usual_order())
    found = _gap_list(now, standings, targets, criteria)
    return GapPage(
        criteria=criteria,
        version=profile.version if profile else 1,
        open=tuple(
            _with_blocks(_ranked_row(each, standings, targets), now) for each in found.ranked
        ),
        unknown=tuple(_row(gap, standings, targets) for gap in found.unknown),
        reached=tuple(_row(gap, standings, targets) for gap in found.reached),
        without=tuple(each for code, each in standings.items() if code not in targets),
        levels=tuple(now.levels_to_aim_for.items()),
        is_appraised=now.appraisal is not None,
        amounts_to=_amounts_to(now, targets),
        is_leveled=now.is_leveled,
    )


def key_of(target: Target) -> str:
    """The key of what the target is for; node and dimension must be loaded."""
    side = target.dimension.code if target.dimension else ""
    return f"{target.node.code} {side}".strip()


def _amounts_to(now: Standings, targets: dict[str, Target]) -> int | None:
    if now.appraisal is None:
        return None
    return targets_amount_to(now.appraisal, {code: row.level for code, row in targets.items()})


def _with_blocks(row: GapRow, now: Standings) -> GapRow:
    if now.appraisal is None:
        return row
    return replace(row, blocks=blocks_of(now.appraisal, row.standing.code, row.level))


def _standing(area: AreaNode, rating: AreaRating) -> Standing:
    values = [goal.value for goal in rating.goals if goal.value != Value.NOT_APPLICABLE]
    satisfied, unrated = values.count(Value.SATISFIED), values.count(Value.NOT_RATED)
    known = unrated < len(values)
    return Standing(
        id=area.id,
        code=area.code,
        title=area.title,
        category=area.category,
        model_level=area.level,
        goals=len(values),
        current=LevelRange(satisfied, satisfied + unrated) if known else None,
    )


def visible_targets(actor: Actor) -> QuerySet[Target]:
    """Targets that may be loaded: the team's all, others' once the ratings are agreed."""
    rows: QuerySet[Target] = Target.objects.visible_to(actor).select_related(
        "node", "dimension", "profile__assessment__program"
    )
    if sees_all_findings(actor):
        return rows
    return rows.filter(profile__assessment__state__in=[lifecycle.AGREED, lifecycle.CLOSED])


def gap_of(target: Target) -> GapRow | None:
    """The gap of one target with its place; None when its area is no longer rated."""
    page = gap_page(target.profile.assessment)
    every = (*page.open, *page.unknown, *page.reached)
    return next((row for row in every if row.target_id == target.pk), None)


def _gap_list(
    now: Standings,
    standings: dict[str, Standing],
    targets: dict[str, Target],
    criteria: Iterable[str],
) -> rules.GapList:
    snapshot = Snapshot({code: each.current for code, each in standings.items()})
    aims = [
        rules.Target(code, targets[code].level, targets[code].due_on, targets[code].reason)
        for code in standings
        if code in targets
    ]
    if now.appraisal is not None:
        unblocks = capability_unblocks(now.appraisal, {aim.key: aim.level for aim in aims})
    elif now.is_leveled:
        unblocks = level_unblocks(now.areas, targets)
    else:
        full = {aim.key for aim in aims if aim.level >= standings[aim.key].goals}
        unblocks = _unblocks(now, full)
    considered = {
        code: rules.Considerations(
            _importance(row, standings[code])[0], row.effort, unblocks.get(code, rules.Unblocks())
        )
        for code, row in targets.items()
    }
    order = [rules.Criterion(each) for each in criteria]
    return rules.gap_list(rules.gaps(snapshot, aims), considered, order)


def _unblocks(now: Standings, full: Collection[str]) -> dict[str, rules.Unblocks]:
    """Which levels each area stands in the way of; `full`: areas whose target is every goal."""
    codes = {str(area.id): area.code for area in now.model.areas}
    staged = [now.ratings[area.id] for area in now.model.areas if area.level is not None]
    today = {
        level: {codes[each.key] for each in blocks(staged, level).areas}
        for level, _name in now.model.levels
        if level > 1
    }
    return rules.unblocked(today, {level: found - set(full) for level, found in today.items()})


def _importance(row: Target, standing: Standing) -> tuple[int | None, bool]:
    """What the team said, else what the survey says (the higher of two middles); and which."""
    if row.importance is not None or standing.importance is None:
        return row.importance, False
    return standing.importance.upper, True


def _row(gap: rules.Gap, standings: dict[str, Standing], targets: dict[str, Target]) -> GapRow:
    row = targets[gap.key]
    importance, is_from_survey = _importance(row, standings[gap.key])
    return GapRow(
        target_id=row.pk,
        version=row.version,
        standing=standings[gap.key],
        level=row.level,
        due_on=row.due_on,
        reason=row.reason,
        importance=importance,
        is_from_survey=is_from_survey,
        effort=row.effort,
        least=gap.steps.least if gap.steps else None,
        most=gap.steps.most if gap.steps else None,
    )


def _ranked_row(
    ranked: rules.RankedGap, standings: dict[str, Standing], targets: dict[str, Target]
) -> GapRow:
    decided_by = ranked.decided_by
    return replace(
        _row(ranked.gap, standings, targets),
        rank=ranked.place.rank,
        is_tied=ranked.place.is_tied,
        decided_by=str(CRITERION_LABELS[decided_by.value]) if decided_by else "",
        levels=ranked.considerations.unblocks.levels,
        alone=ranked.considerations.unblocks.alone,
    )
