"""About how many are away a lot is kept when a survey closes. Of those that closed before, nothing is
said: working it out now, from marks that have changed since, would be another number."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("voice", "0006_a_slip_that_was_used")]

    operations = [
        migrations.AddField("reached", "away", models.PositiveIntegerField(null=True)),
        migrations.AddField("reached", "on_roll", models.PositiveIntegerField(null=True)),
    ]
