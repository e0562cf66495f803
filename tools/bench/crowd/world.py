"""An open questionnaire and people who each hold a personal link to it."""

from dataclasses import dataclass
from datetime import date

from assessments.models import Assessment, MethodVersion, Participant, Questionnaire, Scope
from assessments.queries.drafting import draft_sheet
from assessments.services.invitations import new_link
from assessments.services.questionnaires import issue_first
from cip.kernel import clock
from cip.programs.models import Program
from models_catalog.models import Node
from tools.bench.world.catalog import model_version
from tools.bench.world.people import person

AREAS, PRACTICES = 4, 10
UNITS = ("Service desk", "Operations", "Applications", "Networks", "Clinical systems")


@dataclass(frozen=True)
class CrowdWorld:
    """The questionnaire and the secret of each participant's link, by the participant's name."""

    questionnaire: Questionnaire
    area: str
    secrets: dict[str, str]


def crowd_world(people: int) -> CrowdWorld:
    """40 questions in four areas, given out to `people`; nobody has begun."""
    lead = person("Crowd", "crowd")
    program = Program.objects.create(
        organization=lead.organization, name="Crowd", lead=lead.user, starts_on=date(2026, 1, 5)
    )
    version = model_version("Crowd", AREAS, PRACTICES)
    assessment = Assessment.objects.create(
        program=program,
        title="Everybody at once",
        model_version=version,
        method_version=MethodVersion.objects.get(code="A2I"),
        lead=lead.user,
        state=Assessment.State.COLLECTING,
        opened_at=clock.now(),
    )
    areas = list(
        Node.objects.filter(version=version, type__code="key_process_area").order_by("position")
    )
    Scope.objects.bulk_create(Scope(assessment=assessment, node=node) for node in areas)
    questionnaire = issue_first(assessment, draft_sheet(assessment))
    participants = Participant.objects.bulk_create(
        Participant(
            assessment=assessment,
            name=f"Respondent {n}",
            email=f"respondent{n}@example.org",
            unit=UNITS[n % len(UNITS)],
            invited_at=clock.now(),
        )
        for n in range(people)
    )
    secrets = {one.name: new_link(one, clock.now()) for one in participants}
    return CrowdWorld(questionnaire, areas[0].code, secrets)
