from collections import Counter

from django.db import migrations, models


def number_what_was_kept(apps, schema_editor):
    """Until now only the clock told which import was kept last."""
    Import = apps.get_model('intake', 'Import')
    School = apps.get_model('people', 'School')
    seen = Counter()
    for brought in Import.objects.filter(stage='kept').order_by('kept_at', 'pk'):
        seen[brought.school_id] += 1
        Import.objects.filter(pk=brought.pk).update(kept_revision=seen[brought.school_id])
    for school, revision in seen.items():
        School.objects.filter(pk=school).update(revision=revision)


class Migration(migrations.Migration):

    dependencies = [
        ('intake', '0001_imports_and_snapshots'),
        ('people', '0002_revision_and_other_numbers'),
    ]

    operations = [
        migrations.AddField(
            model_name='import',
            name='kept_revision',
            field=models.PositiveIntegerField(default=0),
        ),
        migrations.RunPython(number_what_was_kept, migrations.RunPython.noop, elidable=True),
    ]
