"""By when, on the first day, somebody is told of a child nobody was reached for."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("people", "0018_who_is_away")]

    operations = [
        migrations.AddField(
            model_name="schoolsettings",
            name="told_by",
            field=models.CharField(blank=True, default="", max_length=5),
            preserve_default=False,
        ),
    ]
