"""Large model files that a worker reads, compares and stores."""

import uuid

import django.core.serializers.json
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0001_initial'),
        ('jobs', '0003_version'),
        ('models_catalog', '0008_editing'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='ImportRun',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('requested_by_label', models.CharField(max_length=300, verbose_name='requested by')),
                ('requested_at', models.DateTimeField(verbose_name='requested at')),
                ('language', models.CharField(default='en', max_length=10)),
                ('content', models.BinaryField(null=True)),
                ('file_name', models.CharField(max_length=200, verbose_name='file')),
                ('size', models.PositiveIntegerField(verbose_name='size in bytes')),
                ('checksum', models.CharField(max_length=64, verbose_name='SHA-256')),
                ('form', models.CharField(blank=True, max_length=10)),
                ('owner', models.TextField(blank=True)),
                ('attribution', models.TextField(blank=True)),
                ('is_dry_run', models.BooleanField()),
                ('outcome', models.CharField(blank=True, choices=[('refused', 'problems found'), ('created', 'a new draft'), ('replaced', 'replaces a draft'), ('unchanged', 'nothing new')], max_length=10)),
                ('result', models.JSONField(encoder=django.core.serializers.json.DjangoJSONEncoder, null=True)),
                ('job', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='import_run', to='jobs.job')),
                ('organization', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='import_runs', to='accounts.organization')),
                ('requested_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('version', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='models_catalog.modelversion')),
            ],
            options={
                'indexes': [models.Index(fields=['organization', '-requested_at'], name='catalog_imports_latest')],
            },
        ),
    ]
