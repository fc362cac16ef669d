"""Room for the notes of two records of one child, joined."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("contact", "0003_in_touch")]

    operations = [
        migrations.AlterField(
            model_name="way",
            name="note",
            field=models.CharField(blank=True, max_length=403),
        ),
    ]
