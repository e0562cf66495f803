"""API tokens: make, revoke, look up."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from cip.access.actor import Actor, acting_person
from cip.access.scopes import Scope
from cip.accounts import policies
from cip.accounts.models import ApiToken
from cip.audit import services as audit
from cip.kernel import clock
from cip.kernel.errors import InvalidInput, WrongState
from cip.kernel.secrets import new_secret, secret_hash

PREFIX = "cip_"


@transaction.atomic
def create_token(
    *, actor: Actor, name: str, scopes: Iterable[str], expires_at: datetime | None = None
) -> tuple[ApiToken, str]:
    """A new token of the acting person; the secret is returned once and never stored."""
    policies.check_can_create_token(actor)
    if not name.strip():
        raise InvalidInput(fields={"name": [_("Say what the token is for.")]})
    wanted = set(scopes)
    known = [scope.value for scope in Scope if scope.value in wanted]
    if not known or len(known) != len(wanted):
        raise InvalidInput(fields={"scopes": [_("Choose at least one of the listed scopes.")]})
    if expires_at is not None and expires_at <= clock.now():
        raise InvalidInput(fields={"expires_on": [_("Choose a day that lies ahead.")]})
    secret = PREFIX + new_secret()
    token = ApiToken.objects.create(
        user_id=acting_person(actor),
        organization_id=actor.organization_id,
        name=name,
        prefix=secret[:10],
        secret_hash=secret_hash(secret),
        scopes=known,
        expires_at=expires_at,
    )
    audit.record(actor, "token.created", token, changes={"scopes": [[], known]})
    return token, secret


@transaction.atomic
def revoke_token(*, actor: Actor, token: ApiToken, now: datetime) -> None:
    """Revoke at once."""
    policies.check_can_revoke_token(actor, token)
    if not ApiToken.objects.filter(pk=token.pk, revoked_at__isnull=True).update(revoked_at=now):
        raise WrongState(_("This token was already revoked."))
    audit.record(actor, "token.revoked", token)


def note_use(token: ApiToken, now: datetime) -> None:
    """Keep the day on which a token was last used."""
    if token.last_used_on != now.date():
        ApiToken.objects.filter(pk=token.pk).update(last_used_on=now.date())
