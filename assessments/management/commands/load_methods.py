"""Load the methods shipped in fixtures/methods; safe to repeat."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction

from assessments.rules.method_file import MethodReading, read_method
from assessments.services.methods import load_method
from cip.accounts.actors import operator_actor
from cip.kernel.errors import DomainError


class Command(BaseCommand):
    """`load_methods [FILE ...]`: every file is checked before anything is stored."""

    help = __doc__

    def add_arguments(self, parser: CommandParser) -> None:
        """Method files to load; without any, all of fixtures/methods."""
        parser.add_argument("files", nargs="*", type=Path)

    def handle(self, *args: Any, **options: Any) -> None:
        """Read all, then store all, or report every problem of every file."""
        files = options["files"] or sorted((settings.BASE_DIR / "fixtures/methods").glob("*.yaml"))
        readings = [read_method(file.read_bytes()) for file in files]
        problems = [
            f"{file.name}: {problem}"
            for file, reading in zip(files, readings, strict=True)
            for problem in reading.problems
        ]
        if problems:
            raise CommandError("Nothing was stored.\n" + "\n".join(problems))
        try:
            self._store(readings)
        except DomainError as error:
            raise CommandError(f"Nothing was stored. {error.message}") from error

    @transaction.atomic
    def _store(self, readings: list[MethodReading]) -> None:
        actor = operator_actor()
        for reading in readings:
            loaded = load_method(actor=actor, reading=reading)
            said = "created" if loaded.is_new else "unchanged"
            self.stdout.write(f"{loaded.version}: {said}")
