"""Who stands at the door: one query for the person and all places."""

from datetime import timedelta

from django.test import RequestFactory

from cip.access.actor import ActorKind
from cip.access.roles import Role, TeamRole
from cip.accounts.models import Membership
from cip.doors import PersonBackend, actor_in, actor_through, places_of
from cip.home.context import frame
from cip.kernel import clock
from tests.factories.accounts import ApiTokenFactory, MembershipFactory, OrganizationFactory
from tests.factories.programs import CITeamFactory, ProgramFactory, TeamMembershipFactory


def team_of(organization, user, role="member"):
    team = CITeamFactory(program=ProgramFactory(organization=organization))
    TeamMembershipFactory(team=team, user=user, role=role)
    return team


def test_a_person_comes_with_all_places_in_one_query(bob, django_assert_num_queries) -> None:
    other = OrganizationFactory(name="Zenith", slug="zenith")
    MembershipFactory(user=bob.user, organization=other, roles=["sponsor"])
    here = team_of(bob.organization, bob.user, "lead")
    there = team_of(other, bob.user)
    with django_assert_num_queries(1):
        person = PersonBackend().get_user(bob.user.pk)
        places = places_of(person)
        actor = actor_in("zenith", person)
        assert actor_in("elsewhere", person) is None
    assert [(place.slug, place.name) for place in places] == [
        ("acme", "Acme"),
        ("zenith", "Zenith"),
    ]
    assert places[0].team_roles == {here.pk: TeamRole.LEAD}
    assert (actor.kind, actor.user_id, actor.organization_id) == (
        ActorKind.PERSON,
        bob.user.pk,
        other.pk,
    )
    assert actor.roles == frozenset({Role.SPONSOR})
    assert actor.team_roles == {there.pk: TeamRole.MEMBER}


def test_a_person_who_left_keeps_no_place(bob) -> None:
    team_of(bob.organization, bob.user)
    yesterday = clock.today() - timedelta(days=1)
    Membership.objects.filter(user=bob.user).update(ends_on=yesterday)
    person = PersonBackend().get_user(bob.user.pk)
    assert places_of(person) == ()


def test_an_inactive_person_is_nobody(bob) -> None:
    bob.user.is_active = False
    bob.user.save()
    assert PersonBackend().get_user(bob.user.pk) is None
    assert bob.client.get("/o/acme/").status_code == 302
    assert bob.api.get("/api/v1/programs/").status_code == 401


def test_a_token_acts_only_in_its_own_organization(bob) -> None:
    other = OrganizationFactory()
    MembershipFactory(user=bob.user, organization=other, roles=["admin"])
    token = ApiTokenFactory(user=bob.user, organization=bob.organization, name="sync")
    actor = actor_through(token, bob.user)
    assert (actor.kind, actor.organization_id) == (ActorKind.TOKEN, bob.organization.pk)
    assert actor.roles == frozenset({Role.MEMBER})
    assert (actor.label, actor.scopes) == ("Bob (sync)", frozenset(token.scopes))


def test_the_frame_asks_nothing_more(bob, django_assert_num_queries) -> None:
    request = RequestFactory().get("/")
    request.user = PersonBackend().get_user(bob.user.pk)
    request.resolver_match = None
    request.actor = actor_in("acme", request.user)
    with django_assert_num_queries(0):
        context = frame(request)
    assert context["organizations"] == [("acme", "Acme")]
