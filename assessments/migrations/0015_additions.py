from django.db import migrations, models


class Migration(migrations.Migration):
    """Those who have submitted are asked what a later version brought, and told so by mail."""

    dependencies = [
        ('assessments', '0014_release_marks'),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='dispatch',
            name='assessments_dispatch_number',
        ),
        migrations.AddField(
            model_name='response',
            name='asked_after',
            field=models.PositiveIntegerField(default=0),
        ),
        migrations.AlterField(
            model_name='mailtext',
            name='kind',
            field=models.CharField(choices=[('invitation', 'Invitation'), ('reminder', 'Reminder'), ('addition', 'New questions')], max_length=10),
        ),
        migrations.AddConstraint(
            model_name='dispatch',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('number__gte', 0), ('number__lte', 3)), ('number__gt', 100), _connector='OR'), name='assessments_dispatch_number'),
        ),
        migrations.AddConstraint(
            model_name='response',
            constraint=models.CheckConstraint(condition=models.Q(('participant__isnull', False), ('asked_after', 0), _connector='OR'), name='assessments_addition_of_somebody'),
        ),
    ]
