import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0001_initial"),
        ("checkins", "0005_days_open_when_they_are_read"),
    ]

    operations = [
        migrations.CreateModel(
            name="OpensByClock",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("local_date", models.DateField()),
                (
                    "author",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "dates that open by the clock",
                "constraints": [
                    models.UniqueConstraint(fields=("author", "local_date"), name="opens_by_clock_once_a_date")
                ],
            },
        ),
    ]
