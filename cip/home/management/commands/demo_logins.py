"""Print the demonstration's logins, one a line; nothing when it was not built."""

from typing import Any

from django.core.management.base import BaseCommand

from cip.home.demo import builder, people


class Command(BaseCommand):
    """For `./run` to show when everything is up."""

    help = __doc__

    def handle(self, *args: Any, **options: Any) -> None:
        """E-mail, password, who it is."""
        if not builder.is_built():
            return
        by_key = {person.key: person for person in people.PEOPLE}
        for key in people.SHOWN:
            person = by_key[key]
            self.stdout.write(f"{person.email:36} {people.PASSWORD}   {person.about}")
