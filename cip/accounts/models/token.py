"""API tokens: one person, one organization, some scopes."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from cip.access.scopes import Scope
from cip.accounts.models.organization import Organization
from cip.db.models import Identified, Timed
from cip.db.querysets import TenantQuerySet


class ApiToken(Identified, Timed):
    """A token acts with its person's roles, limited to its scopes. Only a hash is stored."""

    tenant_path = "organization_id"

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="api_tokens")
    organization = models.ForeignKey(Organization, models.CASCADE, related_name="api_tokens")
    name = models.CharField(_("name"), max_length=100)
    prefix = models.CharField(_("starts with"), max_length=12)
    secret_hash = models.CharField(max_length=64, unique=True)
    scopes = ArrayField(
        models.CharField(max_length=30, choices=[(s.value, s.value) for s in Scope]),
        verbose_name=_("scopes"),
    )
    expires_at = models.DateTimeField(_("expires at"), null=True, blank=True)
    revoked_at = models.DateTimeField(_("revoked at"), null=True)
    last_used_on = models.DateField(_("last used on"), null=True)

    objects = TenantQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(scopes__len__gte=1), name="accounts_token_has_scope"
            ),
        ]

    def __str__(self) -> str:
        return self.name
