"""The day's anchor of the trail, by e-mail: whether a school lets it go, and to whom it went. On
PostgreSQL a wall around it."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from belong.people import walls

OF_SCHOOL = {"on_delete": django.db.models.deletion.CASCADE, "related_name": "+"}
HOW = [("nothing", "Nothing waited"), ("going", "Sent off"), ("sent", "Taken by the mail server"), ("refused", "Not taken")]


class Migration(migrations.Migration):
    dependencies = [("people", "0023_roles_for_a_cohort")]

    operations = [
        migrations.AddField("schoolsettings", "anchor_mail", models.BooleanField(default=True)),
        migrations.CreateModel(
            name="AnchorMail",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("day", models.DateField()),
                ("how", models.CharField(choices=HOW, max_length=7)),
                ("tries", models.PositiveSmallIntegerField(default=0)),
                ("at", models.DateTimeField()),
                ("adult", models.ForeignKey(to=settings.AUTH_USER_MODEL, **OF_SCHOOL)),
                ("school", models.ForeignKey(to="people.school", **OF_SCHOOL)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("school", "adult", "day"), name="one_anchor_mail_a_day"
                    )
                ],
            },
        ),
        walls.around("people_anchormail"),
    ]
