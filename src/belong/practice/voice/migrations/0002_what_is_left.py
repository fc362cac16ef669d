"""What is left of a survey that is closed, and on PostgreSQL the walls around it."""

import django.db.models.deletion
from django.db import migrations, models

from belong.people import walls

TABLES = ("voice_reached", "voice_released", "voice_together")


class Migration(migrations.Migration):

    dependencies = [
        ('people', '0019_by_when_somebody_is_told'),
        ('voice', '0001_a_survey'),
    ]

    operations = [
        migrations.AddField(
            model_name='ownscale',
            name='adds_up',
            field=models.BooleanField(default=False),
        ),
        migrations.CreateModel(
            name='Reached',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('group', models.CharField(blank=True, max_length=90)),
                ('asked', models.PositiveIntegerField()),
                ('answered', models.PositiveIntegerField(null=True)),
                ('supported', models.PositiveIntegerField(null=True)),
                ('school', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='people.school')),
                ('survey', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='reached', to='voice.survey')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('survey', 'group'), name='a_group_reached_once')],
            },
        ),
        migrations.CreateModel(
            name='Released',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('question', models.CharField(max_length=20)),
                ('group', models.CharField(blank=True, max_length=90)),
                ('said', models.PositiveIntegerField(null=True)),
                ('yes', models.PositiveIntegerField(null=True)),
                ('some', models.PositiveIntegerField(null=True)),
                ('no', models.PositiveIntegerField(null=True)),
                ('school', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='people.school')),
                ('survey', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='released', to='voice.survey')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('survey', 'question', 'group'), name='counted_once')],
            },
        ),
        migrations.CreateModel(
            name='Together',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('part', models.CharField(blank=True, max_length=80)),
                ('people', models.PositiveIntegerField()),
                ('statements', models.PositiveSmallIntegerField()),
                ('alpha', models.FloatField(null=True)),
                ('alpha_low', models.FloatField(null=True)),
                ('alpha_high', models.FloatField(null=True)),
                ('omega', models.FloatField(null=True)),
                ('omega_low', models.FloatField(null=True)),
                ('omega_high', models.FloatField(null=True)),
                ('mean', models.FloatField(null=True)),
                ('mean_low', models.FloatField(null=True)),
                ('mean_high', models.FloatField(null=True)),
                ('school', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='people.school')),
                ('survey', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='together', to='voice.survey')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('survey', 'part'), name='a_part_once')],
            },
        ),
        walls.around(*TABLES),
    ]
