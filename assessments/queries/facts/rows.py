"""The rows that boards and facts rest on, for many assessments in one statement.

Written out and put together: a statement for each kind of row would be asked for by every board,
and building them from querysets takes longer than answering them. A new kind of row is one part.
"""

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any
from uuid import UUID

from django.db import connection
from django.utils import timezone

Rows = Mapping[str, Any]
"""Part -> its rows as lists of values, or one object."""

_PARTS = (
    """
SELECT 'areas', s.assessment_id,
       jsonb_agg(jsonb_build_array(n.code, s.is_applicable, s.reason) ORDER BY n.position)
  FROM assessments_scope s JOIN models_catalog_node n ON n.id = s.node_id
 WHERE s.assessment_id = ANY(%(assessments)s) GROUP BY 2""",
    """
SELECT 'invited', p.assessment_id, jsonb_agg(jsonb_build_array(p.role, p.n))
  FROM (SELECT assessment_id, role, count(*) AS n FROM assessments_participant
         WHERE assessment_id = ANY(%(assessments)s) AND revoked_at IS NULL GROUP BY 1, 2) AS p
 GROUP BY 2""",
    """
SELECT 'asked_of', d.assessment_id, d.content -> 'asked_of'
  FROM assessments_questionnairedraft d
 WHERE d.assessment_id = ANY(%(assessments)s)""",
    # Only where there are texts that might hold them.
    """
SELECT 'names', p.assessment_id, jsonb_agg(p.name)
  FROM assessments_participant p
 WHERE p.assessment_id = ANY(%(assessments)s)
   AND EXISTS (SELECT FROM assessments_finding f WHERE f.assessment_id = p.assessment_id)
 GROUP BY 2""",
    # Nobody knows when an anonymous response was begun.
    """
SELECT 'responses', q.assessment_id, jsonb_build_object(
         'begun', count(*) FILTER (WHERE r.asked_after = 0),
         'submitted', count(*) FILTER (
           WHERE r.submitted_at IS NOT NULL AND p.revoked_at IS NULL AND r.asked_after = 0),
         'changed', count(*) FILTER (WHERE r.last_saved_at > r.submitted_at),
         'outside', count(*) FILTER (
           WHERE r.submitted_at > a.collection_closed_at
              OR (r.participant_id IS NOT NULL
                  AND (r.started_at AT TIME ZONE %(zone)s)::date < kickoff.happened_on)))
  FROM assessments_response r
  JOIN assessments_questionnaire q ON q.id = r.questionnaire_id
  JOIN assessments_assessment a ON a.id = q.assessment_id
  LEFT JOIN assessments_participant p ON p.id = r.participant_id
  LEFT JOIN assessments_statement kickoff
    ON kickoff.assessment_id = a.id AND kickoff.fact = 'kickoff_held'
       AND kickoff.withdrawn_at IS NULL
 WHERE q.assessment_id = ANY(%(assessments)s) GROUP BY 2""",
    """
SELECT 'interviews', i.assessment_id,
       jsonb_agg(jsonb_build_array(i.role_asked, i.state, i.consent_on IS NOT NULL)
                 ORDER BY i.planned_on, i.created_at)
  FROM assessments_interview i WHERE i.assessment_id = ANY(%(assessments)s) GROUP BY 2""",
    """
SELECT 'findings', f.assessment_id, jsonb_agg(jsonb_build_object(
         'id', f.id, 'kind', f.kind, 'title', f.title, 'text', f.text,
         'solution_direction', f.solution_direction, 'is_uncorroborated', f.is_uncorroborated,
         'action_count', (SELECT count(*) FROM assessments_actionitem i WHERE i.finding_id = f.id),
         'pieces', (
           SELECT jsonb_agg(jsonb_build_array(e.source, COALESCE(
                    document.artefact_id::text,
                    COALESCE(talk.follows_id, talk.id)::text,
                    e.origin), e.polarity = 'supports'))
             FROM assessments_evidence e
             LEFT JOIN programs_artefactversion document ON document.id = e.artefact_version_id
             LEFT JOIN assessments_practiceevidence seen ON seen.id = e.taken_from_id
             LEFT JOIN assessments_interviewnote note ON note.id = seen.interview_note_id
             LEFT JOIN assessments_interview talk ON talk.id = note.interview_id
            WHERE e.finding_id = f.id)
       ) ORDER BY f.created_at)
  FROM assessments_finding f
 WHERE f.assessment_id = ANY(%(assessments)s) AND f.state <> 'dropped' GROUP BY 2""",
    """
SELECT 'discussed', d.assessment_id, jsonb_agg(DISTINCT n.code)
  FROM assessments_discussion d JOIN models_catalog_node n ON n.id = d.node_id
 WHERE d.assessment_id = ANY(%(assessments)s) AND d.state <> 'planned' GROUP BY 2""",
    """
SELECT 'accepted', d.assessment_id, jsonb_agg(DISTINCT o.finding_id)
  FROM assessments_discussionoutcome o JOIN assessments_discussion d ON d.id = o.discussion_id
 WHERE d.assessment_id = ANY(%(assessments)s) AND o.kind = 'no_action' GROUP BY 2""",
    """
SELECT 'actions', i.assessment_id,
       jsonb_agg(jsonb_build_array(i.id, i.text) ORDER BY i.due_on, i.id)
  FROM assessments_actionitem i
 WHERE i.assessment_id = ANY(%(assessments)s) AND i.state = 'open' GROUP BY 2""",
    """
SELECT 'ratings', r.assessment_id,
       jsonb_agg(jsonb_build_array(n.code, r.value <> 'not_rated', r.agreed_by)
                 ORDER BY n.position)
  FROM assessments_agreedrating r JOIN models_catalog_node n ON n.id = r.node_id
 WHERE r.assessment_id = ANY(%(assessments)s) GROUP BY 2""",
    """
SELECT 'statements', s.assessment_id, jsonb_agg(jsonb_build_object(
         'id', s.id, 'note', s.note, 'said_at', s.said_at,
         'said_by', COALESCE(NULLIF(person.name, ''), person.email),
         'fact', s.fact, 'number', s.number, 'happened_on', s.happened_on,
         'artefact_version_id', s.artefact_version_id,
         'document', CASE WHEN document.id IS NULL THEN ''
                          ELSE artefact.title || ' v' || document.number END))
  FROM assessments_statement s
  JOIN accounts_user person ON person.id = s.said_by_id
  LEFT JOIN programs_artefactversion document ON document.id = s.artefact_version_id
  LEFT JOIN programs_artefact artefact ON artefact.id = document.artefact_id
 WHERE s.assessment_id = ANY(%(assessments)s) AND s.withdrawn_at IS NULL GROUP BY 2""",
    """
SELECT 'acts', s.assessment_id, jsonb_agg(jsonb_build_object(
         'id', s.id, 'note', s.note, 'said_at', s.said_at,
         'said_by', COALESCE(NULLIF(person.name, ''), person.email),
         'step', s.step, 'subject', s.subject, 'act', s.act) ORDER BY s.recorded_at, s.id)
  FROM assessments_steprecord s JOIN accounts_user person ON person.id = s.said_by_id
 WHERE s.assessment_id = ANY(%(assessments)s) GROUP BY 2""",
    """
SELECT 'waivers', w.assessment_id, jsonb_agg(jsonb_build_object(
         'id', w.id, 'note', w.note, 'said_at', w.said_at,
         'said_by', COALESCE(NULLIF(person.name, ''), person.email),
         'step', w.step, 'gate', w.gate, 'role', w.role) ORDER BY w.said_at, w.id)
  FROM assessments_gatewaiver w JOIN accounts_user person ON person.id = w.said_by_id
 WHERE w.assessment_id = ANY(%(assessments)s) AND w.withdrawn_at IS NULL GROUP BY 2""",
    # Belongs to all of the assessments, hence to none.
    """
SELECT 'members', NULL::uuid, jsonb_agg(jsonb_build_array(m.user_id, person.name, m.roles))
  FROM accounts_membership m JOIN accounts_user person ON person.id = m.user_id
 WHERE m.organization_id = %(organization)s AND (m.ends_on IS NULL OR m.ends_on >= %(today)s)""",
)

_ROWS = " UNION ALL ".join(_PARTS)


def rows_of(
    assessments: Iterable[UUID], organization_id: UUID, today: date
) -> Mapping[UUID | None, Rows]:
    """The rows of each assessment by part, and under None those of the organization; one query."""
    values: dict[str, Any] = {
        "assessments": list(assessments),
        "organization": organization_id,
        "today": today,
        "zone": timezone.get_current_timezone_name(),
    }
    found: dict[UUID | None, dict[str, Any]] = defaultdict(dict)
    with connection.cursor() as cursor:
        cursor.execute(_ROWS, values)
        for part, assessment, rows in cursor.fetchall():
            found[assessment][part] = json.loads(rows or "[]")
    return found
