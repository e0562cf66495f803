"""A method of assessing, as it was read from its file."""

from functools import lru_cache
from typing import Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from assessments.rules.method import Method
from assessments.rules.method_file import build_method
from cip.access.actor import Actor
from cip.db.models import Identified

CODE = 64
LABEL = 300


class MethodQuerySet(models.QuerySet["MethodVersion"]):
    """Methods are shipped, not made by an organization."""

    def visible_to(self, actor: Actor) -> Self:
        """All of them: they are shared with everybody."""
        return self.all()


class MethodVersion(Identified):
    """One edition of a method; it never changes (a database trigger holds it)."""

    code = models.CharField(_("code"), max_length=CODE)
    number = models.CharField(_("version"), max_length=32)
    name = models.CharField(_("name"), max_length=LABEL)
    document = models.JSONField(_("the method as its file says it"))
    checksum = models.CharField(_("SHA-256 of its content"), max_length=64)
    loaded_at = models.DateTimeField(_("loaded at"), auto_now_add=True)

    objects = MethodQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["code", "number"], name="assessments_method_once"),
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.number}"

    @property
    def method(self) -> Method:
        """As frozen values; read once in a process, for it never changes."""
        return _built(self)


@lru_cache(maxsize=64)
def _built(version: MethodVersion) -> Method:
    """Rows are equal when their keys are."""
    return build_method(version.document)
