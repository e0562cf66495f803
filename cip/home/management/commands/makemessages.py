"""Collect what is to be translated; the sentences of the rules are marked by `phrase`."""

from django.core.management.commands import makemessages


class Command(makemessages.Command):
    """`makemessages -l de`: as Django's, and every `phrase("...")` too."""

    xgettext_options = [*makemessages.Command.xgettext_options, "--keyword=phrase"]
