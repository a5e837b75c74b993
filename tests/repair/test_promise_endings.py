"""Promises that are owned, made anew, ended or noted, and what counts as kept."""

from datetime import datetime, timedelta
from uuid import uuid4

import pytest

from accounts.models import User
from couples.actions.acting import AlreadyOver, AlreadyShared, NotShared, NotYours
from couples.models import Couple
from home.actions import pause_sharing, resume_sharing
from repair.actions.promise_dates import NotDue, WordStands, own_promise, report_promise, see_promise
from repair.actions.promises import Terms, add_promise_note, change_promise, end_promise
from repair.models import EndedAs, Promise, PromiseDate, PromiseNote, PromiseState, Repeats, Report, Seen
from tests.factories import NOW, make_pause
from tests.repair import rows
from tests.repair.rows import TODAY, make_pair

pytestmark = pytest.mark.django_db
WEEKDAYS = 0b0011111


def terms(**changed: object) -> Terms:
    rule = {"repeats": Repeats.WEEKDAYS, "weekdays": WEEKDAYS, "first_on": TODAY}
    words = {"cue": "I leave work", "deed": "write you", "deadline_words": "six", "noticed": "you have the message"}
    return Terms(**{**words, **rule, **changed})


def kept_of(user: User, now: datetime) -> int:
    return PromiseDate.objects.visible_to(user).counted_kept(now).count()


@pytest.mark.parametrize(
    ("report", "seen", "days", "kept"),
    [
        (Report.KEPT, Seen.AGREE, 0, 1),
        (Report.LATE, Seen.AGREE, 0, 1),
        (Report.KEPT, "", 6, 0),
        (Report.KEPT, "", 7, 1),
        (Report.LATE, "", 7, 1),
        (Report.KEPT, Seen.DIFFERENTLY, 9, 0),
        (Report.KEPT, Seen.UNNOTICED, 9, 0),
        (Report.MISSED, Seen.AGREE, 9, 0),
        (Report.CHANGED, "", 9, 0),
    ],
)
def test_counted_kept_is_agreed_or_seven_days_unanswered(report: str, seen: str, days: int, kept: int) -> None:
    _hurt, repairing, couple = make_pair()
    promise = rows.make_promise(author=repairing, couple=couple)
    row = rows.make_promise_date(promise=promise, report=report, seen=seen, reported_at=NOW - timedelta(days=days))

    assert (kept_of(repairing, NOW), row.counts_kept(NOW)) == (kept, bool(kept))


def test_see_is_answered_once_and_by_the_other_alone() -> None:
    hurt, repairing, couple = make_pair()
    row = rows.make_promise_date(promise=rows.make_promise(author=repairing, couple=couple))

    with pytest.raises(NotYours):
        see_promise(row, by=repairing, seen=Seen.AGREE, now=NOW)
    for _press in range(2):
        see_promise(row, by=hurt, seen=Seen.DIFFERENTLY, now=NOW)
    with pytest.raises(AlreadyShared):
        see_promise(row, by=hurt, seen=Seen.AGREE, now=NOW)

    row.refresh_from_db()
    assert (row.seen, row.seen_at) == ("differently", NOW)


def test_see_after_seven_days_can_only_agree() -> None:
    hurt, repairing, couple = make_pair()
    old = NOW - timedelta(days=8)
    row = rows.make_promise_date(promise=rows.make_promise(author=repairing, couple=couple), reported_at=old)

    with pytest.raises(WordStands):
        see_promise(row, by=hurt, seen=Seen.DIFFERENTLY, now=NOW)
    see_promise(row, by=hurt, seen=Seen.AGREE, now=NOW)

    row.refresh_from_db()
    assert (row.seen, row.is_hollow(NOW)) == ("agree", False)


def test_see_what_was_changed_beforehand_is_refused() -> None:
    hurt, repairing, couple = make_pair()
    promise = rows.make_promise(author=repairing, couple=couple)
    row = rows.make_promise_date(promise=promise, report=Report.CHANGED)

    with pytest.raises(NotDue):
        see_promise(row, by=hurt, seen=Seen.AGREE, now=NOW)


def test_see_while_paused_reaches_nobody() -> None:
    hurt, repairing, couple = make_pair()
    row = rows.make_promise_date(promise=rows.make_promise(author=repairing, couple=couple))
    make_pause(user=hurt)

    with pytest.raises(NotShared):
        see_promise(row, by=hurt, seen=Seen.AGREE, now=NOW)

    assert PromiseDate.objects.get().seen == ""


def test_own_is_written_once_by_the_maker_and_read_by_the_other() -> None:
    hurt, repairing, couple = make_pair()
    promise = rows.make_promise(author=repairing, couple=couple)
    row = rows.make_promise_date(promise=promise, report=Report.MISSED)

    with pytest.raises(NotYours):
        own_promise(row, by=hurt, words="mine", now=NOW)
    for _press in range(2):
        own_promise(row, by=repairing, words="I let it slip", now=NOW)
    with pytest.raises(AlreadyShared):
        own_promise(row, by=repairing, words="something else", now=NOW)

    assert PromiseDate.objects.visible_to(hurt).get().owning == "I let it slip"


def test_own_a_kept_promise_is_refused() -> None:
    _hurt, repairing, couple = make_pair()
    row = rows.make_promise_date(promise=rows.make_promise(author=repairing, couple=couple))

    with pytest.raises(NotDue):
        own_promise(row, by=repairing, words="mine", now=NOW)


def test_change_keeps_the_history_and_the_slot() -> None:
    hurt, repairing, couple = make_pair()
    old = rows.make_promise(author=repairing, couple=couple, slot=2)
    key = uuid4()

    for _press in range(2):
        new = change_promise(old, by=repairing, terms=terms(deed="call"), reason="shifts moved", key=key, now=NOW)

    told = list(Promise.objects.visible_to(hurt).told_in(old.thread))
    assert [(row.deed, row.ended_as, row.end_reason, row.slot) for row in told] == [
        ("write you when I will be home", "changed", "shifts moved", None),
        ("call", "", "", 2),
    ]
    assert (new.replaces_id, told[0].ended_on) == (old.pk, TODAY - timedelta(days=1))


def test_change_counts_today_if_today_was_reported() -> None:
    _hurt, repairing, couple = make_pair()
    old = rows.make_promise(author=repairing, couple=couple)
    report_promise(old, by=repairing, on=TODAY, report=Report.KEPT, now=NOW)

    change_promise(old, by=repairing, terms=terms(), reason="", key=uuid4(), now=NOW)

    old.refresh_from_db()
    assert old.ended_on == TODAY


def test_change_by_the_other_or_after_the_end_is_refused() -> None:
    hurt, repairing, couple = make_pair()
    ended = rows.make_ended_promise(author=repairing, couple=couple)

    with pytest.raises(NotYours):
        change_promise(ended, by=hurt, terms=terms(), reason="", key=uuid4(), now=NOW)
    with pytest.raises(AlreadyOver):
        change_promise(ended, by=repairing, terms=terms(), reason="", key=uuid4(), now=NOW)

    assert Promise.objects.count() == 1


def test_end_twice_keeps_the_first_word() -> None:
    hurt, repairing, couple = make_pair()
    promise = rows.make_promise(author=repairing, couple=couple)

    with pytest.raises(NotYours):
        end_promise(promise, by=hurt, ended_as=EndedAs.DONE, reason="", on=TODAY, now=NOW)
    end_promise(promise, by=repairing, ended_as=EndedAs.WITHDRAWN, reason="new job", on=TODAY, now=NOW)
    end_promise(promise, by=repairing, ended_as=EndedAs.DONE, reason="", on=TODAY, now=NOW)

    ended = Promise.objects.visible_to(hurt).get()
    assert (ended.ended_as, ended.end_reason, ended.slot) == ("withdrawn", "new job", None)


def test_end_while_paused_is_refused() -> None:
    _hurt, repairing, couple = make_pair()
    promise = rows.make_promise(author=repairing, couple=couple)
    make_pause(user=repairing)

    with pytest.raises(NotShared):
        end_promise(promise, by=repairing, ended_as=EndedAs.DONE, reason="", on=TODAY, now=NOW)

    assert Promise.objects.get().ended_as == ""


def test_note_is_added_once_by_either() -> None:
    hurt, repairing, couple = make_pair()
    promise = rows.make_promise(author=repairing, couple=couple)
    key = uuid4()

    for _press in range(2):
        add_promise_note(promise, by=hurt, words="on Tuesday it was seven", key=key, now=NOW)

    assert [row.words for row in PromiseNote.objects.visible_to(repairing)] == ["on Tuesday it was seven"]


def test_former_partner_reads_no_promise_once_the_couple_ended() -> None:
    hurt, repairing, couple = make_pair()
    rows.make_promise_date(promise=rows.make_promise(author=repairing, couple=couple))
    Couple.objects.update(ended_at=NOW)

    assert (Promise.objects.visible_to(hurt).count(), PromiseDate.objects.visible_to(hurt).count()) == (0, 0)
    assert Promise.objects.visible_to(repairing).count() == 1


@pytest.mark.parametrize(("report", "state"), [(Report.KEPT, PromiseState.DONE), (Report.CHANGED, PromiseState.MOVED)])
@pytest.mark.parametrize("share_meanwhile", [False, True])
def test_promise_told_of_in_a_pause_ends_for_the_other_with_the_word_alone(
    report: Report, state: PromiseState, share_meanwhile: bool
) -> None:
    hurt, repairing, couple = make_pair()
    friday = TODAY + timedelta(days=2)
    promise = rows.make_promise(
        author=repairing, couple=couple, repeats=Repeats.ONCE, first_on=TODAY, last_on=friday, made_at=NOW
    )
    pause_sharing(repairing, now=NOW)

    report_promise(promise, by=repairing, on=friday, report=report, now=NOW)
    in_the_pause = [rows.line_of(promise, reader, now=NOW).state for reader in (hurt, repairing)]
    resume_sharing(repairing, share_meanwhile=share_meanwhile, now=NOW)

    assert in_the_pause == [PromiseState.OPEN, state]
    assert rows.line_of(promise, hurt, now=NOW).state == (state if share_meanwhile else PromiseState.OPEN)


def test_word_kept_back_by_a_pause_can_be_answered_for_seven_days_once_it_is_shared() -> None:
    hurt, repairing, couple = make_pair()
    promise = rows.make_promise(author=repairing, couple=couple)
    pause_sharing(repairing, now=NOW)
    report_promise(promise, by=repairing, on=TODAY, report=Report.KEPT, now=NOW)
    later = NOW + timedelta(days=9)

    in_the_pause = kept_of(repairing, later)
    resume_sharing(repairing, share_meanwhile=True, now=later)

    assert (in_the_pause, kept_of(repairing, later), kept_of(hurt, later)) == (0, 0, 0)
    see_promise(PromiseDate.objects.from_the_other(hurt).get(), by=hurt, seen=Seen.UNNOTICED, now=later)
    assert kept_of(repairing, later + timedelta(days=9)) == 0
