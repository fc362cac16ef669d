"""You said, we did: themes, sessions, agreements and the board, and on PostgreSQL their walls."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from belong.people import walls

TABLES = ("voice_agreement", "voice_board", "voice_session", "voice_theme")


class Migration(migrations.Migration):

    dependencies = [
        ('people', '0020_how_soon_warnings_speak'),
        ('voice', '0002_what_is_left'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Agreement',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('words', models.CharField(max_length=200)),
                ('written_with', models.CharField(max_length=200)),
                ('agreed_on', models.DateField()),
                ('changed', models.CharField(blank=True, max_length=200)),
                ('ended_on', models.DateField(blank=True, null=True)),
                ('version', models.PositiveIntegerField(default=0)),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('school', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='people.school')),
            ],
        ),
        migrations.CreateModel(
            name='Board',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(max_length=9, unique=True)),
                ('school', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='people.school')),
            ],
        ),
        migrations.CreateModel(
            name='Session',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('on', models.DateField()),
                ('kind', models.CharField(choices=[('council', 'School council'), ('group', 'A group'), ('one', 'One to one'), ('siblings', 'Brothers and sisters'), ('online', 'Online'), ('meeting', 'A meeting with families')], max_length=8)),
                ('who', models.CharField(choices=[('pupils', 'Pupils'), ('families', 'Families'), ('staff', 'Staff')], max_length=8)),
                ('reached', models.CharField(max_length=200)),
                ('missing', models.CharField(blank=True, max_length=200)),
                ('heard', models.CharField(max_length=1000)),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('school', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='people.school')),
            ],
        ),
        migrations.CreateModel(
            name='Theme',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('words', models.CharField(max_length=200)),
                ('who', models.CharField(choices=[('pupils', 'Pupils'), ('families', 'Families'), ('staff', 'Staff')], max_length=8)),
                ('origin', models.CharField(choices=[('survey', 'In a survey'), ('session', 'When we listened'), ('slip', 'On a slip or in a box'), ('meeting', 'At a meeting'), ('other', 'Somewhere else')], max_length=8)),
                ('heard_on', models.DateField()),
                ('due', models.DateField()),
                ('did', models.CharField(blank=True, choices=[('done', 'We did it'), ('doing', 'We are doing it'), ('cannot', 'We cannot, and say why')], max_length=6)),
                ('answer', models.CharField(blank=True, max_length=200)),
                ('answered_on', models.DateField(blank=True, null=True)),
                ('shown', models.BooleanField(default=False)),
                ('version', models.PositiveIntegerField(default=0)),
                ('answered_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('owner', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('school', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='people.school')),
                ('session', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='voice.session')),
                ('survey', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='voice.survey')),
            ],
        ),
        migrations.AddIndex(
            model_name='session',
            index=models.Index(fields=['school', 'on'], name='sessions_of_a_school'),
        ),
        migrations.AddConstraint(
            model_name='session',
            constraint=models.CheckConstraint(condition=models.Q(('heard', ''), _negated=True), name='a_session_heard_something'),
        ),
        migrations.AddIndex(
            model_name='theme',
            index=models.Index(fields=['school', 'answered_on'], name='themes_of_a_school'),
        ),
        migrations.AddConstraint(
            model_name='theme',
            constraint=models.CheckConstraint(condition=models.Q(('words', ''), _negated=True), name='a_theme_says_something'),
        ),
        migrations.AddConstraint(
            model_name='theme',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('answer', ''), ('answered_by', None), ('answered_on', None), ('did', '')), models.Q(models.Q(('did', ''), _negated=True), models.Q(('answer', ''), _negated=True), ('answered_by__isnull', False), ('answered_on__isnull', False)), _connector='OR'), name='an_answer_is_whole'),
        ),
        migrations.AddConstraint(
            model_name='theme',
            constraint=models.CheckConstraint(condition=models.Q(('shown', False), models.Q(('did', ''), _negated=True), _connector='OR'), name='only_what_is_answered_is_shown'),
        ),
        walls.around(*TABLES),
    ]
