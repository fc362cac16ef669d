"""A slip that was used stays until its survey closes. The table keeps lying in the order of its drawn
keys: on SQLite it is not made anew, which would number its rows."""

from django.db import migrations, models

SQLITE = 'ALTER TABLE "voice_slip" ADD COLUMN "used" bool NOT NULL DEFAULT 0'
SQLITE_BACK = 'ALTER TABLE "voice_slip" DROP COLUMN "used"'


class AddInPlace(migrations.AddField):
    """A column more, of the same table."""

    def database_forwards(self, app_label, schema_editor, from_state, to_state):
        if schema_editor.connection.vendor == "sqlite":
            schema_editor.execute(SQLITE)
        else:
            super().database_forwards(app_label, schema_editor, from_state, to_state)

    def database_backwards(self, app_label, schema_editor, from_state, to_state):
        if schema_editor.connection.vendor == "sqlite":
            schema_editor.execute(SQLITE_BACK)
        else:
            super().database_backwards(app_label, schema_editor, from_state, to_state)


class Migration(migrations.Migration):
    dependencies = [("voice", "0005_answers_by_name_follow")]

    operations = [AddInPlace("slip", "used", models.BooleanField(default=False))]
