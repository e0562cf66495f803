"""Every operation of the API, read from the router."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from django.db import models

from assessments.models import Evidence
from cip.api_urls import router
from cip.programs.models import Program
from models_catalog.models import Node

_PARAMETER = re.compile(r"<(?:\w+:)?(\w+)>")
# What the parameters of an address name besides the row itself.
_NAMED: dict[str, type[models.Model]] = {
    "goal_id": Node,
    "evidence_id": Evidence,
    "program_id": Program,
}


@dataclass(frozen=True)
class Operation:
    """A method at an address, as the OpenAPI document names them."""

    path: str
    method: str
    model: type[models.Model] | None

    def __str__(self) -> str:
        return f"{self.method} {self.path}"

    @property
    def parameters(self) -> dict[str, type[models.Model] | None]:
        """The identifiers in the address and what they name (None: no row)."""
        names = re.findall(r"{(\w+)}", self.path)
        return {name: self.model if name == "id" else _NAMED.get(name) for name in names}


def every_operation() -> Iterator[Operation]:
    """All of them, in the order of the router."""
    models_of = {prefix: getattr(viewset, "model", None) for prefix, viewset, _ in router.registry}
    for pattern in router.urls:
        address = _PARAMETER.sub(r"{\1}", str(pattern.pattern)).replace("{pk}", "{id}")
        model = models_of[address.split("/")[0]]
        for method in pattern.callback.actions:
            yield Operation(f"/api/v1/{address}", method.upper(), model)
