"""What a node replaces, the dimension of a question, the version a variant is based on, and why a
version was retired; what a published variant is based on is fixed.
"""

import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models

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
        OR NEW.checksum <> OLD.checksum OR NEW.notes <> OLD.notes OR NEW.header <> OLD.header
        %(based_on)s OR NEW.published_at IS DISTINCT FROM OLD.published_at
    ) THEN
        RAISE EXCEPTION 'a published model version cannot change' USING ERRCODE = '23001';
    END IF;
    IF NEW.state <> OLD.state AND NOT (
        (OLD.state = 'draft' AND NEW.state = 'published')
        OR (OLD.state = 'published' AND NEW.state = 'retired')
    ) THEN
        RAISE EXCEPTION 'a model version cannot go from %% to %%', OLD.state, NEW.state
            USING ERRCODE = '23001';
    END IF;
    RETURN NEW;
END $$;
"""
GUARD_FORWARD = GUARD % {"based_on": "OR NEW.based_on_id IS DISTINCT FROM OLD.based_on_id"}
GUARD_BACKWARD = GUARD % {"based_on": ""}


class Migration(migrations.Migration):
    dependencies = [("models_catalog", "0006_search")]
    operations = [
        migrations.AddField(
            model_name="node",
            name="replaces",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.CharField(max_length=64), default=list, size=None
            ),
        ),
        migrations.AddField(
            model_name="question",
            name="dimension",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="questions",
                to="models_catalog.dimension",
            ),
        ),
        migrations.AddField(
            model_name="modelversion",
            name="retired_because",
            field=models.TextField(blank=True, default="", verbose_name="reason for retiring"),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="modelversion",
            name="based_on",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="variants",
                to="models_catalog.modelversion",
                verbose_name="version that this variant was made from",
            ),
        ),
        migrations.RunSQL(GUARD_FORWARD, GUARD_BACKWARD),
    ]
