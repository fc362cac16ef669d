"""What a school calls its children: pupils or students."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("people", "0024_anchors_go_away")]

    operations = [
        migrations.AddField(
            model_name="schoolsettings",
            name="called",
            field=models.CharField(blank=True, default="", max_length=10),
            preserve_default=False,
        ),
    ]
