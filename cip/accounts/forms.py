"""Forms about people."""

from typing import Any
from uuid import UUID

from allauth.account.forms import SignupForm as AllauthSignupForm
from allauth.core import context
from django import forms
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from cip.access.actor import Actor
from cip.access.scopes import SCOPE_LABELS
from cip.accounts.adapter import INVITED_EMAIL
from cip.accounts.models import User
from cip.accounts.models.organization import ROLE_CHOICES
from cip.accounts.queries import people_of
from cip.audit.queries import action_words
from cip.web.forms import DayField, TextField


class SignupForm(AllauthSignupForm):
    """allauth's sign-up with a name; behind an invitation the address is fixed."""

    name = TextField(label=_("Your name"), widget=forms.TextInput(attrs={"autocomplete": "name"}))
    field_order = ["name", "email", "password1", "password2"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        invited = context.request.session.get(INVITED_EMAIL)
        if invited:
            self.initial["email"] = invited
            self.fields["email"].disabled = True
            self.fields["email"].help_text = _("The address to which the invitation was sent.")

    def save(self, request: HttpRequest) -> User:
        """Make the account with its name."""
        user: User = super().save(request)
        user.name = self.cleaned_data["name"]
        user.save(update_fields=["name"])
        return user


class PersonField(forms.ModelChoiceField):
    """A select of the organization's current members; `for_actor` names the organization."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(queryset=User.objects.none(), **kwargs)

    def for_actor(self, actor: Actor) -> None:
        """Offer the people of the actor's organization."""
        self.queryset = people_of(actor.organization_id)

    @staticmethod
    def id_of(person: User | None) -> UUID | None:
        """The person's id, or None."""
        return None if person is None else person.pk


class OrganizationForm(forms.Form):
    """A new organization."""

    name = TextField(label=_("Name of the organization"), help_text=_("As people in it say it."))


class RolesForm(forms.Form):
    """What a member is, and until when."""

    roles = forms.MultipleChoiceField(
        label=_("Roles"),
        choices=ROLE_CHOICES,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose at least one role.")},
    )
    ends_on = DayField(
        label=_("Until"),
        required=False,
        help_text=_("The last day with access. Advisors need one; for others it may stay empty."),
    )


class InvitationForm(RolesForm):
    """Whom to invite as what."""

    email = forms.EmailField(
        label=_("E-mail address"),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
        help_text=_("The invitation can be accepted with this address only."),
    )
    name = TextField(label=_("Name"), required=False)
    field_order = ["email", "name", "roles", "ends_on"]


class MemberFilterForm(forms.Form):
    """What to show of the people."""

    q = TextField(label=_("Name or address"), required=False)
    role = forms.ChoiceField(
        label=_("Role"), choices=[("", _("All roles")), *ROLE_CHOICES], required=False
    )


class TokenForm(forms.Form):
    """A new API token: for each area nothing, read, or read and write."""

    name = TextField(
        label=_("What is it for?"), limit=100, help_text=_("For example: nightly export")
    )
    expires_on = DayField(
        label=_("Usable until"), required=False, help_text=_("Empty: until somebody revokes it.")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for area, label in SCOPE_LABELS.items():
            self.fields[f"scope_{area}"] = forms.ChoiceField(
                label=_(label),
                required=False,
                choices=[("", _("No access")), ("read", _("Read")), ("write", _("Read and write"))],
            )

    @property
    def scope_fields(self) -> list[forms.BoundField]:
        """The access of each area, for the template."""
        return [self[f"scope_{area}"] for area in SCOPE_LABELS]

    def scopes(self) -> list[str]:
        """The chosen scopes."""
        chosen = ((area, self.cleaned_data[f"scope_{area}"]) for area in SCOPE_LABELS)
        return [f"{area}:{level}" for area, level in chosen if level]


class TokenFilterForm(forms.Form):
    """Which tokens to show."""

    q = TextField(label=_("Name or owner"), required=False)
    state = forms.ChoiceField(
        label=_("State"),
        required=False,
        choices=[
            ("", _("All")),
            ("active", _("Usable")),
            ("expired", _("Expired")),
            ("withdrawn", _("Revoked")),
        ],
    )


class AuditFilterForm(forms.Form):
    """What to look for in the audit trail."""

    action = forms.ChoiceField(label=_("Action"), required=False)
    actor = forms.ChoiceField(label=_("Person"), required=False)
    q = TextField(label=_("What"), required=False)
    since = DayField(label=_("From"), required=False)
    until = DayField(label=_("To"), required=False)

    def __init__(
        self, *args: Any, actions: list[str], actors: list[tuple[str, str]], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["action"].choices = [  # type: ignore[attr-defined]
            ("", _("All actions")),
            *((code, action_words(code)) for code in actions),
        ]
        self.fields["actor"].choices = [("", _("Everybody")), *actors]  # type: ignore[attr-defined]
