"""What the demonstration's assessments share: model, scope, people, and ratings goal by goal."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime

from assessments.models import Assessment
from assessments.services.assessments import ScopeChoice, create_assessment, set_scope
from assessments.services.participants import NewPerson, add_participants
from assessments.services.ratings import rate_goal
from cip.access.actor import Actor, acting_person
from cip.programs.models import Program
from models_catalog.models import ModelVersion, Node


def published_version(code: str) -> ModelVersion | None:
    """The newest published version of a shipped model; None when it is not loaded."""
    versions = ModelVersion.objects.filter(
        model__code=code, model__organization__isnull=True, state="published"
    )
    return versions.order_by("-published_at").first()


def invite(
    lead: Actor, assessment: Assessment, respondents: Iterable[tuple[str, str]], now: datetime
) -> None:
    """These people, name and unit, are to answer."""
    people = [NewPerson(name=name, unit=unit) for name, unit in respondents]
    add_participants(actor=lead, assessment=assessment, people=people, now=now)


def plan_assessment(
    *,
    lead: Actor,
    program: Program,
    version: ModelVersion,
    title: str,
    purpose: str,
    areas: Iterable[str],
    today: date,
    closes_on: date | None = None,
    not_applicable: Mapping[str, str] | None = None,
) -> Assessment:
    """A new assessment of these areas, in the order of their levels.

    `not_applicable` gives the codes of areas that do not apply, with the reasons.
    """
    assessment = create_assessment(
        actor=lead,
        program=program,
        title=title,
        purpose=purpose,
        model_version_id=version.pk,
        lead_id=acting_person(lead),
        closes_on=closes_on,
        today=today,
    )
    reasons = not_applicable or {}
    nodes = Node.objects.filter(version=version, code__in=[*areas, *reasons])
    set_scope(
        actor=lead,
        assessment=assessment,
        expected_version=assessment.version,
        choices=[
            ScopeChoice(
                node.pk, is_applicable=node.code not in reasons, reason=reasons.get(node.code, "")
            )
            for node in nodes.order_by("level", "position")
        ],
    )
    return assessment


def rate_goals(
    *, lead: Actor, assessment: Assessment, ratings: Mapping[str, tuple[str, str]], agreed_by: str
) -> None:
    """The team's judgements: value and reason by code of the goal."""
    version = assessment.model_version_id
    goals = dict(Node.objects.filter(version=version, code__in=ratings).values_list("code", "pk"))
    for code, (value, reason) in ratings.items():
        rate_goal(
            actor=lead,
            assessment=assessment,
            goal_id=goals[code],
            value=value,
            reason=reason,
            agreed_by=agreed_by,
            expected_version=0,
        )
