"""How people are asked: links in rows of their own, mails, delegated parts, anonymous responses.

In an anonymous assessment the database itself refuses a submitted response that names its
participant or a time of its own, and in every assessment a change of mode once it is open.
"""

import uuid

import django.db.models.deletion
import django.db.models.functions.text
from django.db import migrations, models

import cip.kernel.clock

MOVE = """
INSERT INTO assessments_personallink (id, participant_id, secret_hash, expires_at)
SELECT gen_random_uuid(), id, secret_hash, COALESCE(link_expires_at, now() + interval '90 days')
  FROM assessments_participant WHERE secret_hash IS NOT NULL;
UPDATE assessments_participant AS person SET responded_on = response.submitted_at::date
  FROM assessments_response AS response
 WHERE response.participant_id = person.id AND response.state = 'submitted';
UPDATE assessments_response AS response SET unit = person.unit
  FROM assessments_participant AS person
 WHERE response.participant_id = person.id AND response.state = 'submitted';
SET CONSTRAINTS ALL IMMEDIATE;
"""
MOVE_BACK = """
UPDATE assessments_participant AS person
   SET secret_hash = link.secret_hash, link_expires_at = link.expires_at
  FROM (SELECT DISTINCT ON (participant_id) participant_id, secret_hash, expires_at
          FROM assessments_personallink WHERE delegation_id IS NULL
         ORDER BY participant_id, expires_at DESC) AS link
 WHERE link.participant_id = person.id;
DELETE FROM assessments_response WHERE participant_id IS NULL;
SET CONSTRAINTS ALL IMMEDIATE;
"""
GUARD = """
CREATE FUNCTION assessments_guard_anonymous() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    opened timestamptz;
BEGIN
    SELECT assessment.opened_at INTO opened
      FROM assessments_questionnaire AS sheet
      JOIN assessments_assessment AS assessment ON assessment.id = sheet.assessment_id
     WHERE sheet.id = NEW.questionnaire_id AND assessment.mode = 'anonymous';
    IF FOUND AND (NEW.participant_id IS NOT NULL
        OR NEW.started_at IS DISTINCT FROM opened OR NEW.submitted_at IS DISTINCT FROM opened
        OR NEW.last_saved_at IS DISTINCT FROM opened)
    THEN
        RAISE EXCEPTION 'an anonymous response names no participant and no time of its own'
            USING ERRCODE = '23514';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER assessments_anonymous BEFORE INSERT OR UPDATE ON assessments_response
    FOR EACH ROW WHEN (NEW.state = 'submitted') EXECUTE FUNCTION assessments_guard_anonymous();
CREATE FUNCTION assessments_guard_mode() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'the mode of an opened assessment cannot change' USING ERRCODE = '23001';
END $$;
CREATE TRIGGER assessments_mode BEFORE UPDATE ON assessments_assessment
    FOR EACH ROW WHEN (OLD.mode <> NEW.mode AND OLD.opened_at IS NOT NULL)
    EXECUTE FUNCTION assessments_guard_mode();
"""
UNGUARD = """
DROP TRIGGER assessments_anonymous ON assessments_response;
DROP FUNCTION assessments_guard_anonymous();
DROP TRIGGER assessments_mode ON assessments_assessment;
DROP FUNCTION assessments_guard_mode();
"""


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0001_initial'),
        ('assessments', '0006_questionnaire_building'),
        ('models_catalog', '0008_editing'),
    ]

    operations = [
        migrations.CreateModel(
            name='Delegation',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('name', models.CharField(max_length=200, verbose_name='name')),
                ('email', models.EmailField(max_length=254, verbose_name='e-mail address')),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('finished_at', models.DateTimeField(null=True)),
                ('taken_back_at', models.DateTimeField(null=True)),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Dispatch',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('number', models.PositiveSmallIntegerField()),
                ('state', models.CharField(choices=[('waiting', 'Waiting to be sent'), ('sending', 'Handed to the mail server'), ('sent', 'Sent'), ('refused', 'Address refused'), ('failed', 'Not sent'), ('skipped', 'Not needed any more')], default='waiting', max_length=8)),
                ('claimed_at', models.DateTimeField(null=True)),
                ('sent_at', models.DateTimeField(null=True)),
                ('problem', models.TextField(blank=True)),
            ],
        ),
        migrations.CreateModel(
            name='MailText',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='created at')),
                ('updated_at', models.DateTimeField(auto_now=True, verbose_name='updated at')),
                ('version', models.PositiveIntegerField(default=1, editable=False, verbose_name='version')),
                ('kind', models.CharField(choices=[('invitation', 'Invitation'), ('reminder', 'Reminder')], max_length=10)),
                ('subject', models.CharField(max_length=200, verbose_name='subject')),
                ('body', models.TextField(verbose_name='text')),
            ],
        ),
        migrations.CreateModel(
            name='OptOut',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('email', models.EmailField(max_length=254, verbose_name='e-mail address')),
                ('created_at', models.DateTimeField(auto_now_add=True)),
            ],
        ),
        migrations.CreateModel(
            name='PersonalLink',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('secret_hash', models.CharField(max_length=64, unique=True)),
                ('expires_at', models.DateTimeField()),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Reminder',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='created at')),
                ('updated_at', models.DateTimeField(auto_now=True, verbose_name='updated at')),
                ('number', models.PositiveSmallIntegerField(verbose_name='number')),
                ('planned_on', models.DateField(verbose_name='planned on')),
                ('started_at', models.DateTimeField(null=True)),
            ],
        ),
        migrations.AddField(
            model_name='participant',
            name='event',
            field=models.CharField(blank=True, choices=[('left', 'Has left the organization'), ('declined', 'Does not want to take part'), ('unable', 'Cannot take part, for instance away'), ('bounced', 'Mail came back')], max_length=10, verbose_name='what is known'),
        ),
        migrations.AddField(
            model_name='participant',
            name='responded_on',
            field=models.DateField(null=True),
        ),
        migrations.AddField(
            model_name='participant',
            name='role',
            field=models.CharField(blank=True, max_length=200, verbose_name='role'),
        ),
        migrations.AddField(
            model_name='response',
            name='unit',
            field=models.CharField(blank=True, max_length=200, verbose_name='unit'),
        ),
        migrations.AlterField(
            model_name='assessment',
            name='mode',
            field=models.CharField(choices=[('named', 'Named: the assessment team sees small groups, and names beside comments'), ('confidential', 'Confidential: answers are shown in groups only'), ('anonymous', 'Anonymous: once submitted, nothing ties answers to a person, for anybody')], default='confidential', max_length=12, verbose_name='mode'),
        ),
        migrations.AlterField(
            model_name='response',
            name='participant',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='responses', to='assessments.participant'),
        ),
        migrations.AlterField(
            model_name='response',
            name='started_at',
            field=models.DateTimeField(default=cip.kernel.clock.now),
        ),
        migrations.AddConstraint(
            model_name='response',
            constraint=models.CheckConstraint(condition=models.Q(('participant__isnull', False), ('state', 'submitted'), _connector='OR'), name='assessments_detached_is_submitted'),
        ),
        migrations.AddField(
            model_name='delegation',
            name='areas',
            field=models.ManyToManyField(related_name='+', to='models_catalog.node'),
        ),
        migrations.AddField(
            model_name='delegation',
            name='participant',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='delegations', to='assessments.participant'),
        ),
        migrations.AddField(
            model_name='answer',
            name='delegation',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='answers', to='assessments.delegation'),
        ),
        migrations.AddField(
            model_name='dispatch',
            name='participant',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='dispatches', to='assessments.participant'),
        ),
        migrations.AddField(
            model_name='mailtext',
            name='assessment',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='mail_texts', to='assessments.assessment'),
        ),
        migrations.AddField(
            model_name='optout',
            name='organization',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='accounts.organization'),
        ),
        migrations.AddField(
            model_name='personallink',
            name='delegation',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='links', to='assessments.delegation'),
        ),
        migrations.AddField(
            model_name='personallink',
            name='participant',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='links', to='assessments.participant'),
        ),
        migrations.AddField(
            model_name='reminder',
            name='assessment',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='reminders', to='assessments.assessment'),
        ),
        migrations.AddIndex(
            model_name='dispatch',
            index=models.Index(condition=models.Q(('state', 'waiting')), fields=['participant'], name='assessments_dispatch_waiting'),
        ),
        migrations.AddConstraint(
            model_name='dispatch',
            constraint=models.UniqueConstraint(fields=('participant', 'number'), name='assessments_dispatch_once'),
        ),
        migrations.AddConstraint(
            model_name='dispatch',
            constraint=models.CheckConstraint(condition=models.Q(('number__gte', 0), ('number__lte', 3)), name='assessments_dispatch_number'),
        ),
        migrations.AddConstraint(
            model_name='mailtext',
            constraint=models.UniqueConstraint(fields=('assessment', 'kind'), name='assessments_mail_text_once'),
        ),
        migrations.AddConstraint(
            model_name='optout',
            constraint=models.UniqueConstraint(models.F('organization'), django.db.models.functions.text.Lower('email'), name='assessments_opt_out_once'),
        ),
        migrations.AddConstraint(
            model_name='reminder',
            constraint=models.UniqueConstraint(fields=('assessment', 'number'), name='assessments_reminder_once'),
        ),
        migrations.AddConstraint(
            model_name='reminder',
            constraint=models.CheckConstraint(condition=models.Q(('number__gte', 1), ('number__lte', 3)), name='assessments_three_reminders'),
        ),
        migrations.RunSQL(MOVE, MOVE_BACK),
        migrations.RemoveField(
            model_name='participant',
            name='link_expires_at',
        ),
        migrations.RemoveField(
            model_name='participant',
            name='secret_hash',
        ),
        migrations.RunSQL(GUARD, UNGUARD),
    ]
