"""The class round and named words, and on PostgreSQL the walls around both."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from belong.people import walls

TABLES = ("voice_namedword", "voice_round")


class Migration(migrations.Migration):

    dependencies = [
        ('people', '0020_how_soon_warnings_speak'),
        ('voice', '0003_you_said_we_did'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='NamedWord',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('term', models.CharField(max_length=16)),
                ('nth', models.PositiveSmallIntegerField(default=0)),
                ('words', models.CharField(max_length=200)),
                ('how', models.CharField(choices=[('said', 'I said it to them'), ('note', 'I gave them a note'), ('later', 'I will tell them later')], max_length=5)),
                ('given_on', models.DateField(blank=True, null=True)),
                ('at', models.DateTimeField()),
                ('version', models.PositiveIntegerField(default=1)),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('pupil', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='people.pupil')),
                ('school', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='people.school')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('pupil', 'term', 'by', 'nth'), name='one_named_word_a_term'), models.CheckConstraint(condition=models.Q(('words', ''), _negated=True), name='a_named_word_says_something'), models.CheckConstraint(condition=models.Q(models.Q(('given_on', None), ('how', 'later')), models.Q(models.Q(('how', 'later'), _negated=True), ('given_on__isnull', False)), _connector='OR'), name='a_word_given_has_a_day')],
            },
        ),
        migrations.CreateModel(
            name='Round',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('term', models.CharField(max_length=16)),
                ('nth', models.PositiveSmallIntegerField(default=0)),
                ('goes_well', models.CharField(blank=True, max_length=200)),
                ('wonder', models.CharField(blank=True, max_length=200)),
                ('at', models.DateTimeField()),
                ('version', models.PositiveIntegerField(default=1)),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('pupil', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='people.pupil')),
                ('school', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='people.school')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('pupil', 'term', 'by', 'nth'), name='one_thought_a_term'), models.CheckConstraint(condition=models.Q(('goes_well', ''), ('wonder', ''), _negated=True), name='a_thought_says_something')],
            },
        ),
        walls.around(*TABLES),
    ]
