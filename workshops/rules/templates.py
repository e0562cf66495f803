"""Agenda templates: every section of the mobilization workshop guides.

Source: CIP Mobilization Service and Workshop Guide v1.1, sections 2.2 (Stage 1) and 3.2 (Stage 2).
The guide gives no durations; those here fill a one-day workshop (guide 2.1 step 6, 3.1 step 5) and
are a proposal to be changed.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class PlannedItem:
    """One agenda item with the minutes proposed for it."""

    title: str
    minutes: int


@dataclass(frozen=True)
class PlannedSection:
    """A numbered section of the guide."""

    number: int
    title: str
    items: tuple[PlannedItem, ...]

    @property
    def minutes(self) -> int:
        """Minutes of all its items."""
        return sum(item.minutes for item in self.items)


def _section(number: int, title: str, *items: tuple[str, int]) -> PlannedSection:
    return PlannedSection(
        number, title, tuple(PlannedItem(text, minutes) for text, minutes in items)
    )


STAGE_1: tuple[PlannedSection, ...] = (
    _section(
        1,
        "Introduction",
        ("Workshop outline, goals, and approach", 10),
        ("Recap – business drivers, improvement priorities, CI program, governance and teams", 15),
        ("Overview of the Design phase of the CIP process", 5),
    ),
    _section(
        2,
        "Building Capability Improvement Teams",
        ("Orientation to teams and team processes", 15),
        ("Characteristics of effective teams", 10),
        ("Collaborative communication", 10),
    ),
    _section(
        3,
        "CI Team Processes and Activities",
        ("Team tasks, procedures, relationships", 10),
        ("Key goals and KPIs for the team", 20),
        ("Roles and responsibilities", 15),
        ("How the team will work", 10),
        ("How progress will be measured and reported", 10),
        ("Working with IT-CMF and CIP artefacts", 10),
        ("Conducting follow-on assessments", 10),
        ("Applying POMs for practice improvement", 15),
        ("Drafting CC improvement projects", 20),
        ("Workplans, budgets, KPIs", 15),
    ),
    _section(
        4,
        "Overview of the CC Assessment Process",
        ("Project planning and preparation", 5),
        ("Conducting a survey", 5),
        ("Interviews", 5),
        ("Quantitative and qualitative analysis, maturity validation", 10),
        ("Practice improvement analysis", 5),
        ("Results and recommendations", 5),
        ("Action planning, benefits, and business case", 10),
    ),
    _section(
        5,
        "Capability Building",
        ("Clarify business drivers and performance targets", 10),
        ("Plan and execute assessments as required", 10),
        ("Define priority CBBs for improvement", 10),
        ("Identify gaps in practices, process, structure, roles and skills", 15),
        ("Design the change in line with performance goals", 10),
        ("Plan skills and knowledge development actions", 10),
        ("Determine investment, leadership, and talent required for change", 10),
        ("Plan the change with a workplan and a roadmap", 15),
    ),
    _section(
        6,
        "CI Team Workplan and Roadmap",
        ("Preparing the project workplan and the benefits plan", 30),
        ("Capex and opex estimation", 15),
        ("Define project metrics and KPIs", 15),
    ),
    _section(
        7,
        "Preparing for Phase 3 – Execute",
        ("Project management and coordination with the PMO", 10),
        ("Management of change", 10),
    ),
)

STAGE_2: tuple[PlannedSection, ...] = (
    _section(
        1,
        "Introduction",
        ("Workshop outline, goals, and approach", 10),
        ("Recap – CIP Design phase", 15),
        ("Overview of the Design phase of the CIP process", 5),
    ),
    _section(
        2,
        "Review Findings and Recommendations of Improvement Teams",
        ("Each workgroup presents Design results, project plans, roadmaps", 90),
    ),
    _section(
        3,
        "Prioritization of Cross-Team Practice Improvements",
        ("Determine interdependencies among team workplans", 30),
        ("Prioritization exercise", 40),
        ("Identify skills gaps and incorporate them into the plan", 20),
    ),
    _section(
        4,
        "Establishing the CIP Scorecard",
        ("Define program metrics and critical success factors (CSFs)", 30),
        ("Define CI team scorecard requirements", 20),
        ("Create cascading scorecards", 20),
    ),
    _section(
        5,
        "Actions to Finalize CI Program Plan",
        ("Update the overall CIP, including program statement and benefits plans", 20),
        ("Final CIP roadmap and agreement on deliverables", 30),
        ("Responsibility assignment", 15),
        ("Alignment with strategy and budget – including business case development", 15),
        ("Socialize the final CIP", 10),
    ),
    _section(
        6,
        "Preparing for Phase 3 – Execute",
        ("Key learnings from Phase 2", 15),
        ("Coordination with other delivery bodies – PMO, VMO, etc.", 10),
        ("Project and program delivery", 10),
        ("Cascading scorecard management", 10),
    ),
)

TEMPLATES: dict[int, tuple[PlannedSection, ...]] = {1: STAGE_1, 2: STAGE_2}
