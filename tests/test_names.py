"""Names are optional: every page reads as well without them, word for word."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse

from accounts.models import User
from accounts.names import name_of, names_of_two
from couples.actions.phases import say_word
from couples.models import Word
from kit.clock import database_now
from tests.factories import make_appreciation, make_check_in, make_couple, make_user
from tests.people import browser_of, same_but_for_names
from tests.repair.long_room import Amounts, Room, addresses_of, write_room

pytestmark = pytest.mark.django_db
IN_A_FIELD = re.compile(r' value="(?:Yhurt|Yrepairing)"')  # one's own name, to be changed


def test_pages_of_two_read_well_without_names() -> None:
    now = database_now()
    hurt, repairing = (make_user(name=name, created_at=now - timedelta(days=2000)) for name in ("Yhurt", "Yrepairing"))
    couple = make_couple(hurt=hurt, repairing=repairing)
    addresses = addresses_of(write_room(Room(hurt, repairing, couple, Amounts(), now)))
    for user in (hurt, repairing):
        make_appreciation(author=user, couple=couple, delivered_at=now)
        make_check_in(author=user, couple=couple, on=now.date() - timedelta(days=1))
    say_word(repairing, word=Word.READY, now=now)
    others = ("couples:home", "couples:phase", "couples:therapist", "couples:role", "home:leave", "home:you")
    pages = [
        *addresses.values(),
        *map(reverse, (*others, "home:today", "checkins:appreciation", "trajectory:page")),
    ]
    pages.append(reverse("home:day", args=[now.date() - timedelta(days=1)]))
    looked_at = 0

    for reader in (hurt, repairing):
        named = read(reader, pages)
        User.objects.update(name="")
        nameless = read(reader, pages)
        User.objects.filter(pk=hurt.pk).update(name="Yhurt")
        User.objects.filter(pk=repairing.pk).update(name="Yrepairing")
        assert named.keys() == nameless.keys()
        wrong = [
            page for page, body in named.items() if not same_but_for_names(body, nameless[page], "Yhurt|Yrepairing")
        ]
        assert wrong == []
        looked_at += sum("Yhurt" in body or "Yrepairing" in body for body in named.values())

    assert looked_at > 25


def read(reader: User, pages: list[str]) -> dict[str, str]:
    """Return the pages that this person may see."""
    client = browser_of(User.objects.get(pk=reader.pk))
    answers = {page: client.get(page) for page in pages}
    return {
        page: IN_A_FIELD.sub("", answer.content.decode())
        for page, answer in answers.items()
        if answer.status_code == 200
    }


def test_name_is_the_name_where_there_is_one() -> None:
    mara, jonas = make_user(name="Mara"), make_user(name="")

    assert [name_of(mara, reader, inside=inside) for reader in (mara, jonas) for inside in (True, False)] == [
        "Mara"
    ] * 4
    assert [name_of(jonas, reader) for reader in (mara, jonas)] == ["Your partner", "You"]
    assert [name_of(jonas, reader, inside=True) for reader in (mara, jonas)] == ["your partner", "you"]


@pytest.mark.parametrize(
    ("names", "called"),
    [
        (["Mara", "Jonas"], ["Mara", "Jonas"]),
        (["Mara", ""], ["Mara", "Mara’s partner"]),
        (["", "Jonas"], ["Jonas’s partner", "Jonas"]),
        (["", ""], ["The first partner", "The second partner"]),
        ([], ["The first partner", "The second partner"]),
    ],
)
def test_two_partners_are_told_apart_by_whoever_reads_along(names: list[str], called: list[str]) -> None:
    assert names_of_two(names) == called
