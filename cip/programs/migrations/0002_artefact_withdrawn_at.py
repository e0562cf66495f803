"""Artefacts can be withdrawn and restored."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """Adds when an artefact was withdrawn; reversing forgets it."""

    dependencies = [("programs", "0001_initial")]

    operations = [
        migrations.AddField(
            model_name="artefact",
            name="withdrawn_at",
            field=models.DateTimeField(blank=True, null=True, verbose_name="withdrawn at"),
        ),
    ]
