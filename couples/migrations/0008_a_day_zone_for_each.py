from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("couples", "0007_day_zones_of_couples")]

    operations = [
        migrations.AddConstraint(
            "couple",
            models.CheckConstraint(condition=~models.Q(day_zones=[]), name="couple_has_a_day_zone"),
        ),
    ]
