from django.db import migrations, models
from django.utils import timezone


class Migration(migrations.Migration):
    """Dependencies know when they were made (for the roadmap's revision); budget lines have versions."""

    dependencies = [("roadmap", "0001_initial")]

    operations = [
        migrations.AddField(
            model_name="dependency",
            name="created_at",
            field=models.DateTimeField(
                auto_now_add=True, default=timezone.now, verbose_name="created at"
            ),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="dependency",
            name="updated_at",
            field=models.DateTimeField(auto_now=True, verbose_name="updated at"),
        ),
        migrations.AddField(
            model_name="budgetline",
            name="version",
            field=models.PositiveIntegerField(default=1, editable=False, verbose_name="version"),
        ),
    ]
