"""What the pages of promises tell: an end by its day, each version whole, a miss with its owning."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from kit.clock import database_now
from repair.models import Repeats
from tests.repair import rows
from tests.repair.pages import browser, today
from tests.repair.rows import make_pair

pytestmark = pytest.mark.django_db
SEVEN = {
    "once": uuid4(),
    "cue": "I leave work",
    "deed": "write you when I will be home",
    "deadline_words": "seven",
    "noticed": "the message is on your phone",
    "repeats": "whenever",
}


def test_promise_of_a_coming_date_may_only_be_kept_early() -> None:
    _hurt, repairing, couple = make_pair()
    fields = {"repeats": Repeats.ONCE, "first_on": today(), "last_on": today() + timedelta(days=2)}
    promise = rows.make_promise(author=repairing, couple=couple, **fields)

    page = browser(repairing).get(reverse("repair:promises")).content.decode()

    date = [promise.pk, promise.last_on]
    offered = [reverse(f"repair:promise_{word}", args=date) in page for word in ("kept", "late", "not-this-time")]
    assert offered == [True, False, False]


def test_end_is_dated_by_the_day_it_was_said() -> None:
    _hurt, repairing, couple = make_pair()
    promise = rows.make_promise(author=repairing, couple=couple, weekdays=127)

    browser(repairing).post(reverse("repair:promise_done", args=[promise.pk]))

    promise.refresh_from_db()
    last = rows.MONDAY - timedelta(days=7)
    ran_out = rows.make_ended_promise(author=repairing, couple=couple, last_on=last, ended_on=last, end_said_on=today())
    assert (promise.ended_on, promise.closes_on) == (today() - timedelta(days=1), today())
    assert (ran_out.ended_at.date() > last, ran_out.closes_on) == (True, last)


def test_versions_are_told_whole_and_a_miss_comes_with_its_owning() -> None:
    hurt, repairing, couple = make_pair()
    promise = rows.make_promise(author=repairing, couple=couple, weekdays=127)
    missed = reverse("repair:promise_not-this-time", args=[promise.pk, today()])
    link = browser(repairing).post(missed).url
    browser(repairing).post(link, {"words": "I let it slip, and you waited."})

    before_answering = browser(hurt).get(reverse("repair:promises")).content.decode()
    browser(repairing).post(reverse("repair:promise_change", args=[promise.pk]), SEVEN)
    page = browser(hurt).get(reverse("repair:promise", args=[promise.pk])).content.decode()

    assert "I let it slip, and you waited." in before_answering
    assert ["By when: six in the evening." in page, "By when: seven." in page] == [True, True]


def test_form_says_which_date_belongs_to_which_choice() -> None:
    _hurt, repairing, _couple = make_pair()

    page = browser(repairing).get(reverse("repair:promise_new")).content.decode()

    assert [words in page for words in ("For a promise made once.", "For certain weekdays.")] == [True, True]
    assert '<label for="id_due_on">On which date?</label>' in page


def test_pressed_word_is_answered_with_one() -> None:
    hurt, repairing, couple = make_pair()
    promise = rows.make_promise(author=repairing, couple=couple, weekdays=127)
    kept, late = (reverse(f"repair:promise_{word}", args=[promise.pk, today()]) for word in ("kept", "late"))

    said = browser(repairing).post(kept, follow=True).content.decode()
    refused = browser(repairing).post(late, follow=True).content.decode()
    seen = reverse("repair:promise_agree", args=[promise.dates.get().pk])
    answered = browser(hurt).post(seen, follow=True).content.decode()

    assert ["It is written down." in page for page in (said, refused)] == [True, False]
    assert "Thank you for saying so." in answered


def test_owning_words_of_many_misses_cost_no_query_each() -> None:
    hurt, repairing, couple = make_pair()
    promise = rows.make_promise(author=repairing, couple=couple)
    client, counts = browser(hurt), []

    for back in (1, 2, 3, 4):
        owned = {"report": "missed", "owning": f"I sat on the stairs, {back}.", "reported_at": database_now()}
        rows.make_promise_date(promise=promise, on=today() - timedelta(days=back), **owned)
        with CaptureQueriesContext(connection) as asked:
            page = client.get("/repair/promises/").content.decode()
        counts.append((len(asked), page.count("I sat on the stairs")))

    assert counts == [(counts[0][0], told) for told in (1, 2, 3, 4)]


def test_owning_words_are_not_told_beside_another_word() -> None:
    hurt, repairing, couple = make_pair()
    promise = rows.make_promise(author=repairing, couple=couple, weekdays=127)
    his = browser(repairing)
    his.post("/couple/pause/")
    missed, kept = (reverse(f"repair:promise_{word}", args=[promise.pk, today()]) for word in ("not-this-time", "kept"))

    his.post(his.post(missed).url, {"words": "I let it slip, and you waited."})
    his.post(kept)
    his.post("/couple/resume/", {"share_meanwhile": "on"})
    page = browser(hurt).get(reverse("repair:promise", args=[promise.pk])).content.decode()

    assert ("I let it slip" in page, "Kept" in page) == (False, True)
