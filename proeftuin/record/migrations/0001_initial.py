"""The record: two append-only tables, and the functions of its owner that seal and verify them."""

from django.db import migrations, models

FUNCTIONS = """
CREATE FUNCTION record_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION 'the record is only ever added to'; END $$;
CREATE TRIGGER record_entry_stays BEFORE UPDATE OR DELETE ON record_entry
    FOR EACH ROW EXECUTE FUNCTION record_refuse_change();
CREATE TRIGGER record_seal_stays BEFORE UPDATE OR DELETE ON record_seal
    FOR EACH ROW EXECUTE FUNCTION record_refuse_change();

CREATE FUNCTION record_digest(previous text, from_id bigint, to_id bigint) RETURNS text
LANGUAGE sql STABLE SET search_path = public, pg_temp AS $$
    SELECT encode(sha256(convert_to(previous || coalesce(string_agg(concat_ws(chr(31), e.id,
        to_char(e.at AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS.US'), coalesce(e.actor_id::text, '-'), e.actor,
        e.verb, e.kind, e.thing_id, e.detail::text), chr(30) ORDER BY e.id), ''), 'UTF8')), 'hex')
    FROM record_entry e WHERE e.id BETWEEN from_id AND to_id
$$;

CREATE FUNCTION record_seal_entries() RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE last record_seal; until_id bigint; number bigint;
BEGIN
    SET LOCAL lock_timeout = '3s';
    LOCK TABLE record_entry IN SHARE ROW EXCLUSIVE MODE;  -- waits for deeds under way, so no lower id comes later
    SELECT * INTO last FROM record_seal ORDER BY id DESC LIMIT 1;
    SELECT max(id) INTO until_id FROM record_entry WHERE id > coalesce(last.last_id, 0);
    IF until_id IS NULL THEN RETURN NULL; END IF;
    INSERT INTO record_seal (sealed_at, first_id, last_id, previous, digest)
    VALUES (now(), coalesce(last.last_id, 0) + 1, until_id, coalesce(last.digest, ''),
            record_digest(coalesce(last.digest, ''), coalesce(last.last_id, 0) + 1, until_id))
    RETURNING id INTO number;
    RETURN number;
END $$;

CREATE FUNCTION record_first_broken_seal() RETURNS bigint
LANGUAGE sql STABLE SET search_path = public, pg_temp AS $$
    SELECT id FROM (
        SELECT s.id, s.digest, s.previous, s.first_id, s.last_id,
               lag(s.digest, 1, '') OVER (ORDER BY s.id) AS expected_previous,
               lag(s.last_id, 1, 0::bigint) OVER (ORDER BY s.id) + 1 AS expected_first
        FROM record_seal s) chain
    WHERE previous <> expected_previous OR first_id <> expected_first
       OR digest <> record_digest(previous, first_id, last_id)
    ORDER BY id LIMIT 1
$$;
"""
UNDO = """
DROP FUNCTION record_first_broken_seal(); DROP FUNCTION record_seal_entries();
DROP FUNCTION record_digest(text, bigint, bigint);
DROP FUNCTION record_refuse_change() CASCADE;
"""


class Migration(migrations.Migration):
    initial = True
    dependencies: list[tuple[str, str]] = []
    operations = [
        migrations.CreateModel(
            name="Entry",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("at", models.DateTimeField(db_index=True)),
                ("actor_id", models.BigIntegerField(null=True)),
                ("actor", models.CharField(blank=True, max_length=200)),
                ("verb", models.CharField(db_index=True, max_length=60)),
                ("kind", models.CharField(max_length=60)),
                ("thing_id", models.CharField(max_length=60)),
                ("detail", models.JSONField(default=dict)),
            ],
            options={
                "verbose_name": "entry in the record",
                "verbose_name_plural": "entries in the record",
                "ordering": ["id"],
                "indexes": [models.Index(fields=["kind", "thing_id"], name="record_entry_thing")],
            },
        ),
        migrations.CreateModel(
            name="Seal",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("sealed_at", models.DateTimeField()),
                ("first_id", models.BigIntegerField()),
                ("last_id", models.BigIntegerField(unique=True)),
                ("previous", models.CharField(max_length=64)),
                ("digest", models.CharField(max_length=64)),
            ],
            options={"ordering": ["id"]},
        ),
        migrations.RunSQL(FUNCTIONS, UNDO),
    ]
