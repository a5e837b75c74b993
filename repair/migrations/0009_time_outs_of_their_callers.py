import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


def keep_each_word(apps, schema_editor):
    """Keep a return that one recorded for both as the word of that one: the other was never asked."""
    time_outs = apps.get_model("repair", "TimeOut")
    returns = apps.get_model("repair", "TimeOutReturn")
    said = time_outs.objects.filter(returned_by__isnull=False)
    returns.objects.bulk_create(
        returns(time_out=row, author_id=row.returned_by_id, couple_id=row.couple_id, said_at=row.returned_at)
        for row in said
    )
    time_outs.objects.update(returned_at=None, returned_on=None, returned_by=None, outcome="")
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # it builds no index while checks of written rows wait


class Migration(migrations.Migration):
    dependencies = [
        ("repair", "0008_a_line_for_each_couple"),
        ("couples", "0008_a_day_zone_for_each"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="TimeOutReturn",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("said_at", models.DateTimeField()),
                (
                    "outcome",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("again", "Talk again"),
                            ("tabled", "Keep it for later"),
                            ("dropped", "Let it go"),
                        ],
                        max_length=7,
                    ),
                ),
                (
                    "author",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "couple",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to="couples.couple"
                    ),
                ),
                (
                    "time_out",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="returns", to="repair.timeout"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("time_out", "author"), name="one_return_a_person"),
                ],
            },
        ),
        migrations.RunPython(keep_each_word, migrations.RunPython.noop, elidable=True),
    ]
