"""Pausing and leaving: at once, alone, harmless when pressed twice, and never told to the other."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.utils import timezone

from accounts.models import User
from checkins.models import CheckIn
from couples.access import standing_of
from couples.models import AccessEvent, Couple, Pause
from home.actions import leave_couple, pause_sharing, resume_sharing
from notices.models import Delivery, Kind, Reminder, State
from tests.checkins.days import read_by
from tests.factories import NOW, make_check_in, make_couple, make_grant, make_therapist, make_user
from tests.people import body, browser_of

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
PAGES = ("/couple/", "/you/", "/couple/therapist/", "/check-ins/today/")
PASSWORD = "a quiet green lamp"


@pytest.fixture
def mara() -> User:
    return make_user(name="Mara")


@pytest.fixture
def jonas() -> User:
    return make_user(name="Jonas")


@pytest.fixture
def couple(mara: User, jonas: User) -> Couple:
    return make_couple(hurt=mara, repairing=jonas)


def seen_by(user: User) -> list[bytes]:
    """Return the pages on which a pause could show."""
    return [body(browser_of(user).get(page)) for page in PAGES]


def make_notice(user: User, **fields: Any) -> Delivery:
    """Put a notice that waits into the outbox."""
    return Delivery.objects.create(
        kind=Kind.NOTICE,
        user=user,
        local_date=NOW.date(),
        asks_check_in=True,
        created_at=NOW,
        due_at=NOW,
        not_after=NOW + DAY,
        **fields,
    )


# --- Pausing ---
def test_a_pause_looks_to_the_other_like_a_day_that_has_not_opened(couple: Couple, mara: User, jonas: User) -> None:
    now = timezone.now()
    make_check_in(author=mara, on=now.date(), couple=couple)
    before = seen_by(jonas)

    browser_of(mara).post("/couple/pause/")
    paused = seen_by(jonas)
    browser_of(mara).post("/couple/resume/")

    assert before == paused == seen_by(jonas)
    assert standing_of(mara).is_paused is False


def test_a_pause_takes_back_what_has_not_opened_and_nothing_else(couple: Couple, mara: User, jonas: User) -> None:
    opened = make_check_in(author=mara, on=date(2026, 3, 16), couple=couple)
    sealed = make_check_in(author=mara, on=date(2026, 3, 18), couple=couple)
    his = make_check_in(author=jonas, on=date(2026, 3, 17), couple=couple)
    notice = make_notice(mara)

    pause_sharing(mara, now=NOW)

    for row in (opened, sealed, his, notice):
        row.refresh_from_db()
    assert (opened.couple, sealed.couple, his.couple) == (couple, None, couple)
    assert notice.state == State.SETTLED


@pytest.mark.parametrize(("share_meanwhile", "shared"), [(False, 0), (True, 1)])
def test_resuming_shares_what_was_written_meanwhile_only_if_asked(
    couple: Couple, mara: User, share_meanwhile: bool, shared: int
) -> None:
    before = make_check_in(author=mara, on=date(2026, 3, 10))
    pause_sharing(mara, now=NOW - 2 * DAY)
    make_check_in(author=mara, on=date(2026, 3, 17))

    resume_sharing(mara, share_meanwhile=share_meanwhile, now=NOW)

    before.refresh_from_db()
    assert CheckIn.objects.filter(couple=couple).count() == shared
    assert before.couple is None


def test_resuming_offers_its_box_unticked(couple: Couple, mara: User) -> None:
    client = browser_of(mara)
    client.post("/couple/pause/")

    page = client.get("/couple/").content.decode()

    assert page.count('<input type="checkbox" name="share_meanwhile" id="share_meanwhile">') == 1


def test_resuming_cannot_share_into_a_space_that_is_not_open(couple: Couple, mara: User) -> None:
    pause_sharing(mara, now=NOW - DAY)
    make_check_in(author=mara, on=date(2026, 3, 18))
    couple.partners.filter(user=mara).update(opened_at=None)

    resume_sharing(mara, share_meanwhile=True, now=NOW)

    assert CheckIn.objects.filter(couple=couple).count() == 0


def test_pressing_twice_is_harmless(couple: Couple, mara: User) -> None:
    client = browser_of(mara)

    answers = [
        client.post(f"/couple/{what}/", follow=True).status_code
        for what in ("pause", "pause", "resume", "resume", "leave", "leave", "pause", "resume")
    ]

    assert answers == [200] * 8
    assert (Pause.objects.count(), Couple.objects.live().count()) == (1, 0)


def test_a_person_alone_pauses_and_leaves_nothing() -> None:
    client = browser_of(make_user())

    answers = [client.post(f"/couple/{what}/").url for what in ("pause", "resume", "leave")]

    assert answers == ["/couple/"] * 3
    assert AccessEvent.objects.count() == 0


# --- Leaving ---
def test_after_leaving_both_read_the_same_whoever_left(mara: User, jonas: User) -> None:
    pages = set()

    for leaver in (mara, jonas):
        make_couple(hurt=mara, repairing=jonas)
        browser_of(leaver).post("/couple/leave/")
        pages |= {body(browser_of(user).get("/couple/")) for user in (mara, jonas)}

    assert len(pages) == 1
    assert pages.pop().count(b"This shared space is closed.") == 1


def test_leaving_sends_nothing_and_takes_back_what_waits_for_either(couple: Couple, mara: User, jonas: User) -> None:
    notices = [make_notice(user) for user in (mara, jonas)]
    stranger = make_notice(make_user())

    leave_couple(mara, now=NOW)

    states = dict(Delivery.objects.values_list("pk", "state"))
    assert [states[notice.pk] for notice in notices] == [State.SETTLED] * 2
    assert (states[stranger.pk], len(states)) == (State.PENDING, 3)


def test_leaving_ends_the_therapists_reading_and_the_partners(couple: Couple, mara: User, jonas: User) -> None:
    grant = make_grant(couple=couple, therapist=make_therapist(), active_at=NOW - DAY)
    make_check_in(author=mara, on=date(2026, 3, 16), couple=couple, words_for_us="a walk")

    before = read_by(jonas).count()
    leave_couple(mara, now=NOW)

    grant.refresh_from_db()
    assert (before, read_by(jonas).count()) == (1, 0)
    assert grant.ended_at == NOW


def test_what_was_written_stays_its_authors(couple: Couple, mara: User) -> None:
    make_check_in(author=mara, on=date(2026, 3, 16), couple=couple)

    leave_couple(mara, now=NOW)

    assert read_by(mara).count() == 1


def test_leaving_from_an_unlocked_phone_asks_for_the_password(jonas: User) -> None:
    mara = make_user(password=PASSWORD)
    make_couple(hurt=mara, repairing=jonas)
    client = browser_of(mara)

    asked = client.post("/couple/leave/")
    still = Couple.objects.live().count()
    left = client.post(asked.url, {"password": PASSWORD, "next": "/couple/leave/"})

    assert asked.url == "/accounts/reauthenticate/?next=%2Fcouple%2Fleave%2F"
    assert (still, Couple.objects.live().count()) == (1, 0)
    assert left.url == "/couple/"


def test_the_page_about_leaving_says_what_happens_and_where_help_is(couple: Couple, mara: User) -> None:
    page = browser_of(mara).get("/couple/leave/").content.decode()

    assert "This shared space is closed." in page
    assert "116 016" in page
    assert page.count('<form method="post" action="/couple/leave/">') == 1


def test_the_page_about_leaving_leads_a_person_alone_away() -> None:
    assert browser_of(make_user()).get("/couple/leave/").url == "/couple/"


def test_a_reminder_of_who_left_goes_on(couple: Couple, mara: User) -> None:
    browser_of(mara).get("/")

    browser_of(mara).post("/couple/leave/")

    assert Reminder.objects.get(user=mara).is_on is True
