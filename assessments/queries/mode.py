"""What the mode of an assessment means, in the words that respondents read."""

from django.utils.translation import gettext as _

from assessments.models import Assessment


def mode_words(assessment: Assessment) -> str:
    """The promise that stands at the top of the form and in every mail."""
    if assessment.mode == Assessment.Mode.NAMED:
        return _(
            "In this assessment the assessment team sees results of small groups too, and your "
            "name beside your comments and the evidence you name."
        )
    if assessment.mode == Assessment.Mode.CONFIDENTIAL:
        words = _(
            "Your answers are shown only together with those of at least %(n)s people. The "
            "assessment team sees who has answered, not who answered what. Write comments and "
            "evidence so that they name nobody."
        )
    else:
        words = _(
            "While you answer, your draft is kept under your link, so that you can stop and go "
            "on. When you submit, it is cut off from your name for good: the platform then keeps "
            "nothing by which anybody could find your answers again, and neither can you. Known "
            "is only that you have answered, and on which day. Answers are shown only together "
            "with those of at least %(n)s people. Write comments and evidence so that they name "
            "nobody."
        )
    return words % {"n": assessment.anonymity_threshold}


def mode_label(assessment: Assessment) -> str:
    """The mode in one word."""
    words = {
        Assessment.Mode.NAMED: _("Named"),
        Assessment.Mode.CONFIDENTIAL: _("Confidential"),
        Assessment.Mode.ANONYMOUS: _("Anonymous"),
    }
    return words[Assessment.Mode(assessment.mode)]
