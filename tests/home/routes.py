"""Routes of the roof for the outsider sweep."""

from tests.architecture.registry import nothing
from tests.factories.programs import ProgramFactory

PAGES = {
    "home:my_work": nothing,
    "home:program": lambda v: {"pk": ProgramFactory(organization=v).pk},
}

API = {}
