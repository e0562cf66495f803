"""Frozen results. The database refuses every change of what was frozen.

Of a snapshot only the state moves, once, from standing to superseded. Medians of answers may go
away, because a raised threshold hides more; they are never changed in place. What was agreed before
is frozen by `freeze_results`, which needs the whole of the rules.
"""

import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

GUARD = """
CREATE FUNCTION assessments_guard_snapshot() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.state <> 'stands' OR NEW.state <> 'superseded'
        OR (to_jsonb(NEW) - '{state,superseded_at,superseded_reason}'::text[])
            <> (to_jsonb(OLD) - '{state,superseded_at,superseded_reason}'::text[])
    THEN
        RAISE EXCEPTION 'a result snapshot never changes' USING ERRCODE = '23001';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER assessments_snapshot_guard BEFORE UPDATE ON assessments_resultsnapshot
    FOR EACH ROW EXECUTE FUNCTION assessments_guard_snapshot();
CREATE FUNCTION assessments_guard_frozen() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'a frozen rating never changes' USING ERRCODE = '23001';
END $$;
CREATE TRIGGER assessments_rating_guard BEFORE UPDATE OR DELETE ON assessments_snapshotrating
    FOR EACH ROW EXECUTE FUNCTION assessments_guard_frozen();
CREATE TRIGGER assessments_median_guard BEFORE UPDATE ON assessments_snapshotmedian
    FOR EACH ROW EXECUTE FUNCTION assessments_guard_frozen();
"""
UNGUARD = """
DROP TRIGGER assessments_median_guard ON assessments_snapshotmedian;
DROP TRIGGER assessments_rating_guard ON assessments_snapshotrating;
DROP FUNCTION assessments_guard_frozen();
DROP TRIGGER assessments_snapshot_guard ON assessments_resultsnapshot;
DROP FUNCTION assessments_guard_snapshot();
"""


class Migration(migrations.Migration):

    dependencies = [
        ('assessments', '0010_agreed_levels'),
        ('models_catalog', '0009_import_runs'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='ResultSnapshot',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('number', models.PositiveSmallIntegerField(verbose_name='number')),
                ('frozen_at', models.DateTimeField(verbose_name='agreed on')),
                ('agreed_by', models.TextField(blank=True, verbose_name='agreed by')),
                ('signatures', models.JSONField(default=list, verbose_name='signed by')),
                ('checksum', models.CharField(max_length=64, verbose_name='SHA-256 of the ratings')),
                ('state', models.CharField(choices=[('stands', 'Stands'), ('superseded', 'Superseded')], default='stands', max_length=10, verbose_name='state')),
                ('superseded_at', models.DateTimeField(null=True)),
                ('superseded_reason', models.TextField(blank=True, verbose_name='why it was taken up again')),
                ('assessment', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='snapshots', to='assessments.assessment')),
                ('frozen_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('method_version', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='assessments.methodversion')),
                ('model_version', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='models_catalog.modelversion')),
            ],
        ),
        migrations.CreateModel(
            name='ResultComparison',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('crosswalk', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='models_catalog.crosswalk')),
                ('after', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='assessments.resultsnapshot')),
                ('before', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='assessments.resultsnapshot')),
            ],
        ),
        migrations.CreateModel(
            name='SnapshotMedian',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('position', models.PositiveIntegerField()),
                ('code', models.CharField(max_length=64)),
                ('title', models.CharField(max_length=300)),
                ('is_whole', models.BooleanField()),
                ('unit', models.CharField(blank=True, max_length=200)),
                ('labels', models.JSONField(verbose_name='values, lowest first')),
                ('distribution', models.JSONField()),
                ('questions', models.PositiveIntegerField(null=True)),
                ('lower', models.SmallIntegerField(verbose_name='place of the lower median')),
                ('upper', models.SmallIntegerField(verbose_name='place of the upper median')),
                ('node', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='models_catalog.node')),
                ('snapshot', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='medians', to='assessments.resultsnapshot')),
            ],
        ),
        migrations.CreateModel(
            name='SnapshotRating',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('position', models.PositiveIntegerField()),
                ('kind', models.CharField(choices=[('maturity', 'Maturity level'), ('area', 'Process area'), ('capability', 'Capability level'), ('goal', 'Goal'), ('practice', 'Practice'), ('level', 'Agreed level')], max_length=10)),
                ('code', models.CharField(blank=True, max_length=64)),
                ('area_code', models.CharField(blank=True, max_length=64)),
                ('title', models.CharField(max_length=300)),
                ('dimension', models.CharField(blank=True, max_length=64)),
                ('lower', models.SmallIntegerField(null=True)),
                ('upper', models.SmallIntegerField(null=True)),
                ('absence', models.CharField(blank=True, choices=[('not_rated', 'Not rated'), ('not_applicable', 'Not applicable'), ('out_of_scope', 'Out of scope')], max_length=14)),
                ('reason', models.TextField(blank=True)),
                ('area', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='models_catalog.node')),
                ('node', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='models_catalog.node')),
                ('snapshot', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='ratings', to='assessments.resultsnapshot')),
            ],
        ),
        migrations.AddConstraint(
            model_name='resultsnapshot',
            constraint=models.UniqueConstraint(fields=('assessment', 'number'), name='assessments_snapshot_once'),
        ),
        migrations.AddConstraint(
            model_name='resultsnapshot',
            constraint=models.UniqueConstraint(condition=models.Q(('state', 'stands')), fields=('assessment',), name='assessments_one_snapshot_stands'),
        ),
        migrations.AddConstraint(
            model_name='resultsnapshot',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state', 'stands'), ('superseded_at__isnull', True)), models.Q(('state', 'superseded'), ('superseded_at__isnull', False), models.Q(('superseded_reason', ''), _negated=True)), _connector='OR'), name='assessments_superseded_has_reason'),
        ),
        migrations.AddConstraint(
            model_name='resultcomparison',
            constraint=models.UniqueConstraint(fields=('before', 'after', 'crosswalk'), name='assessments_comparison_once', nulls_distinct=False),
        ),
        migrations.AddConstraint(
            model_name='snapshotmedian',
            constraint=models.UniqueConstraint(fields=('snapshot', 'node', 'is_whole', 'unit'), name='assessments_median_once'),
        ),
        migrations.AddConstraint(
            model_name='snapshotmedian',
            constraint=models.CheckConstraint(condition=models.Q(('is_whole', False), ('unit', ''), _connector='OR'), name='assessments_median_of_whole'),
        ),
        migrations.AddConstraint(
            model_name='snapshotrating',
            constraint=models.UniqueConstraint(fields=('snapshot', 'position'), name='assessments_frozen_position_once'),
        ),
        migrations.AddConstraint(
            model_name='snapshotrating',
            constraint=models.UniqueConstraint(fields=('snapshot', 'kind', 'code', 'area_code', 'dimension'), name='assessments_frozen_once'),
        ),
        migrations.AddConstraint(
            model_name='snapshotrating',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('absence', ''), ('lower__isnull', False), ('upper__gte', models.F('lower'))), models.Q(models.Q(('absence', ''), _negated=True), ('lower__isnull', True), ('upper__isnull', True)), _connector='OR'), name='assessments_frozen_value_or_absence'),
        ),
        migrations.RunSQL(GUARD, UNGUARD),
    ]
