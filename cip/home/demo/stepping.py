"""The steps of methods in the demonstration, each passed by those who may."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from assessments.models import Assessment
from assessments.queries.signatures import signatures
from assessments.services.signing import sign_ratings
from assessments.services.statements import Words, state_fact, waive_gate
from assessments.services.steps import finish_step, skip_step
from cip.access.actor import Actor

DAY = timedelta(days=1)
LEAST_RESPONSES = 60  # percent


@dataclass(frozen=True)
class Walk:
    """One assessment, who leads it and who sponsors it."""

    assessment: Assessment
    lead: Actor
    sponsor: Actor

    def say(
        self, fact: str, now: datetime, note: str = "", *, by: Actor | None = None, **more: int
    ) -> None:
        """State that something happened on that day."""
        words = Words(note=note, happened_on=now.date())
        actor = by or self.lead
        state_fact(actor=actor, assessment=self.assessment, fact=fact, words=words, now=now, **more)

    def sign(self, now: datetime) -> None:
        """The lead, who is the whole team, signs all ratings as they stand."""
        checksum = signatures(self.assessment).checksum
        sign_ratings(actor=self.lead, assessment=self.assessment, checksum=checksum, now=now)

    def waive(self, step: str, gate: str, reason: str, now: datetime) -> None:
        """The sponsor lets a gate pass."""
        waive_gate(
            actor=self.sponsor,
            assessment=self.assessment,
            step=step,
            gate=gate,
            reason=reason,
            now=now,
        )

    def done(self, code: str, now: datetime, note: str = "", subject: str = "") -> None:
        """The lead declares a step done, or one round of it."""
        finish_step(
            actor=self.lead,
            assessment=self.assessment,
            code=code,
            note=note,
            subject=subject,
            now=now,
        )

    def skip(self, code: str, reason: str, now: datetime) -> None:
        """The lead leaves out an optional step."""
        skip_step(actor=self.lead, assessment=self.assessment, code=code, note=reason, now=now)


def prepare(walk: Walk, now: datetime, *, has_kick_off: bool) -> None:
    """P1 to E1, on the days before `now`."""
    first = now - 10 * DAY
    walk.say("sponsor_accepted", first, "Said so at the board meeting.", by=walk.sponsor)
    walk.done("P1", first)
    if has_kick_off:
        walk.say("budget_approved", first + DAY, "120 hours in all.", by=walk.sponsor)
    else:
        walk.waive(
            "P2",
            "approved",
            "A first look at one area: the few hours come out of the running budget.",
            first + DAY,
        )
    walk.done("P2", first + DAY)
    walk.done("P3", first + 2 * DAY)
    walk.done("P4", first + 3 * DAY)
    walk.say("plan_signed", first + 5 * DAY, "Two pages, signed by lead and sponsor.")
    walk.done("P5", first + 5 * DAY)
    if has_kick_off:
        walk.say("kickoff_held", now - DAY, "In the lecture hall; 61 people came.")
    else:
        reason = "Four people are asked; they were told in person what happens with their answers."
        walk.waive("E1", "held", reason, now - DAY)
    walk.done("E1", now - DAY)


def listen(walk: Walk, now: datetime) -> None:
    """E3 and E4, once collecting has ended."""
    walk.say("response_rate_minimum", now, "Agreed when planning.", number=LEAST_RESPONSES)
    walk.done("E3", now)
    walk.done("E4", now + 2 * DAY)


def draw_up(walk: Walk, now: datetime) -> None:
    """E5, once preliminary findings are written."""
    walk.done("E5", now)


def discuss(walk: Walk, now: datetime) -> None:
    """E6, once outcomes and actions are recorded."""
    walk.done("E6", now)


def conclude(walk: Walk, now: datetime) -> None:
    """E8 and A1, once the ratings are agreed. The debriefing is still to come."""
    walk.say("feedback_held", now + DAY, "In the lecture hall again; 48 people came.")
    walk.done("E8", now + DAY)
    walk.say("report_delivered", now + 4 * DAY, "Handed over in a conversation of an hour.")
    walk.done("A1", now + 4 * DAY)


def plan_appraisal(walk: Walk, now: datetime) -> None:
    """PLAN1 to PLAN4 and the opening of a CMMI appraisal, on the days before `now`."""
    first = now - 10 * DAY
    walk.say("sponsor_accepted", first, "Wants to know before the contract ends.", by=walk.sponsor)
    walk.done("PLAN1", first)
    walk.say("plan_signed", first + DAY, "Three services, two weeks.")
    walk.done("PLAN2", first + DAY)
    walk.waive("PLAN3", "members", "Two people who know the work are enough to begin with.", first)
    walk.say("team_conflicts_open", first + DAY, "Neither works in one of the three services.")
    walk.done("PLAN3", first + DAY)
    walk.say("readiness_confirmed", first + 2 * DAY, "Records of all three services are at hand.")
    walk.done("PLAN4", first + 2 * DAY)
    walk.say("kickoff_held", now, "With the leads of the three services.")
    walk.done("COLLECT1", now)


def look_at_work(walk: Walk, now: datetime) -> None:
    """COLLECT2 and COLLECT3, once artifacts were seen and people heard."""
    walk.say("practices_without_artifact", now, "Seen in the tools, list in the team's folder.")
    walk.done("COLLECT2", now)
    walk.say("practices_without_affirmation", now + DAY, "Two conversations for each service.")
    walk.done("COLLECT3", now + DAY)


def characterized(walk: Walk, now: datetime) -> None:
    """CHAR1 to CHAR3, once values and choices are on record."""
    walk.done("CHAR1", now)
    walk.done("CHAR2", now)
    walk.say("findings_not_validated", now + DAY, "Shown to all three services in one meeting.")
    walk.done("CHAR3", now + DAY)


def research(walk: Walk, now: datetime) -> None:
    """START1 to WP2b.1 of a DDI study, in two weeks from `now`."""
    walk.say("sponsor_accepted", now, "Asked for it after the board's away day.", by=walk.sponsor)
    walk.done("START1", now)
    walk.done("WP1.1", now + DAY)
    walk.say("search_log_entries", now + 3 * DAY, "In the team's folder.", number=46)
    walk.done("WP1.2", now + 3 * DAY)
    walk.say("sources_incomplete", now + 4 * DAY, "Nineteen sources, one record each.")
    walk.say("extracts_without_rights", now + 4 * DAY, "Two were left out for that.")
    walk.done("WP1.3", now + 4 * DAY)
    walk.done("WP1.4", now + 5 * DAY)
    walk.say("domains_without_section", now + 6 * DAY, "One section each, four pages in all.")
    walk.done("WP1.5", now + 6 * DAY)
    walk.say("gaps_without_question", now + 8 * DAY, "Seven gaps, eleven questions.")
    walk.done("WP2a.1", now + 8 * DAY)
    walk.say("terms_not_in_glossary", now + 9 * DAY, "Fourteen words on one page.")
    walk.done("WP2a.2", now + 9 * DAY)
    walk.say("guide_approved", now + 10 * DAY, "After a trial with a colleague.")
    walk.done("WP2a.3", now + 10 * DAY)
    walk.say("participants_without_tag", now + 11 * DAY, "Practitioners, and one from outside.")
    walk.done("WP2b.1", now + 11 * DAY)


def interviewed(walk: Walk, now: datetime) -> None:
    """WP2b.2 of a DDI study, once everybody was heard."""
    walk.done("WP2b.2", now)


def profile(walk: Walk, now: datetime, settled: tuple[str, ...]) -> None:
    """N0 to N6 of a NIMM profile in one session, and N7 for the perspectives that are settled."""
    walk.say("facilitator_outside_team", now, "Comes from the program office.")
    walk.say("scorers", now, "Two of them by telephone.", number=11)
    walk.say("scorer_units", now, number=4)
    walk.done("N0", now)
    walk.done("N1", now)
    walk.say("votes_sealed", now, "On paper, face down.")
    walk.done("N2", now)
    walk.say("all_scorers_voted", now)
    walk.done("N3", now)
    walk.say("wide_cells_without_both_views", now, "Asked for both in four places.")
    walk.done("N4", now)
    walk.done("N5", now, "Nine ideas on cards, photographed.")
    walk.skip("N6", "Everybody was within a level of the others after the talk.", now)
    for each in settled:
        walk.done("N7", now, "Agreed after an hour.", subject=each)
