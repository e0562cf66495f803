"""The words of the mails: ours, or the lead's, filled in for one person."""

from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.core.signing import BadSignature, Signer
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from assessments.models import Assessment, Dispatch, MailText, Participant
from assessments.queries.mode import mode_words
from assessments.rules.mail_text import as_html, filled
from assessments.rules.reminders import version_told

OPT_OUT_SALT = "assessments.opt-out"
SAMPLE_LINK = "https://…"


@dataclass(frozen=True)
class Words:
    """Subject and text with placeholders; `version` 0 says that they are ours."""

    subject: str
    body: str
    version: int = 0


@dataclass(frozen=True)
class Letter:
    """A mail as it leaves, or as the preview shows it."""

    to: str
    subject: str
    text: str
    html: str


def kind_of(number: int, *, is_asked_more: bool) -> str:
    """Which words a mail uses: the invitation's, the reminder's, or those about new questions.

    A reminder to somebody who has submitted is about the new questions, too (`is_asked_more`).
    """
    if version_told(number) or (number and is_asked_more):
        return MailText.Kind.ADDITION
    return MailText.Kind.REMINDER if number else MailText.Kind.INVITATION


def own_words(kind: str) -> Words:
    """What we say when nobody changed it."""
    if kind == MailText.Kind.REMINDER:
        return Words(
            _("Still open: {assessment}"),
            _(
                "Hello {name},\n\nyour questionnaire for “{assessment}” ({program}, "
                "{organization}) is still open. {deadline}\n\n{link}\n\nIf you have begun, you go "
                "on where you stopped. This reminder was sent by the system; {inviter} sees who "
                "has answered and never what."
            ),
        )
    if kind == MailText.Kind.ADDITION:
        return Words(
            _("New questions: {assessment}"),
            _(
                "Hello {name},\n\nthank you for submitting your questionnaire for “{assessment}” "
                "({program}, {organization}). Since then, questions were added. Please answer "
                "these, too; your earlier answers stay as they are. {deadline}\n\n"
                "The new questions:\n{link}"
            ),
        )
    return Words(
        _("Your questionnaire: {assessment}"),
        _(
            "Hello {name},\n\n{inviter} ({organization}) asks for your view in the assessment "
            "“{assessment}” of the program “{program}”. {deadline}\n\nYour questionnaire:\n{link}"
        ),
    )


def words_of(assessment: Assessment, kind: str) -> Words:
    """The words in force. One query."""
    row = MailText.objects.filter(assessment=assessment, kind=kind).first()
    return own_words(kind) if row is None else Words(row.subject, row.body, row.version)


def letter(
    words: Words, participant: Participant, *, link: str, opt_out: str, expires_on: date | None
) -> Letter:
    """The mail to one person; `participant` comes with assessment, program, organization, lead."""
    assessment = participant.assessment
    program = assessment.program
    values = {
        "name": participant.name,
        "assessment": assessment.title,
        "program": program.name,
        "organization": program.organization.name,
        "inviter": str(assessment.lead),
        "deadline": _deadline(assessment),
        "link": link,
    }
    parts = [
        filled(words.body, values),
        _about_link(participant, expires_on),
        mode_words(assessment),
    ]
    end = _("No more mail about questionnaires of %(organization)s: %(url)s") % {
        "organization": program.organization.name,
        "url": opt_out,
    }
    body = "\n\n".join([*parts, "--\n" + end]) + "\n"
    subject = " ".join(filled(words.subject, values).split())
    return Letter(participant.email, subject, body, as_html(body))


def preview(assessment: Assessment, words: Words) -> Letter:
    """How the mail would look to somebody without an account."""
    sample = Participant(assessment=assessment, name=_("Ada Example"), email="ada@example.org")
    return letter(words, sample, link=SAMPLE_LINK, opt_out=SAMPLE_LINK, expires_on=None)


def opt_out_url(dispatch: Dispatch) -> str:
    """The address that stops mail to this recipient; signed, and it names nobody."""
    token = Signer(salt=OPT_OUT_SALT).sign(str(dispatch.pk))
    return settings.BASE_URL + reverse("mail_opt_out", args=[token])


def dispatch_behind(token: str) -> Dispatch | None:
    """The mail whose opt-out address this is; None for a made-up one."""
    try:
        key = Signer(salt=OPT_OUT_SALT).unsign(token)
    except BadSignature:
        return None
    rows = Dispatch.objects.select_related("participant__assessment__program__organization")
    return rows.filter(pk=key).first()


def _deadline(assessment: Assessment) -> str:
    if assessment.closes_on is None:
        return ""
    day = date_format(assessment.closes_on, "j F Y")
    return _("Please answer by %(day)s.") % {"day": day}


def _about_link(participant: Participant, expires_on: date | None) -> str:
    if participant.user_id is not None:
        return _("Sign in with your account; you can stop at any time and go on later.")
    told = _(
        "This link is personal: whoever has it can answer in your name, so please do not pass it "
        "on. You need no account, and you can stop at any time and go on later."
    )
    if expires_on is None:
        return told
    until = _("The link works until %(day)s.") % {"day": date_format(expires_on, "j F Y")}
    return f"{told} {until}"
