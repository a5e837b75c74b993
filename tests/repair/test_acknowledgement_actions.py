"""An acknowledgement keeps every version; the explanation waits until it is asked for."""

from datetime import timedelta
from uuid import uuid4

import pytest

from accounts.models import User
from couples.actions.acting import NotShared, NotYours
from couples.models import Role
from repair.actions.acknowledgements import (
    Parts,
    drop_acknowledgement_draft,
    say_landing,
    unlock_explanation,
    withdraw_explanation,
    withdraw_version,
    write_acknowledgement,
    write_explanation,
)
from repair.models import Acknowledgement, AcknowledgementVersion, Explanation, Landed, Landing
from tests.factories import NOW, make_pause, make_user, partner_of
from tests.repair.logs import make_version
from tests.repair.rows import make_pair

pytestmark = pytest.mark.django_db


def parts(what: str = "I lied to you.") -> Parts:
    return Parts(what, "It was wrong.", "You were alone with it.", "I tell you first.", "You hear it from me.")


def write(user: User, what: str = "I lied to you.", **more: object) -> AcknowledgementVersion:
    return write_acknowledgement(user, parts=parts(what), key=more.pop("key", None) or uuid4(), now=NOW, **more)


def read(by: User) -> list[str]:
    return [row.what for row in AcknowledgementVersion.objects.visible_to(by).order_by("number")]


def test_draft_is_its_authors_alone_and_can_be_written_alone() -> None:
    alone, (hurt, repairing, _couple) = make_user(), make_pair()

    write(alone, is_draft=True)
    write(repairing, is_draft=True)

    assert (read(alone), read(repairing), read(hurt)) == (["I lied to you."], ["I lied to you."], [])
    assert Acknowledgement.objects.visible_to(hurt).count() == 0


def test_draft_goes_on_being_written_and_is_then_sent() -> None:
    hurt, repairing, couple = make_pair()
    key = uuid4()
    draft = write(repairing, "first", is_draft=True, key=key)
    write(repairing, "second", is_draft=True, key=key)

    write(repairing, "third", key=key, acknowledgement=draft.acknowledgement)

    assert (read(hurt), AcknowledgementVersion.objects.count()) == (["third"], 1)
    assert Acknowledgement.objects.get().couple == couple


def test_dates_that_the_other_reads_are_those_of_sending_and_of_sharing() -> None:
    hurt, repairing, couple = make_pair(hurt="Asia/Tokyo", repairing="Asia/Tokyo")
    couple.day_zones = [["2026-01-01", "America/New_York"]]
    couple.save()
    draft, sent = write(repairing, is_draft=True), NOW + timedelta(days=3)
    held = draft.acknowledgement
    write_explanation(held, by=repairing, words="I hid.", key=uuid4(), now=NOW)

    write_acknowledgement(repairing, parts=parts(), key=draft.pk, now=sent, acknowledgement=held)
    held.refresh_from_db()
    unlock_explanation(held, by=hurt, now=sent)

    on = couple.days.date_at(sent)
    assert (held.begun_on, held.versions.get().sent_on, Explanation.objects.get().written_on) == (on, on, on)


def test_acknowledgement_sent_twice_stands_once() -> None:
    _hurt, repairing, _couple = make_pair()
    key = uuid4()

    first = write(repairing, key=key)
    write(repairing, key=key)
    write(repairing, acknowledgement=first.acknowledgement)

    assert (AcknowledgementVersion.objects.count(), Acknowledgement.objects.count()) == (1, 1)


def test_new_version_stands_beside_the_earlier_one() -> None:
    hurt, repairing, _couple = make_pair()
    first = write(repairing, "I lied.")

    write(repairing, "I lied for two years.", acknowledgement=first.acknowledgement)

    assert read(hurt) == ["I lied.", "I lied for two years."]


def test_sending_alone_or_in_a_pause_is_refused() -> None:
    _hurt, repairing, _couple = make_pair()
    make_pause(user=repairing)

    for user in (make_user(), repairing):
        with pytest.raises(NotShared):
            write(user)

    assert Acknowledgement.objects.count() == 0


def test_writing_in_the_others_acknowledgement_is_refused() -> None:
    hurt, repairing, _couple = make_pair()
    theirs = write(repairing).acknowledgement

    with pytest.raises(NotYours):
        write(hurt, acknowledgement=theirs)

    assert AcknowledgementVersion.objects.count() == 1


def test_dropped_draft_takes_an_empty_acknowledgement_along() -> None:
    _hurt, repairing, couple = make_pair()
    draft, sent = make_version(author=repairing, couple=None), make_version(author=repairing, couple=couple)

    for version in (draft, sent):
        drop_acknowledgement_draft(version.acknowledgement, by=repairing)

    assert list(AcknowledgementVersion.objects.all()) == [sent]
    assert Acknowledgement.objects.count() == 1


def test_landing_is_said_by_the_other_and_may_change_in_sight() -> None:
    hurt, repairing, couple = make_pair()
    version = make_version(author=repairing, couple=couple)

    with pytest.raises(NotYours):
        say_landing(version, by=repairing, landed=Landed.FULLY, needed="", key=uuid4(), now=NOW)
    for at, landed in ((0, Landed.PARTLY), (1, Landed.PARTLY), (2, Landed.FULLY)):
        later = NOW + timedelta(days=at)
        say_landing(version, by=hurt, landed=landed, needed="", key=uuid4(), now=later)

    said = Landing.objects.visible_to(repairing).order_by("answered_at")
    assert [row.landed for row in said] == ["partly", "fully"]


def test_landing_in_a_pause_reaches_nobody() -> None:
    hurt, repairing, couple = make_pair()
    version = make_version(author=repairing, couple=couple)
    make_pause(user=hurt)

    with pytest.raises(NotShared):
        say_landing(version, by=hurt, landed=Landed.FULLY, needed="", key=uuid4(), now=NOW)

    assert Landing.objects.count() == 0


def test_withdrawn_version_leaves_a_line_without_words() -> None:
    hurt, repairing, couple = make_pair()
    version = make_version(author=repairing, couple=couple)

    for by in (hurt, repairing, repairing):
        withdraw_version(version, by=by, now=NOW)

    assert read(hurt) == []
    assert AcknowledgementVersion.objects.taken_back_from(hurt).get().withdrawn_at == NOW


def test_explanation_is_its_authors_until_it_is_asked_for() -> None:
    hurt, repairing, couple = make_pair()
    held = make_version(author=repairing, couple=couple).acknowledgement
    for words in ("draft", "how it came to it"):
        write_explanation(held, by=repairing, words=words, key=uuid4(), now=NOW)
    before = list(Explanation.objects.visible_to(hurt))

    unlocked = [unlock_explanation(held, by=hurt, now=NOW) for _press in range(2)]

    assert (before, unlocked) == ([], [True, True])
    assert [row.words for row in Explanation.objects.visible_to(hurt)] == ["how it came to it"]


def test_explanation_written_after_it_was_asked_for_is_a_version_each() -> None:
    hurt, repairing, couple = make_pair()
    held = make_version(author=repairing, couple=couple).acknowledgement
    unlock_explanation(held, by=hurt, now=NOW)

    for words in ("first", "first", "more of it"):
        write_explanation(held, by=repairing, words=words, key=uuid4(), now=NOW)

    rows = Explanation.objects.visible_to(hurt).order_by("number")
    assert [(row.number, row.words) for row in rows] == [(1, "first"), (2, "more of it")]


def test_explanation_is_not_unlocked_by_its_author() -> None:
    _hurt, repairing, couple = make_pair()
    held = make_version(author=repairing, couple=couple).acknowledgement

    with pytest.raises(NotYours):
        unlock_explanation(held, by=repairing, now=NOW)

    assert Acknowledgement.objects.get().unlocked_at is None


@pytest.mark.parametrize(("first", "second"), [(Role.BOTH, Role.HURT), (Role.UNSAID, Role.UNSAID)])
def test_explanation_is_unlocked_by_everybody_who_was_hurt_else_by_both(first: Role, second: Role) -> None:
    hurt, repairing, couple = make_pair()
    couple.partners.filter(user=hurt).update(role=first)
    couple.partners.filter(user=repairing).update(role=second)
    held = make_version(author=repairing, couple=couple).acknowledgement

    said = [unlock_explanation(held, by=by, now=NOW) for by in (hurt, repairing)]

    assert said == [False, True]


def test_new_role_unlocks_after_seven_days_only() -> None:
    hurt, repairing, couple = make_pair()
    held = make_version(author=repairing, couple=couple).acknowledgement
    partner = partner_of(repairing)
    partner.role_before, partner.role, partner.role_since = partner.role, Role.BOTH, NOW - timedelta(days=6)
    partner.save()

    alone = unlock_explanation(held, by=hurt, now=NOW)

    assert alone is True
    with pytest.raises(NotYours):
        unlock_explanation(held, by=repairing, now=NOW)
    assert unlock_explanation(held, by=repairing, now=NOW + timedelta(days=1)) is True


def test_explanation_of_a_paused_author_waits_for_its_author() -> None:
    hurt, repairing, couple = make_pair()
    held = make_version(author=repairing, couple=couple).acknowledgement
    write_explanation(held, by=repairing, words="why", key=uuid4(), now=NOW)
    pause = make_pause(user=repairing)
    unlock_explanation(held, by=hurt, now=NOW)
    in_pause = list(Explanation.objects.visible_to(hurt))
    with pytest.raises(NotShared):
        write_explanation(held, by=repairing, words="why", key=uuid4(), now=NOW)

    pause.delete()
    write_explanation(held, by=repairing, words="why", key=uuid4(), now=NOW)

    assert (in_pause, [row.words for row in Explanation.objects.visible_to(hurt)]) == ([], ["why"])


def test_explanation_taken_back_is_its_authors_again() -> None:
    hurt, repairing, couple = make_pair()
    held = make_version(author=repairing, couple=couple).acknowledgement
    unlock_explanation(held, by=hurt, now=NOW)
    row = write_explanation(held, by=repairing, words="why", key=uuid4(), now=NOW)

    withdraw_explanation(row, by=hurt, now=NOW)
    still = Explanation.objects.visible_to(hurt).count()
    withdraw_explanation(row, by=repairing, now=NOW)

    assert (still, Explanation.objects.visible_to(hurt).count()) == (1, 0)
