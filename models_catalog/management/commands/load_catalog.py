"""Load the maturity models and crosswalks shipped in fixtures; safe to repeat."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction

from cip.accounts.actors import operator_actor
from cip.kernel import clock
from cip.kernel.errors import DomainError
from models_catalog.models import ModelVersion
from models_catalog.rules.document import ModelDocument
from models_catalog.rules.reading import read_document
from models_catalog.services.crosswalks import import_crosswalk
from models_catalog.services.importing import import_document
from models_catalog.services.statistics import refresh_statistics
from models_catalog.services.versions import publish_version


class Command(BaseCommand):
    """`load_catalog [FILE ...]`: every file is checked before anything is stored."""

    help = __doc__

    def add_arguments(self, parser: CommandParser) -> None:
        """Model files to load; without any, all of fixtures/catalog and fixtures/crosswalks."""
        parser.add_argument("files", nargs="*", type=Path)

    def handle(self, *args: Any, **options: Any) -> None:
        """Read all, then store all, or report every problem of every file."""
        files: list[Path] = options["files"] or _shipped("catalog")
        documents: list[ModelDocument] = []
        problems: list[str] = []
        for file in files:
            reading = read_document(file.read_bytes())
            problems += [f"{file.name}: {problem}" for problem in reading.problems]
            if reading.document is not None:
                documents.append(reading.document)
        if problems:
            raise CommandError("Nothing was stored.\n" + "\n".join(problems))
        try:
            self._store(documents, [] if options["files"] else _shipped("crosswalks"))
        except DomainError as error:
            raise CommandError(f"Nothing was stored. {error.message}") from error
        refresh_statistics()

    @transaction.atomic
    def _store(self, documents: list[ModelDocument], crosswalks: list[Path]) -> None:
        actor = operator_actor()
        for document in documents:
            result = import_document(actor=actor, document=document, organization_id=None)
            if result.version.state == ModelVersion.State.DRAFT:
                publish_version(actor=actor, version=result.version, now=clock.now())
            self.stdout.write(f"{result.version}: {result.outcome.value}, {result.nodes} nodes")
        for file in crosswalks:
            loaded = import_crosswalk(actor=actor, data=file.read_bytes(), organization_id=None)
            if loaded.problems:
                lines = "\n".join(f"{file.name}: {problem}" for problem in loaded.problems)
                raise CommandError(f"Nothing was stored.\n{lines}")
            self.stdout.write(f"{loaded.crosswalk}: {loaded.outcome}")


def _shipped(folder: str) -> list[Path]:
    return sorted((settings.BASE_DIR / "fixtures" / folder).glob("*.yaml"))
