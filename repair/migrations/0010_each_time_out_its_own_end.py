from datetime import timedelta

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from django.db.models import F, Q


class Migration(migrations.Migration):
    dependencies = [
        ("repair", "0009_time_outs_of_their_callers"),
        ("couples", "0008_a_day_zone_for_each"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveConstraint(model_name="timeout", name="one_time_out_at_a_time"),
        migrations.RemoveConstraint(model_name="timeout", name="twenty_minutes_to_a_day"),
        migrations.RemoveConstraint(model_name="timeout", name="return_has_a_time"),
        migrations.RemoveField(model_name="timeout", name="extended_at"),
        migrations.RemoveField(model_name="timeout", name="outcome"),
        migrations.RemoveField(model_name="timeout", name="returned_by"),
        migrations.RenameField(model_name="timeout", old_name="returns_at", new_name="ends_at"),
        migrations.AddField(model_name="timeout", name="is_kept", field=models.BooleanField(default=False)),
        migrations.AddField(
            model_name="timeout",
            name="joined",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to="repair.timeout"
            ),
        ),
        migrations.AddConstraint(
            model_name="timeout",
            constraint=models.UniqueConstraint(
                condition=Q(is_open=True), fields=("author", "couple"), name="one_time_out_of_a_partner"
            ),
        ),
        migrations.AddConstraint(
            model_name="timeout",
            constraint=models.UniqueConstraint(
                condition=Q(is_open=True, couple=None), fields=("author",), name="one_time_out_of_ones_own"
            ),
        ),
        migrations.AddConstraint(
            model_name="timeout",
            constraint=models.CheckConstraint(
                condition=Q(ends_at__gte=F("started_at")) & Q(ends_at__lte=F("started_at") + timedelta(hours=24)),
                name="time_out_within_a_day",
            ),
        ),
        migrations.AddConstraint(
            model_name="timeout",
            constraint=models.CheckConstraint(
                condition=Q(returned_at=None, returned_on=None, is_kept=False)
                | Q(is_open=False, returned_at__isnull=False, returned_on__isnull=False),
                name="return_has_a_date",
            ),
        ),
    ]
