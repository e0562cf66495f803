"""Abstract rows: identity, times, version."""

from uuid import uuid4

from django.db import models
from django.utils.translation import gettext_lazy as _


class Identified(models.Model):
    """A row that a URL or the API names; integers never leave the database."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)

    class Meta:
        abstract = True


class Timed(models.Model):
    """When a row was made and last changed."""

    created_at = models.DateTimeField(_("created at"), auto_now_add=True)
    updated_at = models.DateTimeField(_("updated at"), auto_now=True)

    class Meta:
        abstract = True


class Versioned(models.Model):
    """An editable row: every save through a service raises `version`; a stale write is refused."""

    version = models.PositiveIntegerField(_("version"), default=1, editable=False)

    class Meta:
        abstract = True
