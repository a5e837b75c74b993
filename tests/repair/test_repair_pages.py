"""The pages of repair logs: sealed until both wrote, no text lost, nothing overwritten."""

import re
from datetime import timedelta
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from kit.clock import database_now
from repair.models import Promise, Repair
from tests.factories import NOW, make_user
from tests.repair import rows
from tests.repair.logs import make_repair, make_time_out
from tests.repair.rows import make_pair

pytestmark = pytest.mark.django_db


def browser(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def url(route: str, repair: Repair) -> str:
    return reverse(f"repair:{route}", args=[repair.pk])


def seen_by(user: User, *routes: str) -> list[str]:
    """Return pages without what differs from one loading to the next."""
    pages = [browser(user).get(route).content.decode() for route in routes]
    return [re.sub(r'name="(csrfmiddlewaretoken|once)" value="[^"]*"', "", page) for page in pages]


def opened(**changed: object) -> dict[str, object]:
    return {"once": uuid4(), "kind": "debate", "name": "the evening", **changed}


def test_repair_is_opened_and_listed_for_both() -> None:
    hurt, repairing, _couple = make_pair()
    sent = opened()

    answers = [browser(hurt).post(reverse("repair:repair_new"), sent).status_code for _press in range(2)]
    page = browser(repairing).get(reverse("repair:repairs")).content.decode()

    assert (answers, Repair.objects.count(), "the evening" in page) == ([302, 302], 1, True)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("name", ""),
        ("name", "\u200b"),
        ("name", "x" * 121),
        ("name", "a\0b"),
        ("name", "a\u202eb"),
        ("kind", "war"),
        ("kind", ""),
    ],
)
def test_repair_is_refused_with_what_was_written(field: str, value: str) -> None:
    hurt, _repairing, _couple = make_pair()

    answer = browser(hurt).post(reverse("repair:repair_new"), opened(**{field: value}))

    assert (answer.status_code, list(answer.context["form"].errors)) == (400, [field])
    assert (answer.context["form"][field].value(), Repair.objects.count()) == (value, 0)


def test_breach_asks_who_did_it() -> None:
    hurt, repairing, _couple = make_pair()

    asked = browser(hurt).post(reverse("repair:repair_new"), opened(kind="breach"))
    browser(hurt).post(reverse("repair:repair_new"), opened(kind="breach", done_by_me="no"))

    assert (asked.status_code, list(asked.context["form"].errors)) == (400, ["done_by_me"])
    assert Repair.objects.get().done_by == repairing


def test_repair_begins_after_ones_own_time_out_only() -> None:
    hurt, _repairing, couple = make_pair()
    stranger, _other, theirs = make_pair()
    mine = make_time_out(author=hurt, couple=couple, returned_at=NOW)
    foreign = make_time_out(author=stranger, couple=theirs, returned_at=NOW)

    for row in (mine, foreign):
        browser(hurt).post(reverse("repair:repair_new"), opened(time_out=row.pk))

    assert list(Repair.objects.order_by("opened_at").values_list("time_out", flat=True)) == [mine.pk, None]


def test_repair_ends_in_one_promise_made_on_the_spot() -> None:
    hurt, repairing, couple = make_pair()
    repair = make_repair(author=hurt, couple=couple)
    promise = {
        "cue": "I notice my voice getting louder",
        "deed": "say red light and sit down",
        "deadline_words": "the end of that sentence",
        "noticed": "you hear me say it",
        "repeats": "whenever",
    }

    made = [
        browser(repairing).post(url("repair_promise_new", repair), {**promise, "once": uuid4()}) for _two in range(2)
    ]

    assert [answer.status_code for answer in made] == [302, 409]
    assert (Repair.objects.get().promise, Promise.objects.count()) == (Promise.objects.get(), 1)
    assert made[1].context["form"]["deed"].value() == promise["deed"]


def test_open_promise_is_linked_and_the_others_is_not_offered() -> None:
    hurt, repairing, couple = make_pair()
    repair = make_repair(author=hurt, couple=couple)
    mine, theirs = (rows.make_promise(author=user, couple=couple) for user in (repairing, hurt))

    refused = browser(repairing).post(url("repair_promise", repair), {"promise": theirs.pk})
    linked = browser(repairing).post(url("repair_promise", repair), {"promise": mine.pk})

    assert (refused.status_code, linked.status_code, Repair.objects.get().promise) == (400, 302, mine)


def test_closing_pressed_by_both_closes_and_opening_again_needs_a_reason() -> None:
    hurt, repairing, couple = make_pair()
    repair = make_repair(author=hurt, couple=couple, is_whole=True)

    rested = [browser(user).post(url("repair_close", repair)).status_code for user in (hurt, repairing)]
    empty = browser(hurt).post(url("repair_again", repair), {"once": uuid4(), "reason": "\u200b"})
    again = browser(hurt).post(url("repair_again", repair), {"once": uuid4(), "reason": "One more thing."})
    late = browser(repairing).post(url("repair_again", repair), {"once": uuid4(), "reason": "Me too."})
    page = browser(repairing).get(url("repair", repair)).content.decode()

    assert (rested, empty.status_code, again.status_code, late.status_code) == ([302, 302], 400, 302, 409)
    assert ("One more thing." in page, late.context["form"]["reason"].value()) == (True, "Me too.")


def test_repairs_fold_away_after_thirty_days_without_a_search() -> None:
    hurt, _repairing, couple = make_pair()
    now = database_now()
    make_repair(author=hurt, couple=couple, name="long ago", closed_at=now - timedelta(days=31))

    page = browser(hurt).get(reverse("repair:repairs")).content.decode()

    assert (page.index("Archived") < page.index("long ago"), 'type="search"' in page) == (True, False)


@pytest.mark.parametrize("at_rest", [False, True])
def test_every_repair_is_reached_however_many_are_opened(at_rest: bool) -> None:
    hurt, repairing, couple = make_pair()
    now = database_now()
    for ago in range(103):
        at = now - timedelta(hours=ago + 1)
        rest = {"closed_at": at, "rested_on": at.date()} if at_rest else {}
        make_repair(author=repairing, couple=couple, name=f"no {ago}.", opened_at=at, **rest)
    client, reached, places = browser(hurt), set(), {}

    for _page in range(4):
        page = client.get(reverse("repair:repairs"), places).context["logs"]
        reached |= {repair.name for repair in (*page.open, *page.resting, *page.folded)}
        further = {"before": page.later, "open": page.later_open}
        places = {name: str(row) for name, row in further.items() if row}

    assert len(reached) == 103


def test_repair_of_another_couple_is_absent() -> None:
    hurt, _repairing, couple = make_pair()
    repair = make_repair(author=hurt, couple=couple)
    stranger, _other, _couple = make_pair()

    for path in (url("repair", repair), url("repair_happened", repair), url("repair_again", repair)):
        assert browser(stranger).get(path).status_code == 404


def test_person_alone_is_invited() -> None:
    page = browser(make_user()).get(reverse("repair:repair_new"))

    assert (page.status_code, "This is for two" in page.content.decode()) == (200, True)
