"""Targets of appraised areas counted goals; they name a capability level now.

Every goal is level 3, all but the last 2, the specific goals alone 1 (CL-1 to CL-4); generic goals
are two, of levels 2 and 3.
"""

from django.db import migrations

AREA, GOAL, GENERIC = 'process_area', 'specific_goal', 'generic_goal'


def to_levels(apps, schema_editor):
    for row, specific in _targets(apps):
        beyond = row.level - specific
        row.level = 0 if beyond < 0 else min(beyond + 1, 3)
        row.save(update_fields=['level'])


def to_counts(apps, schema_editor):
    for row, specific in _targets(apps):
        row.level = specific + row.level - 1 if row.level else 0
        row.save(update_fields=['level'])


def _targets(apps):
    node, target = (apps.get_model('models_catalog', 'Node'), apps.get_model('assessments', 'Target'))
    appraised = set(node.objects.filter(type__code=GENERIC).values_list('version_id', flat=True))
    rows = target.objects.filter(node__type__code=AREA, node__version_id__in=appraised)
    for row in rows.order_by('pk'):
        yield row, node.objects.filter(parent_id=row.node_id, type__code=GOAL).count()


class Migration(migrations.Migration):

    dependencies = [
        ('assessments', '0011_result_snapshots'),
        ('models_catalog', '0011_nodes_that_may_not_apply'),
    ]
    operations = [migrations.RunPython(to_levels, to_counts)]
