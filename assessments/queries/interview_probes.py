"""What to ask again in interviews, and why: over all questions, goals and units."""

from dataclasses import dataclass
from uuid import UUID

from assessments.models import Assessment
from assessments.queries.analysis import Analysis, ItemResult
from assessments.queries.rated_model import RatedModel, rated_model
from assessments.queries.unit_results import unit_answers
from assessments.rules.probes import Ground, ProbeProposal, Reason, proposals


@dataclass(frozen=True)
class InterviewProbe:
    """A question, or two of one goal that contradict each other, with the reasons."""

    items: tuple[ItemResult, ...]
    reasons: tuple[Reason, ...]

    @property
    def ground(self) -> Ground:
        """The most urgent reason."""
        return self.reasons[0].ground


def interview_probes(
    assessment: Assessment, found: Analysis, *, per_area: int
) -> list[InterviewProbe]:
    """Proposals by falling urgency; seven queries."""
    goals = goals_of_practices(rated_model(assessment))
    units = unit_answers(assessment, found)
    asked = [
        item.asked(next(iter(goals.get(item.node_id, ())), None), units.by_item.get(item.id))
        for item in found.items
    ]
    known = [one for one in asked if one is not None]
    return probes_of(found, proposals(known, per_area=per_area))


def probes_of(found: Analysis, proposed: list[ProbeProposal]) -> list[InterviewProbe]:
    """The proposals with their questions."""
    items = {item.id: item for item in found.items}
    return [
        InterviewProbe(
            tuple(items[key] for key in proposal.questions if isinstance(key, UUID)),
            proposal.reasons,
        )
        for proposal in proposed
    ]


def by_ground(probes: list[InterviewProbe]) -> list[tuple[Ground, list[InterviewProbe]]]:
    """The probes under their most urgent reason, most urgent first."""
    groups = [(ground, [p for p in probes if p.ground is ground]) for ground in Ground]
    return [(ground, same) for ground, same in groups if same]


def goals_of_practices(model: RatedModel) -> dict[UUID, tuple[UUID, ...]]:
    """The goals in scope that each practice leads to."""
    found: dict[UUID, tuple[UUID, ...]] = {}
    for area in model.in_scope:
        for goal in area.goals:
            for practice in goal.practice_ids:
                found[practice] = (*found.get(practice, ()), goal.id)
    return found
