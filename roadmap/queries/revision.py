"""Whether anything that the roadmap shows has changed, in one query."""

from hashlib import sha256
from uuid import UUID

from django.db import connection

from cip.access.actor import Actor

# Counts catch removals, sums of versions catch edits that commit out of order, times catch one row
# taken away while another comes. Names of owners are part of the picture.
_REVISION = """
SELECT p.version, p.updated_at,
  (SELECT ROW(count(*), sum(version), max(updated_at)) FROM programs_citeam
    WHERE program_id = p.id)::text,
  (SELECT ROW(count(*), sum(version), max(updated_at)) FROM roadmap_workplan
    WHERE program_id = p.id)::text,
  (SELECT ROW(count(*), sum(i.version), max(i.updated_at))
     FROM roadmap_initiative i JOIN roadmap_workplan w ON w.id = i.workplan_id
    WHERE w.program_id = p.id)::text,
  (SELECT string_agg(u.name, '|' ORDER BY u.id) FROM accounts_user u WHERE u.id IN (
    SELECT i.owner_id FROM roadmap_initiative i JOIN roadmap_workplan w ON w.id = i.workplan_id
     WHERE w.program_id = p.id)),
  (SELECT ROW(count(*), sum(m.version), max(m.updated_at))
     FROM roadmap_milestone m JOIN roadmap_workplan w ON w.id = m.workplan_id
    WHERE w.program_id = p.id)::text,
  (SELECT ROW(count(*), sum(b.version), max(b.updated_at))
     FROM roadmap_budgetline b JOIN roadmap_initiative i ON i.id = b.initiative_id
     JOIN roadmap_workplan w ON w.id = i.workplan_id
    WHERE w.program_id = p.id)::text,
  (SELECT ROW(count(*), max(d.updated_at))
     FROM roadmap_dependency d JOIN roadmap_initiative i ON i.id = d.successor_id
     JOIN roadmap_workplan w ON w.id = i.workplan_id
    WHERE w.program_id = p.id)::text,
  (SELECT string_agg(DISTINCT t.workplan_id::text, '|' ORDER BY t.workplan_id::text)
     FROM roadmap_workitem t JOIN roadmap_workplan w ON w.id = t.workplan_id
    WHERE w.program_id = p.id AND t.owner_id = %s)
FROM programs_program p WHERE p.id = %s AND p.organization_id = %s
"""


def roadmap_revision(actor: Actor, program_id: UUID) -> str | None:
    """A text that changes whenever the program's roadmap does; None outside the organization.

    What the actor may see goes into it: roles, teams and owned work decide about drafts.
    """
    with connection.cursor() as cursor:
        cursor.execute(_REVISION, [actor.user_id, program_id, actor.organization_id])
        row = cursor.fetchone()
    if row is None:
        return None
    sight = (sorted(actor.roles), sorted((str(k), v) for k, v in actor.team_roles.items()))
    return sha256(repr((row, sight, actor.user_id)).encode()).hexdigest()[:24]
