"""The row that keeps a person's last days in bytes."""

from django.db import models

from accounts.models import User


class DayPack(models.Model):
    """A copy of a person's last days in bytes (`checkins.packs`), for the weekly job alone; no words.

    One whose `format` is not `packs.FORMAT` is not read: it is made anew from the check-ins.
    """

    author = models.OneToOneField(User, models.CASCADE, primary_key=True, related_name="day_pack")
    format = models.PositiveIntegerField()
    began_on = models.DateField()
    first_on = models.DateField()
    couples = models.BinaryField()
    days = models.BinaryField()

    def __str__(self) -> str:
        return f"day pack {self.pk}"
