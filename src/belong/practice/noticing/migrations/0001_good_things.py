"""Good things and how home likes to hear of them, and on PostgreSQL the walls around both."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from belong.people import walls

TABLES = ("noticing_goodthing", "noticing_sharedway")


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("people", "0017_held_back_without_a_word"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="SharedWay",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "way",
                    models.CharField(
                        choices=[
                            ("text", "A text"),
                            ("call", "A call"),
                            ("paper", "A note on paper"),
                            ("book", "In their book"),
                            ("not now", "Not now"),
                        ],
                        max_length=8,
                    ),
                ),
                ("at", models.DateTimeField()),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "pupil",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="shared_way",
                        to="people.pupil",
                    ),
                ),
                (
                    "school",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="people.school",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="GoodThing",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("school", "In school"),
                            ("brave", "A brave try that did not work out"),
                            ("home", "News from home or out of school"),
                        ],
                        max_length=6,
                    ),
                ),
                ("proud", models.CharField(blank=True, max_length=300)),
                ("seen", models.CharField(blank=True, max_length=300)),
                ("day", models.DateField()),
                ("at", models.DateTimeField()),
                ("version", models.PositiveIntegerField(default=0)),
                ("shared", models.CharField(blank=True, max_length=8)),
                ("shared_at", models.DateTimeField(blank=True, null=True)),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "pupil",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="good_things",
                        to="people.pupil",
                    ),
                ),
                (
                    "school",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="people.school",
                    ),
                ),
                (
                    "shared_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["pupil", "at"], name="good_things_of_a_child")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("proud", ""), ("seen", ""), _negated=True),
                        name="something_good_is_said",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("shared", ""), ("shared_at", None), ("shared_by", None)),
                            models.Q(
                                models.Q(("shared", ""), _negated=True),
                                ("shared_at__isnull", False),
                                ("shared_by__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="shared_by_somebody_in_a_way",
                    ),
                ],
            },
        ),
        walls.around(*TABLES),
    ]
