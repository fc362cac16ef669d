"""The daily e-mail: who wants it, whom it was thought of for, and when a school is quiet. On
PostgreSQL a wall around what is a school's."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from belong.people import walls

TABLE = "people_waitingmail"


def _time(name: str) -> migrations.AddField:
    field = models.CharField(blank=True, default="", max_length=5)
    return migrations.AddField("schoolsettings", name, field, preserve_default=False)


class Migration(migrations.Migration):
    dependencies = [("people", "0020_how_soon_warnings_speak")]

    operations = [
        migrations.AddField("adult", "mail_when_waiting", models.BooleanField(default=False)),
        _time("quiet_from"),
        _time("quiet_until"),
        migrations.AddField(
            "schoolsettings", "hello_days", models.PositiveSmallIntegerField(blank=True, null=True)
        ),
        migrations.CreateModel(
            name="WaitingMail",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("day", models.DateField()),
                ("how", models.CharField(choices=[("nothing", "Nothing waited"), ("going", "Sent off"), ("sent", "Taken by the mail server"), ("refused", "Not taken")], max_length=7)),
                ("tries", models.PositiveSmallIntegerField(default=0)),
                ("at", models.DateTimeField()),
                ("adult", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL)),
                ("school", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="+", to="people.school")),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("adult", "day"), name="one_waiting_mail_a_day")],
            },
        ),
        walls.around(TABLE),
    ]
