from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.models import F, Q
from django.db.models.functions import Least

from couples.models.day_zones import DayZones
from kit.weeks import local_today


def date_of(row, at):
    return DayZones.stored(row.couple.day_zones).date_at(at) if row.couple else local_today(at, row.author.zone)


def date_what_was_told(apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
    """Date each in the couple's day zone, what was kept to oneself where its author lives."""
    for name, at, on in (
        ("PromiseDate", "reported_at", "told_on"),
        ("Promise", "ended_at", "end_said_on"),
        ("PromiseNote", "added_at", "added_on"),
    ):
        rows = apps.get_model("repair", name).objects.select_related("couple", "author")
        for row in rows.filter(**{f"{at}__isnull": False}).iterator():
            setattr(row, on, date_of(row, getattr(row, at)))
            row.save(update_fields=[on])
    if editor.connection.vendor == "postgresql":
        editor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # it builds no index while checks of written rows wait


class Migration(migrations.Migration):
    dependencies = [("repair", "0005_counted_by_index"), ("couples", "0008_a_day_zone_for_each")]

    operations = [
        migrations.RemoveConstraint(model_name="promise", name="open_promise_has_a_slot"),
        migrations.RemoveIndex(model_name="promisedate", name="promise_date_of_author"),
        migrations.RemoveIndex(model_name="promisedate", name="promise_date_of_couple"),
        migrations.RemoveIndex(model_name="promisedate", name="promise_date_as_seen"),
        migrations.AddField(model_name="promise", name="end_said_on", field=models.DateField(null=True)),
        migrations.AddField(model_name="promisedate", name="told_on", field=models.DateField(null=True)),
        migrations.AddField(model_name="promisenote", name="added_on", field=models.DateField(null=True)),
        migrations.RunPython(date_what_was_told, migrations.RunPython.noop),
        migrations.AlterField(model_name="promisedate", name="told_on", field=models.DateField()),
        migrations.AlterField(model_name="promisenote", name="added_on", field=models.DateField()),
        migrations.AddField(
            model_name="promisedate",
            name="stands_on",
            field=models.GeneratedField(
                db_persist=True,
                expression=models.Case(
                    models.When(report__in=("kept", "late"), then=Least(F("due_on"), F("told_on"))),
                    default=F("due_on"),
                ),
                output_field=models.DateField(),
            ),
        ),
        migrations.AddIndex(
            model_name="promisedate", index=models.Index(fields=["author", "stands_on"], name="promise_date_of_author")
        ),
        migrations.AddIndex(
            model_name="promisedate", index=models.Index(fields=["couple", "stands_on"], name="promise_date_of_couple")
        ),
        migrations.AddIndex(
            model_name="promisedate",
            index=models.Index(
                fields=["couple", "seen", "report", "stands_on", "reported_at"], name="promise_date_as_seen"
            ),
        ),
        migrations.AddConstraint(
            model_name="promise",
            constraint=models.CheckConstraint(
                condition=Q(ended_at=None, ended_on=None, end_said_on=None, ended_as="")
                & (Q(slot=None) | Q(slot__range=(1, 3)))
                | Q(ended_at__isnull=False, ended_on__isnull=False, end_said_on__isnull=False, slot=None)
                & ~Q(ended_as=""),
                name="ended_promise_has_no_slot",
            ),
        ),
    ]
