"""What the guide wants prepared before a workshop, and how much of it is there.

Source: CIP Mobilization Service and Workshop Guide v1.1, sections 2.1 and 3.1 (Preparation).
"""

from dataclasses import dataclass

GOALS, AGENDA, AGREED = "goals", "agenda", "agreed"
PEOPLE, PREPARED = "people", "prepared"
FACILITATION, FITS, TAILORED, SHARED = "facilitation", "fits", "tailored", "shared"

# Group of the guide -> what is to be seen to, in the guide's order.
GROUPS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("goals", (GOALS, AGENDA, AGREED)),
    ("participants", (PEOPLE, PREPARED)),
    ("design", (FACILITATION, FITS, TAILORED, SHARED)),
)

# "Team – Advisor Interactions" (2.1) and "Program Lead – Advisor Interactions" (3.1).
INTERACTIONS: dict[int, tuple[str, ...]] = {
    1: (
        "Each CI team lead gives the senior advisor the relevant CIP artefacts and the results of "
        "the initial assessment for review.",
        "The senior advisor reviews artefacts and progress against best practice of similar "
        "organizations.",
        "The senior advisor interviews three or four key team members by video link, one by one or "
        "as a group, on the current and target situation and the scope of the workshop.",
        "Roles in leadership and facilitation are defined: the team lead owns and drives the "
        "workshop, and the senior advisor facilitates it; or the senior advisor leads it and "
        "facilitates the outcomes.",
        "The team lead schedules the workshop.",
        "Team members take part in the one-day workshop.",
        "The senior advisor facilitates a review of outputs and agreed actions, which are "
        "summarized in writing afterwards.",
        "Team lead and members carry out what was agreed; the senior advisor is kept up to date as "
        "a guest of the team.",
    ),
    2: (
        "The CI program lead gives the senior advisor the relevant CIP artefacts of each CI team.",
        "The senior advisor reviews artefacts and progress and discusses with the program lead "
        "what comes next and the scope of the workshop.",
        "Roles in leadership and facilitation are defined.",
        "The CI program lead schedules the workshop.",
        "CI team leads, and members where useful, take part in the one-day workshop.",
        "The senior advisor facilitates a review of outputs and agreed actions, which are "
        "summarized in writing afterwards.",
        "Program lead and team leads carry out the program workplan and the team workplans; the "
        "senior advisor is kept up to date as a guest.",
    ),
}


@dataclass(frozen=True)
class PlanFacts:
    """What is on record about a planned workshop."""

    has_goals: bool
    agenda_items: int
    overrun_minutes: int
    is_tailored: bool
    people: int
    people_with_preparation: int
    has_facilitator: bool
    is_shared: bool
    is_agreed: bool


def prepared(facts: PlanFacts) -> dict[str, bool]:
    """For each thing to prepare whether it is there."""
    return {
        GOALS: facts.has_goals,
        AGENDA: facts.agenda_items > 0,
        AGREED: facts.is_agreed,
        PEOPLE: facts.people > 0,
        PREPARED: facts.people_with_preparation > 0,
        FACILITATION: facts.has_facilitator,
        FITS: facts.agenda_items > 0 and facts.overrun_minutes == 0,
        TAILORED: facts.is_tailored,
        SHARED: facts.is_shared,
    }
