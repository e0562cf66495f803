"""An assessment led by A2I, walked up to a step the way people do it."""

from dataclasses import dataclass
from datetime import date

from django.conf import settings

from assessments.models import Assessment, MethodVersion
from assessments.queries.board import MethodBoard, method_board, with_method
from assessments.rules.method_file import read_method
from assessments.services.statements import Words, state_fact, waive_gate
from assessments.services.steps import finish_step
from cip.kernel import clock
from tests.conftest import Person
from tests.factories.assessments import DiscussionFactory, MethodVersionFactory, ScopeFactory

DAY = date(2026, 3, 2)


def shipped(name: str) -> MethodVersion:
    """The shipped method in that file, as `load_methods` stores it."""
    data = (settings.BASE_DIR / "fixtures" / "methods" / f"{name}.yaml").read_bytes()
    return MethodVersionFactory(document=read_method(data).plain)


@dataclass
class Walk:
    """An assessment with somebody who leads it and somebody who sponsors it."""

    assessment: Assessment
    lead: Person
    sponsor: Person

    @property
    def board(self) -> MethodBoard:
        """Where it stands now."""
        return method_board(with_method().get(pk=self.assessment.pk), clock.today())

    def state(self, code: str) -> str:
        """The state of a step."""
        view = self.board.step(code)
        assert view is not None
        return view.state.value

    def say(self, fact: str, by: Person | None = None, **values: object) -> None:
        """State a fact."""
        actor = (by or self.lead).actor
        state_fact(actor=actor, assessment=self.assessment, fact=fact, now=clock.now(), **values)

    def waive(self, step: str, gate: str, reason: str = "One team only") -> None:
        """The sponsor lets a gate pass."""
        waive_gate(
            actor=self.sponsor.actor,
            assessment=self.assessment,
            step=step,
            gate=gate,
            reason=reason,
            now=clock.now(),
        )

    def done(self, *codes: str) -> None:
        """The lead declares steps done."""
        for code in codes:
            finish_step(
                actor=self.lead.actor, assessment=self.assessment, code=code, now=clock.now()
            )

    def to_kick_off(self) -> None:
        """P1 to E1; somebody takes part already."""
        self.say("sponsor_accepted", self.sponsor)
        self.say("budget_approved", self.sponsor)
        self.waive("P3", "two_members")
        self.say("plan_signed")
        self.say("kickoff_held", words=Words(happened_on=DAY))
        self.done("P1", "P2", "P3", "P4", "P5", "E1")

    def to_ratings(self) -> None:
        """E3 to E6; collecting has ended."""
        self.say("response_rate_minimum", number=0)
        for row in self.assessment.scope.filter(is_applicable=True):
            DiscussionFactory(assessment=self.assessment, node=row.node)
        self.done("E3", "E4", "E5", "E6")


def led_by_a2i(assessment: Assessment, lead: Person, sponsor: Person) -> Walk:
    """The assessment under A2I, its program with a sponsor."""
    assessment.method_version = shipped("a2i")
    assessment.save(update_fields=["method_version"])
    assessment.program.sponsor = sponsor.user
    assessment.program.save(update_fields=["sponsor"])
    if not assessment.scope.exists():
        ScopeFactory(assessment=assessment)
    return Walk(assessment, lead, sponsor)
