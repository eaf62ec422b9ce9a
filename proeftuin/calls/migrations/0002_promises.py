"""What the database itself promises: nothing late, nothing changed after it was handed in, no jump of state."""

from django.db import migrations

FUNCTIONS = """
CREATE FUNCTION calls_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION 'what was handed in is only ever added to' USING ERRCODE = 'check_violation'; END $$;
CREATE TRIGGER calls_submission_stays BEFORE UPDATE OR DELETE ON calls_submission
    FOR EACH ROW EXECUTE FUNCTION calls_refuse_change();
CREATE TRIGGER calls_submission_files_stay BEFORE UPDATE OR DELETE ON calls_submission_files
    FOR EACH ROW EXECUTE FUNCTION calls_refuse_change();

CREATE FUNCTION calls_submission_in_time() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE asked record;
BEGIN
    SELECT c.state, c.opens_at, c.closes_at, p.is_fictional INTO asked
    FROM calls_application a JOIN calls_call c ON c.id = a.call_id JOIN pathways_pathway p ON p.id = c.pathway_id
    WHERE a.id = NEW.application_id;
    IF asked.state <> 'published' OR asked.opens_at IS NULL OR asked.closes_at IS NULL
       OR NEW.received_at < asked.opens_at OR NEW.received_at > asked.closes_at THEN
        RAISE EXCEPTION 'the call was not open at %', NEW.received_at
            USING ERRCODE = 'check_violation', CONSTRAINT = 'submission_in_time';
    END IF;
    NEW.recorded_at := clock_timestamp();
    -- A moment of receipt is not invented; only example pathways have made-up moments.
    IF NOT asked.is_fictional AND NEW.received_at
       NOT BETWEEN NEW.recorded_at - interval '1 hour' AND NEW.recorded_at + interval '1 minute' THEN
        RAISE EXCEPTION 'received at % is not now', NEW.received_at
            USING ERRCODE = 'check_violation', CONSTRAINT = 'submission_not_backdated';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER calls_submission_in_time BEFORE INSERT ON calls_submission
    FOR EACH ROW EXECUTE FUNCTION calls_submission_in_time();

CREATE FUNCTION calls_application_state() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        IF NEW.state <> 'draft' THEN
            RAISE EXCEPTION 'an application begins as a draft' USING ERRCODE = 'check_violation';
        END IF;
        RETURN NEW;
    END IF;
    IF OLD.state <> NEW.state AND (OLD.state, NEW.state) NOT IN
       (('draft', 'submitted'), ('submitted', 'withdrawn'), ('withdrawn', 'submitted')) THEN
        RAISE EXCEPTION 'an application does not go from % to %', OLD.state, NEW.state
            USING ERRCODE = 'check_violation';
    END IF;
    IF NEW.state = 'submitted' AND NOT EXISTS (
        SELECT FROM calls_submission s WHERE s.application_id = NEW.id
        AND s.received_at = NEW.submitted_at AND s.digest = NEW.digest) THEN
        RAISE EXCEPTION 'nothing was handed in at %', NEW.submitted_at USING ERRCODE = 'check_violation';
    END IF;
    IF NEW.state = 'withdrawn' AND OLD.state <> 'withdrawn' AND NOT EXISTS (
        SELECT FROM calls_call c WHERE c.id = NEW.call_id AND NEW.withdrawn_at <= c.closes_at) THEN
        RAISE EXCEPTION 'too late to withdraw' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER calls_application_state BEFORE INSERT OR UPDATE ON calls_application
    FOR EACH ROW EXECUTE FUNCTION calls_application_state();

CREATE FUNCTION calls_question_in_time() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (SELECT FROM calls_call c WHERE c.id = NEW.call_id AND c.state = 'published'
                   AND NEW.asked_at <= coalesce(c.question_deadline, c.closes_at)) THEN
        RAISE EXCEPTION 'the call took no questions at %', NEW.asked_at
            USING ERRCODE = 'check_violation', CONSTRAINT = 'public_question_in_time';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER calls_question_in_time BEFORE INSERT ON calls_publicquestion
    FOR EACH ROW EXECUTE FUNCTION calls_question_in_time();
"""
UNDO = """
DROP FUNCTION calls_question_in_time() CASCADE;
DROP FUNCTION calls_application_state() CASCADE;
DROP FUNCTION calls_submission_in_time() CASCADE;
DROP FUNCTION calls_refuse_change() CASCADE;
"""


class Migration(migrations.Migration):
    dependencies = [("calls", "0001_initial")]
    operations = [migrations.RunSQL(FUNCTIONS, UNDO)]
