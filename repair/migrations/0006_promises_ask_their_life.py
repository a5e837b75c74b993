from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.models import F, Q
from django.db.models.functions import Least, TruncDate


def date_what_was_told(apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
    dates = apps.get_model("repair", "PromiseDate").objects
    dates.update(told_on=TruncDate("reported_at"))
    apps.get_model("repair", "Promise").objects.filter(ended_at__isnull=False).update(end_said_on=TruncDate("ended_at"))
    apps.get_model("repair", "PromiseNote").objects.update(added_on=TruncDate("added_at"))
    if editor.connection.vendor == "postgresql":
        editor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # it builds no index while checks of written rows wait


class Migration(migrations.Migration):
    dependencies = [("repair", "0005_counted_by_index")]

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
