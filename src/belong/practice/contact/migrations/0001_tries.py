"""Who tried to reach a child's home, and on PostgreSQL the wall around it."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from belong.people import walls

TABLE = "contact_try"


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('people', '0017_held_back_without_a_word'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Try',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('day', models.DateField()),
                ('how', models.CharField(choices=[('phone', 'Rang'), ('text', 'Sent a text'), ('message', 'Sent a message'), ('door', 'Went to the door')], max_length=10)),
                ('outcome', models.CharField(choices=[('no_answer', 'No answer'), ('left_word', 'Left word'), ('spoke', 'Spoke with them')], max_length=10)),
                ('said', models.CharField(blank=True, max_length=200)),
                ('at', models.DateTimeField()),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('pupil', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='tries', to='people.pupil')),
                ('school', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='people.school')),
            ],
            options={
                'indexes': [models.Index(fields=['school', 'day'], name='tries_of_a_day'), models.Index(fields=['pupil', 'day'], name='tries_of_a_child')],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('outcome', 'no_answer'), _negated=True), ('said', ''), _connector='OR'), name='nobody_answered_nothing_said')],
            },
        ),
        walls.around(TABLE),
    ]
