"""Staff without e-mail: shared devices, and PINs that open only there."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from django.db.models import Q

CASCADE = django.db.models.deletion.CASCADE
BY_AN_ADULT = {
    'on_delete': django.db.models.deletion.SET_NULL,
    'to': settings.AUTH_USER_MODEL,
    'null': True,
    'related_name': '+',
}


def key():
    return models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')


class Migration(migrations.Migration):

    dependencies = [
        ('people', '0012_contacts_locked_away'),
    ]

    operations = [
        migrations.AlterField(
            model_name='adult',
            name='email',
            field=models.EmailField(max_length=254, null=True, unique=True, verbose_name='school e-mail'),
        ),
        migrations.CreateModel(
            name='SharedDevice',
            fields=[
                ('id', key()),
                ('name', models.CharField(max_length=60)),
                ('code', models.CharField(blank=True, max_length=64)),
                ('code_until', models.DateTimeField(null=True)),
                ('token', models.CharField(blank=True, max_length=64)),
                ('enrolled_at', models.DateTimeField(null=True)),
                ('last_used', models.DateField(null=True)),
                ('ended_at', models.DateTimeField(null=True)),
                ('code_by', models.ForeignKey(**BY_AN_ADULT)),
                ('school', models.ForeignKey(on_delete=CASCADE, related_name='+', to='people.school')),
            ],
            options={
                'constraints': [
                    models.UniqueConstraint(condition=~Q(token=''), fields=('token',), name='one_device_a_token'),
                    models.CheckConstraint(condition=Q(ended_at=None) | Q(token='', code=''), name='an_ended_device_opens_nothing'),
                ],
            },
        ),
        migrations.CreateModel(
            name='Pin',
            fields=[
                ('id', key()),
                ('secret', models.CharField(max_length=128)),
                ('given_at', models.DateTimeField()),
                ('adult', models.ForeignKey(on_delete=CASCADE, related_name='pins', to=settings.AUTH_USER_MODEL)),
                ('given_by', models.ForeignKey(**BY_AN_ADULT)),
                ('school', models.ForeignKey(on_delete=CASCADE, related_name='+', to='people.school')),
            ],
            options={
                'constraints': [
                    models.UniqueConstraint(fields=('adult', 'school'), name='one_pin_an_adult_and_school'),
                ],
            },
        ),
        migrations.CreateModel(
            name='PinTries',
            fields=[
                ('id', key()),
                ('wrong', models.PositiveIntegerField(default=0)),
                ('wait_until', models.DateTimeField(null=True)),
                ('pin', models.ForeignKey(on_delete=CASCADE, related_name='+', to='people.pin')),
                ('device', models.ForeignKey(on_delete=CASCADE, related_name='+', to='people.shareddevice')),
            ],
            options={
                'constraints': [
                    models.UniqueConstraint(fields=('pin', 'device'), name='tries_counted_once_a_pin_and_device'),
                ],
            },
        ),
    ]
