"""Other sessions of the test database."""

from django.db import connection


def cut_other_sessions() -> None:
    """End every session but this one: a server's thread may hold its own for the next request."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )
