"""What the database itself promises of the jury: scores in scale, no jump of state, nothing moved after the fact."""

from django.db import migrations

FUNCTIONS = """
CREATE FUNCTION calls_refuse(why text, rule text) RETURNS void LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION '%', why USING ERRCODE = 'check_violation', CONSTRAINT = rule; END $$;

-- The state of the jury that judges an application; the share lock holds it until the deed is done.
CREATE FUNCTION calls_jury_state(about bigint) RETURNS text LANGUAGE plpgsql AS $$
DECLARE found text;
BEGIN
    SELECT j.state INTO found FROM calls_jury j JOIN calls_application a ON a.call_id = j.call_id
    WHERE a.id = about FOR SHARE OF j;
    RETURN coalesce(found, '');
END $$;

CREATE FUNCTION calls_jury_moves() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        IF NEW.state <> 'checking' THEN PERFORM calls_refuse('a jury begins with the check', 'jury_state'); END IF;
        RETURN NEW;
    END IF;
    IF OLD.state = 'released' THEN PERFORM calls_refuse('what is released stays', 'jury_state'); END IF;
    IF OLD.state = NEW.state THEN RETURN NEW; END IF;
    IF (OLD.state, NEW.state) NOT IN (('checking', 'scoring'), ('scoring', 'checking'), ('scoring', 'deciding'),
       ('deciding', 'scoring'), ('deciding', 'proposed'), ('proposed', 'deciding'), ('proposed', 'released')) THEN
        PERFORM calls_refuse(format('a jury does not go from %s to %s', OLD.state, NEW.state), 'jury_state');
    END IF;
    IF NEW.state = 'scoring' AND EXISTS (SELECT FROM calls_application a WHERE a.call_id = NEW.call_id
       AND a.state = 'submitted' AND NOT EXISTS (SELECT FROM calls_admissibility m WHERE m.application_id = a.id)) THEN
        PERFORM calls_refuse('not every application is checked', 'jury_all_checked');
    END IF;
    IF NEW.state IN ('proposed', 'released') AND EXISTS (SELECT FROM calls_application a WHERE a.call_id = NEW.call_id
       AND a.state = 'submitted' AND NOT EXISTS (SELECT FROM calls_decision d WHERE d.application_id = a.id)) THEN
        PERFORM calls_refuse('not every application has a decision', 'jury_all_decided');
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER calls_jury_moves BEFORE INSERT OR UPDATE ON calls_jury
    FOR EACH ROW EXECUTE FUNCTION calls_jury_moves();

CREATE FUNCTION calls_while_checking() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF calls_jury_state(coalesce(NEW.application_id, OLD.application_id)) <> 'checking' THEN
        PERFORM calls_refuse('admissibility is only decided during the check', 'admissibility_while_checking');
    END IF;
    RETURN coalesce(NEW, OLD);
END $$;
CREATE TRIGGER calls_admissibility_while_checking BEFORE INSERT OR UPDATE OR DELETE ON calls_admissibility
    FOR EACH ROW EXECUTE FUNCTION calls_while_checking();

CREATE FUNCTION calls_finding_while_checking() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE about bigint;
BEGIN
    SELECT application_id INTO about FROM calls_admissibility
    WHERE id = coalesce(NEW.admissibility_id, OLD.admissibility_id);
    IF about IS NOT NULL AND calls_jury_state(about) <> 'checking' THEN
        PERFORM calls_refuse('admissibility is only decided during the check', 'admissibility_while_checking');
    END IF;
    RETURN coalesce(NEW, OLD);
END $$;
CREATE TRIGGER calls_finding_while_checking BEFORE INSERT OR UPDATE OR DELETE ON calls_finding
    FOR EACH ROW EXECUTE FUNCTION calls_finding_while_checking();

CREATE FUNCTION calls_criteria_stay() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT FROM calls_jury j WHERE j.call_id = coalesce(NEW.call_id, OLD.call_id)
               AND j.state <> 'checking') THEN
        PERFORM calls_refuse('criteria do not change while the jury works', 'criteria_stay');
    END IF;
    RETURN coalesce(NEW, OLD);
END $$;
CREATE TRIGGER calls_criteria_stay BEFORE INSERT OR UPDATE OR DELETE ON calls_criterion
    FOR EACH ROW EXECUTE FUNCTION calls_criteria_stay();

CREATE FUNCTION calls_conflict_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.has_conflict AND NOT NEW.has_conflict OR OLD.juror_id <> NEW.juror_id
       OR OLD.application_id <> NEW.application_id THEN
        PERFORM calls_refuse('a declared interest stays', 'declaration_stays');
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER calls_conflict_stays BEFORE UPDATE ON calls_declaration
    FOR EACH ROW EXECUTE FUNCTION calls_conflict_stays();

CREATE FUNCTION calls_review_is_allowed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.state = 'withdrawn' THEN RETURN NEW; END IF;
    IF calls_jury_state(NEW.application_id) <> 'scoring' THEN
        PERFORM calls_refuse('the jury does not score now', 'review_while_scoring');
    END IF;
    IF TG_OP = 'UPDATE' AND OLD.state = 'withdrawn' THEN
        PERFORM calls_refuse('a lapsed review stays so', 'review_state');
    END IF;
    IF NOT EXISTS (SELECT FROM calls_declaration d JOIN calls_juror r ON r.id = d.juror_id
       JOIN calls_application a ON a.id = d.application_id AND a.call_id = r.call_id AND a.state = 'submitted'
       JOIN calls_admissibility m ON m.application_id = a.id AND m.is_admissible
       WHERE d.juror_id = NEW.juror_id AND d.application_id = NEW.application_id AND NOT d.has_conflict
       AND r.state = 'active') THEN
        PERFORM calls_refuse('this juror does not judge this application', 'review_without_conflict');
    END IF;
    IF NEW.state = 'handed_in' AND EXISTS (SELECT FROM calls_criterion c
       JOIN calls_application a ON a.call_id = c.call_id AND a.id = NEW.application_id
       WHERE NOT EXISTS (SELECT FROM calls_score s WHERE s.review_id = NEW.id AND s.criterion_id = c.id
                         AND s.value IS NOT NULL AND btrim(s.reason) <> '')) THEN
        PERFORM calls_refuse('not every criterion has a score and a reason', 'review_complete');
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER calls_review_is_allowed BEFORE INSERT OR UPDATE ON calls_review
    FOR EACH ROW EXECUTE FUNCTION calls_review_is_allowed();

CREATE FUNCTION calls_score_is_allowed() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE review calls_review; scale calls_criterion;
BEGIN
    SELECT * INTO review FROM calls_review WHERE id = NEW.review_id FOR SHARE;
    SELECT * INTO scale FROM calls_criterion WHERE id = NEW.criterion_id;
    IF NEW.value NOT BETWEEN scale.scale_min AND scale.scale_max THEN
        PERFORM calls_refuse(format('%s is outside the scale', NEW.value), 'score_in_scale');
    END IF;
    IF NOT EXISTS (SELECT FROM calls_application a WHERE a.id = review.application_id
                   AND a.call_id = scale.call_id) THEN
        PERFORM calls_refuse('this criterion is of another call', 'score_of_call');
    END IF;
    IF review.state <> 'draft' OR calls_jury_state(review.application_id) <> 'scoring' THEN
        PERFORM calls_refuse('this review is closed', 'score_in_draft');
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER calls_score_is_allowed BEFORE INSERT OR UPDATE ON calls_score
    FOR EACH ROW EXECUTE FUNCTION calls_score_is_allowed();

CREATE FUNCTION calls_scores_stay() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT FROM calls_review r WHERE r.id = OLD.review_id AND r.state <> 'draft') THEN
        PERFORM calls_refuse('scores that were handed in stay', 'score_stays');
    END IF;
    RETURN OLD;
END $$;
CREATE TRIGGER calls_scores_stay BEFORE DELETE ON calls_score
    FOR EACH ROW EXECUTE FUNCTION calls_scores_stay();

CREATE FUNCTION calls_decision_is_allowed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF calls_jury_state(coalesce(NEW.application_id, OLD.application_id)) <> 'deciding' THEN
        PERFORM calls_refuse('the decision is not prepared now', 'decision_while_deciding');
    END IF;
    IF TG_OP <> 'DELETE' AND NOT EXISTS (SELECT FROM calls_admissibility m JOIN calls_application a
       ON a.id = m.application_id AND a.state = 'submitted' WHERE m.application_id = NEW.application_id
       AND m.is_admissible = (NEW.outcome <> 'inadmissible')) THEN
        PERFORM calls_refuse('the decision does not follow the admissibility', 'decision_follows_check');
    END IF;
    RETURN coalesce(NEW, OLD);
END $$;
CREATE TRIGGER calls_decision_is_allowed BEFORE INSERT OR UPDATE OR DELETE ON calls_decision
    FOR EACH ROW EXECUTE FUNCTION calls_decision_is_allowed();
"""
UNDO = """
DROP FUNCTION calls_decision_is_allowed() CASCADE;
DROP FUNCTION calls_scores_stay() CASCADE;
DROP FUNCTION calls_score_is_allowed() CASCADE;
DROP FUNCTION calls_review_is_allowed() CASCADE;
DROP FUNCTION calls_conflict_stays() CASCADE;
DROP FUNCTION calls_criteria_stay() CASCADE;
DROP FUNCTION calls_finding_while_checking() CASCADE;
DROP FUNCTION calls_while_checking() CASCADE;
DROP FUNCTION calls_jury_moves() CASCADE;
DROP FUNCTION calls_jury_state(bigint);
DROP FUNCTION calls_refuse(text, text);
"""


class Migration(migrations.Migration):
    dependencies = [("calls", "0003_jury")]
    operations = [migrations.RunSQL(FUNCTIONS, UNDO)]
