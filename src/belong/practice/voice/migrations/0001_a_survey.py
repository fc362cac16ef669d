"""Surveys, and on PostgreSQL the walls around their tables. Rows of answers lie in no order."""

import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from belong.people import walls
from belong.practice.voice import rows

TABLES = (
    "voice_answer", "voice_group", "voice_helpasked", "voice_languageread", "voice_namedanswer",
    "voice_ownanswer", "voice_ownscale", "voice_ownstatement", "voice_said", "voice_slip",
    "voice_survey",
)


def without_numbers(apps, editor):
    rows.without_numbers(editor)


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('people', '0019_by_when_somebody_is_told'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Group',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=40)),
                ('on_roll', models.PositiveIntegerField(default=0)),
                ('code', models.CharField(blank=True, max_length=9, null=True, unique=True)),
                ('shut', models.BooleanField(default=False)),
                ('school', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='people.school')),
            ],
        ),
        migrations.CreateModel(
            name='OwnScale',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=80)),
                ('source', models.CharField(max_length=300)),
                ('licence', models.CharField(max_length=300)),
                ('share', models.PositiveSmallIntegerField(default=80)),
                ('made_on', models.DateField()),
                ('made_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('school', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='people.school')),
            ],
        ),
        migrations.CreateModel(
            name='OwnAnswer',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('nth', models.PositiveSmallIntegerField()),
                ('words', models.CharField(max_length=80)),
                ('school', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='people.school')),
                ('scale', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='answers', to='voice.ownscale')),
            ],
        ),
        migrations.CreateModel(
            name='OwnStatement',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('nth', models.PositiveSmallIntegerField()),
                ('words', models.CharField(max_length=300)),
                ('reverse', models.BooleanField(default=False)),
                ('part', models.CharField(blank=True, max_length=80)),
                ('scale', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='statements', to='voice.ownscale')),
                ('school', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='people.school')),
            ],
        ),
        migrations.CreateModel(
            name='Survey',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('title', models.CharField(max_length=80)),
                ('questionnaire', models.CharField(blank=True, max_length=20)),
                ('audience', models.CharField(choices=[('pupils', 'Pupils'), ('families', 'Families'), ('staff', 'Staff')], max_length=8)),
                ('how', models.CharField(choices=[('anonymous', 'Nobody learns who said what'), ('named', 'By name, and answered')], max_length=9)),
                ('breakdown', models.CharField(blank=True, choices=[('', 'Nothing: everybody together'), ('year', 'Year group'), ('form', 'Form or class'), ('chosen', 'What people say of themselves')], max_length=6)),
                ('purpose', models.CharField(max_length=300)),
                ('opens_on', models.DateField()),
                ('closes_on', models.DateField()),
                ('opened_at', models.DateTimeField(blank=True, null=True)),
                ('closed_on', models.DateField(blank=True, null=True)),
                ('too_few', models.BooleanField(default=False)),
                ('opened_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('scale', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, to='voice.ownscale')),
                ('school', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='people.school')),
            ],
        ),
        migrations.CreateModel(
            name='Slip',
            fields=[
                ('digest', models.CharField(max_length=64, primary_key=True, serialize=False)),
                ('group', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='slips', to='voice.group')),
                ('school', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='people.school')),
                ('survey', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='slips', to='voice.survey')),
            ],
        ),
        migrations.CreateModel(
            name='Said',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('words', models.CharField(max_length=500)),
                ('state', models.CharField(choices=[('waits', 'Waits'), ('through', 'Let through'), ('back', 'Kept back')], default='waits', max_length=7)),
                ('school', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='people.school')),
                ('survey', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='said', to='voice.survey')),
            ],
        ),
        migrations.CreateModel(
            name='NamedAnswer',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('choices', models.CharField(max_length=40)),
                ('words', models.CharField(blank=True, max_length=500)),
                ('answered_on', models.DateField()),
                ('reply', models.CharField(blank=True, max_length=500)),
                ('replied_on', models.DateField(blank=True, null=True)),
                ('version', models.PositiveIntegerField(default=0)),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('pupil', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='people.pupil')),
                ('replied_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('school', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='people.school')),
                ('survey', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='named', to='voice.survey')),
            ],
        ),
        migrations.AddField(
            model_name='group',
            name='survey',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='groups', to='voice.survey'),
        ),
        migrations.CreateModel(
            name='Answer',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('choices', models.CharField(max_length=40)),
                ('supported', models.BooleanField(default=False)),
                ('school', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='people.school')),
                ('group', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='answers', to='voice.group')),
                ('survey', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='answers', to='voice.survey')),
            ],
        ),
        migrations.CreateModel(
            name='HelpAsked',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=80)),
                ('words', models.CharField(blank=True, max_length=500)),
                ('asked_on', models.DateField()),
                ('seen_at', models.DateTimeField(blank=True, null=True)),
                ('answered_on', models.DateField(blank=True, null=True)),
                ('school', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='people.school')),
                ('seen_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('to', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'indexes': [models.Index(fields=['school', 'answered_on'], name='help_that_waits')],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('seen_at', None), ('seen_by', None)), models.Q(('seen_at__isnull', False), ('seen_by__isnull', False)), _connector='OR'), name='help_seen_by_somebody'), models.CheckConstraint(condition=models.Q(('name', ''), _negated=True), name='help_says_who_asks')],
            },
        ),
        migrations.CreateModel(
            name='LanguageRead',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('language', models.CharField(max_length=8)),
                ('checked_by', models.CharField(max_length=80)),
                ('checked_on', models.DateField()),
                ('sum', models.CharField(max_length=64)),
                ('said_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('school', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='people.school')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('school', 'language'), name='a_language_read_once'), models.CheckConstraint(condition=models.Q(('checked_by', ''), _negated=True), name='somebody_read_it')],
            },
        ),
        migrations.AddConstraint(
            model_name='ownscale',
            constraint=models.CheckConstraint(condition=models.Q(('share__gte', 1), ('share__lte', 100)), name='a_share'),
        ),
        migrations.AddConstraint(
            model_name='ownscale',
            constraint=models.UniqueConstraint(fields=('school', 'name'), name='one_scale_of_a_name'),
        ),
        migrations.AddConstraint(
            model_name='ownanswer',
            constraint=models.UniqueConstraint(fields=('scale', 'nth'), name='one_answer_a_place'),
        ),
        migrations.AddConstraint(
            model_name='ownanswer',
            constraint=models.CheckConstraint(condition=models.Q(('nth__gte', 1), ('nth__lte', 7)), name='two_to_seven'),
        ),
        migrations.AddConstraint(
            model_name='ownstatement',
            constraint=models.UniqueConstraint(fields=('scale', 'nth'), name='one_statement_a_place'),
        ),
        migrations.AddIndex(
            model_name='survey',
            index=models.Index(fields=['school', 'closed_on'], name='surveys_of_a_school'),
        ),
        migrations.AddConstraint(
            model_name='survey',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('questionnaire', ''), ('scale__isnull', False)), models.Q(models.Q(('questionnaire', ''), _negated=True), ('scale', None)), _connector='OR'), name='a_survey_asks_one_thing'),
        ),
        migrations.AddConstraint(
            model_name='survey',
            constraint=models.CheckConstraint(condition=models.Q(('closes_on__gte', models.F('opens_on'))), name='a_survey_closes_after_it_opens'),
        ),
        migrations.AddConstraint(
            model_name='survey',
            constraint=models.CheckConstraint(condition=models.Q(('closed_on', None), ('opened_at__isnull', False), _connector='OR'), name='only_what_was_open_is_closed'),
        ),
        migrations.AddConstraint(
            model_name='namedanswer',
            constraint=models.UniqueConstraint(fields=('survey', 'pupil'), name='named_once_a_survey'),
        ),
        migrations.AddConstraint(
            model_name='namedanswer',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('replied_by', None), ('replied_on', None), ('reply', '')), models.Q(models.Q(('reply', ''), _negated=True), ('replied_by__isnull', False), ('replied_on__isnull', False)), _connector='OR'), name='a_reply_is_somebodys'),
        ),
        migrations.AddConstraint(
            model_name='group',
            constraint=models.UniqueConstraint(fields=('survey', 'name'), name='a_group_once_a_survey'),
        ),
        migrations.RunPython(without_numbers, migrations.RunPython.noop),
        walls.around(*TABLES),
    ]
