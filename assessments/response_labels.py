"""What shipped response sets, aspects and faults of skip rules are called, in words."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from assessments.rules.drafting import Aspect
from assessments.rules.response_sets import Shipped
from assessments.rules.skips import Fault, Problem

SET_NAMES: Mapping[str, Promise] = {
    Shipped.PRESENCE: _("Yes, partly, no"),
    Shipped.FREQUENCY: _("How often"),
    Shipped.NEED: _("How much it is needed"),
}

# (name, meaning) of each answer of a shipped set
ANSWERS: Mapping[str, Mapping[str, tuple[Promise, Promise]]] = {
    Shipped.PRESENCE: {
        "yes": (_("Yes"), _("well established and consistently done")),
        "partly": (_("Partly"), _("some of it, or only in some places")),
        "no": (_("No"), _("not done, or only on paper")),
        "dont_know": (_("Don't know"), _("you cannot tell from where you work")),
    },
    Shipped.FREQUENCY: {
        "always": (_("Always"), _("without exception")),
        "mostly": (_("Mostly"), _("in more than half of the cases")),
        "sometimes": (_("Sometimes"), _("in less than half of the cases")),
        "never": (_("Never"), _("in no case that you know of")),
        "dont_know": (_("Don't know"), _("you cannot tell from where you work")),
    },
    Shipped.NEED: {
        "essential": (_("Essential"), _("plans fail without it")),
        "important": (_("Important"), _("plans succeed without it, but late or at a higher price")),
        "useful": (_("Useful"), _("it would help, and no plan depends on it")),
        "not_needed": (_("Not needed"), _("you see no use for it")),
        "dont_know": (_("Don't know"), _("you cannot tell from where you work")),
    },
}

ASPECTS: Mapping[str, Promise] = {
    Aspect.AS_IS: _("Today"),
    Aspect.TO_BE: _("Target"),
    Aspect.IMPORTANCE: _("Importance"),
}

FAULTS: Mapping[Fault, Promise] = {
    Fault.REPEATED_QUESTION: _("Question %(question)s stands in the questionnaire twice."),
    Fault.NO_CHOICES: _("Question %(question)s offers nothing to choose."),
    Fault.UNKNOWN_TARGET: _("A rule skips question %(question)s, which is not asked."),
    Fault.NO_CONDITION: _("The rule that skips question %(question)s has a condition missing."),
    Fault.UNKNOWN_QUESTION: _(
        "The rule that skips question %(question)s asks about %(other)s, which is not asked."
    ),
    Fault.NOT_EARLIER: _(
        "The rule that skips question %(question)s asks about %(other)s, which does not come "
        "before it."
    ),
    Fault.UNKNOWN_CHOICE: _(
        "The rule that skips question %(question)s waits for an answer that %(other)s does not "
        "offer."
    ),
    Fault.NEVER_HOLDS: _("The rule that skips question %(question)s can never hold."),
    Fault.UNREACHABLE: _("Question %(question)s is skipped whatever is answered before it."),
    Fault.TOO_INTRICATE: _("The rules for question %(question)s are too intricate to be checked."),
}


def problem_text(problem: Problem) -> str:
    """A fault of a skip rule in words."""
    values = {"question": problem.question, "other": problem.other}
    return str(FAULTS[problem.fault]) % values
