"""Builds the demonstration program through the services, the same each time.

Random choices come from one seeded generator; dates are counted from the day of building, so that
"today" always stands in the middle of the roadmap.
"""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from uuid import UUID

from allauth.account.models import EmailAddress
from django.db import transaction
from django.db.models import Q

from cip.access.actor import Actor
from cip.access.roles import Role, TeamRole
from cip.accounts.models import Organization, User
from cip.accounts.services.memberships import add_member
from cip.accounts.services.organizations import create_organization
from cip.doors import actor_in
from cip.home.demo import (
    appraising,
    asking,
    asking_more,
    assessing,
    earlier,
    leveling,
    mobilizing,
    people,
    planning,
    studying,
)
from cip.home.demo.content import TEAMS
from cip.jobs.models import Job
from cip.jobs.services import cancel
from cip.programs.models import Activity, CITeam, Deliverable, Phase, Program
from cip.programs.services.plan import (
    edit_activity,
    edit_deliverable,
    edit_phase,
    pass_gate,
)
from cip.programs.services.programs import create_program
from cip.programs.services.teams import add_member as add_team_member
from cip.programs.services.teams import create_team

ADVISOR_STAYS = timedelta(days=365)

# State of the activities by number when the demonstration begins; the rest has not started.
DONE_ACTIVITIES = (1, 2, 3, 4, 5)
STARTED_ACTIVITIES = (6, 7)
# First and last week of each phase, counted from today.
PHASE_WEEKS = {"discover": (-14, -7), "design": (-7, 4), "execute": (4, 32), "embed": (32, 41)}


@dataclass
class Stage:
    """What has been built so far."""

    now: datetime
    organization: Organization
    users: dict[str, User]
    program: Program | None = None
    teams: dict[str, CITeam] = field(default_factory=dict)

    @property
    def today(self) -> date:
        """The day of building."""
        return self.now.date()

    def actor(self, key: str) -> Actor:
        """The person acting, with all roles as they stand now."""
        actor = actor_in(self.organization.slug, self.users[key])
        if actor is None:
            raise LookupError(f"{key} is no member")
        return actor

    def user_id(self, key: str) -> UUID:
        """The person's id."""
        return self.users[key].pk


def is_built() -> bool:
    """Whether the demonstration organization exists."""
    return Organization.objects.filter(slug=people.SLUG).exists()


@transaction.atomic
def build(now: datetime) -> Stage:
    """The whole demonstration in one transaction: all of it, or nothing."""
    stage = _people(now)
    program = _program(stage)
    earlier.run(now=now, program=program, actor_of=stage.actor)
    result = assessing.run(
        now=now,
        program=program,
        actor_of=stage.actor,
        user_id_of=stage.user_id,
    )
    appraising.run(now=now, program=program, actor_of=stage.actor)
    leveling.run(now=now, program=program, actor_of=stage.actor)
    studying.run(now=now, program=program, actor_of=stage.actor)
    asking.run(
        now=now,
        program=program,
        assessment=result.assessment,
        actor_of=stage.actor,
        user_id_of=stage.user_id,
    )
    asking_more.run(now=now, actor_of=stage.actor)
    workshops = mobilizing.run(
        now=now,
        program=program,
        teams=stage.teams,
        actor_of=stage.actor,
        user_id_of=stage.user_id,
    )
    planning.run(
        now=now,
        program=program,
        teams=stage.teams,
        findings=result.findings,
        actions=result.actions,
        outcomes=workshops.actions,
        actor_of=stage.actor,
        user_id_of=stage.user_id,
    )
    _keep_mail_in(now)
    return stage


def _keep_mail_in(now: datetime) -> None:
    """Nobody reads mail at invented addresses: what the services queued for them is canceled."""
    invented = Q(kind="mail", payload__to__endswith=f"@{people.DOMAIN}")
    rounds = Q(kind="questionnaire_mail", payload__assessment__in=asking.assessment_ids())
    for job in Job.objects.filter(invented | rounds, state=Job.State.QUEUED):
        cancel(job, now)
    asking.keep_mail_in()


def _people(now: datetime) -> Stage:
    users = {}
    for person in people.PEOPLE:
        user = User.objects.create_user(person.email, people.PASSWORD, name=person.name)
        EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
        users[person.key] = user
    organization = create_organization(
        name=people.ORGANIZATION, slug=people.SLUG, admin=users["lead"]
    )
    stage = Stage(now, organization, users)
    for person in people.PEOPLE:
        if person.key == "lead":
            continue
        ends_on = stage.today + ADVISOR_STAYS if Role.ADVISOR in person.roles else None
        add_member(
            actor=stage.actor("lead"),
            user=users[person.key],
            roles=[role.value for role in person.roles],
            ends_on=ends_on,
            today=stage.today,
        )
    return stage


def _program(stage: Stage) -> Program:
    lead = stage.actor("lead")
    program = create_program(
        actor=lead,
        name="Dependable IT for every ward",
        statement=(
            "Clinicians should be able to rely on IT as they rely on running water. We look at how "
            "we deliver services today, agree what must change first, and follow it until wards "
            "notice the difference."
        ),
        lead=stage.user_id("lead"),
        sponsor=stage.user_id("sponsor"),
        starts_on=stage.today - timedelta(weeks=14),
        ends_on=stage.today + timedelta(weeks=40),
    )
    stage.program = program
    for team in TEAMS:
        row = create_team(
            actor=lead,
            program=program,
            name=team.name,
            theme=team.theme,
            purpose=team.purpose,
            lead=stage.user_id(team.lead),
        )
        for key in team.members:
            add_team_member(
                actor=lead, team=row, user=stage.user_id(key), role=TeamRole.MEMBER.value
            )
        stage.teams[team.key] = row
    for key in ("incidents", "agreements"):
        add_team_member(
            actor=lead,
            team=stage.teams[key],
            user=stage.user_id("advisor"),
            role=TeamRole.ADVISOR.value,
        )
    _activities(stage, program)
    return program


def _activities(stage: Stage, program: Program) -> None:
    """Phase dates, the first two phases' activities, and the gate of the first."""
    lead = stage.actor("lead")
    for phase in Phase.objects.filter(program=program).order_by("position"):
        first, last = PHASE_WEEKS[phase.kind]
        edit_phase(
            actor=lead,
            phase=phase,
            expected_version=phase.version,
            values={
                "starts_on": stage.today + timedelta(weeks=first),
                "ends_on": stage.today + timedelta(weeks=last, days=-1),
            },
        )
        for activity in phase.activities.select_related("phase__program").order_by("number"):
            _activity(stage, lead, activity)
    discover = Phase.objects.get(program=program, kind=Phase.Kind.DISCOVER)
    pass_gate(
        actor=lead,
        phase=discover,
        expected_version=discover.version,
        note="The sponsor confirmed the priorities: agreements, records, repeat incidents.",
        now=stage.now - timedelta(weeks=7),
    )


def _activity(stage: Stage, lead: Actor, activity: Activity) -> None:
    if activity.number in DONE_ACTIVITIES:
        state, due_on = Activity.State.DONE, stage.today - timedelta(weeks=14 - activity.number)
    elif activity.number in STARTED_ACTIVITIES:
        state, due_on = Activity.State.STARTED, stage.today + timedelta(weeks=activity.number - 4)
    else:
        return
    edit_activity(
        actor=lead,
        activity=activity,
        expected_version=activity.version,
        values={"state": state, "owner": stage.user_id("lead"), "due_on": due_on},
    )
    if state == Activity.State.DONE:
        for deliverable in activity.deliverables.all():
            edit_deliverable(
                actor=lead,
                deliverable=deliverable,
                expected_version=deliverable.version,
                values={"state": Deliverable.State.DELIVERED},
            )
