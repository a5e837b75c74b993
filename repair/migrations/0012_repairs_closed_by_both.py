from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies = [("repair", "0011_dates_and_closings")]

    operations = [
        migrations.RemoveConstraint(model_name="repair", name="closed_repair_has_a_date"),
        migrations.RemoveConstraint(model_name="agreement", name="paused_by_needs_a_time"),
        migrations.RemoveField(model_name="repair", name="closed_by"),
        migrations.RemoveField(model_name="agreement", name="paused_by"),
        migrations.AlterField(model_name="repairreopening", name="reopened_on", field=models.DateField()),
        migrations.AlterField(model_name="landing", name="answered_on", field=models.DateField()),
        migrations.AlterField(model_name="explanation", name="written_on", field=models.DateField()),
        migrations.AddConstraint(
            model_name="agreement",
            constraint=models.CheckConstraint(
                condition=Q(ended_at=None, ended_on=None) | Q(ended_at__isnull=False, ended_on__isnull=False),
                name="ended_agreement_has_a_date",
            ),
        ),
        migrations.AddConstraint(
            model_name="repair",
            constraint=models.CheckConstraint(
                condition=Q(closed_at=None, closed_on=None) | Q(closed_at__isnull=False, closed_on__isnull=False),
                name="closed_repair_has_a_date",
            ),
        ),
        migrations.AddConstraint(
            model_name="repair",
            constraint=models.CheckConstraint(
                condition=Q(proposed_at=None, proposed_on=None, proposed_by=None)
                | Q(proposed_at__isnull=False, proposed_on__isnull=False),
                name="proposed_closing_has_a_date",
            ),
        ),
        migrations.AddConstraint(
            model_name="repair",
            constraint=models.CheckConstraint(
                condition=Q(rested_at=None, rested_on=None) | Q(rested_at__isnull=False, rested_on__isnull=False),
                name="rested_repair_has_a_date",
            ),
        ),
    ]
