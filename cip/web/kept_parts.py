"""Parts of pages that many people get word for word: written once in each process and kept."""

from collections.abc import Hashable

from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from cip.kernel.keeping import Kept

_KEPT = Kept(most=3000)


def kept_part(template: str, **told: Hashable) -> SafeString:
    """The template with exactly these values, which are also what it is kept by.

    Nothing else may be in it: no request, no token of a form. A part that says something about one
    person says it from values that stand here.
    """
    key = (get_language(), template, *told.items())
    return _KEPT.get(key, lambda: render_to_string(template, told))
