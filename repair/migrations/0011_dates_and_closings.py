import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from couples.models.day_zones import DayZones

DATED = (  # model, the instant, the date it has in the couple's day zone
    ("Repair", "closed_at", "closed_on"),
    ("RepairReopening", "reopened_at", "reopened_on"),
    ("Agreement", "ended_at", "ended_on"),
    ("Landing", "answered_at", "answered_on"),
    ("Explanation", "written_at", "written_on"),
)


def date_of(couple, at):
    return DayZones.stored(couple.day_zones).date_at(at) if couple else at.date()


def store_dates(apps, schema_editor):
    """Store each date that both read; a repair that one closed counts as closed by one and seven days of silence."""
    for name, at, on in DATED:
        rows = apps.get_model("repair", name).objects.select_related("couple").filter(**{f"{at}__isnull": False})
        for row in rows.iterator():
            setattr(row, on, date_of(row.couple, getattr(row, at)))
            row.save(update_fields=[on])
    repairs = apps.get_model("repair", "Repair").objects.filter(rested_on__isnull=False)
    for repair in repairs.iterator():
        first = repair.reopenings.order_by("reopened_at").first()
        repair.rested_at = first.rested_at if first else repair.closed_at or repair.opened_at
        repair.save(update_fields=["rested_at"])
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # it builds no index while checks of written rows wait


class Migration(migrations.Migration):
    dependencies = [
        ("repair", "0010_each_time_out_its_own_end"),
        ("couples", "0008_a_day_zone_for_each"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        *(
            migrations.AddField(model_name=name.lower(), name=on, field=models.DateField(null=True))
            for name, _at, on in DATED
        ),
        migrations.AddField(model_name="repair", name="proposed_at", field=models.DateTimeField(null=True)),
        migrations.AddField(
            model_name="repair",
            name="proposed_by",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(model_name="repair", name="proposed_on", field=models.DateField(null=True)),
        migrations.AddField(model_name="repair", name="rested_at", field=models.DateTimeField(null=True)),
        migrations.AddField(model_name="repair", name="rested_by_both", field=models.BooleanField(default=False)),
        migrations.RunPython(store_dates, migrations.RunPython.noop, elidable=True),
    ]
