"""Give each couple that exists the zone of whoever of the two lives in the smaller offset (ruling 33a)."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from django.db import migrations


def give_zones(apps, schema_editor):
    Couple, Partner = apps.get_model("couples", "Couple"), apps.get_model("couples", "Partner")
    now, zones = datetime.now(UTC), {}
    for couple, zone in Partner.objects.order_by("joined_at", "pk").values_list("couple", "user__zone"):
        zones.setdefault(couple, []).append(zone)
    for couple in Couple.objects.filter(day_zones=[]).iterator():
        of_two = zones.get(couple.pk) or ["UTC"]
        zone = min(of_two, key=lambda name: now.astimezone(ZoneInfo(name)).utcoffset())
        couple.day_zones = [[couple.created_at.astimezone(ZoneInfo(zone)).date().isoformat(), zone]]
        couple.save(update_fields=["day_zones"])


class Migration(migrations.Migration):
    dependencies = [("couples", "0006_day_zones")]

    operations = [migrations.RunPython(give_zones, migrations.RunPython.noop)]
