"""Staff screen of weeks that could not be closed: id, week and kind of exception."""

from django.contrib import admin

from accounts.admin import ReadOnlyAdmin
from trajectory.models import UnclosedWeek


@admin.register(UnclosedWeek)
class UnclosedWeekAdmin(ReadOnlyAdmin):
    """Whose week stands alone; nothing of what was read."""

    fields = list_display = ("owner_id", "week", "problem", "happened_at")
    ordering = ("-happened_at",)
