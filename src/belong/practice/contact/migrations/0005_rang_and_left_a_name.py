"""Somebody rang a child's social worker, and nobody answered: the word still waits."""

from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies = [("contact", "0004_notes_of_two")]

    operations = [
        migrations.RemoveConstraint(model_name="word", name="a_word_says_something"),
        migrations.AddField(
            model_name="word", name="reached", field=models.BooleanField(default=True)
        ),
        migrations.AddConstraint(
            model_name="word",
            constraint=models.CheckConstraint(
                condition=Q(reached=True) & ~Q(said="") | Q(reached=False, said="", how="phone"),
                name="a_word_says_something",
            ),
        ),
    ]
