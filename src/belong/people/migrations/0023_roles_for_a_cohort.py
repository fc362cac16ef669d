"""Roles for children who share something the school's own system says of them, for a while."""

from django.db import migrations, models
from django.db.models import Q

GROUPS = ["year", "form", "class", "cohort"]
REACHES = ["school", "year", "form", "class", "cohort", "child"]


class Migration(migrations.Migration):
    dependencies = [("people", "0022_old_months_of_the_trail")]

    operations = [
        migrations.RemoveConstraint(model_name="membership", name="a_reach_says_whom"),
        migrations.RemoveConstraint(model_name="membership", name="a_group_has_a_last_day"),
        migrations.AlterField(
            model_name="membership",
            name="reach",
            field=models.CharField(
                choices=[(one, one) for one in REACHES], default="school", max_length=10
            ),
        ),
        migrations.AddConstraint(
            model_name="membership",
            constraint=models.CheckConstraint(
                condition=Q(reach="school", reach_of="", pupil=None)
                | (Q(reach__in=GROUPS, pupil=None) & ~Q(reach_of=""))
                | Q(reach="child", reach_of="", pupil__isnull=False),
                name="a_reach_says_whom",
            ),
        ),
        migrations.AddConstraint(
            model_name="membership",
            constraint=models.CheckConstraint(
                condition=~Q(reach__in=GROUPS) | Q(ends__isnull=False),
                name="a_group_has_a_last_day",
            ),
        ),
    ]
