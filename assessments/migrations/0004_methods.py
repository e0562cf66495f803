"""Methods as rows. Assessments made before get the shipped A2I, the only method there was."""

import hashlib
import json
import uuid

import django.db.models.deletion
import yaml
from django.conf import settings
from django.db import migrations, models

FORWARD = """
CREATE FUNCTION assessments_guard_method() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'a method version never changes' USING ERRCODE = '23001';
END $$;
CREATE TRIGGER assessments_guard BEFORE UPDATE ON assessments_methodversion
    FOR EACH ROW EXECUTE FUNCTION assessments_guard_method();
"""
BACKWARD = """
DROP TRIGGER assessments_guard ON assessments_methodversion;
DROP FUNCTION assessments_guard_method();
"""


def pin_a2i(apps, schema_editor):
    """Only where there is an assessment already; otherwise `load_methods` comes later."""
    assessments = apps.get_model("assessments", "Assessment").objects.all()
    if not assessments.exists():
        return
    file = settings.BASE_DIR / "fixtures" / "methods" / "a2i.yaml"
    document = yaml.safe_load(file.read_text(encoding="utf-8"))
    text = json.dumps(document, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    version = apps.get_model("assessments", "MethodVersion").objects.create(
        code=document["method"]["code"],
        number=document["version"]["number"],
        name=document["method"]["name"],
        document=document,
        checksum=hashlib.sha256(text.encode()).hexdigest(),
    )
    assessments.update(method_version=version)


class Migration(migrations.Migration):

    dependencies = [
        ('assessments', '0003_targets'),
        ('programs', '0002_artefact_withdrawn_at'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='MethodVersion',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('code', models.CharField(max_length=64, verbose_name='code')),
                ('number', models.CharField(max_length=32, verbose_name='version')),
                ('name', models.CharField(max_length=300, verbose_name='name')),
                ('document', models.JSONField(verbose_name='the method as its file says it')),
                ('checksum', models.CharField(max_length=64, verbose_name='SHA-256 of its content')),
                ('loaded_at', models.DateTimeField(auto_now_add=True, verbose_name='loaded at')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('code', 'number'), name='assessments_method_once')],
            },
        ),
        migrations.AddField(
            model_name='assessment',
            name='method_version',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='assessments', to='assessments.methodversion', verbose_name='method'),
        ),
        migrations.RunPython(pin_a2i, migrations.RunPython.noop),
        # what is deferred must be settled before the table can change again
        migrations.RunSQL('SET CONSTRAINTS ALL IMMEDIATE', 'SET CONSTRAINTS ALL IMMEDIATE'),
        migrations.AlterField(
            model_name='assessment',
            name='method_version',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='assessments', to='assessments.methodversion', verbose_name='method'),
        ),
        migrations.RemoveField(
            model_name='assessment',
            name='method',
        ),
        migrations.RunSQL(FORWARD, BACKWARD),
        migrations.CreateModel(
            name='GateWaiver',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('note', models.TextField(blank=True, verbose_name='note')),
                ('said_at', models.DateTimeField(verbose_name='when')),
                ('step', models.CharField(max_length=64, verbose_name='step')),
                ('gate', models.CharField(max_length=64, verbose_name='gate')),
                ('role', models.CharField(max_length=64, verbose_name='role of the one who waived')),
                ('withdrawn_at', models.DateTimeField(null=True)),
                ('assessment', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='%(class)ss', to='assessments.assessment')),
                ('said_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='by')),
                ('withdrawn_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'constraints': [models.UniqueConstraint(condition=models.Q(('withdrawn_at__isnull', True)), fields=('assessment', 'step', 'gate'), name='assessments_waiver_once'), models.CheckConstraint(condition=models.Q(('note', ''), _negated=True), name='assessments_waiver_has_reason')],
            },
        ),
        migrations.CreateModel(
            name='Statement',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('note', models.TextField(blank=True, verbose_name='note')),
                ('said_at', models.DateTimeField(verbose_name='when')),
                ('fact', models.CharField(max_length=64, verbose_name='fact')),
                ('number', models.PositiveIntegerField(blank=True, null=True, verbose_name='number')),
                ('happened_on', models.DateField(blank=True, null=True, verbose_name='on which day')),
                ('withdrawn_at', models.DateTimeField(null=True)),
                ('artefact_version', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='programs.artefactversion', verbose_name='document')),
                ('assessment', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='%(class)ss', to='assessments.assessment')),
                ('said_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='by')),
                ('withdrawn_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'constraints': [models.UniqueConstraint(condition=models.Q(('withdrawn_at__isnull', True)), fields=('assessment', 'fact'), name='assessments_statement_once')],
            },
        ),
        migrations.CreateModel(
            name='StepRecord',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('note', models.TextField(blank=True, verbose_name='note')),
                ('said_at', models.DateTimeField(verbose_name='when')),
                ('step', models.CharField(max_length=64, verbose_name='step')),
                ('subject', models.CharField(blank=True, max_length=200, verbose_name='for what')),
                ('act', models.CharField(choices=[('started', 'Begun'), ('done', 'Done'), ('skipped', 'Skipped'), ('reopened', 'Taken up again')], max_length=10, verbose_name='act')),
                ('recorded_at', models.DateTimeField(auto_now_add=True)),
                ('assessment', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='%(class)ss', to='assessments.assessment')),
                ('said_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='by')),
            ],
            options={
                'indexes': [models.Index(fields=['assessment', 'recorded_at'], name='assessments_step_by_time')],
            },
        ),
    ]
