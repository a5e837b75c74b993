"""The pages of the steps: opened together, looked over, kept when refused."""

import re
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from repair.models import Repair, RepairKind, RepairNote, RepairSide, Step
from tests.factories import NOW, make_pause
from tests.repair.logs import make_repair, make_side, make_step
from tests.repair.rows import make_pair

pytestmark = pytest.mark.django_db
TOKEN = re.compile(rb'name="csrfmiddlewaretoken" value="[^"]*"')


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


def test_both_sides_open_together() -> None:
    hurt, repairing, couple = make_pair()
    repair = make_repair(author=hurt, couple=couple)

    browser(hurt).post(url("repair_happened", repair), {"words": "I heard a door."})
    before = browser(repairing).get(url("repair", repair)).content.decode()
    browser(repairing).post(url("repair_happened", repair), {"words": "I needed air."})
    pages = [browser(user).get(url("repair", repair)).content.decode() for user in (hurt, repairing)]

    assert "I heard a door." not in before
    assert [("I heard a door." in page, "I needed air." in page) for page in pages] == [(True, True)] * 2


@pytest.mark.parametrize("step", [Step.HAPPENED, Step.OWN, Step.PATTERN])
def test_sealed_side_changes_no_byte_of_the_others_pages(step: Step) -> None:
    hurt, repairing, couple = make_pair()
    repair = make_repair(author=hurt, couple=couple)
    for earlier in list(Step)[: list(Step).index(step)]:
        if earlier != Step.LANDED:
            make_step(repair=repair, authors=(hurt, repairing), step=earlier)
    watched = (
        *(url(name, repair) for name in ("repair", f"repair_{step}")),
        *(reverse(f"repair:{name}") for name in ("repairs", "room")),
    )
    before = seen_by(repairing, *watched)

    sent = browser(hurt).post(url(f"repair_{step}", repair), {"words": "SENTINEL", "looked": "1"})

    assert (sent.status_code, RepairSide.objects.filter(step=step).count()) == (302, 1)
    assert seen_by(repairing, *watched) == before


@pytest.mark.parametrize("words", ["", "  ", "\u200b", "x" * 5001, "a\0b"])
def test_side_is_refused_with_its_words_kept(words: str) -> None:
    hurt, _repairing, couple = make_pair()
    repair = make_repair(author=hurt, couple=couple)

    answer = browser(hurt).post(url("repair_happened", repair), {"words": words})

    assert (answer.status_code, answer.context["form"]["words"].value()) == (400, words)
    assert RepairSide.objects.count() == 0


def test_edit_of_what_was_read_is_refused_with_both_texts() -> None:
    hurt, repairing, couple = make_pair()
    repair = make_repair(author=hurt, couple=couple)
    make_step(repair=repair, authors=(hurt, repairing))

    answer = browser(hurt).post(url("repair_happened", repair), {"words": "It was not so."})

    page = answer.content.decode()
    assert (answer.status_code, "This was already shared. You can add a note to it." in page) == (409, True)
    assert ("It was not so." in page, "I raised my voice." in page) == (True, True)


def test_second_tab_is_told_and_may_then_replace_what_is_sealed() -> None:
    hurt, _repairing, couple = make_pair()
    repair = make_repair(author=hurt, couple=couple)
    browser(hurt).post(url("repair_happened", repair), {"words": "first tab"})

    clash = browser(hurt).post(url("repair_happened", repair), {"words": "second tab"})
    seen = clash.context["form"]["seen"].value()
    saved = browser(hurt).post(url("repair_happened", repair), {"words": "second tab", "seen": seen})

    assert (clash.status_code, "first tab" in clash.content.decode(), saved.status_code) == (409, True, 302)
    assert RepairSide.objects.get().words == "second tab"


def test_owning_is_looked_over_once_and_never_blocked() -> None:
    hurt, repairing, couple = make_pair()
    repair = make_repair(author=hurt, couple=couple)
    make_step(repair=repair, authors=(hurt, repairing))
    words = {"words": "I am sorry if you felt hurt."}

    looked = browser(repairing).post(url("repair_own", repair), {**words, "look": "1"})
    first = browser(repairing).post(url("repair_own", repair), words)
    stored = RepairSide.objects.filter(step=Step.OWN).count()
    again = browser(repairing).post(url("repair_own", repair), {**words, "looked": "1"})

    assert [(page.status_code, "<mark>" in page.content.decode()) for page in (looked, first)] == [(200, True)] * 2
    assert (first.context["form"]["words"].value(), stored) == (words["words"], 0)
    assert (again.status_code, RepairSide.objects.filter(step=Step.OWN).count()) == (302, 1)


def test_plain_owning_goes_at_the_first_press() -> None:
    hurt, repairing, couple = make_pair()
    repair = make_repair(author=hurt, couple=couple)
    make_step(repair=repair, authors=(hurt, repairing))

    answer = browser(repairing).post(
        url("repair_own", repair), {"words": "I lied to you about the money. It was wrong."}
    )

    assert answer.status_code == 302


def test_landing_answers_the_owning() -> None:
    hurt, repairing, couple = make_pair()
    repair = make_repair(author=hurt, couple=couple)
    make_step(repair=repair, authors=(hurt, repairing))
    make_step(repair=repair, authors=(hurt, repairing), step=Step.OWN)

    empty = browser(hurt).post(url("repair_landed", repair), {"needed": "more"})
    said = browser(hurt).post(url("repair_landed", repair), {"landed": "partly", "needed": "say it again"})
    page = browser(repairing).get(url("repair", repair)).content.decode()

    assert (empty.status_code, empty.context["form"]["needed"].value(), said.status_code) == (400, "more", 302)
    assert ("Partly" in page, "say it again" in page) == (True, True)


def test_breach_is_owned_by_the_one_who_did_it() -> None:
    hurt, repairing, couple = make_pair()
    repair = make_repair(author=hurt, couple=couple, kind=RepairKind.BREACH, done_by=repairing)

    theirs = browser(hurt).post(url("repair_own", repair), {"words": "My part was big."})
    happened = browser(hurt).post(url("repair_happened", repair), {"words": "He did it."})
    owned = browser(repairing).post(url("repair_own", repair), {"words": "I lied to you. It was wrong."})

    assert (theirs.status_code, happened.status_code, owned.status_code) == (409, 409, 302)
    assert "My part was big." in theirs.content.decode()


def test_step_skipped_opens_nothing_before_the_day_is_over() -> None:
    hurt, repairing, couple = make_pair()
    repair = make_repair(author=hurt, couple=couple)
    make_side(repair=repair, author=hurt, opened_at=None, words="I heard a door.")

    before = browser(hurt).get(url("repair", repair)).content
    answer = browser(repairing).post(url("repair_happened_pass", repair))
    page = browser(repairing).get(url("repair", repair)).content.decode()
    same = browser(hurt).get(url("repair", repair)).content
    RepairSide.objects.update(opened_at=NOW)

    assert (answer.status_code, "I heard a door." in page, "You skipped this step." in page) == (302, False, True)
    assert TOKEN.sub(b"", same) == TOKEN.sub(b"", before)
    assert "I heard a door." in browser(repairing).get(url("repair", repair)).content.decode()


def test_side_taken_back_leaves_a_line() -> None:
    hurt, repairing, couple = make_pair()
    repair = make_repair(author=hurt, couple=couple)
    mine = make_side(repair=repair, author=hurt, words="I heard a door.")
    make_side(repair=repair, author=repairing)

    foreign = browser(repairing).post(reverse("repair:side_withdraw", args=[mine.pk]))
    browser(hurt).post(reverse("repair:side_withdraw", args=[mine.pk]))
    page = browser(repairing).get(url("repair", repair)).content.decode()

    assert (foreign.status_code, "Taken back." in page, "I heard a door." in page) == (404, True, False)


def test_note_is_added_to_what_was_read() -> None:
    hurt, repairing, couple = make_pair()
    repair = make_repair(author=hurt, couple=couple)
    mine = make_side(repair=repair, author=hurt)
    path = reverse("repair:side_note", args=[mine.pk])

    empty = browser(hurt).post(path, {"once": uuid4(), "words": " "})
    browser(hurt).post(path, {"once": uuid4(), "words": "And I was tired."})
    page = browser(repairing).get(url("repair", repair)).content.decode()

    assert (empty.status_code, "And I was tired." in page) == (400, True)


def test_note_to_an_owning_is_looked_over_and_no_other_note() -> None:
    hurt, repairing, couple = make_pair()
    repair = make_repair(author=hurt, couple=couple)
    make_step(repair=repair, authors=(hurt, repairing))
    mine = make_side(repair=repair, author=repairing, step=Step.OWN)
    other = RepairSide.objects.get(author=repairing, step=Step.HAPPENED)
    path, words = reverse("repair:side_note", args=[mine.pk]), "But you started it."

    looked = browser(repairing).post(path, {"once": uuid4(), "words": words})
    stored = RepairNote.objects.count()
    again = browser(repairing).post(path, {"once": uuid4(), "words": words, "looked": "1"})
    plain = browser(repairing).post(reverse("repair:side_note", args=[other.pk]), {"once": uuid4(), "words": words})

    assert (looked.status_code, "<mark>But you" in looked.content.decode(), stored) == (200, True, 0)
    assert (again.status_code, plain.status_code, RepairNote.objects.count()) == (302, 302, 2)


def test_writing_in_a_pause_keeps_the_words_in_the_form() -> None:
    hurt, _repairing, couple = make_pair()
    repair = make_repair(author=hurt, couple=couple)
    make_pause(user=hurt)

    answer = browser(hurt).post(url("repair_happened", repair), {"words": "mine"})

    assert (answer.status_code, answer.context["form"]["words"].value(), RepairSide.objects.count()) == (409, "mine", 0)
