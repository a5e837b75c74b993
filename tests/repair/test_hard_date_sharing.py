"""A hard date belongs to its author through every couple; the line before it, to the time its page shows."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.urls import reverse

from couples.access import standing_of
from home.actions import leave_couple
from repair.actions.hard_dates import HardDateSaid, mark_date, share_date, write_line
from repair.actions.heads_up import send_heads_ups
from repair.models import HardDate, HardDateLine
from repair.pages.due import due_today
from repair.pages.hard_dates import hard_dates_page
from tests.factories import NOW, make_reminder, make_user
from tests.repair import logs, rows
from tests.repair.pages import browser, today
from tests.repair.rows import TODAY, make_pair

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.mark.parametrize("is_same", [False, True])
def test_date_shared_with_somebody_earlier_says_so_and_can_be_shared_anew(is_same: bool) -> None:
    hurt, repairing, couple = make_pair()
    row = logs.make_hard_date(author=hurt, couple=couple)
    write_line(row, by=repairing, words="I am home at four.", on=row.falls_on, key=uuid4(), now=NOW)
    leave_couple(hurt, now=NOW)
    partner = repairing if is_same else make_user()
    new = rows.make_couple(hurt=hurt, repairing=partner)

    page = browser(hurt).get(reverse("repair:hard_dates")).content.decode()
    before = list(HardDate.objects.from_the_other(partner))
    share_date(row, by=hurt, now=NOW)
    [theirs] = hard_dates_page(standing_of(partner), TODAY).coming

    assert ("shared with somebody earlier" in page, "from you" in page) == (True, False)
    assert reverse("repair:hard_date_share", args=[row.pk]) in page
    assert (before, theirs.row.couple, theirs.can_write_line) == ([], new, True)
    line = write_line(theirs.row, by=partner, words="I am there.", on=row.falls_on, key=uuid4(), now=NOW)
    assert [one.words for one in HardDateLine.objects.visible_to(hurt)] == [line.words]


def test_date_shared_anew_is_announced_to_the_new_partner_until_their_line_is_written() -> None:
    hurt, repairing, couple = make_pair()
    row = logs.make_hard_date(author=hurt, couple=couple)
    write_line(row, by=repairing, words="I am home at four.", on=row.falls_on, key=uuid4(), now=NOW)
    leave_couple(hurt, now=NOW)
    rows.make_couple(hurt=hurt, repairing=repairing)
    make_reminder(user=repairing)
    share_date(row, by=hurt, now=NOW)
    near = row.falls_on - DAY

    told = send_heads_ups(now=NOW + (near - TODAY))
    asked = [item.title for item in due_today(standing_of(repairing), on=near, now=NOW + (near - TODAY))]

    assert (told, asked) == (1, ["A date that may be hard is near"])


@pytest.mark.parametrize("typed", ["1 December {year}", "01.12.{year}", "{year}-12-01", "1 Dec {year}"])
def test_date_is_read_as_people_type_it(typed: str) -> None:
    hurt, _repairing, _couple = make_pair()
    year = today().year + 1
    said = {"once": uuid4(), "falls_on": typed.format(year=year), "name": "the day", "notice_days": "3"}

    answer = browser(hurt).post(reverse("repair:hard_date_new"), said)

    assert (answer.status_code, HardDate.objects.get().falls_on.isoformat()) == (302, f"{year}-12-01")


@pytest.mark.parametrize(("back", "status"), [(1, 302), (2, 400)])
def test_date_marked_after_midnight_may_be_that_of_its_page(back: int, status: int) -> None:
    hurt, _repairing, _couple = make_pair()
    day = (today() - back * DAY).isoformat()
    said = {"once": uuid4(), "day": day, "falls_on": day, "name": "the day", "notice_days": "3"}

    assert browser(hurt).post(reverse("repair:hard_date_new"), said).status_code == status


def test_line_is_for_the_time_its_page_showed() -> None:
    hurt, repairing, couple = make_pair()
    row = logs.make_hard_date(author=hurt, couple=couple, on=today() - DAY, yearly=True)
    client, path = browser(repairing), reverse("repair:hard_date_line", args=[row.pk])

    client.post(path, {"once": uuid4(), "words": "I thought of you.", "for_on": row.falls_on.isoformat()})

    assert HardDateLine.objects.get().for_on == row.falls_on


def test_date_of_today_stands_on_its_day_also_where_the_other_counts_tomorrow() -> None:
    hurt, _repairing, _couple = make_pair(hurt="Pacific/Pago_Pago", repairing="Pacific/Kiritimati")
    said = HardDateSaid(TODAY, yearly=False, name="the day", helps="", notice_days=0)

    row = mark_date(hurt, marked=said, key=uuid4(), now=NOW)

    assert (row.comes_on, row.near_from) == (TODAY, TODAY)
