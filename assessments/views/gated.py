"""Forms whose service waits for the gates of the method: what was typed stays on the page."""

from collections.abc import Callable
from typing import TypeVar

from django import forms

from assessments.services.gates import GatesBlock
from cip.web.forms import run_service

T = TypeVar("T")


def run_gated(form: forms.Form, service: Callable[[], T]) -> T | None:
    """As `run_service`; gates that block become an error of the form, too."""
    try:
        return run_service(form, service)
    except GatesBlock as refusal:
        form.add_error(None, refusal.message)
        return None
