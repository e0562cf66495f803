"""Start without demonstration data: an organization and its first admin."""

from argparse import ArgumentParser
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.core.validators import validate_email
from django.db import transaction

from cip.accounts.models import User
from cip.accounts.services.organizations import create_organization
from cip.accounts.services.people import create_person, password_link
from cip.kernel.errors import InvalidInput


class Command(BaseCommand):
    """create_organization "Acme" acme ada@acme.example [--admin-name "Ada"]."""

    help = "Create an organization and its first admin; prints the link to set a password."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Name, slug and the admin's address."""
        parser.add_argument("name")
        parser.add_argument("slug")
        parser.add_argument("admin_email")
        parser.add_argument("--admin-name", default="")

    def handle(self, *args: Any, **options: Any) -> None:
        """All or nothing; CommandError with a sentence when something does not fit."""
        email = options["admin_email"].strip().lower()
        try:
            validate_email(email)
        except ValidationError as error:
            raise CommandError(f"{email!r} is not an e-mail address.") from error
        try:
            with transaction.atomic():
                user = User.objects.filter(email__iexact=email).first()
                is_new = user is None
                if user is None:
                    user = create_person(email=email, name=options["admin_name"] or email)
                organization = create_organization(
                    name=options["name"], slug=options["slug"], admin=user
                )
        except InvalidInput as error:
            raise CommandError(error.message) from error
        self.stdout.write(f"Created {organization.name} at /o/{organization.slug}/")
        if is_new:
            self.stdout.write(f"{email} sets a password here: {password_link(user)}")
        else:
            self.stdout.write(f"{email} signs in as before.")
