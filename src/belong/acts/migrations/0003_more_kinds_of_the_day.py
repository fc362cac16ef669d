"""More kinds of acts: be there for, tomorrow is different, asked to talk."""


from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('acts', '0002_kinds_of_the_day'),
    ]

    operations = [
        migrations.AlterField(
            model_name='act',
            name='kind',
            field=models.CharField(choices=[('welcome', 'Welcome back'), ('mind', 'Keep in mind'), ('notice', 'Notice'), ('planned', 'Planned'), ('checkin', 'Check in'), ('finish', 'Finish well'), ('seen', 'Ask how it was'), ('new', 'New here'), ('hello', 'Due a hello'), ('warm', 'A warm word'), ('cover', 'Be there for'), ('tomorrow', 'Tomorrow is different'), ('asked', 'Asked to talk')], max_length=10),
        ),
    ]
