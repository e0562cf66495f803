"""Attendance knows its version and its invitation; an agreement's content never changes.

What was put before the sponsor stays as it was (design 5.6): content, hash, number and request are
fixed with the row, the signature with the signing, and a signed agreement cannot be deleted.
"""

from django.db import migrations, models

FORWARD = """
CREATE FUNCTION workshops_guard_agreement() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' THEN
        IF OLD.signed_at IS NOT NULL THEN
            RAISE EXCEPTION 'a signed agreement cannot be deleted' USING ERRCODE = '23001';
        END IF;
        RETURN OLD;
    END IF;
    IF NEW.id <> OLD.id OR NEW.workshop_id <> OLD.workshop_id OR NEW.number <> OLD.number
        OR NEW.content <> OLD.content OR NEW.content_hash <> OLD.content_hash
        OR NEW.requested_by_id <> OLD.requested_by_id OR NEW.requested_at <> OLD.requested_at
    THEN
        RAISE EXCEPTION 'the content of an agreement cannot change' USING ERRCODE = '23001';
    END IF;
    IF OLD.signed_at IS NOT NULL AND (
        NEW.signed_at IS DISTINCT FROM OLD.signed_at OR NEW.signature <> OLD.signature
        OR NEW.signer_id IS DISTINCT FROM OLD.signer_id
    ) THEN
        RAISE EXCEPTION 'the signature under an agreement cannot change' USING ERRCODE = '23001';
    END IF;
    IF NEW.signed_at IS DISTINCT FROM OLD.signed_at AND NEW.state <> 'signed' THEN
        RAISE EXCEPTION 'only what waits for a signature can be signed' USING ERRCODE = '23001';
    END IF;
    IF NEW.state <> OLD.state AND NOT (
        (OLD.state = 'requested' AND NEW.state IN ('signed', 'superseded'))
        OR (OLD.state = 'signed' AND NEW.state = 'superseded')
    ) THEN
        RAISE EXCEPTION 'an agreement cannot go from % to %', OLD.state, NEW.state
            USING ERRCODE = '23001';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER workshops_guard BEFORE UPDATE OR DELETE ON workshops_agreement
    FOR EACH ROW EXECUTE FUNCTION workshops_guard_agreement();
"""
BACKWARD = """
DROP TRIGGER workshops_guard ON workshops_agreement;
DROP FUNCTION workshops_guard_agreement();
"""


class Migration(migrations.Migration):
    dependencies = [("workshops", "0001_initial")]

    operations = [
        migrations.AddField(
            model_name="attendance",
            name="version",
            field=models.PositiveIntegerField(default=1, editable=False, verbose_name="version"),
        ),
        migrations.AddField(
            model_name="attendance",
            name="told_at",
            field=models.DateTimeField(null=True, verbose_name="invitation sent at"),
        ),
        migrations.AddField(
            model_name="attendance",
            name="told_hash",
            field=models.CharField(blank=True, default="", max_length=64, verbose_name="what the invitation said"),
            preserve_default=False,
        ),
        migrations.RunSQL(FORWARD, BACKWARD),
    ]
