"""Field types and the bridge from services to form errors."""

from collections.abc import Callable
from datetime import date
from typing import Any, TypeVar

from django import forms
from django.template.defaultfilters import filesizeformat
from django.utils.functional import lazy
from django.utils.text import format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cip.kernel import texts
from cip.kernel.errors import InvalidInput

T = TypeVar("T")


class TextField(forms.CharField):
    """Text that can be stored and shown: normal form, no control characters, a limit in words."""

    def __init__(self, *, limit: int = texts.SHORT, is_long: bool = False, **kwargs: Any) -> None:
        self.limit = limit
        if is_long:
            kwargs.setdefault("widget", forms.Textarea(attrs={"rows": 4}))
        super().__init__(strip=False, **kwargs)

    def to_python(self, value: Any) -> str:
        """Refuse what cannot be stored before Django's own checks."""
        text = texts.clean(super().to_python(value) or "")
        problem = texts.problem_in(text, limit=self.limit)
        if problem:
            raise forms.ValidationError(problem)
        return text


class DayField(forms.DateField):
    """A calendar day within the years that planning can mean."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
        kwargs.setdefault("input_formats", ["%Y-%m-%d"])
        super().__init__(**kwargs)

    def to_python(self, value: Any) -> date | None:
        """Refuse years that nobody can mean."""
        day = super().to_python(value)
        if day is not None and not texts.EARLIEST_YEAR <= day.year <= texts.LATEST_YEAR:
            raise forms.ValidationError(
                _("Choose a date between %(first)s and %(last)s.")
                % {"first": texts.EARLIEST_YEAR, "last": texts.LATEST_YEAR}
            )
        return day


class VersionField(forms.IntegerField):
    """Hidden: the version the person edited, for the stale-write check."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(widget=forms.HiddenInput, min_value=1, **kwargs)


def up_to(most_bytes: int) -> dict[str, Any]:
    """Attributes of a file input: the browser tells there what the server would refuse unread."""
    told = format_lazy(
        gettext_lazy("The file is too large; at most {most} can be sent."),
        most=lazy(filesizeformat, str)(most_bytes),
    )
    return {"data-most-bytes": most_bytes, "data-too-large": told}


def run_service(form: forms.Form, service: Callable[[], T]) -> T | None:
    """Call the service; an InvalidInput becomes errors of the form and None is returned."""
    try:
        return service()
    except InvalidInput as error:
        for name, messages in error.fields.items():
            field = name if name in form.fields else None
            for message in messages:
                form.add_error(field, message if field or not name else f"{name}: {message}")
        return None
