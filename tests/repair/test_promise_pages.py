"""The pages of promises: what is refused keeps its words and writes nothing; who may press what."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import User
from repair.models import Promise, PromiseDate, PromiseNote, Repeats
from tests.factories import make_pause, make_user
from tests.repair import rows
from tests.repair.rows import make_pair
from trustrebuild.clock import database_now
from trustrebuild.weeks import local_today

pytestmark = pytest.mark.django_db
NEW = "repair:promise_new"


def browser(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def today() -> Any:
    return local_today(database_now(), "UTC")


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


def test_new_promise_is_made_and_read_by_the_other() -> None:
    hurt, repairing, _couple = make_pair()

    answer = browser(repairing).post(reverse(NEW), filled())

    page = browser(hurt).get(reverse("repair:promises"))
    assert (answer.status_code, answer.url) == (302, reverse("repair:promises"))
    assert page.context["ledger"].theirs[0].promise.deed == "write you when I will be home"


@pytest.mark.parametrize(
    ("changed", "field", "said"),
    [
        ({"deed": ""}, "deed", "Please write something, or leave this page."),
        ({"deed": " \u200b "}, "deed", "Please write something, or leave this page."),
        ({"cue": ""}, "cue", "Please write something, or leave this page."),
        ({"deed": "be more careful"}, "deed", "This is how you want to be."),
        ({"deed": "never lie to you"}, "deed", "Nobody can see always or never"),
        ({"cue": "I have time"}, "cue", "This could be any time."),
        ({"deadline_words": "soon"}, "deadline_words", "This has no end."),
        ({"noticed": "you will see"}, "noticed", "Only one of you could know this."),
        ({"deed": "you will call me"}, "deed", "A promise is your own."),
        ({"deed": "x" * 301}, "deed", "That is 1 character too long."),
        ({"deed": "call you\0"}, "deed", "That text has a character we cannot store."),
        ({"repeats": "once", "due_on": ""}, "due_on", "Choose the date."),
        ({"repeats": "once", "due_on": "1900-01-01"}, "due_on", "Choose a date from today to two years from now."),
        ({"repeats": "once", "due_on": "2500-01-01"}, "due_on", "Choose a date from today to two years from now."),
        ({"repeats": "once", "due_on": "2026-02-30"}, "due_on", "That date does not exist."),
        ({"weekdays": []}, "weekdays", "Choose at least one day."),
        ({"weekdays": ["9"]}, "weekdays", "Please choose one of these."),
        ({"last_on": "1900-01-01"}, "last_on", "Choose a date from today to two years from now."),
        ({"repeats": "daily"}, "repeats", "Please choose one of these."),
    ],
)
def test_new_promise_refuses_with_the_reason_and_keeps_the_words(changed: dict, field: str, said: str) -> None:
    _hurt, repairing, _couple = make_pair()

    page = browser(repairing).post(reverse(NEW), filled(**changed))

    form = page.context["form"]
    assert (page.status_code, list(form.errors)) == (400, [field])
    assert form.errors[field][0].startswith(said)
    assert (form["noticed"].value(), Promise.objects.count()) == (filled(**changed)["noticed"], 0)


@pytest.mark.parametrize(("days", "status"), [(-1, 400), (0, 302), (730, 302), (732, 400)])
def test_due_date_runs_from_today_to_two_years(days: int, status: int) -> None:
    _hurt, repairing, _couple = make_pair()
    due_on = today() + timedelta(days=days)

    page = browser(repairing).post(reverse(NEW), filled(repeats="once", due_on=due_on))

    assert page.status_code == status


def test_vague_promise_shows_the_same_made_specific() -> None:
    _hurt, repairing, _couple = make_pair()

    page = browser(repairing).post(reverse(NEW), filled(deed="stop drinking"))

    assert "drink water only and drive us home" in page.content.decode()


def test_promise_in_the_partners_name_is_refused() -> None:
    hurt, repairing, _couple = make_pair()

    page = browser(repairing).post(reverse(NEW), filled(author=str(hurt.pk)))

    assert (page.status_code, Promise.objects.count()) == (400, 0)
    assert "Nobody can make one for somebody else." in page.content.decode()


def test_fourth_promise_is_refused_with_its_words_kept() -> None:
    _hurt, repairing, couple = make_pair()
    for slot in (1, 2, 3):
        rows.make_promise(author=repairing, couple=couple, slot=slot)

    page = browser(repairing).post(reverse(NEW), filled())

    assert (page.status_code, Promise.objects.count()) == (400, 3)
    assert "Three promises are open." in page.content.decode()
    assert page.context["form"]["deed"].value() == "write you when I will be home"


def test_same_form_with_other_words_is_not_lost() -> None:
    _hurt, repairing, _couple = make_pair()
    client, first = browser(repairing), filled()
    client.post(reverse(NEW), first)

    clash = client.post(reverse(NEW), first | {"deed": "call you at noon"})
    again = client.post(
        reverse(NEW), first | {"deed": "call you at noon", "once": clash.context["form"]["once"].value()}
    )

    assert (clash.status_code, again.status_code, Promise.objects.count()) == (409, 302, 2)


@pytest.mark.parametrize(
    "name", ["promises", "promise_new", "question_new", "agreement_new", "questions", "agreements"]
)
def test_person_alone_is_invited(name: str) -> None:
    page = browser(make_user()).get(reverse(f"repair:{name}"))

    assert (page.status_code, "Where the two of you stand" in page.content.decode()) == (200, True)


def test_paused_person_keeps_the_words_and_shares_nothing() -> None:
    hurt, repairing, _couple = make_pair()
    make_pause(user=repairing)

    page = browser(repairing).post(reverse(NEW), filled())

    assert (page.status_code, Promise.objects.count()) == (409, 0)
    assert page.context["form"]["deed"].value() == "write you when I will be home"
    assert Promise.objects.visible_to(hurt).count() == 0


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


def test_page_of_the_other_says_nothing_of_days_without_a_word() -> None:
    hurt, repairing, couple = make_pair()
    every_day(repairing, couple)

    line = browser(hurt).get(reverse("repair:promises")).context["ledger"].theirs[0]

    assert (line.to_report, line.to_change, line.weeks) == ([], [], [])


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


def queries(client: Client, path: str) -> int:
    with CaptureQueriesContext(
        connection,
    ) as taken:
        assert client.get(path).status_code == 200
    return len(taken)


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
