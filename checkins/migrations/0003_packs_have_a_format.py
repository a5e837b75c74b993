from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("checkins", "0002_day_packs"),
    ]

    operations = [
        migrations.AddField(
            model_name="daypack",
            name="format",
            field=models.PositiveIntegerField(default=0),  # no layout's: packs that stand are made anew
            preserve_default=False,
        ),
    ]
