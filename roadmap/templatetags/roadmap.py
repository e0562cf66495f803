"""`{% load roadmap %}`: money, days and words of the roadmap."""

from datetime import date
from decimal import Decimal

from django import template
from django.utils.formats import number_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from assessments.result_labels import VALUE_TONES
from roadmap.charts import slack_words
from roadmap.queries.roadmap import Roadmap, RoadmapBar

register = template.Library()


@register.filter
def money(amount: Decimal | None, currency: str = "") -> str:
    """An amount with its currency, without cents where there are none; a dash for none."""
    if amount is None:
        return "–"
    places = 0 if amount == amount.to_integral_value() else 2
    shown = number_format(amount, places, force_grouping=True, use_l10n=True)
    return f"{shown} {currency}".strip()


@register.filter
def days(effort: Decimal | None) -> str:
    """Person-days without needless decimals; a dash for none."""
    if effort is None:
        return "–"
    whole = effort == effort.to_integral_value()
    return number_format(effort, 0 if whole else 1, force_grouping=True, use_l10n=True)


@register.filter
def slack(bar: RoadmapBar) -> str:
    """Slack in words."""
    return slack_words(bar) or "–"


@register.filter
def rating_tone(value: str) -> str:
    """The tone of a rating's pill."""
    return VALUE_TONES.get(value, "neutral")


@register.simple_tag
def span_bar(bar: RoadmapBar, roadmap: Roadmap, today: date) -> SafeString:
    """The bar as a line between the first and the last day of the roadmap, today marked."""
    first, last = roadmap.starts_on or bar.starts_on, roadmap.ends_on or bar.due_on
    whole = (last - first).days + 1
    left = (bar.starts_on - first).days * 100 / whole
    wide = ((bar.due_on - bar.starts_on).days + 1) * 100 / whole
    now = (today - first).days * 100 / whole
    return format_html(
        '<svg class="span-bar" viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true">'
        '<rect class="span-track" width="100" height="8"/>'
        '<rect class="span-run" x="{}" width="{}" height="8"/>'
        '<rect class="span-done" x="{}" width="{}" height="8"/>'
        '<rect class="span-today" x="{}" width="0.75" height="8"/></svg>',
        f"{left:.2f}",
        f"{wide:.2f}",
        f"{left:.2f}",
        f"{wide * bar.progress / 100:.2f}",
        f"{now:.2f}",
    )


@register.simple_tag
def bar_state(bar: RoadmapBar, today: date) -> dict[str, str]:
    """State and label of a bar for `state_pill`: late once its last day has passed."""
    if bar.is_late(today):
        return {"state": "late", "label": _("Late")}
    return {"state": bar.state, "label": bar.state_label}
