"""How soon early warnings speak at a school."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("people", "0019_by_when_somebody_is_told")]

    operations = [
        migrations.AddField(
            model_name="schoolsettings",
            name="warnings",
            field=models.CharField(blank=True, default="", max_length=20),
            preserve_default=False,
        ),
    ]
