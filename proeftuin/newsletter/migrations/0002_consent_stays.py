"""A proof of consent is never rewritten: the database refuses it."""

from django.db import migrations

REFUSE = """
CREATE FUNCTION newsletter_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION 'a proof of consent is never changed'; END $$;
CREATE TRIGGER newsletter_consent_stays BEFORE UPDATE ON newsletter_consent
    FOR EACH ROW EXECUTE FUNCTION newsletter_refuse_change();
"""
UNDO = "DROP FUNCTION newsletter_refuse_change() CASCADE;"


class Migration(migrations.Migration):
    dependencies = [("newsletter", "0001_initial")]
    operations = [migrations.RunSQL(REFUSE, UNDO)]
