"""The pages of promises: what is refused keeps its words and writes nothing; who may press what."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.urls import reverse

from accounts.models import User
from kit.clock import database_now
from repair.models import Promise, PromiseDate, PromiseNote, Repeats
from tests.factories import make_user
from tests.repair import rows
from tests.repair.pages import browser, queries, today
from tests.repair.rows import make_pair

pytestmark = pytest.mark.django_db
NEW = "repair:promise_new"


def filled(**changed: object) -> dict[str, object]:
    return {
        "once": uuid4(),
        "cue": "I leave work",
        "deed": "write you when I will be home",
        "deadline_words": "six",
        "noticed": "the message is on your phone",
        "repeats": "weekdays",
        "weekdays": ["0", "1", "2", "3", "4", "5", "6"],
        **changed,
    }


def reported(user: User, promise: Promise, word: str) -> Any:
    return browser(user).post(reverse(f"repair:promise_{word}", args=[promise.pk, today()]))


def every_day(author: User, couple: Any, **fields: Any) -> Promise:
    return rows.make_promise(
        author=author, couple=couple, weekdays=127, first_on=today() - timedelta(days=30), **fields
    )


def test_report_and_answer_by_button() -> None:
    hurt, repairing, couple = make_pair()
    promise = every_day(repairing, couple)

    told = reported(repairing, promise, "kept")
    row = PromiseDate.objects.get()
    seen = browser(hurt).post(reverse("repair:promise_agree", args=[row.pk]))

    row.refresh_from_db()
    assert (told.status_code, seen.status_code, row.report, row.seen) == (302, 302, "kept", "agree")


def test_report_by_the_other_or_a_stranger_is_not_found() -> None:
    hurt, repairing, couple = make_pair()
    promise = every_day(repairing, couple)

    statuses = [reported(user, promise, "kept").status_code for user in (hurt, make_user())]

    assert (statuses, PromiseDate.objects.count()) == ([404, 404], 0)


def test_answer_to_ones_own_report_is_not_found() -> None:
    _hurt, repairing, couple = make_pair()
    row = rows.make_promise_date(promise=every_day(repairing, couple))

    answer = browser(repairing).post(reverse("repair:promise_agree", args=[row.pk]))

    assert (answer.status_code, PromiseDate.objects.get().seen) == (404, "")


def test_another_word_for_a_shared_date_is_refused() -> None:
    _hurt, repairing, couple = make_pair()
    promise = every_day(repairing, couple)
    reported(repairing, promise, "kept")

    page = reported(repairing, promise, "late")

    assert (page.status_code, PromiseDate.objects.get().report) == (409, "kept")
    assert "This was already shared. You can add a note to it." in page.content.decode()


def test_date_out_of_the_rule_is_refused() -> None:
    _hurt, repairing, couple = make_pair()
    promise = every_day(repairing, couple)
    path = reverse("repair:promise_kept", args=[promise.pk, today() + timedelta(days=1)])

    page = browser(repairing).post(path)

    assert (page.status_code, PromiseDate.objects.count()) == (400, 0)


def test_not_this_time_opens_the_owning_form() -> None:
    hurt, repairing, couple = make_pair()
    promise = every_day(repairing, couple)

    told = reported(repairing, promise, "not-this-time")
    client = browser(repairing)
    empty = client.post(told.url, {"words": ""})
    said = client.post(told.url, {"words": "I let it slip, and you waited."})
    other = client.post(told.url, {"words": "Other words"})

    assert (empty.status_code, said.status_code, other.status_code) == (400, 302, 409)
    assert other.context["form"]["words"].value() == "Other words"
    assert PromiseDate.objects.visible_to(hurt).get().owning == "I let it slip, and you waited."
    assert browser(hurt).get(told.url).status_code == 404


def test_owning_of_a_miss_is_looked_over_once_and_never_blocked() -> None:
    _hurt, repairing, couple = make_pair()
    path = reported(repairing, every_day(repairing, couple), "not-this-time").url
    words = {"words": "I am sorry if you felt hurt."}

    looked = browser(repairing).post(path, {**words, "look": "1"})
    first = browser(repairing).post(path, words)
    stored = PromiseDate.objects.get().owning
    again = browser(repairing).post(path, {**words, "looked": "1"})

    assert [(page.status_code, "<mark>" in page.content.decode()) for page in (looked, first)] == [(200, True)] * 2
    assert (first.context["form"]["words"].value(), 'name="looked"' in first.content.decode()) == (words["words"], True)
    assert (stored, again.status_code, PromiseDate.objects.get().owning) == ("", 302, words["words"])


def test_plain_owning_of_a_miss_goes_at_the_first_press_and_can_be_looked_over() -> None:
    _hurt, repairing, couple = make_pair()
    path = reported(repairing, every_day(repairing, couple), "not-this-time").url
    words = {"words": "I let it slip, and you waited."}

    looked = browser(repairing).post(path, {**words, "look": "1"})
    stored = PromiseDate.objects.get().owning
    sent = browser(repairing).post(path, words)

    assert (looked.status_code, "Nothing stands out." in looked.content.decode(), stored) == (200, True, "")
    assert (sent.status_code, PromiseDate.objects.get().owning) == (302, words["words"])


def test_page_of_the_other_says_nothing_of_days_without_a_word() -> None:
    hurt, repairing, couple = make_pair()
    every_day(repairing, couple)

    line = browser(hurt).get(reverse("repair:promises")).context["ledger"].theirs[0]

    assert (line.to_report, line.to_change, line.weeks) == ([], [], [])


def test_words_of_a_promise_stay_in_the_first_person_for_the_other() -> None:
    hurt, repairing, couple = make_pair()
    promise = every_day(repairing, couple, deed="put my phone in the hall drawer")

    pages = [reverse("repair:promises"), reverse("repair:promise", args=[promise.pk])]
    shown = [browser(hurt).get(page).content.decode() for page in pages]

    said = '<span class="kicker">I will</span> <bdi>put my phone in the hall drawer</bdi>'
    assert [said in page for page in shown] == [True, True]


def test_change_shows_both_versions() -> None:
    hurt, repairing, couple = make_pair()
    promise = every_day(repairing, couple)

    changed = browser(repairing).post(
        reverse("repair:promise_change", args=[promise.pk]), filled(deed="call you at noon", reason="shifts moved")
    )
    new = Promise.objects.get(replaces=promise)
    page = browser(hurt).get(reverse("repair:promise", args=[new.pk])).content.decode()

    assert changed.status_code == 302
    assert ("shifts moved" in page, "write you when I will be home" in page) == (True, True)


def test_change_starts_with_the_words_that_stand() -> None:
    _hurt, repairing, couple = make_pair()
    promise = every_day(repairing, couple)

    form = browser(repairing).get(reverse("repair:promise_change", args=[promise.pk])).context["form"]

    assert (form["deed"].value(), form["weekdays"].value()) == (promise.deed, [0, 1, 2, 3, 4, 5, 6])


def test_end_by_button_twice_is_harmless() -> None:
    _hurt, repairing, couple = make_pair()
    promise, client = every_day(repairing, couple), browser(repairing)

    for _press in range(2):
        client.post(reverse("repair:promise_withdraw", args=[promise.pk]), {"reason": "new job"})
    client.post(reverse("repair:promise_done", args=[promise.pk]))

    promise.refresh_from_db()
    assert (promise.ended_as, promise.end_reason) == ("withdrawn", "new job")


def test_note_by_the_other_is_shown_as_it_was_written() -> None:
    hurt, repairing, couple = make_pair()
    promise = every_day(repairing, couple)
    path = reverse("repair:promise_note", args=[promise.pk])

    added = browser(hurt).post(path, {"words": "<script>{{7*7}}", "once": uuid4()})
    empty = browser(hurt).post(path, {"words": "\u200b", "once": uuid4()})
    page = browser(repairing).get(reverse("repair:promise", args=[promise.pk])).content.decode()

    assert (added.status_code, empty.status_code, PromiseNote.objects.count()) == (302, 400, 1)
    assert "&lt;script&gt;{{7*7}}" in page


@pytest.mark.parametrize("name", ["promise", "promise_change", "promise_withdraw"])
def test_stranger_finds_no_promise(name: str) -> None:
    _hurt, repairing, couple = make_pair()
    promise = every_day(repairing, couple)

    assert browser(make_user()).get(reverse(f"repair:{name}", args=[promise.pk])).status_code == 404


@pytest.mark.parametrize("before", ["abc", "-1", "9e9", "2026-02-30", "0"])
def test_page_number_that_makes_no_sense_is_the_first_page(before: str) -> None:
    _hurt, repairing, couple = make_pair()
    promise = every_day(repairing, couple)

    page = browser(repairing).get(reverse("repair:promise", args=[promise.pk]), {"before": before})

    assert page.status_code == 200


def test_no_page_carries_a_word_that_scolds() -> None:
    hurt, repairing, couple = make_pair()
    promise = every_day(repairing, couple)
    rows.make_promise_date(promise=promise, report="missed", on=today())
    client = browser(hurt)

    pages = [client.get(reverse("repair:promises")), client.get(reverse("repair:promise", args=[promise.pk]))]

    words = " ".join(page.content.decode().lower() for page in pages)
    assert [word for word in ("missed", "failed", "ignored", "overdue", "streak", "score", "%") if word in words] == []


def test_pages_ask_as_much_for_a_thousand_dates_as_for_one() -> None:
    hurt, repairing, couple = make_pair()
    promise, client = every_day(repairing, couple), browser(hurt)
    paths = [reverse("repair:promises"), reverse("repair:promise", args=[promise.pk]), reverse("repair:evidence")]
    paths.append(reverse("repair:room"))
    rows.make_promise_date(promise=promise, on=today(), seen="agree", reported_at=database_now())
    few = [queries(client, path) for path in paths]

    for years in range(30):
        rows.make_ended_promise(author=repairing, couple=couple, ended_on=today() - timedelta(days=years))
    dates = [
        PromiseDate(
            author=repairing,
            couple=couple,
            promise=promise,
            due_on=today() - timedelta(days=back),
            told_on=today() - timedelta(days=back),
            report="kept",
            seen="agree",
            reported_at=database_now(),
            seen_at=database_now(),
        )
        for back in range(1, 1000)
    ]
    PromiseDate.objects.bulk_create(dates)

    assert [queries(client, path) for path in paths] == few


def test_whenever_can_be_said_of_today() -> None:
    _hurt, repairing, couple = make_pair()
    fields = {"repeats": Repeats.WHENEVER, "weekdays": 0}
    promise = rows.make_promise(author=repairing, couple=couple, first_on=today(), **fields)

    reported(repairing, promise, "kept")

    assert PromiseDate.objects.get().due_on == today()
