"""The word for a child's social worker, texts a school keeps, and on PostgreSQL the walls."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from belong.people import walls

TABLES = ("contact_word", "contact_wordway", "contact_schooltext")


class Migration(migrations.Migration):

    dependencies = [
        ('contact', '0001_tries'),
        ('people', '0017_held_back_without_a_word'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='SchoolText',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(max_length=40)),
                ('situation', models.CharField(max_length=20)),
                ('language', models.CharField(default='en', max_length=8)),
                ('words', models.CharField(blank=True, max_length=400)),
                ('of_words', models.CharField(blank=True, max_length=400)),
                ('hidden', models.BooleanField(default=False)),
                ('reviewed_by', models.CharField(blank=True, max_length=100)),
                ('reviewed_on', models.DateField(null=True)),
                ('version', models.PositiveIntegerField(default=1)),
                ('written_at', models.DateTimeField()),
                ('school', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='people.school')),
                ('written_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('school', 'key', 'language'), name='one_text_a_key_and_language'), models.CheckConstraint(condition=models.Q(models.Q(('reviewed_by', ''), ('reviewed_on', None)), models.Q(models.Q(('reviewed_by', ''), _negated=True), ('reviewed_on__isnull', False)), _connector='OR'), name='a_review_has_a_name_and_a_day')],
            },
        ),
        migrations.CreateModel(
            name='Word',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('day', models.DateField()),
                ('said', models.CharField(max_length=600)),
                ('how', models.CharField(choices=[('phone', 'By phone'), ('email', 'By e-mail'), ('secure', 'By secure mail'), ('page', 'On their page, by link')], max_length=10)),
                ('code', models.CharField(blank=True, max_length=4)),
                ('at', models.DateTimeField()),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('involvement', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='people.involvement')),
                ('pupil', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='people.pupil')),
                ('school', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='people.school')),
            ],
            options={
                'indexes': [models.Index(fields=['school', 'day'], name='words_of_a_day'), models.Index(fields=['pupil', 'day'], name='words_of_a_child')],
                'constraints': [models.CheckConstraint(condition=models.Q(('said', ''), _negated=True), name='a_word_says_something'), models.CheckConstraint(condition=models.Q(('how', 'page'), ('involvement', None), _connector='OR'), name='a_word_on_a_page_went_there')],
            },
        ),
        migrations.CreateModel(
            name='WordWay',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('how', models.CharField(choices=[('phone', 'By phone'), ('email', 'By e-mail'), ('secure', 'By secure mail'), ('page', 'On their page, by link')], max_length=10)),
                ('who', models.CharField(blank=True, max_length=203)),
                ('reach', models.CharField(blank=True, max_length=303)),
                ('wishes', models.CharField(blank=True, max_length=603)),
                ('by_when', models.TimeField(null=True)),
                ('version', models.PositiveIntegerField(default=1)),
                ('said_at', models.DateTimeField()),
                ('involvement', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='people.involvement')),
                ('pupil', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='people.pupil')),
                ('said_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('school', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='people.school')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('pupil',), name='one_way_to_hear_a_child'), models.CheckConstraint(condition=models.Q(('how', 'page'), ('involvement', None), _connector='OR'), name='a_page_only_where_chosen')],
            },
        ),
        walls.around(*TABLES),
    ]
