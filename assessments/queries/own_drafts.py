"""Which draft a save is for: the one statement before the service takes over.

Each asks all that the ordinary door asks (`views/doors.py`, `ResponseQuerySet.visible_to`), in one
plain statement. A draft that is not found here goes through that door, which says why not.
"""

from datetime import datetime
from uuid import UUID

from assessments.models import Response
from cip.access.actor import Actor
from cip.db.rows import first_row

_OWN = """
SELECT response.id
  FROM assessments_response AS response
  JOIN assessments_participant AS participant ON participant.id = response.participant_id
  JOIN assessments_assessment AS assessment ON assessment.id = participant.assessment_id
  JOIN programs_program AS program ON program.id = assessment.program_id
 WHERE participant.user_id = %(person)s AND participant.revoked_at IS NULL
   AND program.organization_id = %(organization)s
   AND assessment.state = 'collecting' AND response.state = 'started'
"""
_OF_ASSESSMENT = _OWN + " AND assessment.id = %(asked)s ORDER BY response.started_at DESC LIMIT 1"
_BY_ID = _OWN + " AND response.id = %(asked)s"
_BEHIND = """
SELECT response.id
  FROM assessments_personallink AS link
  JOIN assessments_participant AS participant ON participant.id = link.participant_id
  JOIN assessments_assessment AS assessment ON assessment.id = participant.assessment_id
  JOIN assessments_response AS response ON response.participant_id = participant.id
 WHERE link.secret_hash = %s AND link.expires_at >= %s AND link.delegation_id IS NULL
   AND participant.revoked_at IS NULL
   AND (participant.responded_on IS NULL OR response.asked_after > 0)
   AND assessment.state = 'collecting' AND response.state = 'started'
 ORDER BY response.started_at DESC LIMIT 1
"""


def own_draft(actor: Actor, assessment_id: UUID) -> Response | None:
    """The actor's newest draft in the assessment, its key only."""
    return _found(_OF_ASSESSMENT, _values(actor, assessment_id))


def own_draft_by_id(actor: Actor, response_id: UUID) -> Response | None:
    """The draft with that key if it is the actor's own, its key only."""
    return _found(_BY_ID, _values(actor, response_id))


def draft_behind(link_hash: str, now: datetime) -> Response | None:
    """The newest draft of the participant whose personal link opens now, its key only."""
    return _found(_BEHIND, [link_hash, now])


def _values(actor: Actor, asked: UUID) -> dict[str, UUID | None]:
    return {"person": actor.user_id, "organization": actor.organization_id, "asked": asked}


def _found(statement: str, values: object) -> Response | None:
    row = first_row(statement, values)
    return None if row is None else Response(pk=next(row))
