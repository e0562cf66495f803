"""Whose questionnaire is opened: one plain statement for each way to it.

Each asks all that the ordinary door asks (`views/doors.py`, `ResponseQuerySet.visible_to`). What is
not found here goes through that door, which says why not.
"""

from collections.abc import Iterator
from typing import Any
from uuid import UUID

from assessments.models import Assessment, Participant, PersonalLink, Questionnaire, Response
from cip.access.actor import Actor
from cip.accounts.models import Organization
from cip.db.rows import Columns, first_row
from cip.programs.models import Program

_RESPONSE = Columns(Response, "response")
_SHEET = Columns(Questionnaire, "sheet")
_PARTICIPANT = Columns(Participant, "participant")
_ASSESSMENT = Columns(Assessment, "assessment")
_PROGRAM = Columns(Program, "program")
_ORGANIZATION = Columns(Organization, "organization")
_LINK = Columns(PersonalLink, "link", "id", "delegation_id", "expires_at")
# The newest response. An addition that was not submitted is left out when collecting ends, as
# other drafts are.
_OPENED = f"""
SELECT {_RESPONSE.sql}, {_SHEET.sql}, {_PARTICIPANT.sql}, {_ASSESSMENT.sql}, {_PROGRAM.sql},
       {_ORGANIZATION.sql}, {{more}}
  FROM {{start}}
  JOIN assessments_response AS response ON response.participant_id = participant.id
  JOIN assessments_questionnaire AS sheet ON sheet.id = response.questionnaire_id
  JOIN assessments_assessment AS assessment ON assessment.id = sheet.assessment_id
  JOIN programs_program AS program ON program.id = assessment.program_id
  JOIN accounts_organization AS organization ON organization.id = program.organization_id
 WHERE {{condition}}
   AND NOT (response.asked_after > 0 AND response.state = 'started'
            AND assessment.state <> 'collecting')
 ORDER BY response.started_at DESC LIMIT 1
"""  # noqa: S608 - own names
_OPENED_BY_PERSON = _OPENED.format(
    more="NULL",
    start="assessments_participant AS participant",
    condition="""participant.user_id = %(person)s AND participant.revoked_at IS NULL
   AND program.organization_id = %(organization)s AND assessment.id = %(asked)s""",
)
_OPENED_BY_LINK = _OPENED.format(
    more=_LINK.sql,
    start="""assessments_personallink AS link
  JOIN assessments_participant AS participant ON participant.id = link.participant_id""",
    condition="link.secret_hash = %s",
)


def begun_by(actor: Actor, assessment_id: UUID) -> Response | None:
    """The actor's newest response in the assessment, whole, with all that stands around it."""
    values = {
        "person": actor.user_id,
        "organization": actor.organization_id,
        "asked": assessment_id,
    }
    row = first_row(_OPENED_BY_PERSON, values)
    return None if row is None else _whole(row)


def begun_behind(link_hash: str) -> tuple[PersonalLink, Response] | None:
    """The link and the newest response of its person; whether it opens is for the door to say."""
    row = first_row(_OPENED_BY_LINK, [link_hash])
    if row is None:
        return None
    response = _whole(row)
    link = _LINK.take(row)
    link.participant = response.participant  # type: ignore[assignment]
    return link, response


def _whole(row: Iterator[Any]) -> Response:
    response, sheet, participant = _RESPONSE.take(row), _SHEET.take(row), _PARTICIPANT.take(row)
    assessment, program = _ASSESSMENT.take(row), _PROGRAM.take(row)
    program.organization = _ORGANIZATION.take(row)
    assessment.program = program
    participant.assessment = sheet.assessment = assessment
    response.questionnaire, response.participant = sheet, participant
    return response
