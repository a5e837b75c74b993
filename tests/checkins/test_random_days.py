"""What the reading query finds, against naive counting from rows, over random lives of two people."""

import random
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from accounts.models import User
from checkins.actions import AlreadyOpen, delete_check_in, withdraw_check_in
from checkins.models import CheckIn
from couples.actions.spaces import change_day_zone
from couples.models import Couple
from home.actions import pause_sharing, resume_sharing, save_profile
from kit.weeks import DAY
from tests.checkins.days import pair, read_by, submit
from tests.factories import NOW, partner_of

pytestmark = pytest.mark.django_db
ZONES = ("Pacific/Kiritimati", "Asia/Kolkata", "Europe/Vienna", "America/New_York", "Pacific/Pago_Pago")
ACTS = (*("write",) * 8, "move", "move", "day zone", "pause", "resume", "again", "again", "delete", "withdraw")
STEPS = 25


def wall(now: datetime, zone: str) -> datetime:
    return now.astimezone(ZoneInfo(zone)).replace(tzinfo=None)


def is_over(on: date, zone: str, now: datetime) -> bool:
    """Say whether it is 03:00 or later on the next date, by the wall clock there."""
    return wall(now, zone) >= datetime.combine(on + DAY, datetime.min.time()) + timedelta(hours=3)


@dataclass
class Lives:
    """Two people, and what is known of them without asking the product: marks, moves, and zones of dates."""

    people: list[User]
    couple: Couple
    chance: random.Random
    now: datetime = NOW
    zones: list[tuple[date, str]] = field(default_factory=lambda: [(date(2026, 1, 1), "UTC")])
    marks: set[tuple[object, date]] = field(default_factory=set)
    kept_open: dict[object, set[date]] = field(default_factory=dict)

    def zone_of(self, on: date) -> str:
        return [zone for begins, zone in self.zones if begins <= on][-1]

    def rows(self) -> list[CheckIn]:
        return [row for row in CheckIn.objects.select_related("couple") if row.couple_id == self.couple.pk]

    def both(self, on: date) -> bool:
        """Say whether two rows of a date carry the couple, and nobody took it back sealed."""
        marked = any((user.pk, on) in self.marks for user in self.people)
        return not marked and len([row for row in self.rows() if row.local_date == on]) == 2

    def open_by_clock(self, reader: User, on: date) -> bool:
        ends = (self.zone_of(on), reader.zone)
        return on in self.kept_open.get(reader.pk, ()) or all(is_over(on, zone, self.now) for zone in ends)

    def readable(self, reader: User) -> set[date]:
        """Return the dates of the other's that a person may read, one row after the other."""
        theirs = [row for row in self.rows() if row.author_id != reader.pk and row.withdrawn_at is None]
        dates = [row.local_date for row in theirs]
        return {on for on in dates if self.both(on) or self.open_by_clock(reader, on)}

    def is_closed(self, row: CheckIn) -> bool:
        """Say whether a day is told to its author as open."""
        on = row.local_date
        return row.couple_id == self.couple.pk and (self.both(on) or is_over(on, self.zone_of(on), self.now))

    def act(self) -> None:
        """Let one of the two do something, later than all before."""
        self.now += timedelta(minutes=self.chance.choice((1, 50, 200, 500)))
        me = self.chance.choice(self.people)
        mine = CheckIn.objects.filter(author=me).order_by("-local_date").first()
        match self.chance.choice(ACTS):
            case "write":
                self.write(me)
            case "move":
                self.move(me, self.chance.choice(ZONES))
            case "day zone":
                self.choose(me, self.chance.choice(ZONES))
            case "pause":
                self.pause(me)
            case "resume":
                resume_sharing(me, share_meanwhile=self.chance.random() < 0.7, now=self.now)
            case "delete" if mine:
                self.delete(me, mine)
            case "again" if mine:
                self.delete(me, mine)
                for person in self.people:
                    self.write(person, back=0)
            case "withdraw" if mine:
                is_closed = self.is_closed(mine)
                withdraw_check_in(mine, by=me, now=self.now)
                assert bool(CheckIn.objects.get(pk=mine.pk).withdrawn_at) is (is_closed or bool(mine.withdrawn_at))

    def write(self, me: User, back: int | None = None) -> None:
        """Write, fill in or change one of the last three days."""
        on = wall(self.now, me.zone).date() - (self.chance.choice((0, 0, 1, 2)) if back is None else back) * DAY
        row = CheckIn.objects.filter(author=me, local_date=on).first()
        is_closed = row is not None and self.is_closed(row)
        try:
            submit(me, on=on, now=self.now, safe=self.now.minute % 10 + 1, seen=row and row.changed_at)
        except AlreadyOpen:
            assert is_closed
        else:
            assert not is_closed or row.safe == self.now.minute % 10 + 1

    def move(self, me: User, zone: str) -> None:
        """Keep what the clock had opened, wherever the person goes."""
        dates = {self.now.date() + back * DAY for back in range(-9, 2)}
        self.kept_open.setdefault(me.pk, set()).update(on for on in dates if self.open_by_clock(me, on))
        save_profile(me, name="", zone=zone, language="en", now=self.now)
        me.refresh_from_db()

    def choose(self, me: User, zone: str) -> None:
        """Let dates end elsewhere from the third one on."""
        present = Couple.objects.get(pk=self.couple.pk).days.date_at(self.now)
        change_day_zone(partner_of(me), zone=zone, now=self.now)
        begun = [span for span in self.zones if span[0] <= present]
        self.zones = begun if begun[-1][1] == zone else [*begun, (present + 3 * DAY, zone)]

    def pause(self, me: User) -> None:
        """Take back what is sealed; those dates open by the clock from now on."""
        sealed = [row.local_date for row in self.rows() if row.author_id == me.pk and not self.is_closed(row)]
        pause_sharing(me, now=self.now)
        self.marks |= {(me.pk, on) for on in sealed}

    def delete(self, me: User, row: CheckIn) -> None:
        """Take a day away, if it is sealed."""
        is_closed = self.is_closed(row)
        with suppress(AlreadyOpen):
            delete_check_in(row, by=me, now=self.now)
        assert CheckIn.objects.filter(pk=row.pk).exists() is is_closed
        if not is_closed and row.couple_id:
            self.marks.add((me.pk, row.local_date))


@pytest.mark.parametrize("seed", range(6))
def test_what_lies_open_is_what_counting_from_rows_finds(seed: int) -> None:
    *people, couple = pair()
    Couple.objects.filter(pk=couple.pk).update(day_zones=[["2026-01-01", "UTC"]])
    lives = Lives(people, couple, random.Random(seed), datetime(2026, 3, 18, 12, tzinfo=UTC))

    for _step in range(STEPS):
        lives.act()

        for reader in people:
            found = read_by(reader, lives.now).exclude(author=reader).values_list("local_date", flat=True)
            assert set(found) == lives.readable(reader)
