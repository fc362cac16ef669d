"""Somebody from outside who is held back without a word, and the notice of it."""

import django.db.models.deletion
from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies = [("people", "0016_walls")]

    operations = [
        migrations.AddField(model_name="involvement", name="held_at", field=models.DateTimeField(null=True)),
        migrations.AddField(
            model_name="notice",
            name="involvement",
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name="+", to="people.involvement"),
        ),
        migrations.RemoveConstraint(model_name="notice", name="a_notice_is_of_a_gate_or_an_account"),
        migrations.AddConstraint(
            model_name="notice",
            constraint=models.CheckConstraint(
                condition=Q(opening__isnull=False, involvement=None, about=None)
                | Q(opening=None, involvement__isnull=False, about=None)
                | Q(opening=None, involvement=None, about__isnull=False),
                name="a_notice_is_of_one_thing",
            ),
        ),
    ]
