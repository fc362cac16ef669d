"""What is left of old months of the trail, and on PostgreSQL the one way in which they go: whoever
asks there owns no table and cannot take a refusal off. No role is named here: whoever may write the
row about what goes, as every installation grants it, may call the function as well."""

from importlib import import_module

from django.db import migrations, models

refusal = import_module("belong.people.migrations.0007_the_trail_is_sealed")
TABLE = "people_traildropped"
FUNCTION = "trail_drops(bigint, bigint, bigint)"
DROPS = f"""
CREATE FUNCTION trail_drops(of_chain bigint, to_seal bigint, to_line bigint) RETURNS void AS $$
BEGIN
    IF NOT EXISTS (SELECT FROM people_traildropped
                   WHERE chain = of_chain AND seals = to_seal AND upto = to_line) THEN
        RAISE EXCEPTION '{refusal.SAID}: no row says so';
    END IF;
    IF NOT EXISTS (SELECT FROM people_trailseal AS seal JOIN people_traildropped AS gone
                   ON gone.chain = seal.chain AND gone.seals = seal.number
                   WHERE seal.chain = of_chain AND seal.number = to_seal AND seal.upto = to_line
                   AND seal.sum = gone.last) THEN
        RAISE EXCEPTION '{refusal.SAID}: no seal ends there';
    END IF;
    IF NOT EXISTS (SELECT FROM people_trailseal WHERE chain = of_chain AND number > to_seal) THEN
        RAISE EXCEPTION '{refusal.SAID}: the last seal stays';
    END IF;
    ALTER TABLE people_trailline DISABLE TRIGGER people_trailline_never_changed;
    ALTER TABLE people_trailseal DISABLE TRIGGER people_trailseal_never_changed;
    DELETE FROM people_trailline WHERE coalesce(school_id, 0) = of_chain AND id <= to_line;
    DELETE FROM people_trailseal WHERE chain = of_chain AND number <= to_seal;
    ALTER TABLE people_trailline ENABLE TRIGGER people_trailline_never_changed;
    ALTER TABLE people_trailseal ENABLE TRIGGER people_trailseal_never_changed;
END $$ LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp
"""  # noqa: S608  our own words
FOR_WHO_WRITES_THE_ROW = f"""
DO $$
DECLARE
    app oid;
BEGIN
    REVOKE ALL ON FUNCTION {FUNCTION} FROM PUBLIC;
    FOR app IN SELECT given.grantee FROM pg_class, aclexplode(relacl) AS given
               WHERE pg_class.oid = '{TABLE}'::regclass
               AND given.privilege_type = 'INSERT' AND given.grantee <> 0
    LOOP
        EXECUTE 'GRANT EXECUTE ON FUNCTION {FUNCTION} TO ' || app::regrole;
    END LOOP;
END $$
"""  # noqa: S608


def put_on(apps, schema_editor):
    vendor = schema_editor.connection.vendor
    for statement in refusal.refuse(vendor, TABLE):
        schema_editor.execute(statement)
    if vendor == "postgresql":
        schema_editor.execute(DROPS)
        schema_editor.execute(FOR_WHO_WRITES_THE_ROW)


def take_off(apps, schema_editor):
    vendor = schema_editor.connection.vendor
    if vendor == "postgresql":
        schema_editor.execute(f"DROP FUNCTION IF EXISTS {FUNCTION}")
    for statement in refusal.allow(vendor, TABLE):
        schema_editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("people", "0021_something_is_waiting")]

    operations = [
        migrations.CreateModel(
            name="TrailDropped",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("chain", models.BigIntegerField()),
                ("month", models.CharField(max_length=7)),
                ("seals", models.PositiveBigIntegerField()),
                ("lines", models.PositiveBigIntegerField()),
                ("upto", models.BigIntegerField()),
                ("last", models.CharField(max_length=64)),
                ("who", models.CharField(max_length=32)),
                ("day", models.CharField(max_length=10)),
                ("key", models.CharField(max_length=16)),
                ("sum", models.CharField(max_length=64)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("chain", "seals"), name="each_end_is_dropped_once"
                    )
                ],
            },
        ),
        migrations.RunPython(put_on, take_off),
    ]
