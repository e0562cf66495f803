"""Full-text search over nodes, questions and descriptors: generated columns, their indexes, and
one view over the three.

English stems words and drops the most common ones; codes are kept as they are, because some are
such words (IT, AM). Columns are no fields of the models, so ordinary queries never carry them.
"""

import django.contrib.postgres.search
import django.db.models.deletion
from django.db import migrations, models

COLUMNS = {
    "models_catalog_node": (
        "setweight(to_tsvector('simple'::regconfig, translate(code, '-._', '   ')), 'A')"
        " || setweight(to_tsvector('english'::regconfig, title), 'A')"
        " || setweight(to_tsvector('english'::regconfig, text), 'C')"
    ),
    "models_catalog_question": (
        "setweight(to_tsvector('english'::regconfig, text), 'B')"
        " || setweight(to_tsvector('english'::regconfig, help), 'D')"
    ),
    "models_catalog_leveldescriptor": (
        "setweight(to_tsvector('english'::regconfig, text), 'C')"
    ),
}
ADD = """
ALTER TABLE {table} ADD COLUMN search tsvector GENERATED ALWAYS AS ({vector}) STORED;
CREATE INDEX {table}_search ON {table} USING gin (search);
"""
VIEW = """
CREATE VIEW models_catalog_searchentry AS
SELECT 'n' || id::text AS id, version_id, id AS node_id, 'node'::text AS part,
       code::text AS code, title::text AS heading, text AS body, search
FROM models_catalog_node
UNION ALL
SELECT 'q' || id::text, version_id, node_id, 'question'::text,
       ''::text, ''::text, concat_ws(' ', text, nullif(help, '')), search
FROM models_catalog_question
UNION ALL
SELECT 'd' || d.id::text, n.version_id, d.node_id, 'descriptor'::text,
       ''::text, ''::text, d.text, d.search
FROM models_catalog_leveldescriptor AS d JOIN models_catalog_node AS n ON n.id = d.node_id;
"""


class Migration(migrations.Migration):
    dependencies = [("models_catalog", "0005_crosswalks")]
    operations = [
        *(
            migrations.RunSQL(
                ADD.format(table=table, vector=vector),
                f"ALTER TABLE {table} DROP COLUMN search;",
            )
            for table, vector in COLUMNS.items()
        ),
        migrations.RunSQL(VIEW, "DROP VIEW models_catalog_searchentry;"),
        migrations.CreateModel(
            name="SearchEntry",
            fields=[
                ("id", models.CharField(max_length=40, primary_key=True, serialize=False)),
                ("part", models.CharField(max_length=10)),
                ("code", models.TextField()),
                ("heading", models.TextField()),
                ("body", models.TextField()),
                ("search", django.contrib.postgres.search.SearchVectorField()),
            ],
            options={"db_table": "models_catalog_searchentry", "managed": False},
        ),
    ]
