from django.db import migrations


class Migration(migrations.Migration):
    """No opening instant any more: packs, which hold it too, are of another format and are made anew."""

    dependencies = [
        ("checkins", "0004_days_keep_zone_and_one_label"),
    ]

    operations = [
        migrations.RemoveField("checkin", "opens_at"),
    ]
