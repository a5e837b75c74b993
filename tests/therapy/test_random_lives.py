"""Random lives of a few weeks: what the therapist's page and the weekly rows say, against naive counting from rows.

Three people, of whom two at a time live as a couple: they write, late too, take back, pause, leave, link
anew, and invite a therapist on any day.
"""

import random
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from accounts.models import User
from checkins.actions import withdraw_check_in
from checkins.models import CheckIn
from couples.access import caring_for, standing_of
from couples.models import Couple, Grant, Partner
from home.actions import leave_couple, pause_sharing, resume_sharing
from tests.checkins.days import submit
from tests.factories import make_couple, make_grant, make_therapist, make_user
from therapy.caseload import cases
from therapy.reading import read_couple
from trajectory.models import WeeklyReading, WeeklySummary
from trajectory.weekly.closing import close_weeks

pytestmark = pytest.mark.django_db
DAY, WEEK = timedelta(days=1), timedelta(weeks=1)
FIRST, WEEKS = date(2026, 3, 2), 3
BEGAN = datetime(2026, 3, 2, 9, tzinfo=UTC)
QUIET = 4  # a life in which a therapist comes to read nothing
ZONES = ("UTC", "Asia/Tokyo", "America/New_York")


class Life:
    """Three people and a therapist, whose days are drawn one after the other."""

    def __init__(self, seed: int) -> None:
        self.rng = random.Random(seed)
        people = [make_user(zone=self.rng.choice(ZONES), created_at=BEGAN - WEEK) for _ in range(3)]
        self.people, self.therapist, self.now = people, make_therapist(), BEGAN
        self.link(people[0], people[1])

    def chance(self, share: float) -> bool:
        return self.rng.random() < share

    def link(self, one: User, other: User) -> None:
        couple = make_couple(hurt=one, repairing=other, joined_at=self.now)
        couple.partners.filter(user=other).update(opened_at=self.now + self.rng.randint(0, 2) * DAY)
        self.grant_after = self.now + self.rng.randint(0, 5) * DAY

    def live(self, day: date) -> None:
        """Draw what happens on one date, at noon in UTC."""
        self.now = datetime.combine(day, time(12), UTC)
        for person in self.people:
            on = self.now.astimezone(ZoneInfo(person.zone)).date()
            if self.chance(0.75):
                self.write(person, on)
            if self.chance(0.2):
                self.write(person, on - self.rng.randint(1, 2) * DAY)
            self.change_sharing(person)
        self.change_couple()

    def write(self, person: User, on: date) -> None:
        if not CheckIn.objects.filter(author=person, local_date=on).exists():
            submit(person, on=on, now=self.now, safe=self.rng.randint(2, 9))

    def change_sharing(self, person: User) -> None:
        if self.chance(0.04):
            if standing_of(person).is_paused:
                resume_sharing(person, share_meanwhile=self.chance(0.5), now=self.now)
            else:
                pause_sharing(person, now=self.now)
        if self.chance(0.02) and (rows := list(CheckIn.objects.filter(author=person).order_by("local_date"))):
            withdraw_check_in(self.rng.choice(rows), by=person, now=self.now)

    def change_couple(self) -> None:
        couple = Couple.objects.live().first()
        if couple is None:
            self.link(*self.rng.sample(self.people, 2))
        elif self.chance(0.03):
            leave_couple(couple.partners.earliest("joined_at", "pk").user, now=self.now)
        elif self.now >= self.grant_after and not Grant.objects.filter(couple=couple).exists():
            make_grant(couple=couple, therapist=self.therapist, active_at=self.now)


def over(couple: Couple, day: date, now: datetime) -> bool:
    """Say whether a date is over where a couple counts its days."""
    zone = ZoneInfo(couple.day_zones[0][1])
    return datetime.combine(day + DAY, time(3), zone) <= now


def is_shared(row: CheckIn, couple: Couple) -> bool:
    return row.couple_id == couple.pk and row.withdrawn_at is None


def week_to_read(couple: Couple, grant: Grant, author: User, now: datetime) -> date | None:
    """Return the newest week of one person that their therapist may read, by looking at each row of each week."""
    opened = [partner.opened_at for partner in Partner.objects.filter(couple=couple)]
    zone = ZoneInfo(couple.day_zones[0][1])
    begun = max(grant.from_on, *(at.astimezone(zone).date() for at in opened))
    for number in range(WEEKS, -1, -1):
        week = FIRST + number * WEEK
        rows = [row for row in CheckIn.objects.filter(author=author) if week <= row.local_date < week + WEEK]
        is_there = WeeklyReading.objects.filter(author=author, week=week, is_current=True).exists()
        whole = rows and all(is_shared(row, couple) and over(couple, row.local_date, now) for row in rows)
        if whole and is_there and week >= begun and over(couple, week + 6 * DAY, now):
            return week
    return None


def days_of_both(couple: Couple, week: date) -> int:
    """Count the dates of a week on which both shared a day that stands."""
    dates = []
    for partner in couple.partners.all():
        rows = CheckIn.objects.filter(author=partner.user_id)
        dates.append({row.local_date for row in rows if is_shared(row, couple)})
    return sum(week <= day < week + WEEK for day in dates[0] & dates[1])


def check(life: Life, now: datetime) -> int:
    """Compare everything with naive counting; return how many weeks a therapist read."""
    for row in WeeklyReading.objects.current():
        days = [one.local_date for one in CheckIn.objects.filter(author=row.author_id)]
        assert row.says["days_in_7"] == sum(row.week <= day < row.week + WEEK for day in days)
    couple, read = Couple.objects.live().first(), 0
    if couple is None:
        return 0
    for summary in WeeklySummary.objects.current().filter(couple=couple):
        assert summary.says["both_in_7"] == days_of_both(couple, summary.week)
    for grant in Grant.objects.live(now):
        page = read_couple(caring_for(life.therapist.user, couple.pk, now=now), now=now)
        wanted = {
            author: week_to_read(couple, grant, author, now) for author in (p.user for p in couple.partners.all())
        }
        found = {author: page.readings.get(author.pk) for author in wanted}
        assert {author: row and row.week for author, row in found.items()} == wanted
        weeks = [week for week in wanted.values() if week]
        assert [case.newest for case in cases([grant], now=now)] == [max(weeks, default=None)]
        read += len(weeks)
    return read


@pytest.mark.parametrize("seed", range(6))
def test_therapist_and_weekly_rows_say_what_the_rows_say(seed: int) -> None:
    life, read = Life(seed), 0
    for number in range(WEEKS * 7 + 2):
        day = FIRST + number * DAY
        life.live(day)
        if day.weekday() == 1 and number > 6:
            now = datetime.combine(day, time(23), UTC)
            close_weeks(now=now)
            read += check(life, now)

    assert read > 0 or seed == QUIET
