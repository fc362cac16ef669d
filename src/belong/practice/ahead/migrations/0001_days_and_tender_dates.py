"""What is different on a day to come, and on PostgreSQL the walls around it."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from belong.people import walls

TABLES = ("ahead_dayahead", "ahead_tender")


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('people', '0017_held_back_without_a_word'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='DayAhead',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('on', models.DateField()),
                ('kind', models.CharField(choices=[('cover', 'Cover: somebody else teaches'), ('trip', 'A trip or a visitor'), ('timetable', 'Not the usual timetable'), ('topic', 'A topic that may be tender for somebody')], max_length=10)),
                ('group', models.CharField(blank=True, max_length=50)),
                ('words', models.CharField(max_length=120)),
                ('at', models.DateTimeField()),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('school', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='people.school')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('school', 'on', 'kind', 'group', 'words'), name='the_same_day_once'), models.CheckConstraint(condition=models.Q(('words', ''), _negated=True), name='a_day_ahead_says_what')],
            },
        ),
        migrations.CreateModel(
            name='Tender',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('words', models.CharField(max_length=120)),
                ('helps', models.CharField(blank=True, max_length=120)),
                ('on', models.DateField(blank=True, null=True)),
                ('yearly', models.BooleanField(default=False)),
                ('named_by', models.CharField(choices=[('child', 'The child'), ('family', 'Their family')], max_length=10)),
                ('until', models.DateField()),
                ('at', models.DateTimeField()),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('pupil', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='tender', to='people.pupil')),
                ('school', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='people.school')),
            ],
            options={
                'indexes': [models.Index(fields=['school', 'until'], name='tender_of_a_school')],
                'constraints': [models.UniqueConstraint(fields=('pupil', 'words', 'on'), name='tender_day_once'), models.UniqueConstraint(condition=models.Q(('on', None)), fields=('pupil', 'words'), name='tender_topic_once'), models.CheckConstraint(condition=models.Q(('words', ''), _negated=True), name='something_is_tender'), models.CheckConstraint(condition=models.Q(('yearly', False), ('on__isnull', False), _connector='OR'), name='a_year_comes_to_a_day')],
            },
        ),
        walls.around(*TABLES),
    ]
