"""On PostgreSQL, a wall around every table that says of which school its rows are."""

from django.db import migrations

from belong.people import walls

ROOMS = ("people", "intake")


def tables(apps):
    """Every table of these rooms with a school in it, as the models say."""
    for model in apps.get_models():
        names = {field.attname for field in model._meta.concrete_fields}
        if model._meta.app_label in ROOMS and "school_id" in names:
            yield model._meta.db_table


def _each(apps, editor, statements):
    if editor.connection.vendor != "postgresql":
        return
    for table in sorted(tables(apps)):
        for statement in statements(table):
            editor.execute(statement)


def put_on(apps, editor):
    _each(apps, editor, walls.raised)


def take_off(apps, editor):
    _each(apps, editor, walls.taken_down)


class Migration(migrations.Migration):
    dependencies = [("people", "0015_told_and_looked"), ("intake", "0004_calendar")]

    operations = [migrations.RunPython(put_on, take_off)]
