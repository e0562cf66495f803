"""Build the demonstration program; `--if-missing` leaves an existing one alone."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from assessments.models import MethodVersion
from cip.home.demo import builder, people
from cip.kernel import clock
from models_catalog.models import ModelVersion


class Command(BaseCommand):
    """Everything is made through the services, in one transaction."""

    help = __doc__

    def add_arguments(self, parser: CommandParser) -> None:
        """One switch."""
        parser.add_argument("--if-missing", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        """Build, or say why not."""
        if builder.is_built():
            if options["if_missing"]:
                return
            raise CommandError(
                f"The demonstration ({people.ORGANIZATION}) is there already. "
                "To start over, empty the database (without DATABASE_URL it is under .data/)."
            )
        if not ModelVersion.objects.filter(model__code="ITSCMM", state="published").exists():
            raise CommandError("Load the catalog first: ./run manage load_catalog")
        if not MethodVersion.objects.filter(code="A2I").exists():
            raise CommandError("Load the methods first: ./run manage load_methods")
        builder.build(clock.now())
        self.stdout.write(f"Built the demonstration program of {people.ORGANIZATION}.")
