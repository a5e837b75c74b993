"""The page of a day: what it shows before, and beside, one's own answers."""

from datetime import timedelta
from html import unescape

import pytest
from django.contrib.messages import get_messages

from checkins.models import CheckIn
from home.actions import leave_couple, save_profile
from kit.clock import database_now
from kit.weeks import local_today
from tests.checkins.days import pair
from tests.factories import LONG_AGO, make_check_in, make_couple, make_user
from tests.people import browser_of

pytestmark = pytest.mark.django_db
RATED = {"safe": "5", "close": "5", "on_guard": "5"}


def address_of_today() -> str:
    return f"/check-ins/{database_now().date()}/"


def test_opened_day_is_shown_to_who_wrote_nothing_beside_the_form() -> None:
    hurt, repairing, couple = pair()
    now = database_now()
    before = now.date() - timedelta(days=2)
    make_check_in(author=hurt, on=before, couple=couple, words_for_us="came home on time")

    page = browser_of(repairing).get(f"/check-ins/{before}/")

    assert (b"came home on time" in page.content, b'name="words_for_us"' in page.content) == (True, True)


def test_today_shows_nothing_of_the_other_before_one_s_own_answers() -> None:
    hurt, repairing, couple = pair()
    now = database_now()
    make_check_in(author=hurt, on=now.date(), couple=couple, words_for_us="came home on time")

    page = browser_of(repairing).get("/check-ins/today/")

    assert b"came home on time" not in page.content


def test_day_ahead_is_refused_in_words_and_has_no_page() -> None:
    hurt, _repairing, _couple = pair()
    tomorrow = database_now().date() + timedelta(days=1)

    asked, sent = (getattr(browser_of(hurt), how)(f"/check-ins/{tomorrow}/", RATED) for how in ("get", "post"))

    assert (asked.status_code, sent.status_code, CheckIn.objects.count()) == (404, 400, 0)
    assert b"You can fill in today, or the last two days." in sent.content


def test_own_day_ahead_stays_readable_after_flying_back() -> None:
    hurt, repairing, couple = pair()
    tomorrow = database_now().date() + timedelta(days=1)
    make_check_in(author=hurt, couple=couple, on=tomorrow, words_for_us="written in Auckland")

    mine, theirs = (browser_of(user).get(f"/check-ins/{tomorrow}/") for user in (hurt, repairing))

    assert (mine.status_code, theirs.status_code) == (200, 404)
    assert b"written in Auckland" in mine.content


def test_sealed_day_is_saved_in_words_once_the_couple_is_over() -> None:
    hurt, _repairing, _couple = pair()
    browser = browser_of(hurt)
    browser.post(address_of_today(), RATED)
    leave_couple(hurt, now=database_now())

    changed = {**RATED, "safe": "6", "seen": CheckIn.objects.get().changed_at.isoformat()}
    answer = browser.post(address_of_today(), changed)

    assert [str(message) for message in get_messages(answer.wsgi_request)] == ["Saved."]


def test_day_written_in_another_tab_is_saved_over_only_by_a_second_press() -> None:
    hurt, _repairing, _couple = pair()
    browser = browser_of(hurt)
    browser.post(address_of_today(), RATED)

    first = browser.post(address_of_today(), {**RATED, "safe": "6"})
    kept = CheckIn.objects.get()
    second = browser.post(address_of_today(), {**RATED, "safe": "6", "seen": first.context["form"]["seen"].value()})

    assert (first.status_code, kept.safe) == (409, 5)
    assert (second.status_code, CheckIn.objects.get().safe) == (302, 6)


@pytest.mark.parametrize("opened", [True, False])
def test_form_says_who_will_read_the_words_also_where_it_is_given_back(opened: bool) -> None:
    hurt = make_user(created_at=LONG_AGO)
    make_couple(hurt=hurt, opened=opened)
    browser = browser_of(hurt)

    pages = [browser.get("/check-ins/today/"), browser.post(address_of_today(), {**RATED, "safe": "99"})]

    words = b"The other person can read this once the day opens." if opened else b"Nobody else can read this for now."
    assert [(page.status_code, words in page.content) for page in pages] == [(200, True), (400, True)]


@pytest.mark.parametrize("address", ["/check-ins/today/", "/check-ins/today/?change"])
def test_form_of_today_goes_to_its_date_so_that_midnight_makes_no_second_day(address: str) -> None:
    hurt, _repairing, _couple = pair()
    today, browser = database_now().date(), browser_of(hurt)
    if "change" in address:
        browser.post(f"/check-ins/{today}/", RATED)

    page = browser.get(address).content.decode()

    assert f'method="post" action="/check-ins/{today}/"' in page
    assert 'method="post" action="/check-ins/today/"' not in page
    assert browser.post("/check-ins/today/", RATED).status_code == 405


@pytest.mark.parametrize(("back", "status", "days"), [(1, 302, 1), (2, 302, 1), (3, 400, 0)])
def test_day_is_kept_under_its_date_while_it_may_be_filled_in_else_given_back(
    back: int, status: int, days: int
) -> None:
    hurt, _repairing, _couple = pair()
    on = database_now().date() - timedelta(days=back)

    answer = browser_of(hurt).post(f"/check-ins/{on}/", {**RATED, "words_for_us": "before midnight"})

    assert (answer.status_code, CheckIn.objects.filter(local_date=on).count()) == (status, days)
    assert (b"before midnight" in answer.content, b"Your words stay here" in answer.content) == (not days, not days)


@pytest.mark.parametrize(("zone", "at"), [("UTC", "03:00"), ("Asia/Kolkata", "08:30")])
def test_sealed_day_says_when_it_opens_where_its_author_is(zone: str, at: str) -> None:
    hurt, _repairing, _couple = pair()
    save_profile(hurt, name="", zone=zone, language="en", now=database_now())
    on = local_today(database_now(), zone)
    browser = browser_of(hurt)

    sealed = browser.post(f"/check-ins/{on}/", RATED, follow=True).content.decode()
    browser.post(f"/check-ins/{on}/delete/")
    again = browser.post(f"/check-ins/{on}/", RATED, follow=True).content.decode()

    opens = f"{on + timedelta(days=1):%A} at {at}"
    assert f"Saved. It opens when you’ve both written, or on {opens}." in unescape(sealed)
    assert f"If you write this day again, it opens on {opens}, not sooner." in sealed
    assert f"Saved. It opens on {opens}." in again


@pytest.mark.parametrize(("back", "offered"), [(2, True), (3, False)])
def test_own_day_offers_a_change_while_it_may_be_filled_in(back: int, offered: bool) -> None:
    alone = make_user(created_at=LONG_AGO)
    on = database_now().date() - timedelta(days=back)
    make_check_in(author=alone, on=on)

    page = browser_of(alone).get(f"/check-ins/{on}/").content

    assert (b'href="?change"' in page, b"Take it away" in page) == (offered, True)
