from uuid import uuid4

from django.db import migrations, models


class Migration(migrations.Migration):
    """By which what the answers say is kept once worked out (ADR 0020)."""

    dependencies = [("assessments", "0013_questions_by_role")]

    operations = [
        migrations.AddField(
            model_name="release",
            name="mark",
            field=models.UUIDField(default=uuid4, editable=False),
        ),
    ]
