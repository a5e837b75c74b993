"""Which week a therapist reads: asked of its days at reading time, never of what was true when it closed."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import Therapist, User
from checkins.models import CheckIn
from couples.access import caring_for
from couples.models import Couple, Grant, Level
from home.actions import leave_couple
from kit.dates import week_span
from kit.weeks import DAY, SUNDAY, WEEK, last_closed_week, last_day_over
from tests.factories import make_check_in, make_couple, make_grant, make_pause, make_therapist, make_user
from tests.repair.logs import make_moment
from tests.therapy.days import make_couple_with_days
from tests.therapy.test_couple import caseload_of, level_of, page_of
from tests.trajectory.test_closing import write_days
from therapy.reading import read_couple
from trajectory.models import SelfCheck
from trajectory.weekly.closing import close_weeks

pytestmark = pytest.mark.django_db
NOW = timezone.now()
NEWEST = last_closed_week(last_day_over(NOW, "UTC"))


@pytest.fixture
def therapist() -> Therapist:
    return make_therapist()


@pytest.fixture
def couple(therapist: Therapist) -> Couple:
    """A couple with 60 days behind it, both at words, on guard given."""
    return make_couple_with_days(therapist=therapist, now=NOW)


@pytest.fixture
def mara(couple: Couple) -> User:
    return couple.partners.get(role="hurt").user


def weeks_read(therapist: Therapist, couple: Couple, author: User, *, now: datetime = NOW) -> list[date]:
    """Return the week whose reading a therapist reads of one person, if there is any."""
    read = read_couple(caring_for(therapist.user, couple.pk, now=now), now=now)
    return [row.week for row in [read.readings.get(author.pk)] if row]


def test_the_panel_names_its_week(therapist: Therapist, couple: Couple, client: Client) -> None:
    page = page_of(therapist, couple, client)

    assert page.count(f"<h3>Week of {week_span(NEWEST)}</h3>") == 2
    assert "An earlier week" not in page


def test_week_with_a_day_that_is_not_shared_gives_way_to_an_earlier_one_that_says_so(
    therapist: Therapist, couple: Couple, mara: User, client: Client
) -> None:
    CheckIn.objects.filter(author=mara, local_date=NEWEST + DAY).update(couple=None)

    page = page_of(therapist, couple, client)

    assert page.count(f"Week of {week_span(NEWEST)}: not shared.") == 1
    assert page.count(f"<h3>An earlier week, {week_span(NEWEST - WEEK)}</h3>") == 1
    assert page.count(f"<h3>Week of {week_span(NEWEST)}</h3>") == 1


def test_week_without_an_entry_reads_like_one_that_is_not_shared(
    therapist: Therapist, couple: Couple, mara: User, client: Client
) -> None:
    days = CheckIn.objects.filter(author=mara, local_date__range=(NEWEST, NEWEST + SUNDAY))
    days.update(couple=None)
    kept = page_of(therapist, couple, client)
    days.delete()
    close_weeks(now=NOW)

    assert f"Week of {week_span(NEWEST)}: not shared." in kept
    assert weeks_read(therapist, couple, mara) == [NEWEST - WEEK]


def test_the_list_says_of_an_earlier_week_which_it_is(
    therapist: Therapist, couple: Couple, mara: User, client: Client
) -> None:
    level_of(couple, "repairing", Level.NOTHING)
    reading = mara.weekly_readings.current().get(week=NEWEST - WEEK)
    reading.record |= {"state": "higher", "state_since": reading.record["week_index"] - 1}
    reading.save()
    CheckIn.objects.filter(author=mara, local_date=NEWEST + DAY).update(couple=None)

    page = caseload_of(therapist, client)

    assert f"(as of the week of {week_span(NEWEST - WEEK)})" in page


def test_pause_at_the_closing_takes_no_reading_away(therapist: Therapist, client: Client) -> None:
    couple = make_couple(hurt=make_user(name="Mara"), joined_at=NOW - timedelta(days=90))
    mara = couple.partners.get(role="hurt").user
    write_days(mara, 35, until=NEWEST + SUNDAY, couple=couple)
    make_grant(couple=couple, therapist=therapist, active_at=NOW - timedelta(days=60), levels=(Level.WORDS,) * 2)
    pause = make_pause(user=mara, started_at=NOW - timedelta(minutes=5))
    close_weeks(now=NOW)
    during = weeks_read(therapist, couple, mara)
    pause.ended_at = NOW
    pause.save()

    assert during == weeks_read(therapist, couple, mara) == [NEWEST]


def test_the_earlier_zone_loses_no_reading(therapist: Therapist) -> None:
    mara, jonas = make_user(zone="Asia/Tokyo"), make_user(zone="America/Los_Angeles")
    couple = make_couple(hurt=mara, repairing=jonas, joined_at=NOW - timedelta(days=90))
    make_grant(couple=couple, therapist=therapist, active_at=NOW - timedelta(days=60))
    sunday = NEWEST - WEEK + SUNDAY
    for back in range(20):
        on = sunday - back * DAY
        make_check_in(author=mara, on=on, couple=couple)
    three_in_tokyo = datetime(sunday.year, sunday.month, sunday.day, 18, tzinfo=UTC)
    over_for_two = three_in_tokyo + timedelta(hours=17 + 1)

    close_weeks(now=three_in_tokyo + timedelta(minutes=1))
    early = weeks_read(therapist, couple, mara, now=three_in_tokyo + timedelta(minutes=1))
    close_weeks(now=over_for_two)

    assert early == [NEWEST - 2 * WEEK]
    assert weeks_read(therapist, couple, mara, now=over_for_two) == [NEWEST - WEEK]


@pytest.mark.parametrize(("days_late", "first"), [(0, NEWEST), (1, None)])
def test_week_is_read_from_the_grant_on(
    therapist: Therapist, couple: Couple, mara: User, days_late: int, first: date | None
) -> None:
    Grant.objects.update(from_on=NEWEST + days_late * DAY)

    assert weeks_read(therapist, couple, mara) == [first] * (first is not None)


@pytest.mark.parametrize(("days_late", "read"), [(0, [NEWEST]), (1, [])])
def test_week_is_read_from_the_opening_on(
    therapist: Therapist, couple: Couple, mara: User, days_late: int, read: list[date]
) -> None:
    opened_at = datetime.combine(NEWEST, datetime.min.time(), UTC) + days_late * DAY
    couple.partners.filter(user=mara).update(opened_at=opened_at)

    assert weeks_read(therapist, couple, mara) == read


def test_reading_shared_with_a_couple_before_is_not_read(therapist: Therapist, couple: Couple, mara: User) -> None:
    jonas = couple.partners.get(role="repairing").user
    leave_couple(mara, now=NOW)
    anew = make_couple(hurt=mara, repairing=jonas, joined_at=NOW - timedelta(days=80))
    make_grant(couple=anew, therapist=therapist, active_at=NOW - timedelta(days=80))

    assert weeks_read(therapist, anew, mara) == []


def test_moment_is_read_while_the_living_couple_shares_it(
    therapist: Therapist, couple: Couple, mara: User, client: Client
) -> None:
    before = Couple.objects.create(
        day_zones=[["2020-01-01", "UTC"]], created_at=NOW - 200 * DAY, ended_at=NOW - 100 * DAY
    )
    CheckIn.objects.filter(author=mara).update(hard_day=False)
    moment = make_moment(author=mara, on=NEWEST + DAY)
    close_weeks(now=NOW)
    kept = page_of(therapist, couple, client)
    type(moment).objects.update(couple=before, shared_at=NOW)
    earlier = page_of(therapist, couple, client)
    type(moment).objects.update(couple=couple)
    shared = page_of(therapist, couple, client)

    said = f"{(NEWEST + DAY):%-d %B}: called a hard day."
    assert [said in page for page in (kept, earlier, shared)] == [False, False, True]


@pytest.mark.parametrize(("hours", "number"), [(-1, 0), (1, 1)])
def test_self_check_from_before_the_grant_is_not_read(
    therapist: Therapist, couple: Couple, mara: User, hours: int, number: int
) -> None:
    began = datetime.combine(Grant.objects.get().from_on, datetime.min.time(), UTC)
    answered_at = began + timedelta(hours=hours)
    month = began.date().replace(day=1)
    SelfCheck.objects.create(author=mara, couple=couple, month=month, answered_at=answered_at, safer=5)

    read = read_couple(caring_for(therapist.user, couple.pk, now=NOW), now=NOW)

    assert len(read.self_checks.get(mara.pk, [])) == number
