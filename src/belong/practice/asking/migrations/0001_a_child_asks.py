"""A child would like to talk to somebody, and on PostgreSQL the wall around it."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from belong.people import walls

TABLES = ("asking_ask",)


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('people', '0017_held_back_without_a_word'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Ask',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('day', models.DateField()),
                ('at', models.DateTimeField()),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('pupil', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='people.pupil')),
                ('school', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='people.school')),
                ('to', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'indexes': [models.Index(fields=['school', 'day'], name='asks_of_a_day')],
                'constraints': [models.UniqueConstraint(fields=('pupil', 'to', 'day'), name='asked_once_a_day')],
            },
        ),
        walls.around(*TABLES),
    ]
