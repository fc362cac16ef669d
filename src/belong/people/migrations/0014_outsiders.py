"""People from outside who are let see one child: who, and the links and codes they come by."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from django.db.models import F, Q


class Migration(migrations.Migration):
    dependencies = [("people", "0013_staff_without_e_mail")]

    operations = [
        migrations.CreateModel(
            name="Involvement",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("kind", models.CharField(choices=[("family", "Family"), ("young person", "Young Person"), ("professional", "Professional")], max_length=12)),
                ("who", models.CharField(max_length=150)),
                ("contact_key", models.CharField(blank=True, max_length=250)),
                ("email", models.EmailField(blank=True, max_length=254)),
                ("purpose", models.CharField(max_length=200)),
                ("began_at", models.DateTimeField()),
                ("ended_at", models.DateTimeField(null=True)),
                ("ended_by", models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to=settings.AUTH_USER_MODEL)),
                ("invited_by", models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to=settings.AUTH_USER_MODEL)),
                ("pupil", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="involvements", to="people.pupil")),
                ("school", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="+", to="people.school")),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=["pupil", "kind", "who"], condition=Q(ended_at=None), name="one_open_involvement_an_outsider"),
                    models.CheckConstraint(
                        condition=Q(kind="family", email="") & ~Q(contact_key="") | ~Q(kind="family") & Q(contact_key=""),
                        name="family_is_a_contact",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="LinkCode",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("what", models.CharField(choices=[("link", "Link"), ("code", "Code")], max_length=4)),
                ("sum", models.CharField(db_index=True, max_length=64)),
                ("by_hand", models.BooleanField()),
                ("made_at", models.DateTimeField()),
                ("expires_at", models.DateTimeField()),
                ("used_at", models.DateTimeField(null=True)),
                ("over_at", models.DateTimeField(null=True)),
                ("wrong", models.PositiveSmallIntegerField(default=0)),
                ("involvement", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="codes", to="people.involvement")),
                ("made_by", models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to=settings.AUTH_USER_MODEL)),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(condition=Q(expires_at__gt=F("made_at")), name="a_link_runs_out_after_it_was_made"),
                ],
            },
        ),
        migrations.AlterField(
            model_name="trailname",
            name="adult",
            field=models.OneToOneField(null=True, on_delete=django.db.models.deletion.CASCADE, related_name="trail_name", to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name="trailname",
            name="involvement",
            field=models.OneToOneField(null=True, on_delete=django.db.models.deletion.CASCADE, related_name="trail_name", to="people.involvement"),
        ),
        migrations.AddConstraint(
            model_name="trailname",
            constraint=models.CheckConstraint(
                condition=Q(adult=None, involvement__isnull=False) | Q(adult__isnull=False, involvement=None),
                name="a_name_means_one_person",
            ),
        ),
    ]
