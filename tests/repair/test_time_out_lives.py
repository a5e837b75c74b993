"""Random lives of time-outs, counted naively from what was pressed: what each page shows, and which returns are kept."""

import random
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import uuid4

import pytest

from accounts.models import User
from couples.access import standing_of
from home.actions import pause_sharing, resume_sharing
from repair.actions.time_outs import call_time_out, end_time_out, say_back
from repair.models import TimeOut
from repair.pages.time_outs import time_outs_page
from tests.factories import NOW
from tests.repair.rows import make_pair

pytestmark = pytest.mark.django_db
STEPS = 40
ACTS = ("call", "call", "call", "back", "back", "back", "back", "end", "pause")
DAY = timedelta(hours=24)


@dataclass
class Break:
    """Time-outs that overlap, as somebody with a notebook would write them down."""

    began: datetime
    ends: dict[User, datetime]
    latest: datetime
    back: dict[User, datetime] = field(default_factory=dict)

    def is_kept(self) -> bool:
        """Apply the sentence of the ruling to the two times of return."""
        first, last = min(self.back.values()), max(self.back.values())
        return first >= self.began + timedelta(minutes=10) and last <= self.latest + timedelta(minutes=30)


@dataclass
class Notebook:
    """What two people pressed while both shared; what one presses in a pause is not in it."""

    present: Break | None = None
    kept: int = 0

    def call(self, user: User, now: datetime, length: timedelta) -> None:
        """Begin, join, or take longer."""
        if self.present is None or all(end <= now for end in self.present.ends.values()):
            self.present = Break(now, {}, now)
        one = self.present
        if one.ends.get(user, now) > now:
            one.ends[user] = max(one.ends[user], min(now + length, self.called[user] + DAY))
        else:
            one.ends[user], self.called[user] = now + length, now
        one.latest = max(one.ends.values())
        one.back.pop(user, None)

    called: dict[User, datetime] = field(default_factory=dict)

    def end(self, user: User, now: datetime) -> None:
        """End one's own."""
        if self.present and self.present.ends.get(user, now) > now:
            self.present.ends[user] = now
            self.present.latest = max(self.present.ends.values())

    def back(self, user: User, now: datetime) -> None:
        """Say "I'm back"; with the second word the break is over."""
        if self.present:
            self.present.back.setdefault(user, now)
            if len(self.present.back) == 2:
                self.kept += self.present.is_kept()
                self.present = None

    def shows(self, now: datetime) -> dict[User, datetime]:
        """Return whose time-outs run on both pages, and until when."""
        return {user: end for user, end in self.present.ends.items() if end > now} if self.present else {}


def running(user: User, now: datetime) -> dict[User, datetime]:
    cards = time_outs_page(standing_of(user), before=None, now=now).cards
    return {row.author: row.ends_at for card in cards if card.is_shared for row in card.running}


@pytest.mark.parametrize("seed", range(1, 6))
def test_random_lives_equal_the_notebook(seed: int) -> None:
    draw, (hurt, repairing, couple), book, now = random.Random(seed), make_pair(), Notebook(), NOW
    paused: set[User] = set()
    for _step in range(STEPS):
        now += timedelta(minutes=draw.choice([0.2, 1, 3, 6, 9, 11, 14, 31]))
        user, act = draw.choice([hurt, repairing]), draw.choice(ACTS)
        act = "pause" if user in paused and draw.random() < 0.5 else act
        shares = user not in paused
        shared = TimeOut.objects.open().filter(couple=couple)
        if act == "pause":
            pause_sharing(user, now=now) if shares else resume_sharing(user, share_meanwhile=False, now=now)
            paused ^= {user}
        elif act == "call":
            length = timedelta(minutes=draw.choice([20, 40, 120]))
            call_time_out(user, length=length, key=uuid4(), now=now)
            if shares:
                book.call(user, now, length)
        elif act == "back" and shares and shared:
            say_back(draw.choice(list(shared)), by=user, now=now)
            book.back(user, now)
        elif act == "end" and shares and (own := shared.filter(author=user).first()):
            end_time_out(own, by=user, now=now)
            book.end(user, now)
        assert running(hurt, now) == running(repairing, now) == book.shows(now)
    assert TimeOut.objects.kept().count() == book.kept > 0
