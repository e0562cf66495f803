"""Published content cannot change, whoever writes (design 5.5): triggers refuse it.

Content rows may be written only while their version is a draft. A version's number and checksum
are fixed with its publication, and its state only moves draft -> published -> retired. Deleting a
whole draft stays possible; deleting published content is refused.
"""

from django.db import migrations

CONTENT = {
    "models_catalog_scale": "{row}.version_id",
    "models_catalog_dimension": "{row}.version_id",
    "models_catalog_nodetype": "{row}.version_id",
    "models_catalog_node": "{row}.version_id",
    "models_catalog_linkkind": "{row}.version_id",
    "models_catalog_question": "{row}.version_id",
    "models_catalog_level": "(SELECT version_id FROM models_catalog_scale WHERE id = {row}.scale_id)",
    "models_catalog_leveldescriptor": "(SELECT version_id FROM models_catalog_node WHERE id = {row}.node_id)",
    "models_catalog_nodelink": "(SELECT version_id FROM models_catalog_node WHERE id = {row}.source_id)",
}

VERSION_FORWARD = """
CREATE FUNCTION catalog_guard_version() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' THEN
        IF OLD.state <> 'draft' THEN
            RAISE EXCEPTION 'a published model version cannot be deleted' USING ERRCODE = '23001';
        END IF;
        RETURN OLD;
    END IF;
    IF OLD.state <> 'draft' AND (
        NEW.model_id <> OLD.model_id OR NEW.number <> OLD.number OR NEW.checksum <> OLD.checksum
        OR NEW.notes <> OLD.notes OR NEW.published_at IS DISTINCT FROM OLD.published_at
    ) THEN
        RAISE EXCEPTION 'a published model version cannot change' USING ERRCODE = '23001';
    END IF;
    IF NEW.state <> OLD.state AND NOT (
        (OLD.state = 'draft' AND NEW.state = 'published')
        OR (OLD.state = 'published' AND NEW.state = 'retired')
        OR (OLD.state = 'retired' AND NEW.state = 'published')
    ) THEN
        RAISE EXCEPTION 'a model version cannot go from % to %', OLD.state, NEW.state
            USING ERRCODE = '23001';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER catalog_guard BEFORE UPDATE OR DELETE ON models_catalog_modelversion
    FOR EACH ROW EXECUTE FUNCTION catalog_guard_version();
"""
VERSION_BACKWARD = """
DROP TRIGGER catalog_guard ON models_catalog_modelversion;
DROP FUNCTION catalog_guard_version();
"""

# One statement-level check per table and operation: bulk imports of thousands of rows pay once.
TABLE_FORWARD = """
CREATE FUNCTION {function}() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (
        SELECT 1 FROM changed
        JOIN models_catalog_modelversion AS v ON v.id = {version}
        WHERE v.state <> 'draft'
    ) THEN
        RAISE EXCEPTION 'published model content cannot change' USING ERRCODE = '23001';
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER catalog_guard_insert AFTER INSERT ON {table} REFERENCING NEW TABLE AS changed
    FOR EACH STATEMENT EXECUTE FUNCTION {function}();
CREATE TRIGGER catalog_guard_update AFTER UPDATE ON {table} REFERENCING OLD TABLE AS changed
    FOR EACH STATEMENT EXECUTE FUNCTION {function}();
CREATE TRIGGER catalog_guard_delete AFTER DELETE ON {table} REFERENCING OLD TABLE AS changed
    FOR EACH STATEMENT EXECUTE FUNCTION {function}();
"""
TABLE_BACKWARD = """
DROP TRIGGER catalog_guard_insert ON {table};
DROP TRIGGER catalog_guard_update ON {table};
DROP TRIGGER catalog_guard_delete ON {table};
DROP FUNCTION {function}();
"""


def _tables() -> list[migrations.RunSQL]:
    found = []
    for table, version in CONTENT.items():
        values = {
            "table": table,
            "function": f"{table}_guard",
            "version": version.format(row="changed"),
        }
        found.append(
            migrations.RunSQL(TABLE_FORWARD.format(**values), TABLE_BACKWARD.format(**values))
        )
    return found


class Migration(migrations.Migration):
    dependencies = [("models_catalog", "0001_initial")]
    operations = [migrations.RunSQL(VERSION_FORWARD, VERSION_BACKWARD), *_tables()]
