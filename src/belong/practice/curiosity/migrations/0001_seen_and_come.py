"""What somebody saw and who came in the morning, and on PostgreSQL the walls around both."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from belong.people import walls

TABLES = ("curiosity_observation", "curiosity_arrival")


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('people', '0017_held_back_without_a_word'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Arrival',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('day', models.DateField()),
                ('how', models.CharField(choices=[('here', 'Here'), ('late', 'Came late, fine'), ('struggling', 'Struggling: needs a quiet start'), ('tried', 'Tried, could not come in')], max_length=10)),
                ('at', models.DateTimeField()),
                ('tried_at', models.DateTimeField(blank=True, null=True)),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('pupil', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='arrivals', to='people.pupil')),
                ('school', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='people.school')),
            ],
            options={
                'indexes': [models.Index(fields=['school', 'day'], name='arrivals_of_a_day')],
                'constraints': [models.UniqueConstraint(fields=('pupil', 'day'), name='one_arrival_a_day'), models.CheckConstraint(condition=models.Q(models.Q(('how', 'tried'), _negated=True), ('tried_at__isnull', False), _connector='OR'), name='a_try_has_a_moment')],
            },
        ),
        migrations.CreateModel(
            name='Observation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('where', models.CharField(choices=[('gate', 'At the gate'), ('office', 'At the office'), ('crossing', 'At the crossing'), ('breakfast', 'At breakfast'), ('classroom', 'In the classroom'), ('corridor', 'In the corridor'), ('lunch', 'At lunch'), ('home', 'Going home')], max_length=10)),
                ('what', models.CharField(max_length=20)),
                ('word', models.CharField(blank=True, max_length=120)),
                ('note', models.CharField(blank=True, max_length=120)),
                ('day', models.DateField()),
                ('at', models.DateTimeField()),
                ('kept_until', models.DateField(blank=True, null=True)),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('kept_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('pupil', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='seen', to='people.pupil')),
                ('school', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='people.school')),
            ],
            options={
                'indexes': [models.Index(fields=['school', 'day'], name='seen_of_a_day'), models.Index(fields=['pupil', 'day'], name='seen_of_a_child')],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('kept_by', None), ('kept_until', None)), models.Q(('kept_by__isnull', False), ('kept_until__isnull', False)), _connector='OR'), name='kept_by_somebody_until_a_day'), models.CheckConstraint(condition=models.Q(('what', ''), _negated=True), name='something_was_seen'), models.UniqueConstraint(fields=('pupil', 'by', 'day', 'where', 'what', 'word', 'note'), name='the_same_word_once_a_day')],
            },
        ),
        walls.around(*TABLES),
    ]
