from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("couples", "0009_moves_taken_back")]

    operations = [migrations.AlterField(model_name="phasemove", name="moved_on", field=models.DateField())]
