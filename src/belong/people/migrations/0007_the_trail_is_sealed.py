"""Seals over the trail, and tables that refuse to change or delete what was written.

SQLite makes a table anew when a column changes, and forgets its triggers: whoever changes one of
these tables again puts them back (`refuse` below). A test asks both databases.
"""

from django.db import migrations, models

TABLES = ("people_trailline", "people_trailseal")
SAID = "the trail is never changed and never deleted from"


def refuse(vendor, table):
    """The statements that make a table refuse every change of a row, and on PostgreSQL emptying."""
    if vendor == "sqlite":
        return [
            f"CREATE TRIGGER {table}_never_{what.lower()} BEFORE {what} ON {table} "
            f"BEGIN SELECT RAISE(ABORT, '{SAID}'); END"
            for what in ("UPDATE", "DELETE")
        ]
    return [
        f"CREATE TRIGGER {table}_never_changed BEFORE UPDATE OR DELETE ON {table} "
        "FOR EACH ROW EXECUTE FUNCTION trail_is_never_changed()",
        f"CREATE TRIGGER {table}_never_emptied BEFORE TRUNCATE ON {table} "
        "FOR EACH STATEMENT EXECUTE FUNCTION trail_is_never_changed()",
    ]


def allow(vendor, table):
    """The statements that take the refusal off again."""
    if vendor == "sqlite":
        return [f"DROP TRIGGER IF EXISTS {table}_never_{what}" for what in ("update", "delete")]
    return [
        f"DROP TRIGGER IF EXISTS {table}_never_{what} ON {table}" for what in ("changed", "emptied")
    ]


def put_on(apps, schema_editor):
    vendor = schema_editor.connection.vendor
    if vendor == "postgresql":
        schema_editor.execute(
            "CREATE OR REPLACE FUNCTION trail_is_never_changed() RETURNS trigger AS $$ "
            f"BEGIN RAISE EXCEPTION '{SAID}'; END $$ LANGUAGE plpgsql"
        )
    for table in TABLES:
        for statement in refuse(vendor, table):
            schema_editor.execute(statement)


def take_off(apps, schema_editor):
    vendor = schema_editor.connection.vendor
    for table in TABLES:
        for statement in allow(vendor, table):
            schema_editor.execute(statement)
    if vendor == "postgresql":
        schema_editor.execute("DROP FUNCTION IF EXISTS trail_is_never_changed()")


class Migration(migrations.Migration):
    dependencies = [("people", "0006_names_in_the_trail")]

    operations = [
        migrations.CreateModel(
            name="TrailSeal",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("chain", models.BigIntegerField()),
                ("number", models.PositiveBigIntegerField()),
                ("minute", models.CharField(max_length=16)),
                ("lines", models.PositiveIntegerField()),
                ("upto", models.BigIntegerField(db_index=True)),
                ("key", models.CharField(max_length=16)),
                ("sum", models.CharField(max_length=64)),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("chain", "number"), name="a_chain_never_forks")],
            },
        ),
        migrations.RunPython(put_on, take_off),
    ]
