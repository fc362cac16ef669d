"""What helps a child, and on PostgreSQL the walls around it."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from belong.people import walls

TABLES = ("profiles_part", "profiles_approval", "profiles_grace", "profiles_circleperson",
          "profiles_place", "profiles_keptplace")  # fmt: skip


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('people', '0017_held_back_without_a_word'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Place',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=80)),
                ('when', models.CharField(blank=True, max_length=80)),
                ('what', models.CharField(blank=True, max_length=80)),
                ('who', models.CharField(blank=True, max_length=80)),
                ('school', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='people.school')),
            ],
        ),
        migrations.CreateModel(
            name='KeptPlace',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField()),
                ('pupil', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='people.pupil')),
                ('school', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='people.school')),
                ('place', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='kept', to='profiles.place')),
            ],
        ),
        migrations.CreateModel(
            name='Approval',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField()),
                ('on', models.DateField()),
                ('version', models.PositiveIntegerField()),
                ('asked_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('pupil', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='people.pupil')),
                ('school', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='people.school')),
            ],
            options={
                'indexes': [models.Index(fields=['pupil', 'at'], name='agreed_by_a_child')],
            },
        ),
        migrations.CreateModel(
            name='CirclePerson',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=80)),
                ('tie', models.CharField(blank=True, max_length=80)),
                ('where', models.CharField(choices=[('in', 'In school'), ('out', 'Out of school')], max_length=3)),
                ('seen_as', models.CharField(blank=True, max_length=80)),
                ('leads', models.BooleanField(default=False)),
                ('written_at', models.DateTimeField()),
                ('pupil', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='people.pupil')),
                ('school', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='people.school')),
                ('written_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('pupil', 'name', 'tie', 'seen_as'), name='one_person_once_in_a_circle'), models.CheckConstraint(condition=models.Q(('name', ''), _negated=True), name='a_person_has_a_name'), models.CheckConstraint(condition=models.Q(('where__in', ['in', 'out'])), name='in_school_or_out_of_it')],
            },
        ),
        migrations.CreateModel(
            name='Grace',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(max_length=20)),
                ('until', models.DateField()),
                ('given_at', models.DateTimeField()),
                ('given_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('pupil', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='people.pupil')),
                ('school', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='people.school')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('pupil', 'key'), name='one_grace_of_a_sort')],
            },
        ),
        migrations.CreateModel(
            name='Part',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(max_length=20)),
                ('words', models.TextField(blank=True)),
                ('own', models.BooleanField(default=False)),
                ('hidden', models.BooleanField(default=False)),
                ('written_at', models.DateTimeField()),
                ('version', models.PositiveIntegerField(default=1)),
                ('pupil', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='people.pupil')),
                ('school', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='people.school')),
                ('written_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('pupil', 'key'), name='one_part_of_a_sort'), models.CheckConstraint(condition=models.Q(('key', ''), _negated=True), name='a_part_has_a_sort'), models.CheckConstraint(condition=models.Q(('version__gte', 1)), name='a_part_has_a_version')],
            },
        ),
        migrations.AddConstraint(
            model_name='place',
            constraint=models.UniqueConstraint(fields=('school', 'name'), name='one_place_of_a_name'),
        ),
        migrations.AddConstraint(
            model_name='place',
            constraint=models.CheckConstraint(condition=models.Q(('name', ''), _negated=True), name='a_place_has_a_name'),
        ),
        migrations.AddConstraint(
            model_name='keptplace',
            constraint=models.UniqueConstraint(fields=('pupil', 'place'), name='one_place_once_for_a_child'),
        ),
        walls.around(*TABLES),
    ]
