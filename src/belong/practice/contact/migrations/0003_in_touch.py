"""Ways to reach somebody, what was said, what keeps a child in mind over a holiday, and what is still
being built; on PostgreSQL the walls around them."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from belong.people import walls

TABLES = ("contact_contact", "contact_keptinmind", "contact_stillbuilding", "contact_way")


class Migration(migrations.Migration):

    dependencies = [
        ('contact', '0002_words_and_texts'),
        ('people', '0017_held_back_without_a_word'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Contact',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('whom', models.CharField(choices=[('home', 'Home'), ('child', 'The young person'), ('professional', 'A professional')], max_length=12)),
                ('who', models.CharField(blank=True, max_length=80)),
                ('channel', models.CharField(choices=[('phone', 'A call'), ('text', 'A text'), ('message', 'A message'), ('email', 'An e-mail'), ('letter', 'A letter'), ('door', 'At the door'), ('in person', 'In person')], max_length=9)),
                ('kind', models.CharField(choices=[('hello', 'A hello'), ('good', 'A good thing'), ('asking', 'Asking how it is'), ('hard', 'Something hard'), ('arranging', 'Arranging something')], max_length=9)),
                ('said', models.CharField(blank=True, max_length=400)),
                ('agreed', models.CharField(blank=True, max_length=200)),
                ('effort', models.CharField(blank=True, max_length=200)),
                ('day', models.DateField()),
                ('at', models.DateTimeField()),
                ('version', models.PositiveIntegerField(default=0)),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('pupil', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='contacts', to='people.pupil')),
                ('school', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='people.school')),
            ],
            options={
                'indexes': [models.Index(fields=['pupil', 'day'], name='contacts_of_a_child')],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('kind__in', ['good', 'hard']), _negated=True), models.Q(('said', ''), _negated=True), _connector='OR'), name='good_and_hard_in_words')],
            },
        ),
        migrations.CreateModel(
            name='KeptInMind',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('first', models.DateField()),
                ('last', models.DateField()),
                ('how', models.CharField(choices=[('card', 'A card'), ('note', 'A note of what they look forward to'), ('greets', 'Somebody greets them on the first day back'), ('other', 'Something else')], max_length=6)),
                ('words', models.CharField(blank=True, max_length=200)),
                ('state', models.CharField(choices=[('planned', 'To prepare'), ('prepared', 'Prepared'), ('done', 'Done')], default='planned', max_length=8)),
                ('day', models.DateField()),
                ('at', models.DateTimeField()),
                ('version', models.PositiveIntegerField(default=0)),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('does', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('pupil', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='people.pupil')),
                ('school', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='people.school')),
            ],
            options={
                'indexes': [models.Index(fields=['school', 'first'], name='kept_in_mind_over_holidays')],
                'constraints': [models.CheckConstraint(condition=models.Q(('last__gte', models.F('first'))), name='a_holiday_has_its_days_in_order')],
            },
        ),
        migrations.CreateModel(
            name='StillBuilding',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('tried', models.CharField(max_length=400)),
                ('answer', models.CharField(blank=True, choices=[('yes', 'Yes, alongside'), ('not now', 'Not now')], max_length=7)),
                ('day', models.DateField()),
                ('at', models.DateTimeField()),
                ('ended_at', models.DateTimeField(blank=True, null=True)),
                ('version', models.PositiveIntegerField(default=0)),
                ('adult', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('invited', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('pupil', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='people.pupil')),
                ('school', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='people.school')),
            ],
            options={
                'constraints': [models.UniqueConstraint(condition=models.Q(('ended_at', None)), fields=('pupil', 'adult'), name='one_still_building_of_an_adult'), models.CheckConstraint(condition=models.Q(('answer', ''), ('invited__isnull', False), _connector='OR'), name='only_the_invited_answer'), models.CheckConstraint(condition=models.Q(('invited', None), models.Q(('invited', models.F('adult')), _negated=True), _connector='OR'), name='another_adult_is_another')],
            },
        ),
        migrations.CreateModel(
            name='Way',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('whom', models.CharField(choices=[('home', 'Home'), ('child', 'The young person'), ('professional', 'A professional')], max_length=12)),
                ('who', models.CharField(blank=True, max_length=80)),
                ('channel', models.CharField(choices=[('phone', 'A call'), ('text', 'A text'), ('message', 'A message'), ('email', 'An e-mail'), ('letter', 'A letter'), ('door', 'At the door'), ('in person', 'In person')], max_length=9)),
                ('language', models.CharField(blank=True, max_length=40)),
                ('not_before', models.TimeField(blank=True, null=True)),
                ('not_after', models.TimeField(blank=True, null=True)),
                ('note', models.CharField(blank=True, max_length=200)),
                ('day', models.DateField()),
                ('at', models.DateTimeField()),
                ('version', models.PositiveIntegerField(default=0)),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('pupil', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='people.pupil')),
                ('school', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='people.school')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('pupil', 'whom', 'who'), name='one_way_of_each'), models.CheckConstraint(condition=models.Q(('not_before', None), ('not_after', None), ('not_before__lt', models.F('not_after')), _connector='OR'), name='quiet_hours_leave_some_of_the_day')],
            },
        ),
        walls.around(*TABLES),
    ]
