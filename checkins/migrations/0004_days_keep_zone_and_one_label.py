from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.models import OuterRef, Subquery


def keep_zones(apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
    """Give the days that stand the zone that their authors have now."""
    authors = apps.get_model("accounts", "User").objects.filter(pk=OuterRef("author"))
    apps.get_model("checkins", "CheckIn").objects.update(zone=Subquery(authors.values("zone")))
    if editor.connection.vendor == "postgresql":
        editor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # it builds no index while checks of written rows wait


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0001_initial"),
        ("checkins", "0003_packs_have_a_format"),
    ]

    operations = [
        migrations.RenameField("checkin", "came_after_opening", "is_added_later"),
        migrations.RemoveField("checkin", "written_on"),
        migrations.AddField("checkin", "zone", models.CharField(max_length=64, default=""), preserve_default=False),
        migrations.RunPython(keep_zones, migrations.RunPython.noop),
    ]
