"""Notes for few people; on PostgreSQL the walls around them."""

import belong.practice.restricted.models
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from belong.people import walls


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('people', '0020_how_soon_warnings_speak'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Note',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('words', belong.practice.restricted.models.LockedText()),
                ('at', models.DateTimeField()),
                ('ended_on', models.DateField(blank=True, null=True)),
                ('version', models.PositiveIntegerField(default=0)),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('pupil', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='people.pupil')),
                ('school', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='people.school')),
            ],
            options={
                'indexes': [models.Index(fields=['pupil', 'ended_on'], name='notes_for_few_of_a_child')],
            },
        ),
        walls.around("restricted_note"),
    ]
