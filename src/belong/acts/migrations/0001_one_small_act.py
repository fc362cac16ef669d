"""One small act for one child, and on PostgreSQL the wall around its table."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from belong.people import walls

TABLE = "acts_act"


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('people', '0017_held_back_without_a_word'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Act',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('welcome', 'Welcome back'), ('mind', 'Keep in mind'), ('notice', 'Notice'), ('planned', 'Planned')], max_length=10)),
                ('what', models.CharField(blank=True, max_length=300)),
                ('why', models.CharField(blank=True, max_length=300)),
                ('due', models.DateField()),
                ('done_at', models.DateTimeField(blank=True, null=True)),
                ('outcome', models.CharField(blank=True, max_length=300)),
                ('noticed', models.CharField(blank=True, max_length=300)),
                ('version', models.PositiveIntegerField(default=0)),
                ('created_at', models.DateTimeField()),
                ('created_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('done_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('owner', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('pupil', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='acts', to='people.pupil')),
                ('school', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='people.school')),
                ('stand_in', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'indexes': [models.Index(fields=['school', 'done_at', 'due'], name='acts_to_do'), models.Index(fields=['pupil', 'done_at'], name='acts_of_a_child')],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('done_at', None), ('done_by', None)), models.Q(('done_at__isnull', False), ('done_by__isnull', False)), _connector='OR'), name='done_by_somebody_at_a_moment'), models.CheckConstraint(condition=models.Q(('kind', 'planned'), ('done_at__isnull', False), _connector='OR'), name='only_a_planned_act_waits'), models.CheckConstraint(condition=models.Q(models.Q(('kind', 'planned'), _negated=True), models.Q(('what', ''), _negated=True), _connector='OR'), name='a_planned_act_says_what'), models.CheckConstraint(condition=models.Q(('done_at__isnull', False), models.Q(('noticed', ''), ('outcome', '')), _connector='OR'), name='words_come_after_the_act'), models.UniqueConstraint(condition=models.Q(('kind', 'planned'), _negated=True), fields=('school', 'pupil', 'owner', 'kind', 'due'), name='one_of_a_sort_a_day')],
            },
        ),
        walls.around(TABLE),
    ]
