"""Who gave a role and who ended it, roles for a class, and links to set up an account."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from django.db.models import Q

BY_AN_ADULT = {
    'on_delete': django.db.models.deletion.SET_NULL,
    'to': settings.AUTH_USER_MODEL,
    'null': True,
    'blank': True,
}


class Migration(migrations.Migration):

    dependencies = [
        ('people', '0007_the_trail_is_sealed'),
    ]

    operations = [
        migrations.RemoveConstraint(model_name='membership', name='a_reach_says_whom'),
        migrations.RemoveConstraint(model_name='membership', name='a_group_has_a_last_day'),
        migrations.AlterField(
            model_name='membership',
            name='reach',
            field=models.CharField(choices=[('school', 'school'), ('year', 'year'), ('form', 'form'), ('class', 'class'), ('child', 'child')], default='school', max_length=10),
        ),
        migrations.AddConstraint(
            model_name='membership',
            constraint=models.CheckConstraint(
                condition=Q(reach='school', reach_of='', pupil=None)
                | (Q(reach__in=['year', 'form', 'class'], pupil=None) & ~Q(reach_of=''))
                | Q(reach='child', reach_of='', pupil__isnull=False),
                name='a_reach_says_whom',
            ),
        ),
        migrations.AddConstraint(
            model_name='membership',
            constraint=models.CheckConstraint(
                condition=~Q(reach__in=['year', 'form', 'class']) | Q(ends__isnull=False),
                name='a_group_has_a_last_day',
            ),
        ),
        migrations.AddField('membership', 'given_at', models.DateTimeField(blank=True, null=True)),
        migrations.AddField('membership', 'given_by', models.ForeignKey(related_name='roles_given', **BY_AN_ADULT)),
        migrations.AddField('membership', 'ended_at', models.DateTimeField(blank=True, null=True)),
        migrations.AddField('membership', 'ended_by', models.ForeignKey(related_name='roles_ended', **BY_AN_ADULT)),
        migrations.CreateModel(
            name='Invitation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('fingerprint', models.CharField(max_length=64, unique=True)),
                ('made_at', models.DateTimeField()),
                ('expires_at', models.DateTimeField()),
                ('used_at', models.DateTimeField(blank=True, null=True)),
                ('withdrawn_at', models.DateTimeField(blank=True, null=True)),
                ('adult', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='invitations', to=settings.AUTH_USER_MODEL)),
                ('made_by', models.ForeignKey(related_name='invitations_made', **BY_AN_ADULT)),
                ('school', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='invitations', to='people.school')),
            ],
        ),
        migrations.AddConstraint(
            model_name='invitation',
            constraint=models.UniqueConstraint(condition=Q(used_at=None, withdrawn_at=None), fields=('adult', 'school'), name='one_open_invitation_an_adult_and_school'),
        ),
    ]
