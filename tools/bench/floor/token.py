"""Who calls: of a token in one query, of a session in the two that Django itself asks."""

from collections.abc import Callable
from hashlib import sha256
from typing import Any

from django.contrib.auth import HASH_SESSION_KEY, SESSION_KEY
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.utils.crypto import constant_time_compare
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
    """For plain views: whoever the session middleware found, or the token's person."""
    if getattr(request, "user", None) is None:
        caller(request.headers.get("Authorization", ""))


def signed_in(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Middleware: the session's person, found and verified as Django's own backend does it."""

    def middleware(request: HttpRequest) -> HttpResponse:
        user = User.objects.get(pk=request.session[SESSION_KEY])
        if not constant_time_compare(
            request.session[HASH_SESSION_KEY], user.get_session_auth_hash()
        ):
            raise PermissionDenied
        request.user = user
        return get_response(request)

    return middleware


class PlainToken(BaseAuthentication):
    """For DRF views."""

    def authenticate(self, request: Any) -> tuple[User, None]:
        """The person."""
        return caller(request.headers.get("Authorization", "")), None
