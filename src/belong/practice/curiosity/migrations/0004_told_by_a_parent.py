from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('curiosity', '0003_who_saw_a_try'),
    ]

    operations = [
        migrations.AlterField(
            model_name='observation',
            name='where',
            field=models.CharField(choices=[('gate', 'At the gate'), ('office', 'At the office'), ('crossing', 'At the crossing'), ('breakfast', 'At breakfast'), ('classroom', 'In the classroom'), ('corridor', 'In the corridor'), ('lunch', 'At lunch'), ('home', 'Going home'), ('parent', 'Told by a parent')], max_length=10),
        ),
    ]
