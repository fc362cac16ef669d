"""The trail calls adults by names that say nothing; which adult a name means is kept elsewhere."""

import secrets

import django.db.models.deletion
from django.db import migrations, models

import belong.people.models.trail_name


def name_everybody(apps, schema_editor):
    """A name for each adult the trail knows. Whoever is gone gets one that leads to nobody."""
    adult = apps.get_model("people", "Adult")
    line = apps.get_model("people", "TrailLine")
    name = apps.get_model("people", "TrailName")
    here = set(adult.objects.values_list("pk", flat=True))
    for key in line.objects.order_by().values_list("adult_id", flat=True).distinct():
        who = secrets.token_hex(16)
        line.objects.filter(adult_id=key).update(who=who)
        if key in here:
            name.objects.create(adult_id=key, name=who)


def say_who_again(apps, schema_editor):
    """The way back: names become keys again; a name that leads to nobody becomes nought."""
    line = apps.get_model("people", "TrailLine")
    for one in apps.get_model("people", "TrailName").objects.all():
        line.objects.filter(who=one.name).update(adult_id=one.adult_id)


class Migration(migrations.Migration):
    dependencies = [("people", "0005_whose_children")]

    operations = [
        migrations.CreateModel(
            name="TrailName",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(default=belong.people.models.trail_name.fresh_name, editable=False, max_length=32, unique=True)),
                ("adult", models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name="trail_name", to="people.adult")),
            ],
        ),
        migrations.AddField("trailline", "who", models.CharField(max_length=32, default=""), preserve_default=False),
        migrations.AddField("trailline", "role", models.CharField(max_length=200, blank=True, default=""), preserve_default=False),
        migrations.AlterField("trailline", "adult_id", models.BigIntegerField(default=0)),
        migrations.RunPython(name_everybody, say_who_again),
        migrations.RemoveField("trailline", "adult_id"),
    ]
