"""Sessions as Django keeps them in the database, read by a written-out statement.

Every page of a signed-in person reads one, and building that statement takes longer than running
it.
"""

from django.contrib.sessions.backends.db import SessionStore as DatabaseSessions
from django.contrib.sessions.models import Session
from django.db import connection

from cip.kernel import clock

_READ = "SELECT session_data FROM django_session WHERE session_key = %s AND expire_date > %s"


class SessionStore(DatabaseSessions):
    """Writes, expires and flushes as its parent does."""

    def _get_session_from_db(self) -> Session | None:
        """The session if it is known and has not expired; else its key is forgotten."""
        key = self.session_key or ""
        with connection.cursor() as cursor:
            cursor.execute(_READ, [key, clock.now()])
            row = cursor.fetchone()
        if row is None:
            self._session_key = None
            return None
        return Session(session_key=key, session_data=row[0])
