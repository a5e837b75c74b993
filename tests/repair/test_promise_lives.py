"""Random lives of promises against naive counts: pages, room, Today, evidence, weekly record, therapist."""

from collections import Counter

import pytest

from couples.access import standing_of
from kit.weeks import DAY, local_today, week_of
from repair.models import Promise, PromiseDate, PromiseState
from repair.pages.due import promises_to_report
from repair.pages.evidence import evidence_page
from repair.pages.promises import promises_page
from repair.reading import KeptAndDue, kept_and_due
from tests.repair import promise_lives as lives
from tests.repair.promise_lives import LivedCouple
from trajectory.weekly.deeds import read_own_promises

pytestmark = pytest.mark.django_db
WEEKS = 5
SEEDS = {
    0: {
        PromiseState.OPEN,
        PromiseState.PAST,
        PromiseState.DONE,
        PromiseState.MOVED,
        PromiseState.CHANGED,
        PromiseState.WITHDRAWN,
    },
    9: {PromiseState.OVER, PromiseState.APART},
    4: set(),
    7: set(),
    20: set(),
    23: set(),
}


@pytest.mark.parametrize("seed", SEEDS)
def test_life_of_promises_counts_as_its_rows_do(seed: int) -> None:
    """Each seed names the states that its life goes through: what the lives never do they do not prove."""
    life = lives.live(seed, weeks=WEEKS)

    page = promises_page(standing_of(life.maker), now=life.now)
    assert SEEDS[seed] <= {one.state for one in (*page.mine, *page.ended)}
    check(life)


def check(life: LivedCouple) -> None:
    """Hold every reading of one life against its rows."""
    check_dates(life)
    check_open(life)
    check_therapist(life)
    check_weekly(life)
    check_evidence(life)
    check_today(life)


def check_dates(life: LivedCouple) -> None:
    """No date is due in two versions of one promise, and none that was told lies behind the end."""
    promises = list(Promise.objects.filter(author=life.maker))
    first, last = min((p.first_on for p in promises), default=life.now.date()), life.now.date() + 40 * DAY
    due = Counter((p.thread, on) for p in promises for on in lives.span(first, last) if lives.is_due(p, on))
    told = PromiseDate.objects.exclude(report="changed").select_related("promise")

    assert [key for key, number in due.items() if number > 1] == []
    assert [row.due_on for row in told if row.promise.ended_on and row.due_on > row.promise.ended_on] == []


def check_open(life: LivedCouple) -> None:
    """Both read as open what is; what is past, or was another couple's, takes nobody's place."""
    couple = life.couple
    for reader in (life.maker, life.other):
        standing = standing_of(reader)
        is_mine = reader == life.maker
        today = local_today(life.now, reader.zone) if is_mine else standing.date_at(life.now)
        page = promises_page(standing, now=life.now)
        lines = {line.promise.pk for line in (page.mine if is_mine else page.theirs) if line.state == PromiseState.OPEN}
        visible = is_mine or (couple is not None and standing.couple == couple)
        expected = lives.open_ones(life.maker, reader, couple, today) if visible else set()

        assert lines == expected
    today = local_today(life.now, life.maker.zone)
    naive = lives.open_ones(life.maker, life.maker, couple, today)
    assert promises_page(standing_of(life.maker), now=life.now).is_full == (len(naive) >= 3)
    assert Promise.objects.of(life.maker).with_slot().count() <= 3


def check_therapist(life: LivedCouple) -> None:
    for couple in {promise.couple for promise in Promise.objects.filter(author=life.maker)}:
        for back in (28, 9):
            last = life.now.date() - DAY
            first = last - back * DAY
            kept, due, unanswered = lives.counted(life.maker, couple.pk, first, last, life.now)
            found = kept_and_due([life.maker.pk], couple.pk, first, last, now=life.now)

            assert found.get(life.maker.pk, KeptAndDue()) == KeptAndDue(kept, due, unanswered)


def check_weekly(life: LivedCouple) -> None:
    """The weekly record counts each told date once, in the week it stands in."""
    naive: dict[str, Counter] = {"kept": Counter(), "due": Counter()}
    for row in PromiseDate.objects.filter(author=life.maker):
        became = lives.counts_as(row, life.now)
        naive["kept"][week_of(lives.stands(row))] += became == "kept"
        naive["due"][week_of(lives.stands(row))] += became in ("kept", "not kept")
    deeds = read_own_promises([life.maker.pk], now=life.now)
    for kind, weeks in naive.items():
        assert {week: deeds.in_week(kind, life.maker.pk, week) for week in weeks} == dict(weeks)


def check_evidence(life: LivedCouple) -> None:
    for reader in (life.maker, life.other):
        rows = PromiseDate.objects.visible_to(reader)
        told = [row for row in rows if row.couple_id]
        kept = sorted((lives.stands(row) for row in told if lives.counts_as(row, life.now) == "kept"), reverse=True)
        page = evidence_page(standing_of(reader), now=life.now, kind="promises")

        assert [entry.on for entry in page.entries] == kept[: len(page.entries)]
        assert sum(count.number for count in page.counts if count.kind.key == "promises") == len(kept)
        assert all(on <= life.now.date() + DAY for on in kept)


def check_today(life: LivedCouple) -> None:
    """Today asks for each open promise that is due and untold, and for no other."""
    couple, today = life.couple, local_today(life.now, life.maker.zone)
    asked = {row.pk for row in promises_to_report(user=life.maker, on=today, weekday=1 << today.weekday())}
    mine = Promise.objects.filter(author=life.maker, couple=couple, ended_as="") if couple else ()
    due = {p.pk for p in mine if lives.is_due(p, today) and today not in lives.said_of(p, life.maker)}

    assert asked == due
