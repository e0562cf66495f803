"""Make a person's account without the sign-up page."""

from allauth.account.forms import default_token_generator
from allauth.account.models import EmailAddress
from allauth.account.utils import user_pk_to_url_str
from django.conf import settings
from django.db import transaction
from django.urls import reverse

from cip.accounts.models import User


@transaction.atomic
def create_person(*, email: str, name: str, password: str | None = None) -> User:
    """A person whose address counts as confirmed, so that signing in works at once.

    Without a password the person sets one by `password_link`. Used by operators' commands.
    """
    user = User.objects.create_user(email, password, name=name)
    EmailAddress.objects.create(user=user, email=user.email, primary=True, verified=True)
    return user


def password_link(user: User) -> str:
    """A link by which the person chooses a password, once; it ages like a reset link."""
    key = default_token_generator.make_token(user)
    path = reverse(
        "account_reset_password_from_key", kwargs={"uidb36": user_pk_to_url_str(user), "key": key}
    )
    return settings.BASE_URL + path
