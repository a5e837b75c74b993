"""The pages of acknowledgement, explanation and second chances."""

from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from repair.models import AcknowledgementVersion, Explanation, Landing, SecondChance
from tests.factories import make_pause, make_user
from tests.people import body
from tests.repair.logs import make_chance, make_version
from tests.repair.rows import make_pair

pytestmark = pytest.mark.django_db
NEW = "repair:acknowledgement_new"


def browser(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def said(**changed: object) -> dict[str, object]:
    parts = {
        "what": "I lied to you about the money for two years.",
        "wrong": "It was wrong.",
        "effect": "You could not trust your own eyes.",
        "differently": "I show you every letter of the bank.",
        "visible_if": "The letters lie on the table.",
    }
    return {"once": uuid4(), **parts, **changed}


def test_acknowledgement_is_looked_over_then_sent_and_lands_partly() -> None:
    hurt, repairing, _couple = make_pair()
    hedged = said(effect="If you felt hurt by it, I am sorry.")

    gentle = browser(repairing).post(reverse(NEW), hedged)
    stored = AcknowledgementVersion.objects.count()
    browser(repairing).post(reverse(NEW), {**hedged, "effect": "I hurt you.", "looked": "1"})
    version = AcknowledgementVersion.objects.get()
    landed = browser(hurt).post(
        reverse("repair:landing", args=[version.pk]), {"once": uuid4(), "landed": "partly", "needed": "the dates"}
    )
    page = browser(repairing).get(reverse("repair:acknowledgement", args=[version.acknowledgement_id])).content.decode()

    assert (gentle.status_code, "<mark>If you felt" in gentle.content.decode(), stored) == (200, True, 0)
    assert (landed.status_code, "Partly" in page, "the dates" in page) == (302, True, True)


def test_marked_words_go_as_they_are_at_the_second_press() -> None:
    _hurt, repairing, _couple = make_pair()

    answer = browser(repairing).post(reverse(NEW), said(wrong="Mistakes were made.", looked="1"))

    assert (answer.status_code, AcknowledgementVersion.objects.get().wrong) == (302, "Mistakes were made.")


def test_looking_stores_nothing_even_where_nothing_is_marked() -> None:
    _hurt, repairing, _couple = make_pair()

    answer = browser(repairing).post(reverse(NEW), said(look="1"))

    assert (answer.status_code, "Nothing stands out." in answer.content.decode()) == (200, True)
    assert AcknowledgementVersion.objects.count() == 0


def test_half_an_acknowledgement_is_looked_over_without_an_error() -> None:
    _hurt, repairing, _couple = make_pair()
    begun = {"once": uuid4(), "what": "I lied to you.", "wrong": "Mistakes were made.", "look": "1"}

    answer = browser(repairing).post(reverse(NEW), begun)

    form = answer.context["form"]
    assert [mark.phrase for mark in answer.context["looked"]] == ["Mistakes were made"]
    assert (answer.status_code, form.errors, form["what"].value()) == (200, {}, "I lied to you.")
    assert (str(form["once"].value()), form.fields["effect"].required) == (str(begun["once"]), True)


@pytest.mark.parametrize("field", ["what", "wrong", "effect", "differently", "visible_if"])
@pytest.mark.parametrize("words", ["", "\u200b", "x" * 3001, "a\0b"])
def test_acknowledgement_is_refused_with_its_words_kept(field: str, words: str) -> None:
    _hurt, repairing, _couple = make_pair()

    answer = browser(repairing).post(reverse(NEW), said(**{field: words}))

    form = answer.context["form"]
    assert (answer.status_code, list(form.errors), form[field].value()) == (400, [field], words)
    assert AcknowledgementVersion.objects.count() == 0


def test_draft_changes_no_byte_of_the_others_pages_and_may_be_unfinished() -> None:
    hurt, repairing, _couple = make_pair()
    watched = [reverse(name) for name in ("repair:acknowledgements", "repair:room", "repair:evidence")]
    before = [body(browser(hurt).get(page)) for page in watched]

    answer = browser(repairing).post(reverse(NEW), {"once": uuid4(), "what": "I lied", "keep": "1"})

    assert (answer.status_code, AcknowledgementVersion.objects.count()) == (302, 1)
    assert [body(browser(hurt).get(page)) for page in watched] == before


def test_draft_is_gone_on_with_and_dropped() -> None:
    _hurt, repairing, _couple = make_pair()
    draft = make_version(author=repairing, couple=None)
    change = reverse("repair:acknowledgement_change", args=[draft.acknowledgement_id])

    start = browser(repairing).get(change).context["form"]
    dropped = browser(repairing).post(reverse("repair:acknowledgement_drop", args=[draft.acknowledgement_id]))

    assert (start["what"].value(), str(start["once"].value())) == (draft.what, str(draft.pk))
    assert (dropped.status_code, AcknowledgementVersion.objects.count()) == (302, 0)


def test_versions_are_kept_and_shown() -> None:
    hurt, repairing, couple = make_pair()
    first = make_version(author=repairing, couple=couple, what="I lied.")
    path = reverse("repair:acknowledgement_change", args=[first.acknowledgement_id])

    browser(repairing).post(path, said(what="I lied for two years."))
    page = browser(hurt).get(reverse("repair:acknowledgement", args=[first.acknowledgement_id])).content.decode()

    assert ("I lied." in page, "I lied for two years." in page) == (True, True)


def test_landing_is_asked_of_the_newest_version_alone() -> None:
    hurt, repairing, couple = make_pair()
    first = make_version(author=repairing, couple=couple)
    page = reverse("repair:acknowledgement", args=[first.acknowledgement_id])
    browser(hurt).post(reverse("repair:landing", args=[first.pk]), {"once": uuid4(), "landed": "partly"})

    said_once = browser(hurt).get(page).content.decode()
    browser(repairing).post(
        reverse("repair:acknowledgement_change", args=[first.acknowledgement_id]), said(what="I lied.")
    )
    second = AcknowledgementVersion.objects.get(number=2)
    renewed = browser(hurt).get(page).content.decode()

    asked = [reverse("repair:landing", args=[version.pk]) in renewed for version in (first, second)]
    assert ("Say something else" in said_once, "Say something else" in renewed, asked) == (True, False, [False, True])


def test_landing_is_refused_for_its_author_and_kept_in_a_pause() -> None:
    hurt, repairing, couple = make_pair()
    path = reverse("repair:landing", args=[make_version(author=repairing, couple=couple).pk])
    make_pause(user=hurt)
    words = {"once": uuid4(), "landed": "fully", "needed": "nothing more"}

    answers = [browser(user).post(path, words) for user in (repairing, hurt)]

    assert [answer.status_code for answer in answers] == [409, 409]
    assert [answer.context["form"]["needed"].value() for answer in answers] == ["nothing more"] * 2
    assert Landing.objects.count() == 0


def test_explanation_leaves_no_trace_until_it_is_asked_for() -> None:
    hurt, repairing, couple = make_pair()
    held = make_version(author=repairing, couple=couple).acknowledgement
    page = reverse("repair:acknowledgement", args=[held.pk])
    before = body(browser(hurt).get(page))

    browser(repairing).post(reverse("repair:explanation", args=[held.pk]), {"once": uuid4(), "words": "I was ashamed."})
    locked = body(browser(hurt).get(page))
    asked = browser(hurt).post(reverse("repair:explanation_unlock", args=[held.pk]))
    after = browser(hurt).get(page).content.decode()

    assert (locked == before, asked.status_code, "I was ashamed." in after) == (True, 302, True)


def test_explanation_is_not_unlocked_by_its_author() -> None:
    _hurt, repairing, couple = make_pair()
    held = make_version(author=repairing, couple=couple).acknowledgement

    answer = browser(repairing).post(reverse("repair:explanation_unlock", args=[held.pk]))

    held.refresh_from_db()
    assert (answer.status_code, held.unlocked_at) == (409, None)


def test_author_reads_that_the_explanation_was_asked_for() -> None:
    hurt, repairing, couple = make_pair()
    couple.partners.update(role="")
    held = make_version(author=repairing, couple=couple).acknowledgement
    page, ask = (reverse(f"repair:{name}", args=[held.pk]) for name in ("acknowledgement", "explanation_unlock"))

    browser(hurt).post(ask)
    told = browser(repairing).get(page).content.decode()
    browser(repairing).post(ask)
    opened = browser(repairing).get(page).content.decode()

    words = ("The other person asked to read it.", "It was asked for.")
    assert [[word in shown for word in words] for shown in (told, opened)] == [[True, False], [False, True]]


def test_author_reads_that_what_was_asked_for_in_a_pause_is_still_theirs_alone() -> None:
    hurt, repairing, couple = make_pair()
    held = make_version(author=repairing, couple=couple).acknowledgement
    page, write = (reverse(f"repair:{name}", args=[held.pk]) for name in ("acknowledgement", "explanation"))
    words = {"once": uuid4(), "words": "I was afraid."}
    his = browser(repairing)
    his.post(write, words)
    pause = make_pause(user=repairing)
    browser(hurt).post(reverse("repair:explanation_unlock", args=[held.pk]))
    asked = browser(hurt).get(page).content.decode()

    paused = [his.get(address).content.decode() for address in (page, write)]
    pause.delete()
    resumed = his.get(page).content.decode()
    his.post(write, words)
    saved, read = (client.get(page).content.decode() for client in (his, browser(hurt)))

    assert ["read at once" in shown for shown in (*paused, resumed, saved)] == [False, False, False, True]
    assert ("While you pause, nothing new" in paused[0], "is still yours alone" in resumed) == (True, True)
    assert ["I was afraid." in shown for shown in (asked, read)] == [False, True]


@pytest.mark.parametrize("words", ["", "\u200b", "x" * 5001])
def test_explanation_is_refused_with_its_words_kept(words: str) -> None:
    _hurt, repairing, couple = make_pair()
    held = make_version(author=repairing, couple=couple).acknowledgement

    answer = browser(repairing).post(reverse("repair:explanation", args=[held.pk]), {"once": uuid4(), "words": words})

    assert (answer.status_code, answer.context["form"]["words"].value(), Explanation.objects.count()) == (400, words, 0)


def test_draft_is_written_alone_and_sending_waits() -> None:
    alone = make_user()

    kept = browser(alone).post(reverse(NEW), said(keep="1"))
    sent = browser(alone).post(reverse(NEW), said())

    assert (kept.status_code, sent.status_code, AcknowledgementVersion.objects.count()) == (302, 409, 1)


def test_second_chance_is_asked_and_answered() -> None:
    hurt, repairing, _couple = make_pair()
    asked = {"once": uuid4(), "kind": "bid", "missed": "You showed me the bird.", "again": "Show me again tonight."}

    browser(repairing).post(reverse("repair:chance_new"), asked)
    chance = SecondChance.objects.get()
    path = reverse("repair:chance_answer", args=[chance.pk])
    empty = browser(hurt).post(path, {"once": uuid4(), "words": "tonight"})
    before = browser(hurt).get(reverse("repair:chances")).content.decode()
    browser(hurt).post(path, {"once": uuid4(), "reply": "yes", "words": "tonight"})
    after = browser(hurt).get(reverse("repair:chances")).content.decode()
    page = browser(repairing).get(reverse("repair:chances")).content.decode()

    assert (empty.status_code, empty.context["form"]["words"].value()) == (400, "tonight")
    assert "Yes, let us try again" in page
    assert ("Answer, if you like" in before, "Answer once more" in before) == (True, False)
    assert ("Answer, if you like" in after, "Answer once more" in after) == (False, True)


@pytest.mark.parametrize(
    ("field", "value"), [("missed", ""), ("again", "\u200b"), ("kind", "breach"), ("missed", "x" * 1001)]
)
def test_second_chance_is_refused_with_what_was_written(field: str, value: str) -> None:
    _hurt, repairing, _couple = make_pair()
    asked = {"once": uuid4(), "kind": "bid", "missed": "You showed me the bird.", "again": "Show me again."}

    answer = browser(repairing).post(reverse("repair:chance_new"), {**asked, field: value})

    form = answer.context["form"]
    assert (answer.status_code, list(form.errors), form[field].value()) == (400, [field], value)
    assert SecondChance.objects.count() == 0


def test_second_chance_is_looked_over_too() -> None:
    _hurt, repairing, _couple = make_pair()
    asked = {"once": uuid4(), "kind": "bid", "missed": "But you never listen.", "again": "Show me again."}

    answer = browser(repairing).post(reverse("repair:chance_new"), asked)

    assert (answer.status_code, "<mark>" in answer.content.decode(), SecondChance.objects.count()) == (200, True, 0)


def test_answer_to_a_second_chance_taken_back_keeps_its_words() -> None:
    hurt, repairing, couple = make_pair()
    chance = make_chance(author=repairing, couple=couple)
    browser(repairing).post(reverse("repair:chance_withdraw", args=[chance.pk]))

    page = browser(hurt).get(reverse("repair:chances")).content.decode()
    answer = browser(hurt).post(
        reverse("repair:chance_answer", args=[chance.pk]), {"once": uuid4(), "reply": "yes", "words": "gladly"}
    )

    assert ("Taken back." in page, chance.missed in page) == (True, False)
    assert (answer.status_code, answer.context["form"]["words"].value(), chance.missed in answer.content.decode()) == (
        409,
        "gladly",
        False,
    )
