"""The history of drafts, their revision, and node positions that one statement may shift."""

import uuid

import django.contrib.postgres.fields
import django.db.models.constraints
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

# Published rows may not change (0002), but their order is what it has been all the time.
ORDER_OF_LINK_KINDS = """
ALTER TABLE models_catalog_linkkind DISABLE TRIGGER USER;
UPDATE models_catalog_linkkind AS k SET position = ordered.place FROM (
    SELECT id, row_number() OVER (PARTITION BY version_id ORDER BY id) - 1 AS place
    FROM models_catalog_linkkind
) AS ordered WHERE ordered.id = k.id;
ALTER TABLE models_catalog_linkkind ENABLE TRIGGER USER;
"""


class Migration(migrations.Migration):

    dependencies = [
        ('models_catalog', '0007_replaced_and_based_on'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Edit',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('number', models.PositiveIntegerField()),
                ('made_at', models.DateTimeField()),
                ('state', models.CharField(choices=[('done', 'Done'), ('undone', 'Undone'), ('dropped', 'Undone for good')], default='done', max_length=10)),
                ('do', models.JSONField()),
                ('undo', models.JSONField()),
                ('subject', models.CharField(max_length=300)),
                ('place', models.CharField(blank=True, max_length=300)),
                ('touches', django.contrib.postgres.fields.ArrayField(base_field=models.TextField(), size=None)),
                ('revision', models.PositiveIntegerField()),
            ],
        ),
        migrations.RemoveConstraint(
            model_name='node',
            name='catalog_node_position_once',
        ),
        migrations.AddField(
            model_name='linkkind',
            name='position',
            field=models.PositiveIntegerField(default=0),
        ),
        migrations.AddField(
            model_name='modelversion',
            name='revision',
            field=models.PositiveIntegerField(default=0, editable=False, verbose_name='number of changes to the draft'),
        ),
        migrations.AddConstraint(
            model_name='node',
            constraint=models.UniqueConstraint(deferrable=django.db.models.constraints.Deferrable['IMMEDIATE'], fields=('version', 'position'), name='catalog_node_position_once'),
        ),
        migrations.AddField(
            model_name='edit',
            name='made_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='edit',
            name='version',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='edits', to='models_catalog.modelversion'),
        ),
        migrations.AddConstraint(
            model_name='edit',
            constraint=models.UniqueConstraint(fields=('version', 'number'), name='catalog_edit_once'),
        ),
        migrations.RunSQL(ORDER_OF_LINK_KINDS, migrations.RunSQL.noop),
    ]
