"""What the database promises of versions: what was calculated never changes, and a locked version stays."""

from django.db import migrations

FUNCTIONS = """
CREATE FUNCTION studies_version_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' THEN
        IF OLD.locked_at IS NOT NULL THEN RAISE EXCEPTION 'a locked version of a study stays'; END IF;
        RETURN OLD;
    END IF;
    IF (OLD.study_id, OLD.serial, OLD.plan, OLD.given, OLD.equity, OLD.beside, OLD."on", OLD.engine, OLD.seed, OLD.parameters, OLD.figures,
        OLD.answer, OLD.why, OLD.made_by_id, OLD.made_at, OLD.public_key)
       IS DISTINCT FROM
       (NEW.study_id, NEW.serial, NEW.plan, NEW.given, NEW.equity, NEW.beside, NEW."on", NEW.engine, NEW.seed, NEW.parameters, NEW.figures,
        NEW.answer, NEW.why, NEW.made_by_id, NEW.made_at, NEW.public_key)
    THEN RAISE EXCEPTION 'a version of a study never changes'; END IF;
    IF OLD.locked_at IS NOT NULL AND (OLD.locked_at, OLD.locked_by_id, OLD.locked_for)
       IS DISTINCT FROM (NEW.locked_at, NEW.locked_by_id, NEW.locked_for)
    THEN RAISE EXCEPTION 'a locked version of a study stays locked'; END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER studies_version_stays BEFORE UPDATE OR DELETE ON studies_studyversion
    FOR EACH ROW EXECUTE FUNCTION studies_version_stays();
"""
UNDO = "DROP FUNCTION studies_version_stays() CASCADE;"


class Migration(migrations.Migration):
    dependencies = [("studies", "0001_initial")]
    operations = [migrations.RunSQL(FUNCTIONS, UNDO)]
