import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from couples.models.day_zones import DayZones


def date_moves(apps, schema_editor):
    """Store each move's date in the couple's day zone, and after which line each yes and word was said."""
    PhaseMove = apps.get_model("couples", "PhaseMove")
    newest = {}
    for move in PhaseMove.objects.select_related("couple").order_by("number").iterator():
        move.moved_on = DayZones.stored(move.couple.day_zones).date_at(move.moved_at)
        move.save(update_fields=["moved_on"])
        newest[move.couple_id] = move.number
    for name in ("PhaseYes", "ReadyWord"):
        for couple, number in newest.items():
            apps.get_model("couples", name).objects.filter(couple=couple).update(after=number)
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # it builds no index while checks of written rows wait


class Migration(migrations.Migration):
    dependencies = [
        ("couples", "0008_a_day_zone_for_each"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(model_name="phasemove", name="moved_on", field=models.DateField(null=True)),
        migrations.AddField(
            model_name="phasemove",
            name="moved_by",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(model_name="phaseyes", name="after", field=models.PositiveIntegerField(default=0)),
        migrations.AddField(model_name="readyword", name="after", field=models.PositiveIntegerField(default=0)),
        migrations.RunPython(date_moves, migrations.RunPython.noop, elidable=True),
    ]
