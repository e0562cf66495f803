"""Where work comes from: a finding, a gap, an agreed action of an assessment or of a workshop."""

from dataclasses import dataclass
from uuid import UUID

from django.utils.translation import gettext as _

from assessments.models import ActionItem, Finding, Target
from assessments.queries.gaps import gap_of
from cip.kernel.errors import InvalidInput, WrongState
from cip.kernel.texts import SHORT
from roadmap.models import InitiativeSource, WorkItem, Workplan
from workshops.models import Outcome


@dataclass(frozen=True)
class Source:
    """Exactly one of the four; a gap (its target) is what an area still lacks."""

    finding: Finding | None = None
    action_item: ActionItem | None = None
    outcome: Outcome | None = None
    gap: Target | None = None

    def __post_init__(self) -> None:
        if [self.finding, self.action_item, self.outcome, self.gap].count(None) != 3:
            raise ValueError("a source names one thing")

    @property
    def is_action(self) -> bool:
        """Whether it is an agreed action, which is taken once; others may lead to several."""
        return self.action_item is not None or self.outcome is not None

    @property
    def program_id(self) -> UUID:
        """The program it belongs to."""
        if self.outcome is not None:
            return self.outcome.workshop.program_id
        if self.gap is not None:
            return self.gap.profile.assessment.program_id
        return (self.finding or self.action_item).assessment.program_id  # type: ignore[union-attr]

    @property
    def text(self) -> str:
        """What it says."""
        if self.finding is not None:
            return self.finding.title
        if self.gap is not None:
            return self.gap.node.title
        return self.action_item.text if self.action_item is not None else self.outcome.text  # type: ignore[union-attr]

    @property
    def title(self) -> str:
        """A first title for the initiative or work item."""
        return shortened(self.text, SHORT)


def shortened(text: str, limit: int) -> str:
    """The text on one line, cut with an ellipsis when it does not fit."""
    line = " ".join(text.split())
    return line if len(line) <= limit else line[: limit - 1] + "…"


def claim(source: Source, workplan: Workplan) -> None:
    """Lock the source and make sure that it may be taken into this workplan now.

    Call inside the transaction that makes the initiative or work item: two people who take the same
    action at once do so in turn, and the second gets WrongState. A finding or gap may lead to
    several initiatives. Raises InvalidInput on `source` for another program's.
    """
    if source.program_id != workplan.program_id:
        raise InvalidInput(fields={"source": [_("It belongs to another program.")]})
    if source.finding is not None:
        _check_finding(Finding.objects.select_for_update().get(pk=source.finding.pk))
    elif source.action_item is not None:
        _check_action(ActionItem.objects.select_for_update().get(pk=source.action_item.pk))
    elif source.outcome is not None:
        _check_outcome(Outcome.objects.select_for_update().get(pk=source.outcome.pk))
    elif source.gap is not None:
        _check_gap(Target.objects.select_for_update(of=("self",)).get(pk=source.gap.pk))
    if is_taken(source):
        raise WrongState(_("This action was already taken into a workplan."))


def is_taken(source: Source) -> bool:
    """Whether the action already became an initiative or a work item; nothing else ever is."""
    if not source.is_action:
        return False
    wanted = {"action_item": source.action_item, "outcome": source.outcome}
    named = {name: row for name, row in wanted.items() if row is not None}
    return (
        InitiativeSource.objects.filter(**named).exists()
        or WorkItem.objects.filter(**named).exists()
    )


def _check_finding(finding: Finding) -> None:
    if finding.state == Finding.State.DROPPED:
        raise WrongState(_("This finding was dropped."))
    if finding.kind == Finding.Kind.STRENGTH:
        raise WrongState(_("A strength needs no initiative; take a weakness."))


def _check_action(action_item: ActionItem) -> None:
    if action_item.state == ActionItem.State.DROPPED:
        raise WrongState(_("This action was dropped."))
    if action_item.state == ActionItem.State.DONE:
        raise WrongState(_("This action is done already."))


def _check_outcome(outcome: Outcome) -> None:
    if outcome.kind != Outcome.Kind.ACTION:
        raise WrongState(_("Only an agreed action can be taken into a workplan."))


def _check_gap(target: Target) -> None:
    found = gap_of(target)
    if found is None or found.most is None:
        raise WrongState(_("This area is not rated, so nobody knows whether there is a gap."))
    if found.most <= 0:
        raise WrongState(_("This target is reached; there is no gap to close."))
