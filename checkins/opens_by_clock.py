"""The row that says that a date was taken back before it was open."""

from uuid import uuid4

from django.db import models

from accounts.models import User


class OpensByClock(models.Model):
    """A date that its author had shared, and took back or paused over while it was sealed. Read by nobody else.

    It opens to both by the clock only: else a day sent with an empty hand, and sent again, would
    tell when the other wrote (ruling 36).
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    author = models.ForeignKey(User, models.CASCADE, related_name="+")
    local_date = models.DateField()

    class Meta:
        verbose_name_plural = "dates that open by the clock"
        constraints = [models.UniqueConstraint(fields=["author", "local_date"], name="opens_by_clock_once_a_date")]

    def __str__(self) -> str:
        return f"opens by the clock {self.pk}"
