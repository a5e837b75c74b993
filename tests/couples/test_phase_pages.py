"""The page of the phase: seen by both, moved by who was hurt, and nothing prompts."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from couples.actions.phases import pause_phase, phase_now
from couples.models import Readiness, ReadyWord, Role
from tests.factories import NOW, make_user
from tests.repair.rows import make_pair

pytestmark = pytest.mark.django_db


def browser(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def press(user: User, route: str) -> int:
    return browser(user).post(reverse(f"couples:{route}")).status_code


def test_phase_is_moved_by_who_was_hurt_and_seen_by_both() -> None:
    hurt, repairing, couple = make_pair()

    pressed = [press(hurt, "phase_attune") for _two in range(2)]
    pages = [browser(user).get(reverse("couples:phase")).content.decode() for user in (hurt, repairing)]

    assert (pressed, phase_now(couple).phase) == ([302, 302], "attune")
    current = re.compile(r'aria-current="step">.*?Attune', re.DOTALL)
    assert [bool(current.search(page)) for page in pages] == [True, True]


def test_other_is_refused_with_a_sentence_and_may_say_a_word() -> None:
    hurt, repairing, couple = make_pair()

    moved, said = press(repairing, "phase_attune"), press(repairing, "phase_not_yet")
    page = browser(hurt).get(reverse("couples:phase")).content.decode()

    assert (moved, said, phase_now(couple).phase) == (409, 302, "atone")
    assert (ReadyWord.objects.get().word, "says: Not yet" in page) == ("not_yet", True)


def test_phase_needs_both_where_both_were_hurt() -> None:
    hurt, repairing, couple = make_pair()
    couple.partners.update(role=Role.BOTH)

    press(hurt, "phase_attune")
    taken_back = press(hurt, "phase_stay")
    press(repairing, "phase_attune")
    half = phase_now(couple).phase
    press(hurt, "phase_attune")

    assert (taken_back, half, phase_now(couple).phase) == (302, "atone", "attune")


def test_yes_that_was_said_is_not_asked_for_again() -> None:
    hurt, repairing, couple = make_pair()
    couple.partners.update(role=Role.BOTH)

    press(hurt, "phase_attune")
    pages = [browser(user).get(reverse("couples:phase")).content.decode() for user in (hurt, repairing)]

    assert ["To Attune" in page for page in pages] == [False, True]
    assert ["You said yes to Attune." in page for page in pages] == [True, False]


def test_yes_from_when_it_took_both_stands_in_nobodys_way() -> None:
    hurt, repairing, couple = make_pair()
    couple.partners.update(role=Role.BOTH)
    press(hurt, "phase_attune")
    couple.partners.filter(user=repairing).update(role=Role.REPAIRING)

    pages = [browser(user).get(reverse("couples:phase")).content.decode() for user in (hurt, repairing)]
    press(hurt, "phase_attune")

    assert ["said yes to Attune" in page for page in pages] == [False, False]
    assert ("To Attune" in pages[0], phase_now(couple).phase) == (True, "attune")


def test_skipping_a_phase_is_refused() -> None:
    hurt, _repairing, couple = make_pair()

    assert (press(hurt, "phase_attach"), phase_now(couple).phase) == (409, "atone")


def test_paused_phase_goes_on_by_who_was_hurt() -> None:
    hurt, repairing, couple = make_pair()
    pause_phase(couple, now=NOW)

    page = browser(repairing).get(reverse("couples:phase")).content.decode()
    press(hurt, "phase_atone")

    assert ("It has paused" in page, phase_now(couple).is_paused) == (True, False)


def test_readiness_is_answered_and_changes_no_byte_for_the_other() -> None:
    hurt, repairing, _couple = make_pair()
    watched = reverse("couples:phase")
    plain = re.compile(rb'name="csrfmiddlewaretoken" value="[^"]*"')
    before = plain.sub(b"", browser(repairing).get(watched).content)

    bad = browser(hurt).post(reverse("couples:readiness"), {"safe": "very"})
    kept = browser(hurt).post(reverse("couples:readiness"), {"safe": "partly", "kept": "no"})

    assert (bad.status_code, kept.status_code, Readiness.objects.count()) == (400, 302, 2)
    assert plain.sub(b"", browser(repairing).get(watched).content) == before


def test_readiness_is_for_who_moves_the_phase() -> None:
    _hurt, repairing, _couple = make_pair()

    answer = browser(repairing).post(reverse("couples:readiness"), {"safe": "yes"})

    assert (answer.status_code, Readiness.objects.count()) == (302, 0)


def test_person_alone_is_invited_and_can_move_nothing() -> None:
    alone = make_user()

    page = browser(alone).get(reverse("couples:phase"))

    assert (page.status_code, press(alone, "phase_attune")) == (200, 404)
