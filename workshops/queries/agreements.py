"""What the sponsor agrees to, what was agreed, and how far the two are apart."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby
from typing import Any
from uuid import UUID

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from workshops.models import AgendaItem, Agreement, Attendance, Workshop
from workshops.queries.agenda import agenda_items
from workshops.rules.agreement import content_hash, differences, needs_new_signature

PART_LABELS = {
    "stage": gettext_lazy("stage"),
    "goals": gettext_lazy("goals"),
    "teams": gettext_lazy("CI teams"),
    "available_minutes": gettext_lazy("available time"),
    "agenda": gettext_lazy("agenda"),
    "title": gettext_lazy("title"),
    "held_on": gettext_lazy("date"),
    "starts_at": gettext_lazy("start time"),
    "location": gettext_lazy("place"),
    "facilitator": gettext_lazy("facilitator"),
    "people": gettext_lazy("participants"),
    "presenters": gettext_lazy("who leads the agenda items"),
}


def agreement_content(
    workshop: Workshop,
    items: Sequence[AgendaItem] | None = None,
    people: Sequence[Attendance] | None = None,
) -> dict[str, Any]:
    """What the sponsor agrees to, as plain values that do not depend on anybody's language."""
    items = agenda_items(workshop) if items is None else items
    people = list(workshop.attendances.all()) if people is None else people
    return {
        "title": workshop.title,
        "stage": workshop.stage,
        "goals": workshop.goals,
        "held_on": workshop.held_on.isoformat() if workshop.held_on else "",
        "starts_at": workshop.starts_at.isoformat("minutes") if workshop.starts_at else "",
        "location": workshop.location,
        "facilitator": str(workshop.facilitator) if workshop.facilitator else "",
        "available_minutes": workshop.available_minutes,
        "teams": sorted(team.name for team in workshop.teams.all()),
        "people": sorted(
            ({"name": a.name, "part": a.part} for a in people),
            key=lambda person: (person["part"], person["name"]),
        ),
        "agenda": [
            {
                "section_number": item.section_number,
                "section": item.section,
                "title": item.title,
                "minutes": item.minutes,
                "presenter": item.presenter,
            }
            for item in items
        ],
    }


@dataclass(frozen=True)
class ContentView:
    """The frozen content, ready to be shown."""

    title: str
    stage: str
    goals: str
    held_on: date | None
    starts_at: str
    location: str
    facilitator: str
    available_minutes: int
    teams: tuple[str, ...]
    people: tuple[tuple[str, str], ...]
    sections: tuple[tuple[int, str, tuple[Mapping[str, Any], ...]], ...]
    total_minutes: int


def content_view(content: Mapping[str, Any]) -> ContentView:
    """The content with codes turned into words."""
    stages = {choice.value: str(choice.label) for choice in Workshop.Stage}
    parts = {choice.value: str(choice.label) for choice in Attendance.Part}
    agenda = content.get("agenda", [])
    day = content.get("held_on", "")
    return ContentView(
        title=content.get("title", ""),
        stage=stages.get(content.get("stage", 0), ""),
        goals=content.get("goals", ""),
        held_on=date.fromisoformat(day) if day else None,
        starts_at=content.get("starts_at", ""),
        location=content.get("location", ""),
        facilitator=content.get("facilitator", ""),
        available_minutes=content.get("available_minutes", 0),
        teams=tuple(content.get("teams", ())),
        people=tuple(
            (person["name"], parts.get(person["part"], person["part"]))
            for person in content.get("people", ())
        ),
        sections=tuple(
            (number, title, tuple(items))
            for (number, title), items in groupby(
                agenda, key=lambda item: (item["section_number"], item["section"])
            )
        ),
        total_minutes=sum(item["minutes"] for item in agenda),
    )


@dataclass(frozen=True)
class Difference:
    """One part in two texts. `binds`: the signature was given for it."""

    name: str
    binds: bool


@dataclass(frozen=True)
class AgreementRow:
    """One version of the agreement."""

    id: UUID
    number: int
    state: str
    state_label: str
    requested_by: str
    requested_at: datetime
    signature: str
    signer: str
    signed_at: datetime | None
    content_hash: str


@dataclass(frozen=True)
class Standing:
    """How the agreement stands: the newest version, and what changed since it was frozen."""

    latest: AgreementRow | None
    differing: tuple[str, ...]

    @property
    def is_signed(self) -> bool:
        """Whether the newest version is signed."""
        return self.latest is not None and self.latest.state == Agreement.State.SIGNED

    @property
    def is_waiting(self) -> bool:
        """Whether the newest version waits for its signature."""
        return self.latest is not None and self.latest.state == Agreement.State.REQUESTED

    @property
    def needs_new_signature(self) -> bool:
        """Whether goals, agenda or another binding part changed since."""
        return needs_new_signature(self.differing)

    @property
    def holds(self) -> bool:
        """Whether the sponsor has signed what stands now."""
        return self.is_signed and not self.needs_new_signature

    @property
    def differing_labels(self) -> list[str]:
        """The changed parts in words."""
        return [str(PART_LABELS[name]) for name in self.differing]


def agreement_row(agreement: Agreement) -> AgreementRow:
    """The version as values; expects requester and signer loaded."""
    return AgreementRow(
        id=agreement.pk,
        number=agreement.number,
        state=agreement.state,
        state_label=agreement.get_state_display(),
        requested_by=str(agreement.requested_by),
        requested_at=agreement.requested_at,
        signature=agreement.signature,
        signer=str(agreement.signer) if agreement.signer else "",
        signed_at=agreement.signed_at,
        content_hash=agreement.content_hash,
    )


def agreements_of(workshop: Workshop) -> list[Agreement]:
    """All versions, the newest first."""
    rows = workshop.agreements.select_related("requested_by", "signer")
    return list(rows.order_by("-number"))


def standing(
    workshop: Workshop,
    agreements: Sequence[Agreement],
    items: Sequence[AgendaItem] | None = None,
    people: Sequence[Attendance] | None = None,
) -> Standing:
    """How the agreement stands; once the workshop was held nothing is compared any more."""
    if not agreements:
        return Standing(None, ())
    latest = agreements[0]
    differing: tuple[str, ...] = ()
    if workshop.state == Workshop.State.PLANNED:
        differing = differences(latest.content, agreement_content(workshop, items, people))
    return Standing(agreement_row(latest), differing)


def standing_now(workshop: Workshop) -> Standing:
    """The same, reading everything it needs."""
    return standing(workshop, agreements_of(workshop))


@dataclass(frozen=True)
class ChangedPart:
    """One part as it was frozen and as it stands."""

    label: str
    frozen: str
    now: str


def changed_parts(agreement: Agreement, workshop: Workshop) -> list[ChangedPart]:
    """What differs between the frozen text and the plan, both in words."""
    now = agreement_content(workshop)
    return [
        ChangedPart(
            label=str(PART_LABELS[name]),
            frozen=_in_words(name, agreement.content),
            now=_in_words(name, now),
        )
        for name in differences(agreement.content, now)
    ]


def _in_words(name: str, content: Mapping[str, Any]) -> str:
    view = content_view(content)
    agenda = content["agenda"]
    lists = {
        "agenda": [_("%(section)s · %(title)s, %(minutes)s min") % item for item in agenda],
        "presenters": [f"{i['title']}: {i['presenter']}" for i in agenda if i["presenter"]],
        "people": [f"{person} ({part})" for person, part in view.people],
        "teams": list(view.teams),
    }
    if name in lists:
        return "\n".join(lists[name])
    if name == "held_on":
        return date_format(view.held_on, "DATE_FORMAT") if view.held_on else ""
    if name == "available_minutes":
        return _("%(minutes)s minutes") % {"minutes": view.available_minutes}
    return str(getattr(view, name))


def is_intact(agreement: Agreement) -> bool:
    """Whether the stored content still has the hash that was signed."""
    return content_hash(agreement.content) == agreement.content_hash
