"""Check-ins as agreed with a child and as they took place, and on PostgreSQL walls around all."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from belong.people import walls

TABLES = (
    "checkins_agreement",
    "checkins_choice",
    "checkins_checkin",
    "checkins_helps",
    "checkins_away",
)


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("people", "0017_held_back_without_a_word"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Agreement",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("place", models.CharField(max_length=80)),
                ("what_we_do", models.CharField(blank=True, max_length=300)),
                ("morning", models.BooleanField()),
                ("end_of_day", models.BooleanField()),
                ("days", models.CharField(max_length=7)),
                ("begins", models.DateField()),
                ("ends", models.DateField(blank=True, null=True)),
                ("agreed_with_child", models.BooleanField()),
                ("at", models.DateTimeField()),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
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
                        related_name="agreements",
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
                    "stand_in",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "with_adult",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Away",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("day", models.DateField()),
                ("at", models.DateTimeField()),
                (
                    "adult",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
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
            name="CheckIn",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("day", models.DateField()),
                (
                    "half",
                    models.CharField(
                        choices=[("morning", "Morning"), ("end", "End of the day")], max_length=7
                    ),
                ),
                ("nth", models.PositiveSmallIntegerField(default=0)),
                (
                    "how",
                    models.CharField(
                        choices=[
                            ("said", "Said how they are"),
                            ("together", "Just sat together"),
                            ("not today", "Not today"),
                        ],
                        max_length=9,
                    ),
                ),
                ("feeling", models.CharField(blank=True, max_length=40)),
                ("face", models.CharField(blank=True, max_length=10)),
                ("one_thing", models.CharField(blank=True, max_length=40)),
                ("words", models.CharField(blank=True, max_length=300)),
                ("note", models.CharField(blank=True, max_length=300)),
                ("left_over", models.CharField(blank=True, max_length=300)),
                ("settled", models.CharField(blank=True, max_length=300)),
                ("answered_by_child", models.BooleanField(default=False)),
                ("at", models.DateTimeField()),
                ("version", models.PositiveIntegerField(default=0)),
                (
                    "agreement",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="checkins",
                        to="checkins.agreement",
                    ),
                ),
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
                        related_name="checkins",
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
            name="Choice",
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
                        choices=[("face", "A face"), ("thing", "One thing, if it helps")],
                        max_length=5,
                    ),
                ),
                ("nth", models.PositiveSmallIntegerField()),
                ("face", models.CharField(blank=True, max_length=10)),
                ("word", models.CharField(max_length=40)),
                (
                    "agreement",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="choices",
                        to="checkins.agreement",
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
            options={
                "ordering": ("kind", "nth"),
            },
        ),
        migrations.CreateModel(
            name="Helps",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "answer",
                    models.CharField(
                        choices=[
                            ("yes", "Yes"),
                            ("a bit", "A bit"),
                            ("no", "No"),
                            ("not saying", "Not saying"),
                        ],
                        max_length=10,
                    ),
                ),
                ("words", models.CharField(blank=True, max_length=300)),
                ("day", models.DateField()),
                ("at", models.DateTimeField()),
                (
                    "agreement",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="helps",
                        to="checkins.agreement",
                    ),
                ),
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
                        related_name="+",
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
        migrations.AddIndex(
            model_name="agreement",
            index=models.Index(fields=["school", "ended_at"], name="checkins_that_stand"),
        ),
        migrations.AddConstraint(
            model_name="agreement",
            constraint=models.UniqueConstraint(
                condition=models.Q(("ended_at", None)),
                fields=("pupil",),
                name="one_agreement_at_a_time",
            ),
        ),
        migrations.AddConstraint(
            model_name="agreement",
            constraint=models.CheckConstraint(
                condition=models.Q(("agreed_with_child", True)), name="the_child_agreed_to_it"
            ),
        ),
        migrations.AddConstraint(
            model_name="agreement",
            constraint=models.CheckConstraint(
                condition=models.Q(("morning", True), ("end_of_day", True), _connector="OR"),
                name="agreed_for_some_time_of_day",
            ),
        ),
        migrations.AddConstraint(
            model_name="agreement",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("days", ""), _negated=True), models.Q(("place", ""), _negated=True)
                ),
                name="agreed_for_a_place_and_a_day",
            ),
        ),
        migrations.AddConstraint(
            model_name="agreement",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("ends", None), ("ends__gte", models.F("begins")), _connector="OR"
                ),
                name="ends_after_it_begins",
            ),
        ),
        migrations.AddConstraint(
            model_name="agreement",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("stand_in", None),
                    models.Q(("stand_in", models.F("with_adult")), _negated=True),
                    _connector="OR",
                ),
                name="nobody_stands_in_for_themselves",
            ),
        ),
        migrations.AddConstraint(
            model_name="away",
            constraint=models.UniqueConstraint(
                fields=("school", "adult", "day"), name="away_once_a_day"
            ),
        ),
        migrations.AddIndex(
            model_name="checkin",
            index=models.Index(fields=["school", "day"], name="checkins_of_a_day"),
        ),
        migrations.AddConstraint(
            model_name="checkin",
            constraint=models.UniqueConstraint(
                fields=("pupil", "day", "half", "nth"), name="one_checkin_each_half_day"
            ),
        ),
        migrations.AddConstraint(
            model_name="checkin",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("how", "said"), models.Q(("feeling", ""), _negated=True)),
                    models.Q(models.Q(("how", "said"), _negated=True), ("feeling", "")),
                    _connector="OR",
                ),
                name="a_feeling_where_it_was_said",
            ),
        ),
        migrations.AddConstraint(
            model_name="checkin",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("half", "end"), models.Q(("left_over", ""), ("settled", "")), _connector="OR"
                ),
                name="left_over_at_the_end_of_a_day",
            ),
        ),
        migrations.AddConstraint(
            model_name="choice",
            constraint=models.UniqueConstraint(
                fields=("agreement", "kind", "nth"), name="each_choice_has_its_place"
            ),
        ),
        migrations.AddConstraint(
            model_name="choice",
            constraint=models.CheckConstraint(
                condition=models.Q(("word", ""), _negated=True), name="a_choice_has_a_word"
            ),
        ),
        migrations.AddConstraint(
            model_name="choice",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("kind", "face"), models.Q(("face", ""), _negated=True)),
                    models.Q(("face", ""), ("kind", "thing")),
                    _connector="OR",
                ),
                name="only_a_face_has_a_face",
            ),
        ),
        walls.around(*TABLES),
    ]
