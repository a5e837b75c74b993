from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("repair", "0004_quick_reads")]

    operations = [
        migrations.AddIndex(
            model_name="promisedate",
            index=models.Index(
                fields=["couple", "seen", "report", "due_on", "reported_at"], name="promise_date_as_seen"
            ),
        ),
    ]
