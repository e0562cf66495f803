"""What every page of one workshop shares."""

from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext as _

from cip.kernel.errors import InvalidInput
from cip.programs.views.frame import Step, inside
from cip.web.links import org_url
from cip.web.loading import ActorRequest, get_visible
from workshops.models import Workshop
from workshops.queries.workshops import with_teams

# A service names what is wrong by the noun; the form's field holds its id.
FIELD_OF = {
    "facilitator": "facilitator_id",
    "owner": "owner_id",
    "team": "team_id",
    "user": "user_id",
    "agenda_item": "agenda_item_id",
}


def load_workshop(request: ActorRequest, pk: UUID) -> Workshop:
    """The workshop with program, facilitator and teams, or 404."""
    return get_visible(with_teams(), request.actor, pk)  # type: ignore[arg-type]


def inside_workshop(
    request: ActorRequest, workshop: Workshop, title: str, *steps: Step, tab: str = ""
) -> dict[str, Any]:
    """Context of a page about one workshop; `tab` names the current tab."""
    actor = request.actor
    way: list[Step] = [
        (_("Workshops"), org_url(actor, "workshops:list", workshop.program_id)),
    ]
    if title != workshop.title:
        way.append((workshop.title, org_url(actor, "workshops:detail", workshop.pk)))
    context = inside(request, workshop.program, title, *way, *steps)
    return context | {"workshop": workshop, "tab": tab}


def to_fields(form: forms.Form, error: InvalidInput) -> None:
    """The service's sentences on the form's fields."""
    for name, sentences in error.fields.items():
        field = FIELD_OF.get(name, name)
        for sentence in sentences:
            form.add_error(field if field in form.fields else None, sentence)


def try_service(form: forms.Form, service: Any) -> Any:
    """Call the service; an InvalidInput becomes errors of the form and None is returned."""
    try:
        return service()
    except InvalidInput as error:
        to_fields(form, error)
        return None
