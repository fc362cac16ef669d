"""What answers an early warning, and on PostgreSQL the wall around it."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from belong.people import walls

TABLE = "curiosity_answer"


class Migration(migrations.Migration):

    dependencies = [
        ('curiosity', '0001_seen_and_come'),
        ('people', '0017_held_back_without_a_word'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Answer',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('rule', models.CharField(max_length=20)),
                ('how', models.CharField(choices=[('heard', 'Something they said'), ('saw', 'Something I saw'), ('yes', 'They say they are all right'), ('not_now', 'Not now, because')], max_length=10)),
                ('words', models.CharField(blank=True, max_length=300)),
                ('day', models.DateField()),
                ('at', models.DateTimeField()),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('pupil', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='answers', to='people.pupil')),
                ('school', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='people.school')),
            ],
            options={
                'indexes': [models.Index(fields=['school', 'day'], name='answers_of_a_school')],
                'constraints': [models.CheckConstraint(condition=models.Q(('how', 'yes'), models.Q(('words', ''), _negated=True), _connector='OR'), name='an_answer_says'), models.CheckConstraint(condition=models.Q(('rule', ''), _negated=True), name='an_answer_is_to_something')],
            },
        ),
        walls.around(TABLE),
    ]
