"""Rows of people and organizations."""

from cip.accounts.models.organization import Invitation, Membership, Organization
from cip.accounts.models.token import ApiToken
from cip.accounts.models.user import User

__all__ = ["ApiToken", "Invitation", "Membership", "Organization", "User"]
