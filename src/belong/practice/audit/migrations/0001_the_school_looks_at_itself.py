"""The school looks at itself, and on PostgreSQL the wall around each of its tables."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from belong.people import walls

TABLES = (
    "audit_look", "audit_question", "audit_taker", "audit_rating", "audit_agreed",
    "audit_blocknote", "audit_evidence", "audit_paper", "audit_step", "audit_ownlist",
    "audit_ownitem",
)


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('people', '0019_by_when_somebody_is_told'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Look',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('framework', models.CharField(max_length=60)),
                ('title', models.CharField(max_length=120)),
                ('licence', models.CharField(max_length=200)),
                ('source', models.CharField(max_length=400)),
                ('meeting_on', models.DateField(blank=True, null=True)),
                ('opened_on', models.DateField()),
                ('closed_on', models.DateField(blank=True, null=True)),
                ('opened_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('previous', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='next', to='audit.look')),
                ('school', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='people.school')),
            ],
        ),
        migrations.CreateModel(
            name='BlockNote',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('block', models.PositiveSmallIntegerField()),
                ('words', models.CharField(blank=True, max_length=1000)),
                ('version', models.PositiveIntegerField(default=1)),
                ('said_at', models.DateTimeField()),
                ('said_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('school', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='people.school')),
                ('look', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='notes', to='audit.look')),
            ],
        ),
        migrations.CreateModel(
            name='OwnList',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(max_length=40)),
                ('title', models.CharField(max_length=120)),
                ('licence', models.CharField(max_length=200)),
                ('source', models.CharField(max_length=400)),
                ('author', models.CharField(max_length=200)),
                ('reviewed', models.DateField()),
                ('review_again', models.DateField()),
                ('brought_at', models.DateTimeField()),
                ('brought_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('school', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='people.school')),
            ],
        ),
        migrations.CreateModel(
            name='OwnItem',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('item', models.CharField(max_length=20)),
                ('place', models.PositiveSmallIntegerField()),
                ('area', models.CharField(max_length=120)),
                ('block_title', models.CharField(max_length=120)),
                ('text', models.CharField(max_length=300)),
                ('prompts', models.TextField(blank=True, max_length=2000)),
                ('ties', models.CharField(blank=True, max_length=200)),
                ('optional', models.BooleanField(default=False)),
                ('pupils', models.CharField(blank=True, max_length=300)),
                ('families', models.CharField(blank=True, max_length=300)),
                ('staff', models.CharField(blank=True, max_length=300)),
                ('offers', models.CharField(blank=True, max_length=200)),
                ('school', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='people.school')),
                ('of', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='items', to='audit.ownlist')),
            ],
        ),
        migrations.CreateModel(
            name='Question',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('item', models.CharField(max_length=20)),
                ('place', models.PositiveSmallIntegerField()),
                ('area', models.CharField(max_length=120)),
                ('block', models.PositiveSmallIntegerField()),
                ('block_title', models.CharField(max_length=120)),
                ('text', models.CharField(max_length=300)),
                ('prompts', models.TextField(blank=True, max_length=2000)),
                ('ties', models.CharField(blank=True, max_length=200)),
                ('pupils', models.CharField(blank=True, max_length=300)),
                ('families', models.CharField(blank=True, max_length=300)),
                ('staff', models.CharField(blank=True, max_length=300)),
                ('offers', models.CharField(blank=True, max_length=200)),
                ('look', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='questions', to='audit.look')),
                ('school', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='people.school')),
            ],
        ),
        migrations.CreateModel(
            name='Paper',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=120)),
                ('kind', models.CharField(max_length=5)),
                ('body', models.BinaryField(max_length=3000000)),
                ('added_at', models.DateTimeField()),
                ('added_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('school', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='people.school')),
                ('question', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='papers', to='audit.question')),
            ],
        ),
        migrations.CreateModel(
            name='Evidence',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(max_length=40)),
                ('answer', models.CharField(choices=[('taken', 'Taken'), ('declined', 'Declined')], max_length=10)),
                ('note', models.CharField(blank=True, max_length=400)),
                ('figure', models.CharField(blank=True, max_length=500)),
                ('rounded', models.CharField(blank=True, max_length=500)),
                ('as_of', models.DateField()),
                ('version', models.PositiveIntegerField(default=1)),
                ('said_at', models.DateTimeField()),
                ('said_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('school', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='people.school')),
                ('question', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='offered', to='audit.question')),
            ],
        ),
        migrations.CreateModel(
            name='Agreed',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('rag', models.CharField(choices=[('strong', 'Strong'), ('some', 'Some'), ('notyet', 'Not yet'), ('cannot', 'I cannot say')], max_length=10)),
                ('evidence', models.CharField(blank=True, max_length=1000)),
                ('thought', models.CharField(blank=True, max_length=1000)),
                ('version', models.PositiveIntegerField(default=1)),
                ('said_at', models.DateTimeField()),
                ('said_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('school', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='people.school')),
                ('question', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='agreed', to='audit.question')),
            ],
        ),
        migrations.CreateModel(
            name='Step',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('what', models.CharField(max_length=300)),
                ('due', models.DateField()),
                ('done_on', models.DateField(blank=True, null=True)),
                ('outcome', models.CharField(blank=True, max_length=300)),
                ('version', models.PositiveIntegerField(default=1)),
                ('set_on', models.DateField()),
                ('look', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='steps', to='audit.look')),
                ('owner', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('question', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='steps', to='audit.question')),
                ('school', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='people.school')),
                ('set_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
        ),
        migrations.CreateModel(
            name='Taker',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('group', models.CharField(choices=[('leaders', 'Leaders'), ('staff', 'Staff'), ('governors', 'Governors')], max_length=10)),
                ('joined_at', models.DateTimeField()),
                ('adult', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('look', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='takers', to='audit.look')),
                ('school', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='people.school')),
            ],
        ),
        migrations.CreateModel(
            name='Rating',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('rag', models.CharField(choices=[('strong', 'Strong'), ('some', 'Some'), ('notyet', 'Not yet'), ('cannot', 'I cannot say')], max_length=10)),
                ('note', models.CharField(blank=True, max_length=400)),
                ('version', models.PositiveIntegerField(default=1)),
                ('said_at', models.DateTimeField()),
                ('question', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='ratings', to='audit.question')),
                ('school', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='people.school')),
                ('taker', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='ratings', to='audit.taker')),
            ],
        ),
        migrations.AddIndex(
            model_name='look',
            index=models.Index(fields=['school', 'closed_on'], name='looks_of_a_school'),
        ),
        migrations.AddConstraint(
            model_name='look',
            constraint=models.CheckConstraint(condition=models.Q(('closed_on', None), ('closed_on__gte', models.F('opened_on')), _connector='OR'), name='a_look_closes_after_it_opens'),
        ),
        migrations.AddConstraint(
            model_name='look',
            constraint=models.UniqueConstraint(condition=models.Q(('closed_on', None)), fields=('school', 'framework'), name='one_open_look'),
        ),
        migrations.AddConstraint(
            model_name='blocknote',
            constraint=models.UniqueConstraint(fields=('look', 'block'), name='one_note_for_a_block'),
        ),
        migrations.AddConstraint(
            model_name='ownlist',
            constraint=models.UniqueConstraint(fields=('school', 'key'), name='one_list_of_a_key'),
        ),
        migrations.AddConstraint(
            model_name='ownitem',
            constraint=models.UniqueConstraint(fields=('of', 'item'), name='one_of_a_key_in_a_list'),
        ),
        migrations.AddConstraint(
            model_name='ownitem',
            constraint=models.UniqueConstraint(fields=('of', 'place'), name='one_of_a_place_in_a_list'),
        ),
        migrations.AddConstraint(
            model_name='question',
            constraint=models.UniqueConstraint(fields=('look', 'item'), name='asked_once_in_a_look'),
        ),
        migrations.AddConstraint(
            model_name='question',
            constraint=models.UniqueConstraint(fields=('look', 'place'), name='one_place_for_each'),
        ),
        migrations.AddConstraint(
            model_name='evidence',
            constraint=models.UniqueConstraint(fields=('question', 'key'), name='answered_once'),
        ),
        migrations.AddConstraint(
            model_name='evidence',
            constraint=models.CheckConstraint(condition=models.Q(('answer', 'taken'), models.Q(('figure', ''), ('rounded', '')), _connector='OR'), name='what_was_declined_is_not_kept'),
        ),
        migrations.AddConstraint(
            model_name='agreed',
            constraint=models.CheckConstraint(condition=models.Q(('rag__in', ['strong', 'some', 'notyet'])), name='agreed_in_one_of_three'),
        ),
        migrations.AddIndex(
            model_name='step',
            index=models.Index(fields=['school', 'owner', 'done_on'], name='steps_of_an_adult'),
        ),
        migrations.AddConstraint(
            model_name='step',
            constraint=models.CheckConstraint(condition=models.Q(('what', ''), _negated=True), name='a_step_says_what'),
        ),
        migrations.AddConstraint(
            model_name='step',
            constraint=models.CheckConstraint(condition=models.Q(('due__gte', models.F('set_on'))), name='a_step_is_still_to_do'),
        ),
        migrations.AddConstraint(
            model_name='step',
            constraint=models.CheckConstraint(condition=models.Q(('done_on__isnull', False), ('outcome', ''), _connector='OR'), name='what_came_of_it_comes_after'),
        ),
        migrations.AddConstraint(
            model_name='taker',
            constraint=models.UniqueConstraint(fields=('look', 'adult'), name='takes_part_once'),
        ),
        migrations.AddConstraint(
            model_name='taker',
            constraint=models.CheckConstraint(condition=models.Q(('group__in', ['leaders', 'staff', 'governors'])), name='takes_part_as_somebody'),
        ),
        migrations.AddConstraint(
            model_name='rating',
            constraint=models.UniqueConstraint(fields=('question', 'taker'), name='said_once_by_each'),
        ),
        migrations.AddConstraint(
            model_name='rating',
            constraint=models.CheckConstraint(condition=models.Q(('rag__in', ['strong', 'some', 'notyet', 'cannot'])), name='said_in_one_of_four'),
        ),
        walls.around(*TABLES),
    ]
