"""A node says itself whether it may be declared not applicable.

CMMI-SVC said so in an attribute of its process areas; that moves, in every version that has it.
Published rows may not change (0002), but what is said of the area stays the same.
"""

from django.db import migrations, models

# Content checksums of the shipped CMMI-SVC 1.3, as it said so before and as it says so now.
BEFORE = "c533c206a59fc508d6898542c780726d028b3a7cac90a83d465c6504d8af8db9"
AFTER = "828c7b215026c59704822b2a19947a7a261ddf71d638383945f08d45319e5309"

MOVE = """
ALTER TABLE models_catalog_node DISABLE TRIGGER USER;
ALTER TABLE models_catalog_nodetype DISABLE TRIGGER USER;
ALTER TABLE models_catalog_modelversion DISABLE TRIGGER USER;
{nodes}
UPDATE models_catalog_modelversion SET checksum = '{there}' WHERE checksum = '{here}';
ALTER TABLE models_catalog_node ENABLE TRIGGER USER;
ALTER TABLE models_catalog_nodetype ENABLE TRIGGER USER;
ALTER TABLE models_catalog_modelversion ENABLE TRIGGER USER;
"""
TO_MARKS = """
UPDATE models_catalog_node SET may_not_apply = true, attributes = attributes - 'may_not_apply'
    WHERE attributes @> '{"may_not_apply": true}';
UPDATE models_catalog_node SET attributes = attributes - 'may_not_apply'
    WHERE attributes @> '{"may_not_apply": false}';
UPDATE models_catalog_nodetype AS t SET attributes = COALESCE((
    SELECT jsonb_agg(a ORDER BY place) FROM jsonb_array_elements(t.attributes)
        WITH ORDINALITY AS each(a, place) WHERE a->>'code' <> 'may_not_apply'
), '[]'::jsonb) WHERE attributes @> '[{"code": "may_not_apply", "form": "flag"}]';
"""
TO_ATTRIBUTES = """
UPDATE models_catalog_nodetype AS t SET attributes = t.attributes
    || '[{"code": "may_not_apply", "name": "May not apply", "form": "flag"}]'::jsonb
    WHERE EXISTS (SELECT 1 FROM models_catalog_node AS n WHERE n.type_id = t.id AND n.may_not_apply);
UPDATE models_catalog_node SET attributes = attributes || '{"may_not_apply": true}'::jsonb
    WHERE may_not_apply;
"""


class Migration(migrations.Migration):

    dependencies = [('models_catalog', '0010_equal_steps')]

    operations = [
        migrations.AddField(
            model_name='node',
            name='may_not_apply',
            field=models.BooleanField(default=False),
        ),
        migrations.RunSQL(
            MOVE.format(nodes=TO_MARKS, here=BEFORE, there=AFTER),
            MOVE.format(nodes=TO_ATTRIBUTES, here=AFTER, there=BEFORE),
        ),
    ]
