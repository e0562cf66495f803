"""Who calls, in one query."""

from hashlib import sha256
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from rest_framework.authentication import BaseAuthentication

from cip.accounts.models import ApiToken, User


def caller(header: str) -> User:
    """The person of the token in an Authorization header."""
    secret = header.removeprefix("Bearer ")
    try:
        token = ApiToken.objects.select_related("user").get(
            secret_hash=sha256(secret.encode()).hexdigest()
        )
    except ApiToken.DoesNotExist as error:
        raise PermissionDenied from error
    return token.user


def check(request: HttpRequest) -> None:
    """For plain views."""
    caller(request.headers.get("Authorization", ""))


class PlainToken(BaseAuthentication):
    """For DRF views."""

    def authenticate(self, request: Any) -> tuple[User, None]:
        """The person."""
        return caller(request.headers.get("Authorization", "")), None
