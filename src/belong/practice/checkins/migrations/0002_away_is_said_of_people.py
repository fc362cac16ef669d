"""Who is away is said of people, not of check-ins. Nothing is carried over: a line lasts a day."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("checkins", "0001_agreed_and_done")]

    operations = [migrations.DeleteModel(name="Away")]
