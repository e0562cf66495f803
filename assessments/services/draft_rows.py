"""The rows of a draft: locked before its answers are read, and written back."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection
from django.utils.translation import gettext as _

from assessments.models import Assessment, Delegation, Participant, Questionnaire, Response
from cip.access.actor import Actor
from cip.db.rows import Columns, first_row
from cip.kernel.errors import WrongState

_DRAFT = Columns(
    Response,
    "response",
    "id",
    "state",
    "answered_count",
    "asked_after",
    "questionnaire_id",
    "participant_id",
)
_PERSON = Columns(Participant, "participant", "id", "role")
_SHEET = Columns(Questionnaire, "sheet", "id", "rules")
_ROUND = Columns(Assessment, "assessment", "id", "state")


@dataclass(frozen=True)
class SavedAnswer:
    """An answer as it is stored now."""

    item_id: UUID
    choice: str
    comment: str
    evidence: str
    version: int


# The state of the assessment decides with the draft's own. What the draft's answers say is read
# after this lock, so that two saves at once see each other.
_LOCK = f"""
SELECT {_DRAFT.sql}, {_PERSON.sql}, {_SHEET.sql}, {_ROUND.sql}
  FROM assessments_response AS response
  JOIN assessments_participant AS participant ON participant.id = response.participant_id
  JOIN assessments_questionnaire AS sheet ON sheet.id = response.questionnaire_id
  JOIN assessments_assessment AS assessment ON assessment.id = sheet.assessment_id
  {{further}}
 WHERE {{condition}}
 ORDER BY response.started_at DESC LIMIT 1
   FOR UPDATE OF response
"""  # noqa: S608 - own names
_LOCK_KNOWN = _LOCK.format(further="", condition="response.id = %s")
# Whose questionnaire is open, found and locked at once. They ask all that the ordinary door asks
# (`views/doors.py`, `ResponseQuerySet.visible_to`).
_OPEN = "assessment.state = 'collecting' AND response.state = 'started'"
_LOCK_OWN = _LOCK.format(
    further="JOIN programs_program AS program ON program.id = assessment.program_id",
    condition=f"""participant.user_id = %(person)s AND participant.revoked_at IS NULL
   AND program.organization_id = %(organization)s AND {_OPEN} AND {{asked}} = %(asked)s""",
)
_LOCK_BEHIND = _LOCK.format(
    further="JOIN assessments_personallink AS link ON link.participant_id = participant.id",
    condition=f"""link.secret_hash = %(secret)s AND link.expires_at >= %(now)s
   AND link.delegation_id IS NULL AND participant.revoked_at IS NULL
   AND (participant.responded_on IS NULL OR response.asked_after > 0) AND {_OPEN}""",
)


@dataclass(frozen=True)
class OwnDraft:
    """Whose draft a save is for, before anything was asked of the database."""

    statement: str
    values: dict[str, Any]


def own_draft(actor: Actor, assessment_id: UUID) -> OwnDraft:
    """The actor's newest draft in the assessment."""
    return _own("assessment.id", actor, assessment_id)


def own_draft_by_id(actor: Actor, response_id: UUID) -> OwnDraft:
    """The draft with that key if it is the actor's own."""
    return _own("response.id", actor, response_id)


def draft_behind(link_hash: str, now: datetime) -> OwnDraft:
    """The newest draft of the participant whose personal link opens now."""
    return OwnDraft(_LOCK_BEHIND, {"secret": link_hash, "now": now})


def locked_draft(response_id: UUID) -> tuple[Response, Assessment]:
    """The response, locked, with participant and rules, and the assessment: what saving needs.

    Raises WrongState when it was handed in anonymously in the meantime: the draft is gone.
    """
    found = _locked(_LOCK_KNOWN, [response_id])
    if found is None:
        raise WrongState(_("You have submitted this questionnaire; it can no longer be changed."))
    return found


def locked_own_draft(draft: OwnDraft) -> tuple[Response, Assessment] | None:
    """The same for a draft that is the person's own and open; None for anything else."""
    return _locked(draft.statement, draft.values)


def _own(column: str, actor: Actor, asked: UUID) -> OwnDraft:
    values = {"person": actor.user_id, "organization": actor.organization_id, "asked": asked}
    return OwnDraft(_LOCK_OWN.format(asked=column), values)


def _locked(statement: str, values: Any) -> tuple[Response, Assessment] | None:
    row = first_row(statement, values)
    if row is None:
        return None
    draft = _DRAFT.take(row)
    draft.participant, draft.questionnaire = _PERSON.take(row), _SHEET.take(row)
    return draft, _ROUND.take(row)


_STORE = """
WITH stored AS (
    INSERT INTO assessments_answer
           (response_id, item_id, choice, comment, evidence, version, delegation_id, answered_at)
    SELECT %(response)s, row.*, %(delegation)s, %(now)s
      FROM unnest(%(items)s::uuid[], %(choices)s::text[], %(comments)s::text[],
                  %(evidence)s::text[], %(versions)s::int[]) AS row
        ON CONFLICT (response_id, item_id) DO UPDATE
       SET choice = EXCLUDED.choice, comment = EXCLUDED.comment, evidence = EXCLUDED.evidence,
           version = EXCLUDED.version, delegation_id = EXCLUDED.delegation_id,
           answered_at = EXCLUDED.answered_at
)
UPDATE assessments_response SET answered_count = %(answered)s, last_saved_at = %(now)s
 WHERE id = %(response)s
"""


def store_answers(
    response_id: UUID,
    rows: Sequence[SavedAnswer],
    answered: int,
    now: datetime,
    delegation: Delegation | None,
) -> None:
    """Write the answers as they are to stand, and how far the draft is with them."""
    values: dict[str, Any] = {
        "response": response_id,
        "answered": answered,
        "now": now,
        "delegation": None if delegation is None else delegation.pk,
        "items": [row.item_id for row in rows],
        "choices": [row.choice for row in rows],
        "comments": [row.comment for row in rows],
        "evidence": [row.evidence for row in rows],
        "versions": [row.version for row in rows],
    }
    with connection.cursor() as cursor:
        cursor.execute(_STORE, values)
