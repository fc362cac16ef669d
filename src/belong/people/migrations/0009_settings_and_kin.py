"""What a school says about itself, and which adults are family to a child."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

SAID_BY = {
    'on_delete': django.db.models.deletion.SET_NULL,
    'related_name': '+',
    'to': settings.AUTH_USER_MODEL,
    'null': True,
}


class Migration(migrations.Migration):

    dependencies = [
        ('people', '0008_given_ended_invited'),
    ]

    operations = [
        migrations.CreateModel(
            name='SchoolSettings',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveIntegerField(default=1)),
                ('safety_name', models.CharField(blank=True, max_length=100)),
                ('safety_route', models.CharField(blank=True, max_length=200)),
                ('safety_link', models.URLField(blank=True, max_length=300)),
                ('said_at', models.DateTimeField()),
                ('said_by', models.ForeignKey(**SAID_BY)),
                ('school', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='settings', to='people.school')),
            ],
        ),
        migrations.CreateModel(
            name='Relation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('said_at', models.DateTimeField()),
                ('adult', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='relations', to=settings.AUTH_USER_MODEL)),
                ('pupil', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='relations', to='people.pupil')),
                ('said_by', models.ForeignKey(**SAID_BY)),
            ],
        ),
        migrations.AddConstraint(
            model_name='relation',
            constraint=models.UniqueConstraint(fields=('adult', 'pupil'), name='said_once_that_they_are_kin'),
        ),
    ]
