from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('people', '0001_people_and_places'),
    ]

    operations = [
        migrations.AddField(
            model_name='school',
            name='revision',
            field=models.PositiveIntegerField(default=0),
        ),
        migrations.AddField(
            model_name='pupil',
            name='other_ids',
            field=models.JSONField(blank=True, default=list, verbose_name='other numbers a file may use'),
        ),
    ]
