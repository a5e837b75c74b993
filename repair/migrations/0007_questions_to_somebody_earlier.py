from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.models import Q

from couples.models.day_zones import DayZones
from kit.weeks import local_today


def date_of(row, at):
    return DayZones.stored(row.couple.day_zones).date_at(at) if row.couple else local_today(at, row.author.zone)


def date_what_was_sent(apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
    rows = apps.get_model("repair", "AnswerVersion").objects.select_related("couple", "author")
    for row in rows.filter(sent_at__isnull=False).iterator():
        row.sent_on = date_of(row, row.sent_at)
        row.save(update_fields=["sent_on"])
    if editor.connection.vendor == "postgresql":
        editor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # it builds no index while checks of written rows wait


class Migration(migrations.Migration):
    dependencies = [("repair", "0006_promises_ask_their_life")]

    operations = [
        migrations.RemoveConstraint(model_name="question", name="open_question_has_a_slot"),
        migrations.AddConstraint(
            model_name="question",
            constraint=models.CheckConstraint(
                condition=Q(slot=None) | Q(asked_at__isnull=False, closed_as="", slot__range=(1, 5)),
                name="only_an_open_question_has_a_slot",
            ),
        ),
        migrations.RemoveConstraint(model_name="answerversion", name="draft_answer_is_not_shared"),
        migrations.AddField(model_name="answerversion", name="sent_on", field=models.DateField(null=True)),
        migrations.RunPython(date_what_was_sent, migrations.RunPython.noop),
        migrations.AddConstraint(
            model_name="answerversion",
            constraint=models.CheckConstraint(
                condition=Q(sent_at__isnull=False, sent_on__isnull=False) | Q(sent_at=None, sent_on=None, couple=None),
                name="draft_answer_is_not_shared",
            ),
        ),
    ]
