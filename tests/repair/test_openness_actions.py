"""Openness stays as it was shared; an agreement ends by itself, and either may pause it."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction

from couples.actions.acting import NotShared, NotYours, WrittenBefore
from home.actions import pause_sharing, resume_sharing
from repair.actions.agreements import Offer, end_agreement, offer_agreement, pause_agreement, resume_agreement
from repair.actions.openness import add_openness_note, share_openness, share_what_was_kept, withdraw_openness
from repair.models import Agreement, Openness, OpennessNote
from tests.factories import NOW, make_pause, make_user
from tests.repair import rows
from tests.repair.rows import TODAY, make_pair

pytestmark = pytest.mark.django_db
OFFER = Offer("the bank letter", "no surprises", TODAY + timedelta(days=30), TODAY + timedelta(days=90))


def test_openness_is_read_by_the_other_and_stands_once() -> None:
    hurt, repairing, _couple = make_pair()
    key = uuid4()

    for _press in range(2):
        share_openness(repairing, words="She called.", key=key, now=NOW)

    assert [(row.words, row.shared_on) for row in Openness.objects.visible_to(hurt)] == [("She called.", TODAY)]


def test_openness_with_the_same_key_and_other_words_is_refused() -> None:
    _hurt, repairing, _couple = make_pair()
    key = uuid4()
    share_openness(repairing, words="She called.", key=key, now=NOW)

    with pytest.raises(WrittenBefore):
        share_openness(repairing, words="She wrote.", key=key, now=NOW)


def test_openness_alone_or_in_a_pause_stays_with_its_author() -> None:
    hurt, repairing, _couple = make_pair()
    alone = make_user()
    make_pause(user=repairing)

    for author in (alone, repairing):
        share_openness(author, words="She called.", key=uuid4(), now=NOW)

    assert (Openness.objects.visible_to(hurt).count(), Openness.objects.visible_to(repairing).count()) == (0, 1)


def test_withdrawn_openness_leaves_a_line_without_words() -> None:
    hurt, repairing, couple = make_pair()
    openness = rows.make_openness(author=repairing, couple=couple)
    rows_of_notes = add_openness_note(openness, by=repairing, words="Also by mail.", key=uuid4(), now=NOW)

    withdraw_openness(openness, by=hurt, now=NOW)
    before = Openness.objects.visible_to(hurt).count()
    withdraw_openness(openness, by=repairing, now=NOW)

    trace = Openness.objects.taken_back_from(hurt).get()
    assert (before, Openness.objects.visible_to(hurt).count(), trace.get_deferred_fields()) == (1, 0, {"words"})
    assert list(OpennessNote.objects.visible_to(hurt)) == []
    assert list(OpennessNote.objects.visible_to(repairing)) == [rows_of_notes]


def test_note_is_the_authors_alone_to_add() -> None:
    hurt, repairing, couple = make_pair()
    openness = rows.make_openness(author=repairing, couple=couple)
    key = uuid4()

    with pytest.raises(NotYours):
        add_openness_note(openness, by=hurt, words="mine", key=uuid4(), now=NOW)
    for _press in range(2):
        add_openness_note(openness, by=repairing, words="Also by mail.", key=key, now=NOW)

    assert [row.words for row in OpennessNote.objects.visible_to(hurt)] == ["Also by mail."]


def test_agreement_is_read_by_both_and_paused_by_either() -> None:
    hurt, repairing, _couple = make_pair()
    key = uuid4()
    for _press in range(2):
        agreement = offer_agreement(repairing, offer=OFFER, key=key, now=NOW)

    for _press in range(2):
        pause_agreement(agreement, by=hurt, now=NOW)

    paused = Agreement.objects.visible_to(repairing).get()
    assert (paused.paused_at, Agreement.objects.count()) == (NOW, 1)


@pytest.mark.parametrize("by_author", [True, False])
def test_only_who_offered_resumes_whoever_paused(by_author: bool) -> None:
    hurt, repairing, couple = make_pair()
    agreement = rows.make_agreement(author=repairing, couple=couple)
    pause_agreement(agreement, by=repairing if by_author else hurt, now=NOW)

    with pytest.raises(NotYours):
        resume_agreement(agreement, by=hurt, now=NOW)
    still = Agreement.objects.get().paused_at
    for _press in range(2):
        resume_agreement(agreement, by=repairing, now=NOW)

    assert (still, Agreement.objects.get().paused_at) == (NOW, None)


@pytest.mark.parametrize("by_author", [True, False])
@pytest.mark.parametrize("paused", [True, False])
def test_agreement_is_paused_and_ended_by_either_at_once_in_ones_own_pause_too(by_author: bool, paused: bool) -> None:
    hurt, repairing, couple = make_pair()
    agreement, by = rows.make_agreement(author=repairing, couple=couple), repairing if by_author else hurt
    if paused:
        make_pause(user=by)

    pause_agreement(agreement, by=by, now=NOW)
    for minutes in range(2):
        end_agreement(agreement, by=by, now=NOW + timedelta(minutes=minutes))

    row = Agreement.objects.get()
    assert (row.paused_at, row.ended_at, row.ended_on) == (NOW, NOW, TODAY)


def test_agreement_runs_to_its_last_date() -> None:
    _hurt, repairing, couple = make_pair()
    agreement = rows.make_agreement(author=repairing, couple=couple)

    last = agreement.ends_on
    assert (agreement.is_running(last), agreement.is_running(last + timedelta(days=1))) == (True, False)
    assert Agreement.objects.running(last + timedelta(days=1)).count() == 0


def test_offer_in_a_pause_is_refused() -> None:
    _hurt, repairing, _couple = make_pair()
    make_pause(user=repairing)

    with pytest.raises(NotShared):
        offer_agreement(repairing, offer=OFFER, key=uuid4(), now=NOW)


def test_database_refuses_a_review_after_the_end() -> None:
    _hurt, repairing, couple = make_pair()

    with pytest.raises(IntegrityError), transaction.atomic():
        rows.make_agreement(author=repairing, couple=couple, review_on=TODAY + timedelta(days=61))


def test_share_what_was_kept_shares_the_pause_and_nothing_before() -> None:
    hurt, repairing, couple = make_pair()
    Openness.objects.filter(pk=rows.make_openness(author=repairing).pk).update(shared_at=NOW - timedelta(days=9))
    meanwhile = rows.make_openness(author=repairing)
    promise = rows.make_promise(author=repairing, couple=couple)
    rows.make_promise_date(promise=promise, reported_at=NOW)

    share_what_was_kept(repairing, couple=couple, since=NOW - timedelta(days=1), now=NOW)

    assert [row.pk for row in Openness.objects.visible_to(hurt)] == [meanwhile.pk]


@pytest.mark.parametrize(("share_meanwhile", "read"), [(False, 0), (True, 1)])
def test_resuming_shares_the_openness_of_the_pause_only_if_asked(share_meanwhile: bool, read: int) -> None:
    hurt, repairing, _couple = make_pair()
    pause_sharing(repairing, now=NOW - timedelta(days=1))
    share_openness(repairing, words="She called.", key=uuid4(), now=NOW)

    resume_sharing(repairing, share_meanwhile=share_meanwhile, now=NOW)

    assert Openness.objects.visible_to(hurt).count() == read


def test_openness_taken_back_in_the_pause_leaves_the_other_no_trace() -> None:
    hurt, repairing, _couple = make_pair()
    pause_sharing(repairing, now=NOW - timedelta(days=1))
    kept = share_openness(repairing, words="She called.", key=uuid4(), now=NOW)
    withdraw_openness(kept, by=repairing, now=NOW)

    resume_sharing(repairing, share_meanwhile=True, now=NOW)

    assert list(Openness.objects.taken_back_from(hurt)) == []
    assert list(Openness.objects.lines_to(hurt)) == []
