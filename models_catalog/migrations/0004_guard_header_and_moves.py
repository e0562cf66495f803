"""Tighten the guard: the header is content too, rows cannot be moved into published content, and a
retired version never returns.
"""

from django.db import migrations

FILL_HEADER = """
UPDATE models_catalog_modelversion AS v SET header = jsonb_build_object(
    'name', m.name, 'owner', m.owner, 'kind', m.kind, 'language', m.language,
    'home_page', m.home_page, 'description', m.description, 'attribution', m.attribution
) FROM models_catalog_maturitymodel AS m WHERE m.id = v.model_id AND v.header = '{}'::jsonb
"""

GUARD = """
CREATE OR REPLACE FUNCTION catalog_guard_version() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' THEN
        IF OLD.state <> 'draft' THEN
            RAISE EXCEPTION 'a published model version cannot be deleted' USING ERRCODE = '23001';
        END IF;
        RETURN OLD;
    END IF;
    IF OLD.state <> 'draft' AND (
        NEW.id <> OLD.id OR NEW.model_id <> OLD.model_id OR NEW.number <> OLD.number
        OR NEW.checksum <> OLD.checksum OR NEW.notes <> OLD.notes
        %(header)s OR NEW.published_at IS DISTINCT FROM OLD.published_at
    ) THEN
        RAISE EXCEPTION 'a published model version cannot change' USING ERRCODE = '23001';
    END IF;
    IF NEW.state <> OLD.state AND NOT (
        (OLD.state = 'draft' AND NEW.state = 'published')
        OR (OLD.state = 'published' AND NEW.state = 'retired')
        %(retired)s
    ) THEN
        RAISE EXCEPTION 'a model version cannot go from %% to %%', OLD.state, NEW.state
            USING ERRCODE = '23001';
    END IF;
    RETURN NEW;
END $$;
"""
GUARD_FORWARD = GUARD % {"header": "OR NEW.header <> OLD.header", "retired": ""}
GUARD_BACKWARD = GUARD % {
    "header": "",
    "retired": "OR (OLD.state = 'retired' AND NEW.state = 'published')",
}

TABLES = (
    "models_catalog_scale",
    "models_catalog_dimension",
    "models_catalog_nodetype",
    "models_catalog_node",
    "models_catalog_linkkind",
    "models_catalog_question",
    "models_catalog_level",
    "models_catalog_leveldescriptor",
    "models_catalog_nodelink",
)
MOVE_FORWARD = """
CREATE TRIGGER catalog_guard_move AFTER UPDATE ON {table} REFERENCING NEW TABLE AS changed
    FOR EACH STATEMENT EXECUTE FUNCTION {table}_guard();
"""
MOVE_BACKWARD = "DROP TRIGGER catalog_guard_move ON {table};"


class Migration(migrations.Migration):
    dependencies = [("models_catalog", "0003_wider_codes_and_header")]
    operations = [
        migrations.RunSQL(FILL_HEADER, migrations.RunSQL.noop),
        migrations.RunSQL(GUARD_FORWARD, GUARD_BACKWARD),
        *(
            migrations.RunSQL(MOVE_FORWARD.format(table=t), MOVE_BACKWARD.format(table=t))
            for t in TABLES
        ),
    ]
