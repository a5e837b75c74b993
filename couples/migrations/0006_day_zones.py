from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("couples", "0005_one_at_a_time")]

    operations = [
        migrations.AddField("couple", "day_zones", models.JSONField(default=list)),
        migrations.AddField("partner", "open_until", models.DateField(blank=True, null=True)),
        migrations.AddField(
            "invitation", "day_zone", models.CharField(blank=True, max_length=64, default=""), preserve_default=False
        ),
        migrations.AlterField(
            "accessevent",
            "verb",
            models.CharField(
                choices=[
                    ("joined", "joined"),
                    ("opened", "opened the space"),
                    ("paused", "paused"),
                    ("resumed", "resumed"),
                    ("left", "left"),
                    ("day_zone", "changed where your shared days end"),
                    ("grant_asked", "invited a therapist"),
                    ("consented", "agreed to a therapist"),
                    ("grant_active", "sharing with the therapist began"),
                    ("grant_ended", "sharing with the therapist ended"),
                    ("level_set", "changed what the therapist reads"),
                    ("read", "read by the therapist"),
                ],
                max_length=14,
            ),
        ),
    ]
