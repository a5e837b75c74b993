"""Run once whatever is due: for cron, for catching up, and to live through weeks in a test."""

import json
import sys
from argparse import ArgumentParser
from collections import Counter
from datetime import UTC, datetime

from django.core.management.base import BaseCommand

from accounts.actions import perform_due_resets
from home.tidying import tidy
from kit.clock import database_now
from notices.actions import relay, tick
from repair.actions.heads_up import send_heads_ups
from trajectory.weekly.closing import close_weeks, weeks_to_sweep
from trustrebuild.pretending import NotHere, refuse_on_real_data


class Command(BaseCommand):
    """`run_jobs [--at 2026-03-29T18:30:00Z]`; prints what was done as JSON."""

    help = "Run everything that is due now, once, and print counts as JSON."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take another instant than the database's now."""
        parser.add_argument("--at", metavar="2026-03-29T18:30:00Z", help="as if it were this instant (demo and tests)")

    def handle(self, *args: object, at: str | None, **options: object) -> None:
        """Do it; exit 2 for an instant that cannot be read, or may not be pretended here."""
        now = database_now() if at is None else self._pretended(at)
        self.stdout.write(json.dumps(run_all(now=now)))

    def _pretended(self, written: str) -> datetime:
        try:
            refuse_on_real_data("--at")
            return read_instant(written)
        except (NotHere, ValueError) as problem:
            self.stderr.write(str(problem))
            sys.exit(2)


def read_instant(written: str) -> datetime:
    """Return an ISO instant with its offset, in UTC; raise `ValueError` in plain words."""
    try:
        found = datetime.fromisoformat(written)
    except ValueError:
        found = None
    if found is None or found.tzinfo is None or not 2000 <= found.year < 2100:
        raise ValueError("--at: write an instant such as 2026-03-29T18:30:00Z.")
    return found.astimezone(UTC)


def run_all(*, now: datetime) -> dict[str, object]:
    """Do what is due at this instant: weeks and heads-ups, then the notices that tell of them, then the mail."""
    return {
        "weeks": close_weeks(now=now, back=weeks_to_sweep(now=now)),
        "heads_ups": send_heads_ups(now=now),
        "resets": perform_due_resets(now=now),
        "reminders": tick(now=now),
        "mails": send_all(now=now),
        "erased": tidy(now=now),
    }


def send_all(*, now: datetime) -> dict[str, int]:
    """Relay until nothing is ready; return the mails by what became of them."""
    mails = Counter(sent=0)
    while (batch := relay(now=now))["claimed"]:
        mails.update(batch)
    mails.update(batch)
    del mails["claimed"]
    return dict(mails)
