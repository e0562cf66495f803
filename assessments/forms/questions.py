"""Forms of the questionnaire's draft: what is asked, an own question, a skip rule."""

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from assessments.queries.drafting import DraftSheet
from assessments.response_labels import ASPECTS
from assessments.rules.drafting import Aspect, Card, Item, OwnQuestion, Rule
from assessments.rules.outline import Condition
from cip.kernel import texts
from cip.web.forms import TextField


class DraftVersionField(forms.IntegerField):
    """Hidden: the draft's version on the page; 0 while nothing was changed."""

    def __init__(self) -> None:
        super().__init__(widget=forms.HiddenInput, min_value=0)


class AskedForm(forms.Form):
    """Aspects, kinds of nodes and levels; kinds and levels unmarked ask for all of them."""

    expected_version = DraftVersionField()
    aspects = forms.MultipleChoiceField(
        label=_("What each question asks for"),
        widget=forms.CheckboxSelectMultiple,
    )
    kinds = forms.MultipleChoiceField(
        label=_("Kinds"),
        help_text=_("None marked: all of them."),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    levels = forms.TypedMultipleChoiceField(
        label=_("Levels"),
        help_text=_("None marked: all of them."),
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )

    def __init__(self, *args: Any, sheet: DraftSheet, **kwargs: Any) -> None:
        draft = sheet.draft
        kwargs["initial"] = {
            "expected_version": sheet.version,
            "aspects": draft.aspects,
            "kinds": draft.kinds,
            "levels": draft.levels,
        }
        super().__init__(*args, **kwargs)
        self.fields["aspects"].choices = [  # type: ignore[attr-defined]
            (code, label)
            for code, label in ASPECTS.items()
            if sheet.has_importance or code != Aspect.IMPORTANCE
        ]
        levels = [(n, _t("Level %(n)s") % {"n": n}) for n in sheet.levels]
        for name, choices in (("kinds", list(sheet.kinds.items())), ("levels", levels)):
            self.fields[name].choices = choices  # type: ignore[attr-defined]
            if len(choices) < 2:
                del self.fields[name]

    def values(self) -> dict[str, tuple[Any, ...]]:
        """The chosen values by field of the draft."""
        names = ("aspects", "kinds", "levels")
        return {name: tuple(self.cleaned_data[name]) for name in names if name in self.fields}


class OwnQuestionForm(forms.Form):
    """The words of an own question, the part it stands in, and what it offers."""

    expected_version = DraftVersionField()
    text = TextField(
        label=_("Question"),
        limit=texts.LONG,
        is_long=True,
        help_text=_("Ask one thing, and ask how something is done, not whether people agree."),
    )
    help = TextField(
        label=_("Explanation"),
        limit=texts.LONG,
        is_long=True,
        required=False,
        help_text=_("Terms that not everybody knows, or an example."),
    )
    area = forms.ChoiceField(label=_("Part"))
    response_set = forms.ChoiceField(label=_("Answers"), widget=forms.RadioSelect)

    def __init__(self, *args: Any, sheet: DraftSheet, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["area"].choices = [(a.code, a.title) for a in sheet.areas]  # type: ignore[attr-defined]
        self.fields["response_set"].choices = [  # type: ignore[attr-defined]
            (key, f"{one.name}: {', '.join(choice.name for choice in one.choices)}")
            for key, one in sheet.sets.items()
        ]

    def question(self, code: str) -> OwnQuestion:
        """The question as typed."""
        data = self.cleaned_data
        return OwnQuestion(code, data["area"], data["text"], data["response_set"], data["help"])


class RolesForm(forms.Form):
    """Whom a part or question is put to; nothing marked and nothing typed: everybody."""

    expected_version = DraftVersionField()
    known = forms.MultipleChoiceField(
        label=_("Roles of participants"),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    more = TextField(
        label=_("Other roles"),
        is_long=True,
        limit=texts.LONG,
        required=False,
        help_text=_("One a line, as they will stand beside the participants."),
    )

    def __init__(
        self, *args: Any, known: Mapping[str, str], chosen: Iterable[str], **kwargs: Any
    ) -> None:
        chosen = list(chosen)
        kwargs["initial"] = kwargs.get("initial", {}) | {
            "known": [key for key in chosen if key in known],
            "more": "\n".join(key for key in chosen if key not in known),
        }
        super().__init__(*args, **kwargs)
        self.fields["known"].choices = list(known.items())  # type: ignore[attr-defined]
        if not known:
            del self.fields["known"]

    def roles(self) -> list[str]:
        """The roles marked and typed."""
        return [*self.cleaned_data.get("known", ()), *self.cleaned_data["more"].splitlines()]


class SkipRuleForm(forms.Form):
    """When the asked item is answered with one of the codes, the marked questions are skipped."""

    expected_version = DraftVersionField()
    codes = forms.MultipleChoiceField(
        label=_("If the answer is"),
        widget=forms.CheckboxSelectMultiple,
        help_text=_("One of the marked answers is enough."),
    )
    targets = forms.MultipleChoiceField(
        label=_("Skip these questions"), widget=forms.CheckboxSelectMultiple
    )

    def __init__(
        self, *args: Any, sheet: DraftSheet, item: Item, later: Iterable[Card], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.item = item
        self.fields["codes"].choices = [  # type: ignore[attr-defined]
            (choice.code, choice.name) for choice in sheet.choices(item.response_set)
        ]
        self.fields["targets"].choices = [  # type: ignore[attr-defined]
            (card.code, f"{card.code}: {card.text}") for card in later
        ]

    def rule(self) -> Rule:
        """The rule as chosen."""
        condition = Condition(self.item.key, frozenset(self.cleaned_data["codes"]))
        return Rule((condition,), tuple(self.cleaned_data["targets"]))
