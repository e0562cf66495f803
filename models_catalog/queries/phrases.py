"""Sentences of the rules in the reader's language."""

from django.utils.translation import gettext

from models_catalog.rules.phrases import Phrase


def said(text: str) -> str:
    """A phrase translated with all phrases inside it; any other text as it is."""
    if not isinstance(text, Phrase) or not text.template:
        return text
    template = gettext(text.template)
    if not text.values:
        return template
    return template % {
        key: said(value) if isinstance(value, str) else value for key, value in text.values.items()
    }
