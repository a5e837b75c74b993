"""The pages of hard moments and hard dates."""

import re
from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from kit.clock import database_now
from kit.weeks import local_today
from repair.models import HardDate, HardDateLine, HardMoment
from tests.factories import make_pause, make_user
from tests.repair import logs
from tests.repair.rows import make_pair

pytestmark = pytest.mark.django_db


def browser(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def today() -> date:
    return local_today(database_now(), "UTC")


def told(**changed: object) -> dict[str, object]:
    how = {"strength": "8", "settled_minutes": "50", "needed": "a hand", "met": "2"}
    return {"once": uuid4(), "happened_on": today(), "cue": "the song", **how, **changed}


def marked(**changed: object) -> dict[str, object]:
    on = today() + timedelta(days=9)
    return {"once": uuid4(), "falls_on": on, "name": "the day", "helps": "a walk", "notice_days": "3", **changed}


def test_moment_is_kept_or_shared_as_was_pressed() -> None:
    hurt, repairing, _couple = make_pair()

    browser(hurt).post(reverse("repair:moment_new"), told(cue="mine alone"))
    browser(hurt).post(reverse("repair:moment_new"), told(cue="for us", share="1"))
    page = browser(repairing).get(reverse("repair:moments")).content.decode()

    assert ("mine alone" in page, "for us" in page, "It was met very well." in page) == (False, True, True)


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("strength", "11", "Choose a number from 0 to 10."),
        ("strength", "", "Choose a number from 0 to 10."),
        ("strength", "3.5", "Choose a number from 0 to 10."),
        ("happened_on", "2026-02-30", "That date does not exist."),
        ("happened_on", "2999-01-01", "Choose today or a date before it."),
        ("cue", "\u200b", "Please write something, or leave this page."),
        ("cue", "x" * 1001, "That is 1 character too long."),
        ("cue", "a\0b", "That text has a character we cannot store."),
        ("settled_minutes", "-3", "Minutes as a whole number, at most a week."),
        ("settled_minutes", "1.5", "Minutes as a whole number, at most a week."),
    ],
)
def test_moment_is_refused_with_what_was_written(field: str, value: str, said: str) -> None:
    hurt, _repairing, _couple = make_pair()

    answer = browser(hurt).post(reverse("repair:moment_new"), told(**{field: value}))

    form = answer.context["form"]
    assert (answer.status_code, form.errors[field], form[field].value()) == (400, [said], value)
    assert HardMoment.objects.count() == 0


def test_strength_in_another_script_counts() -> None:
    hurt, _repairing, _couple = make_pair()

    browser(hurt).post(reverse("repair:moment_new"), told(strength="٣"))

    assert HardMoment.objects.get().strength == 3


def test_shared_moment_is_filled_in_but_not_changed() -> None:
    hurt, _repairing, couple = make_pair()
    moment = logs.make_moment(author=hurt, couple=couple, on=today(), met=None, settled_minutes=None, cue="the song")
    path = reverse("repair:moment", args=[moment.pk])

    filled = browser(hurt).post(path, told())
    changed = browser(hurt).post(path, told(cue="another song"))

    assert (filled.status_code, changed.status_code) == (302, 409)
    assert changed.context["form"]["cue"].value() == "another song"
    assert (HardMoment.objects.get().cue, HardMoment.objects.get().met) == ("the song", 2)


def test_moment_is_shared_later_and_taken_back() -> None:
    hurt, repairing, _couple = make_pair()
    moment = logs.make_moment(author=hurt)

    foreign = browser(repairing).post(reverse("repair:moment_share", args=[moment.pk]))
    browser(hurt).post(reverse("repair:moment_share", args=[moment.pk]))
    shared = browser(repairing).get(reverse("repair:moments")).content.decode()
    browser(hurt).post(reverse("repair:moment_withdraw", args=[moment.pk]))
    gone = browser(repairing).get(reverse("repair:moments")).content.decode()

    assert (foreign.status_code, moment.cue in shared, moment.cue in gone, "Taken back." in gone) == (
        404,
        True,
        False,
        True,
    )


def test_sharing_a_moment_in_a_pause_keeps_it() -> None:
    hurt, _repairing, _couple = make_pair()
    make_pause(user=hurt)

    answer = browser(hurt).post(reverse("repair:moment_new"), told(share="1"))

    assert (answer.status_code, answer.context["form"]["cue"].value(), HardMoment.objects.count()) == (
        409,
        "the song",
        0,
    )


def test_hard_date_is_shared_and_gets_a_line() -> None:
    hurt, repairing, _couple = make_pair()
    browser(hurt).post(reverse("repair:hard_date_new"), marked(share="1"))
    path = reverse("repair:hard_date_line", args=[HardDate.objects.get().pk])

    empty = browser(repairing).post(path, {"once": uuid4(), "words": " "})
    sent = browser(repairing).post(path, {"once": uuid4(), "words": "I am home at four."})
    again = browser(repairing).post(path, {"once": uuid4(), "words": "Or at five."})
    own = browser(hurt).post(path, {"once": uuid4(), "words": "mine"})
    page = browser(hurt).get(reverse("repair:hard_dates")).content.decode()

    assert [answer.status_code for answer in (empty, sent, again, own)] == [400, 302, 409, 409]
    assert ("I am home at four." in page, HardDateLine.objects.count()) == (True, 1)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("falls_on", "2026-02-30"),
        ("falls_on", "1900-01-01"),
        ("falls_on", "2500-01-01"),
        ("falls_on", "2020-01-01"),
        ("name", ""),
        ("name", "x" * 121),
        ("notice_days", "31"),
        ("notice_days", "-1"),
        ("notice_days", ""),
    ],
)
def test_hard_date_is_refused_with_what_was_written(field: str, value: str) -> None:
    hurt, _repairing, _couple = make_pair()

    answer = browser(hurt).post(reverse("repair:hard_date_new"), marked(**{field: value, "share": "1"}))

    form = answer.context["form"]
    assert (answer.status_code, list(form.errors), form[field].value()) == (400, [field], value)
    assert HardDate.objects.count() == 0


def test_yearly_date_may_lie_behind() -> None:
    hurt, _repairing, _couple = make_pair()

    answer = browser(hurt).post(reverse("repair:hard_date_new"), marked(falls_on="2020-02-29", yearly="on", share="1"))

    row = HardDate.objects.get()
    assert (answer.status_code, row.next_on(today()) >= today()) == (302, True)


def test_date_kept_to_oneself_is_shared_later_and_taken_away() -> None:
    hurt, repairing, _couple = make_pair()
    browser(hurt).post(reverse("repair:hard_date_new"), marked(name="our spring"))
    pk = HardDate.objects.get().pk
    pages = []

    for route in ("", "repair:hard_date_share", "repair:hard_date_withdraw"):
        if route:
            browser(hurt).post(reverse(route, args=[pk]))
        pages.append("our spring" in browser(repairing).get(reverse("repair:hard_dates")).content.decode())

    assert pages == [False, True, False]


def test_person_alone_writes_both_for_themselves() -> None:
    alone = make_user()

    browser(alone).post(reverse("repair:moment_new"), told())
    browser(alone).post(reverse("repair:hard_date_new"), marked())

    assert (HardMoment.objects.get().couple, HardDate.objects.get().couple) == (None, None)


def test_moments_of_one_date_are_all_on_one_of_the_pages() -> None:
    hurt, _repairing, _couple = make_pair()
    cues = {f"song {number}." for number in range(30)}
    for cue in cues:
        logs.make_moment(author=hurt, cue=cue)
    address, read = reverse("repair:moments"), []

    while address:
        page = browser(hurt).get(address).content.decode()
        read += re.findall(r"song \d+\.", page)
        further = re.search(r'href="(\?before=[^"]+)"', page)
        address = reverse("repair:moments") + further[1] if further else ""

    assert sorted(read) == sorted(cues)


def test_dates_that_have_been_are_folded_away_and_read_page_by_page() -> None:
    hurt, repairing, couple = make_pair()
    for number in range(30):
        logs.make_hard_date(author=hurt, couple=couple, on=today() - timedelta(days=9), name=f"evening {number}.")
    logs.make_hard_date(author=hurt, couple=couple, on=today(), name="tonight")
    logs.make_hard_date(author=hurt, couple=couple, on=today() - timedelta(days=400), yearly=True, name="our spring")
    address, read = reverse("repair:hard_dates"), []

    while address:
        page = browser(repairing).get(address).content.decode()
        coming, _fold, been = page.partition("<details")
        read += re.findall(r"evening \d+\.", been)
        assert ("tonight" in coming, "our spring" in coming, "evening" in coming) == (True, True, False)
        further = re.search(r'href="(\?before=[^"]+)"', page)
        address = reverse("repair:hard_dates") + further[1] if further else ""

    assert sorted(read) == sorted(f"evening {number}." for number in range(30))
