"""The rows of a draft: locked before its answers are read, and written back."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection
from django.utils.translation import gettext as _

from assessments.models import Assessment, Delegation, Participant, Questionnaire, Response
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
 WHERE response.id = %s
   FOR UPDATE OF response
"""  # noqa: S608 - own names


def locked_draft(response_id: UUID) -> tuple[Response, Assessment]:
    """The response, locked, with participant and rules, and the assessment: what saving needs.

    Raises WrongState when it was handed in anonymously in the meantime: the draft is gone.
    """
    row = first_row(_LOCK, [response_id])
    if row is None:
        raise WrongState(_("You have submitted this questionnaire; it can no longer be changed."))
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
