"""What lower floors may ask about programs without knowing them; wired by name in the settings."""

from uuid import UUID

from cip.access.actor import Actor
from cip.programs.models import Program
from cip.web.loading import get_visible


def visible_program(actor: Actor, program_id: UUID) -> Program:
    """The program if the actor may see it; Http404 otherwise."""
    return get_visible(Program.objects.all(), actor, program_id)
