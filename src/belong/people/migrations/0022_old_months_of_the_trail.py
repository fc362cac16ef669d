"""What is left of old months of the trail, and on PostgreSQL the one way in which they go: whoever
asks there owns no table and cannot take a refusal off."""

from importlib import import_module

from django.db import migrations, models

refusal = import_module("belong.people.migrations.0007_the_trail_is_sealed")
TABLE = "people_traildropped"
DROPS = """
CREATE FUNCTION trail_drops(of_chain bigint, to_seal bigint, to_line bigint) RETURNS void AS $$
BEGIN
    ALTER TABLE people_trailline DISABLE TRIGGER people_trailline_never_changed;
    ALTER TABLE people_trailseal DISABLE TRIGGER people_trailseal_never_changed;
    DELETE FROM people_trailline WHERE coalesce(school_id, 0) = of_chain AND id <= to_line;
    DELETE FROM people_trailseal WHERE chain = of_chain AND number <= to_seal;
    ALTER TABLE people_trailline ENABLE TRIGGER people_trailline_never_changed;
    ALTER TABLE people_trailseal ENABLE TRIGGER people_trailseal_never_changed;
END $$ LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT
"""


def put_on(apps, schema_editor):
    vendor = schema_editor.connection.vendor
    for statement in refusal.refuse(vendor, TABLE):
        schema_editor.execute(statement)
    if vendor == "postgresql":
        schema_editor.execute(DROPS)


def take_off(apps, schema_editor):
    vendor = schema_editor.connection.vendor
    if vendor == "postgresql":
        schema_editor.execute("DROP FUNCTION IF EXISTS trail_drops(bigint, bigint, bigint)")
    for statement in refusal.allow(vendor, TABLE):
        schema_editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("people", "0021_something_is_waiting")]

    operations = [
        migrations.CreateModel(
            name="TrailDropped",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
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
                "constraints": [models.UniqueConstraint(fields=("chain", "seals"), name="each_end_is_dropped_once")],
            },
        ),
        migrations.RunPython(put_on, take_off),
    ]
