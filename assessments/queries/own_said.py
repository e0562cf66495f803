"""What one respondent has stored: the answers of a response, and nobody else's."""

from typing import NamedTuple
from uuid import UUID

from django.db import connection


class Said(NamedTuple):
    """One stored answer; version 0: nothing is stored."""

    choice: str
    comment: str
    evidence: str
    version: int


NOTHING_SAID = Said("", "", "", 0)
# As text: hundreds of keys read as UUIDs would cost more than the statement.
_SAID = """
SELECT item_id::text, choice, comment, evidence, version
  FROM assessments_answer WHERE response_id = %s
"""


def own_said(response_id: UUID) -> dict[str, Said]:
    """The stored answers by item, those to questions of earlier versions too. One query."""
    with connection.cursor() as cursor:
        cursor.execute(_SAID, [response_id])
        return {item: Said(*stored) for item, *stored in cursor.fetchall()}
