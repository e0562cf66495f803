"""What happens in the demonstration: teams, how practices stand, findings, workplans."""

from dataclasses import dataclass, field


@dataclass(frozen=True)
class DemoTeam:
    """A CI team; people by key."""

    key: str
    name: str
    theme: str
    purpose: str
    lead: str
    members: tuple[str, ...]


TEAMS: tuple[DemoTeam, ...] = (
    DemoTeam(
        "agreements",
        "Clear agreements",
        "Service commitments",
        "Wards and IT agree in writing what is delivered, and look at it together.",
        "agreements",
        ("analyst",),
    ),
    DemoTeam(
        "planning",
        "Planned delivery",
        "Delivery planning and tracking",
        "Work is planned before it starts, and everybody can see how it stands.",
        "planning",
        ("engineer",),
    ),
    DemoTeam(
        "incidents",
        "Back to work fast",
        "Incidents and configuration",
        "Clinicians get help fast, and changes no longer surprise the wards.",
        "incidents",
        ("member", "engineer"),
    ),
    DemoTeam(
        "suppliers",
        "Trusted suppliers",
        "Suppliers and quality",
        "Suppliers are chosen, followed and checked like our own work.",
        "suppliers",
        ("analyst",),
    ),
)

# Chance that a respondent who knows answers "yes", and share of "don't know", by key process area.
AREAS: dict[str, tuple[float, float]] = {
    "SCM": (0.38, 0.12),
    "SDP": (0.55, 0.10),
    "STO": (0.50, 0.16),
    "SUB": (0.62, 0.30),
    "CM": (0.30, 0.18),
    "SRI": (0.78, 0.05),
    "SQA": (0.24, 0.28),
}

COMMENTS: tuple[str, ...] = (
    "It depends on the ward; the larger ones insist on it.",
    "We did this well until the merger, since then it is patchy.",
    "Written down, but I have not seen anybody use it this year.",
    "The tool makes it easy, the habit is missing.",
    "Only after something went wrong.",
    "Works because two people care a lot. What if they leave?",
)

# What people say shows their answer.
EVIDENCE: tuple[str, ...] = (
    "Minutes of the weekly service meeting, folder of the department",
    "https://intranet.wexmoor-vale.example/service/agreements",
    "Ticket 48213, reopened twice",
    "The board beside the service desk",
    "Service handbook, chapter 4\nhttps://intranet.wexmoor-vale.example/handbook#changes",
)

# What the team agreed about each goal; a goal that is missing here stays not rated.
_YES, _NO = "satisfied", "unsatisfied"
RATINGS: dict[str, tuple[str, str]] = {
    "SCM-G1": (_NO, "Eleven of nineteen wards have no written agreement."),
    "SCM-G2": (_NO, "Needs are collected once, at the start, and not looked at again."),
    "SDP-G1": (_NO, "Projects have plans; everyday delivery, two thirds of the work, has none."),
    "SDP-G2": (_YES, "Minutes of the planning round show who agreed to what, in all four units."),
    "STO-G1": (_NO, "Weekly reports list work done but compare it with nothing."),
    "STO-G2": (_NO, "Actions are agreed in meetings; of ten followed up, four were closed."),
    "STO-G3": (_YES, "Every change of a commitment seen was signed by the ward concerned."),
    "SUB-G1": (_YES, "The regional board qualifies suppliers; its records are complete."),
    "SUB-G2": (_NO, "Two of six contracts contradict what wards were promised."),
    "SUB-G3": (_YES, "Monthly calls with all six large suppliers, with minutes."),
    "CM-G1": (_NO, "There is a tool and an owner, but no plan."),
    "CM-G2": (_NO, "Nineteen of fifty sampled records were wrong."),
    "CM-G3": (_YES, "All changes of the last quarter went through the change meeting."),
    "CM-G4": (_NO, "Baselines do not exist, so nobody can know their status."),
    "SRI-G1": (_YES, "One procedure for all units, reviewed in spring."),
    "SRI-G2": (_YES, "Forty sampled tickets were recorded, ranked and reviewed as written."),
    "SRI-G3": (_YES, "Callers see the status on the desk page; wards confirm it."),
    "SQA-G1": (_NO, "No plan; checks follow complaints."),
    "SQA-G2": (_NO, "Nobody outside the unit looks at its work."),
    "SQA-G3": (_NO, "Results of checks stay with whoever checked."),
    "SQA-G4": (_NO, "No case was found that reached senior management."),
}


@dataclass(frozen=True)
class DemoFinding:
    """A finding about a key process area, what speaks for it, and what a team makes of it."""

    area: str
    kind: str
    title: str
    text: str
    direction: str = ""
    interview: str = "Group interview, team leads"
    team: str = ""
    initiative: str = ""
    start_week: int = 0
    weeks: int = 0
    effort: int = 0
    progress: int = 0
    opex: int = 0
    capex: int = 0
    after: tuple[str, ...] = field(default=())


FINDINGS: tuple[DemoFinding, ...] = (
    DemoFinding(
        "SCM",
        "weakness",
        "Most wards have no written service agreement",
        "Eight of nineteen wards know what they can expect from IT. The others rely on "
        "personal contacts, and disagreements end with whoever shouts loudest.",
        "A short agreement of two pages for every ward, with five measures that clinicians chose.",
        team="agreements",
        initiative="Two-page service agreement for every ward",
        start_week=-6,
        weeks=14,
        effort=60,
        progress=45,
        opex=18_000,
    ),
    DemoFinding(
        "SCM",
        "weakness",
        "Delivered service is not reviewed with the customer",
        "Reports are sent, but nobody meets to look at them. Wards learn of changes on the day.",
        "A review each quarter with the ward manager and the clinical lead.",
        interview="Interview round, ward managers",
        team="agreements",
        initiative="Quarterly service review with wards",
        start_week=8,
        weeks=12,
        effort=24,
        opex=6_000,
        after=("Two-page service agreement for every ward",),
    ),
    DemoFinding(
        "SDP",
        "strength",
        "Large projects are planned with care",
        "Plans of the four large projects name effort, people and risks, and were kept current.",
        interview="Interview, project office",
    ),
    DemoFinding(
        "SDP",
        "weakness",
        "Everyday delivery is not planned",
        "Outside projects, work is taken as it comes. Nobody can say what waits, or for how long.",
        "One visible plan of the next six weeks for each unit.",
        team="planning",
        initiative="Six-week delivery plan for each unit",
        start_week=-4,
        weeks=10,
        effort=40,
        progress=60,
        opex=4_000,
    ),
    DemoFinding(
        "STO",
        "weakness",
        "Progress is reported, not compared with the plan",
        "Weekly reports list what was done. Whether that is late cannot be seen from them.",
        "Compare actual with planned delivery each week, and say what follows.",
        team="planning",
        initiative="Weekly look at plan and actual delivery",
        start_week=6,
        weeks=10,
        effort=20,
        after=("Six-week delivery plan for each unit",),
    ),
    DemoFinding(
        "SUB",
        "alternative",
        "Suppliers are steered through a regional board",
        "The trust has no procedure of its own; the regional purchasing board does the same work, "
        "and its minutes cover all six large suppliers.",
        interview="Interview, purchasing",
    ),
    DemoFinding(
        "SUB",
        "weakness",
        "Commitments of suppliers do not match ours",
        "Two suppliers promise repair in 24 hours for systems that wards were promised in four.",
        "Bring supplier contracts in line with what wards were promised, at renewal or before.",
        team="suppliers",
        initiative="Align supplier contracts with ward agreements",
        start_week=9,
        weeks=22,
        effort=45,
        capex=0,
        opex=35_000,
        after=("Two-page service agreement for every ward",),
    ),
    DemoFinding(
        "CM",
        "weakness",
        "Nobody trusts the configuration records",
        "Records of servers and clinical devices are kept in three places that differ. A sample of "
        "fifty found nineteen wrong.",
        "One record, filled by discovery, checked by sampling.",
        team="incidents",
        initiative="One trusted configuration record",
        start_week=-2,
        weeks=20,
        effort=90,
        progress=20,
        capex=85_000,
        opex=12_000,
    ),
    DemoFinding(
        "CM",
        "weakness",
        "Changes reach wards without a baseline",
        "After a failed change it takes hours to find out what was there before.",
        "Approved baselines for the forty systems that wards cannot do without.",
        interview="Interview, night shift",
        team="incidents",
        initiative="Baselines for forty critical systems",
        start_week=18,
        weeks=14,
        effort=50,
        opex=9_000,
        after=("One trusted configuration record",),
    ),
    DemoFinding(
        "SRI",
        "strength",
        "Requests and incidents are handled the same way everywhere",
        "All units use one desk, one record and one set of priorities; clinicians praise it.",
        interview="Interview round, ward managers",
    ),
    DemoFinding(
        "SRI",
        "weakness",
        "The same incidents come back",
        "A quarter of the night calls are repeats. Causes are known on the desk but reach nobody.",
        "A short list of repeat offenders, looked at each week by desk and engineers together.",
        team="incidents",
        initiative="Weekly look at repeat incidents",
        start_week=-5,
        weeks=8,
        effort=16,
        progress=80,
    ),
    DemoFinding(
        "SQA",
        "weakness",
        "Nobody independent looks at how work is done",
        "Checks happen after complaints. Results are not written down, and not followed.",
        "Peer checks across units, four a quarter, with results that managers answer.",
        team="suppliers",
        initiative="Peer checks across units",
        start_week=2,
        weeks=16,
        effort=30,
        progress=5,
        opex=3_000,
    ),
)
