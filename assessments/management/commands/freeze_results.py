"""Freeze the results of assessments that were agreed before results were frozen; safe to repeat."""

from typing import Any

from django.core.management.base import BaseCommand

from assessments.services.snapshots import freeze_missing


class Command(BaseCommand):
    """`freeze_results`: part of every start, after `migrate`."""

    help = __doc__

    def handle(self, *args: Any, **options: Any) -> None:
        """Freeze what is missing and say how much."""
        self.stdout.write(f"Frozen results: {freeze_missing()}.")
