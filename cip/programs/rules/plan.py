"""The CIP plan: phases, activities and deliverables.

Source: CIP Mobilization Service and Workshop Guide, appendix 2 ("CIP roadmap and methodology").
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class PlannedActivity:
    """One activity with its number (1-11) and what it delivers."""

    number: int
    title: str
    deliverables: tuple[str, ...]


@dataclass(frozen=True)
class PlannedPhase:
    """A phase with its activities in order."""

    kind: str
    activities: tuple[PlannedActivity, ...]


def _activity(number: int, title: str, *deliverables: str) -> PlannedActivity:
    return PlannedActivity(number, title, deliverables)


CIP_PLAN: tuple[PlannedPhase, ...] = (
    PlannedPhase(
        "discover",
        (
            _activity(1, "Create Awareness", "Leadership understanding of 'Why CIP?'"),
            _activity(2, "Complete Initial Assessment", "Problem/Direction Statement"),
            _activity(
                3,
                "Conduct Capability Foundation Workshop",
                "Improvement priorities and CIP establishment",
            ),
        ),
    ),
    PlannedPhase(
        "design",
        (
            _activity(4, "Establish CI Program", "Program Statement and Roadmap"),
            _activity(5, "Train Key Participants", "Understanding & commitment"),
            _activity(
                6,
                "Mobilize CI Teams",
                "Change teams established",
                "Project workplans developed",
            ),
            _activity(7, "Conduct Mobilization Workshop", "Overall Program Plan"),
        ),
    ),
    PlannedPhase(
        "execute",
        (
            _activity(8, "Execute CI Team Workplans", "Quick wins and practice improvements"),
            _activity(
                9,
                "Conduct Execution Review Workshop",
                "Program update and performance management",
            ),
        ),
    ),
    PlannedPhase(
        "embed",
        (
            _activity(10, "Scale the CI Program as necessary", "Program scaling plan"),
            _activity(11, "Sustain improvements in the culture", "Changes operationalized"),
        ),
    ),
)
