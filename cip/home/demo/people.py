"""Who appears in the demonstration. Every name is invented and says so."""

from dataclasses import dataclass

from cip.access.roles import Role

ORGANIZATION = "Wexmoor Vale Hospitals Trust (demonstration)"
SLUG = "wexmoor-vale"
DOMAIN = "wexmoor-vale.example"
PASSWORD = "wexmoor-demo-2026"  # noqa: S105 - shown on screen, demonstration only


@dataclass(frozen=True)
class DemoPerson:
    """A person with an account; `key` is the part of the address before the @."""

    key: str
    name: str
    roles: tuple[Role, ...]
    about: str = ""

    @property
    def email(self) -> str:
        """An address in a reserved domain: no mail can leave."""
        return f"{self.key}@{DOMAIN}"


PEOPLE: tuple[DemoPerson, ...] = (
    DemoPerson(
        "lead", "Lark Exampleton", (Role.ADMIN, Role.PROGRAM_LEAD), "program lead and admin"
    ),
    DemoPerson("sponsor", "Heron Sampleworth", (Role.SPONSOR,), "executive sponsor"),
    DemoPerson("facilitator", "Wren Demosthorpe", (Role.FACILITATOR,), "facilitator and assessor"),
    DemoPerson("agreements", "Finch Placeholder", (Role.MEMBER,), "lead of a CI team"),
    DemoPerson("planning", "Robin Fictley", (Role.MEMBER,), "lead of a CI team"),
    DemoPerson("incidents", "Swift Mockridge", (Role.MEMBER,), "lead of a CI team"),
    DemoPerson("suppliers", "Plover Testwick", (Role.MEMBER,), "lead of a CI team"),
    DemoPerson("member", "Dunnock Trialby", (Role.MEMBER,), "CI team member, has a questionnaire"),
    DemoPerson("analyst", "Siskin Draftman", (Role.MEMBER,)),
    DemoPerson("engineer", "Linnet Protopton", (Role.MEMBER,)),
    DemoPerson("advisor", "Curlew Guestling", (Role.ADVISOR,), "advisor, time-limited guest"),
)

# The logins that `./run` prints.
SHOWN = ("lead", "sponsor", "facilitator", "incidents", "member", "advisor")

UNITS = ("Service desk", "Infrastructure", "Clinical applications", "Supplier office")

# Respondents without an account, six a unit less those who have one: 24 respondents in all.
RESPONDENTS: tuple[tuple[str, str], ...] = (
    ("Avocet Nonesuch", "Service desk"),
    ("Bittern Pretendly", "Service desk"),
    ("Dipper Makebelieve", "Service desk"),
    ("Egret Imaginer", "Service desk"),
    ("Fulmar Notreal", "Infrastructure"),
    ("Gannet Fablewood", "Infrastructure"),
    ("Jackdaw Inventson", "Infrastructure"),
    ("Kestrel Storybrook", "Infrastructure"),
    ("Knot Hypothet", "Infrastructure"),
    ("Merlin Contriver", "Clinical applications"),
    ("Nuthatch Supposely", "Clinical applications"),
    ("Osprey Figment", "Clinical applications"),
    ("Pipit Conjecture", "Clinical applications"),
    ("Quail Fancyfield", "Clinical applications"),
    ("Redstart Dummyton", "Supplier office"),
    ("Sanderling Specimen", "Supplier office"),
    ("Turnstone Mockingham", "Supplier office"),
)
# Members who answer with their account: (key, unit).
ANSWERING_MEMBERS: tuple[tuple[str, str], ...] = (
    ("agreements", "Clinical applications"),
    ("planning", "Infrastructure"),
    ("incidents", "Service desk"),
    ("suppliers", "Supplier office"),
    ("analyst", "Supplier office"),
    ("engineer", "Supplier office"),
    ("member", "Service desk"),
)
