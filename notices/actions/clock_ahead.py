"""What a clock that was ahead left behind: plans so far off that nobody made them."""

from datetime import datetime, timedelta

from django.db import transaction

from notices.models import Delivery, Reminder, State
from notices.windows import window_after

FARTHEST = timedelta(days=3)  # a window opens within two days even where a zone skips a date
UNSENT = (State.PENDING, State.EXPIRED)


def return_to_the_plan(*, now: datetime) -> int:
    """Compute anew what stands beyond any plan; return how many reminder clocks that were.

    A tick under a clock that is a year ahead moves every reminder by a year, and letters and
    leases with it. Nobody would hear from us until then.
    """
    later = now + FARTHEST
    Delivery.objects.letters().filter(state=State.PENDING, due_at__gt=later).update(due_at=now)
    Delivery.objects.filter(claim__isnull=False, lease_until__gt=later).update(lease_until=now)
    return _turn_back(now)


@transaction.atomic
def _turn_back(now: datetime) -> int:
    """Set these clocks to their next window; days that expired only by the wrong clock get their notice."""
    far = Reminder.objects.due_after(now + FARTHEST).select_for_update(skip_locked=True, of=("self",))
    reminders = list(far.with_zone())
    if reminders:
        people = [reminder.user_id for reminder in reminders]
        Delivery.objects.notices().of(people).filter(state__in=UNSENT, created_at__gt=now + FARTHEST).delete()
        for reminder in reminders:
            reminder.turn_to(window_after(now, reminder.rhythm(reminder.zone)))
        Reminder.objects.bulk_update(reminders, ["next_on", "next_due_at", "next_until"], batch_size=500)
    return len(reminders)
