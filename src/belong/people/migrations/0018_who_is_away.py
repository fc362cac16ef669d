"""Who is away on which days, and on PostgreSQL a wall around it."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from belong.people import walls

TABLE = "people_away"


class Migration(migrations.Migration):

    dependencies = [
        ('people', '0017_held_back_without_a_word'),
    ]

    operations = [
        migrations.CreateModel(
            name='Away',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('first', models.DateField()),
                ('last', models.DateField()),
                ('at', models.DateTimeField()),
                ('adult', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('school', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='people.school')),
            ],
            options={
                'indexes': [models.Index(fields=['school', 'last'], name='away_now')],
                'constraints': [models.CheckConstraint(condition=models.Q(('last__gte', models.F('first'))), name='away_ends_after_it_begins'), models.UniqueConstraint(fields=('school', 'adult', 'first'), name='away_once_from_a_day')],
            },
        ),
        walls.around(TABLE),
    ]
