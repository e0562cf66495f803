"""The database `cip_bench`: made for one run and dropped with it."""

import contextlib
from collections.abc import Iterator
from urllib.parse import urlsplit, urlunsplit

import django
import psycopg2  # type: ignore[import-untyped]
from django.core.management import call_command
from django.db import connection

NAME = "cip_bench"


@contextlib.contextmanager
def own(server_url: str) -> Iterator[str]:
    """The URL of a fresh database on the server of `server_url`."""
    parts = urlsplit(server_url)
    if parts.path.strip("/") == NAME:
        raise SystemExit(f"DATABASE_URL names {NAME}, which the benchmarks make and drop.")
    _administer(server_url, f"DROP DATABASE IF EXISTS {NAME}", f"CREATE DATABASE {NAME}")
    try:
        yield urlunsplit(parts._replace(path=f"/{NAME}"))
    finally:
        _administer(server_url, f"DROP DATABASE IF EXISTS {NAME} WITH (FORCE)")


def prepare() -> None:
    """Tables and static files, as a server has them."""
    django.setup()
    call_command("migrate", verbosity=0)
    call_command("load_methods", verbosity=0)
    call_command("collectstatic", verbosity=0, interactive=False)


def close() -> None:
    """Let go of the connection, so that the database can be dropped."""
    connection.close()


def settle() -> None:
    """After bulk loading: what autovacuum would do later, in the middle of a measurement."""
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")
        cursor.execute("CHECKPOINT")


def _administer(server_url: str, *statements: str) -> None:
    server = psycopg2.connect(server_url)
    server.autocommit = True
    try:
        with server.cursor() as cursor:
            for statement in statements:
                cursor.execute(statement)
    finally:
        server.close()
