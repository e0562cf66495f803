from django.db import migrations, models


class Migration(migrations.Migration):
    """Beside an answer, a person may say what shows it.

    The database fills in the default, so that processes of the version before can still save.
    """

    dependencies = [
        ('assessments', '0015_additions'),
    ]

    operations = [
        migrations.AddField(
            model_name='answer',
            name='evidence',
            field=models.TextField(blank=True, db_default='', default=''),
        ),
    ]
