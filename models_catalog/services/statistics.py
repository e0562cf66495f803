"""What PostgreSQL knows about the sizes of catalog tables."""

from django.apps import apps
from django.db import connection

MANY = 500
"""Nodes from which an import is worth telling PostgreSQL about."""


def refresh_statistics() -> None:
    """Have PostgreSQL look at the catalog's tables now.

    It does so by itself some minutes after many rows came. Until then it plans for empty tables,
    and the first pages of a large model are slow.
    """
    models = apps.get_app_config("models_catalog").get_models()
    tables = [model._meta.db_table for model in models if model._meta.managed]
    with connection.cursor() as cursor:
        cursor.execute(f"ANALYZE {', '.join(tables)}")
