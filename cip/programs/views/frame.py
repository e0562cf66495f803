"""What every page inside a program shares."""

from typing import Any
from uuid import UUID

from django.http import Http404

from cip.programs.models import Program
from cip.programs.queries.programs import visible_program
from cip.web.links import org_url
from cip.web.loading import ActorRequest

Step = tuple[str, str | None]


def load_program(request: ActorRequest, pk: UUID) -> Program:
    """The program with its lead and its sponsor, or 404."""
    program = visible_program(request.actor, pk)
    if program is None:
        raise Http404
    return program


def inside(request: ActorRequest, program: Program, title: str, *steps: Step) -> dict[str, Any]:
    """Context of a page inside the program: navigation, title and the way back."""
    request.program_id = program.pk  # type: ignore[attr-defined]
    home = org_url(request.actor, "home:program", program.pk)
    return {
        "program": program,
        "page_title": title,
        "breadcrumbs": [(program.name, home), *steps, (title, None)],
    }


def status_of(form: Any) -> int:
    """400 for a form that came back with errors."""
    return 400 if form.errors else 200
