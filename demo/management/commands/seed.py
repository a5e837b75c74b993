"""Fill a demo or test database with believable lives."""

import sys
from argparse import ArgumentParser

from django.core.management.base import BaseCommand

from accounts.models import User
from demo.seeding import seed_couples, seed_demo
from kit.clock import database_now
from trajectory.weekly.closing import close_weeks
from trustrebuild.pretending import NotHere, refuse_on_real_data


class Command(BaseCommand):
    """`seed --couples N --weeks W --seed S`, or `seed --demo`."""

    help = "Make believable couples; only with EMBEDDED=1 or in a test or bench database."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take how many couples, how many weeks, which random start."""
        parser.add_argument("--couples", type=int, default=20)
        parser.add_argument("--weeks", type=int, default=26)
        parser.add_argument("--seed", type=int, default=1)
        parser.add_argument("--demo", action="store_true", help="the demo's people; nothing if there are any people")

    def handle(self, *args: object, couples: int, weeks: int, seed: int, demo: bool, **options: object) -> None:
        """Make the rows and their weekly summaries; exit 2 on a database of real people."""
        try:
            refuse_on_real_data("seed")
        except NotHere as problem:
            self.stderr.write(str(problem))
            sys.exit(2)
        if min(couples, weeks) < 1 or seed < 0:
            self.stderr.write("--couples and --weeks start at 1, --seed at 0.")
            sys.exit(2)
        now = database_now()
        if demo:
            if User.objects.exists():
                return
            seed_demo(now=now)
        else:
            seed_couples(couples=couples, weeks=weeks, seed=seed, now=now)
        close_weeks(now=now, back=weeks + 1)
