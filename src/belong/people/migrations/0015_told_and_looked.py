"""Notices of accounts and roles; and a gate that is looked through changes only the trail."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("people", "0014_outsiders")]

    operations = [
        migrations.AlterField(
            model_name="notice",
            name="opening",
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name="notices", to="people.opening"),
        ),
        migrations.AddField(
            model_name="notice",
            name="about",
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name="notice",
            name="by",
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name="notice",
            name="role_key",
            field=models.CharField(blank=True, default="", max_length=40),
            preserve_default=False,
        ),
        migrations.AddConstraint(
            model_name="notice",
            constraint=models.CheckConstraint(
                condition=models.Q(("about__isnull", False), ("opening", None))
                | models.Q(("about", None), ("opening__isnull", False)),
                name="a_notice_is_of_a_gate_or_an_account",
            ),
        ),
        migrations.RemoveField(model_name="opening", name="last_used"),
        migrations.AddField(model_name="opening", name="line", field=models.BigIntegerField(null=True)),
    ]
