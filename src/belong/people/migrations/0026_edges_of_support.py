"""From what share of sessions missed adults bring which support, as a school sets it."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("people", "0025_pupils_or_students")]

    operations = [
        migrations.AddField(
            model_name="schoolsettings",
            name="support_edges",
            field=models.CharField(blank=True, default="", max_length=40),
            preserve_default=False,
        ),
    ]
