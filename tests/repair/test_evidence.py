"""The evidence file: what enters, when, for whom; it only grows, and a withdrawn line keeps its date."""

from datetime import date, datetime, timedelta
from uuid import UUID

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from couples.access import standing_of
from couples.models import Couple
from repair.models import Promise, Report, TimeOut
from repair.pages.evidence import MUCH, Cursor, evidence_page
from repair.pages.evidence_kinds import BY_KEY, EVIDENCE_KINDS, LINES_SHOWN
from repair.reading import KeptAndDue, evidence_counts, kept_and_due
from tests.factories import NOW, make_couple, make_user
from tests.repair import rows
from tests.repair.rows import MONDAY, TODAY, make_pair

pytestmark = pytest.mark.django_db
LONG_SINCE = NOW - timedelta(days=9)


def of_kinds(user: User, *, now: datetime = NOW, **narrowed: object) -> list[tuple[date, str]]:
    """Return the date and kind of each line of promises and openness."""
    page = evidence_page(standing_of(user), now=now, **narrowed)
    return [(entry.on, entry.kind) for entry in page.entries]


def promised(author: User, couple: Couple | None, **fields: object) -> Promise:
    return rows.make_promise(author=author, couple=couple, weekdays=127, first_on=TODAY - timedelta(days=400), **fields)


def test_agreed_promise_and_openness_are_there_at_once_for_both() -> None:
    hurt, repairing, couple = make_pair()
    rows.make_promise_date(promise=promised(repairing, couple), seen="agree")
    rows.make_openness(author=repairing, couple=couple, on=MONDAY)

    assert of_kinds(hurt) == of_kinds(repairing) == [(TODAY, "promises"), (MONDAY, "openness")]


def test_unanswered_promise_enters_after_seven_days_by_the_word_given() -> None:
    hurt, repairing, couple = make_pair()
    rows.make_promise_date(promise=promised(repairing, couple))

    later = evidence_page(standing_of(hurt), now=NOW + timedelta(days=7)).entries

    assert (of_kinds(hurt), [str(entry.note) for entry in later]) == ([], ["by the word given"])


@pytest.mark.parametrize(
    ("report", "seen"),
    [(Report.MISSED, "agree"), (Report.CHANGED, ""), (Report.KEPT, "differently"), ("kept", "unnoticed")],
)
def test_nothing_else_of_a_promise_ever_enters(report: str, seen: str) -> None:
    hurt, repairing, couple = make_pair()
    rows.make_promise_date(promise=promised(repairing, couple), report=report, seen=seen, reported_at=LONG_SINCE)

    assert of_kinds(hurt) == []


def test_withdrawn_openness_keeps_its_line_without_words() -> None:
    hurt, repairing, couple = make_pair()
    rows.make_openness(author=repairing, couple=couple, withdrawn_at=NOW)

    entry = evidence_page(standing_of(hurt), now=NOW).entries[0]

    assert (entry.is_withdrawn, entry.text, entry.on) == (True, "", TODAY)


def test_line_of_somebody_else_is_not_there() -> None:
    _hurt, repairing, couple = make_pair()
    rows.make_openness(author=repairing, couple=couple)
    other, _partner, _couple = make_pair()

    assert (of_kinds(other), of_kinds(make_user())) == ([], [])


def test_what_its_author_kept_is_no_evidence() -> None:
    hurt, repairing, _couple = make_pair()
    rows.make_openness(author=repairing)

    assert (of_kinds(hurt), of_kinds(repairing)) == ([], [])


def test_withdrawn_line_stays_and_leaves_every_count() -> None:
    hurt, repairing, couple = make_pair()
    rows.make_openness(author=repairing, couple=couple)
    rows.make_openness(author=repairing, couple=couple, withdrawn_at=NOW)

    page = evidence_page(standing_of(hurt), now=NOW)

    assert (len(page.entries), {count.kind.key: count.number for count in page.counts}["openness"]) == (2, 1)
    assert evidence_counts([couple.pk], until=TODAY, now=NOW) == {couple.pk: {"openness": 1}}


def test_kind_and_month_narrow_the_list() -> None:
    hurt, repairing, couple = make_pair()
    promise = promised(repairing, couple)
    for on in (TODAY, date(2026, 2, 10)):
        rows.make_promise_date(promise=promise, on=on, seen="agree")
        rows.make_openness(author=repairing, couple=couple, on=on)

    february = of_kinds(hurt, kind="openness", month=date(2026, 2, 1))

    assert february == [(date(2026, 2, 10), "openness")]


def test_every_line_is_on_one_page_once_and_the_newest_first() -> None:
    hurt, repairing, couple = make_pair()
    promise = promised(repairing, couple)
    for back in range(50):
        on = TODAY - timedelta(days=back // 2)
        rows.make_openness(author=repairing, couple=couple, on=on)
        if back % 2:
            rows.make_promise_date(promise=promise, on=on, seen="agree")

    page, found = evidence_page(standing_of(hurt), now=NOW), []
    while True:
        found += [(entry.on, entry.pk) for entry in page.entries]
        if page.later is None:
            break
        page = evidence_page(standing_of(hurt), now=NOW, before=Cursor.parse(str(page.later)))

    assert (len(found), len(set(found)), found) == (75, 75, sorted(found, reverse=True))


def test_a_list_with_years_between_its_lines_is_shown_whole() -> None:
    hurt, repairing, couple = make_pair()
    dates = [TODAY - timedelta(days=back) for back in (0, 300, 500, 3000)]
    for on in dates:
        rows.make_openness(author=repairing, couple=couple, on=on)

    page = evidence_page(standing_of(hurt), now=NOW)
    narrowed = evidence_page(standing_of(hurt), now=NOW, month=dates[3].replace(day=1))

    assert [entry.on for entry in page.entries] == dates
    assert [entry.on for entry in narrowed.entries] == [dates[3]]


def test_much_of_long_ago_follows_the_little_of_this_year() -> None:
    hurt, repairing, couple = make_pair()
    long_ago = [TODAY - timedelta(days=3000 + back) for back in range(MUCH)]
    rows.make_openness(author=repairing, couple=couple, on=TODAY)
    back = {"author": hurt, "couple": couple, "is_open": False, "is_kept": True}
    TimeOut.objects.bulk_create(
        TimeOut(**back, started_at=NOW, started_on=on, ends_at=NOW, returned_at=NOW, returned_on=on) for on in long_ago
    )

    page = evidence_page(standing_of(hurt), now=NOW)

    assert [entry.on for entry in page.entries] == [TODAY, *long_ago[: LINES_SHOWN - 1]]


@pytest.mark.parametrize("place", [f"0001-01-01:{UUID(int=0)}", f"9999-12-31:{UUID(int=0)}"])
@pytest.mark.parametrize("month", [None, date(1, 1, 1), date(9999, 12, 1)])
def test_a_place_at_the_ends_of_the_calendar_is_no_error(place: str, month: date | None) -> None:
    hurt, repairing, couple = make_pair()
    rows.make_openness(author=repairing, couple=couple, on=TODAY)

    page = evidence_page(standing_of(hurt), now=NOW, month=month, before=Cursor.parse(place))

    assert len(page.entries) == (place.startswith("9999") and month is None)


def test_counts_are_of_the_whole_list() -> None:
    hurt, repairing, couple = make_pair()
    for back in range(40):
        rows.make_openness(author=repairing, couple=couple, on=TODAY - timedelta(days=back))

    page = evidence_page(standing_of(hurt), now=NOW, month=TODAY.replace(day=1))

    counts = {count.kind.key: count.number for count in page.counts}
    assert (counts["openness"], counts["promises"], page.months) == (40, 0, [date(2026, 3, 1), date(2026, 2, 1)])


@pytest.mark.parametrize("query", [{"before": "x"}, {"before": "2026-02-30:1"}, {"month": "13-2026"}, {"kind": "sins"}])
def test_address_that_makes_no_sense_shows_everything(query: dict) -> None:
    hurt, repairing, couple = make_pair()
    rows.make_openness(author=repairing, couple=couple)
    client = Client()
    client.force_login(hurt)

    page = client.get(reverse("repair:evidence"), query)

    assert (page.status_code, len(page.context["page"].entries)) == (200, 1)


def test_every_kind_has_its_own_key() -> None:
    assert len({kind.key for kind in EVIDENCE_KINDS}) == len(EVIDENCE_KINDS)


def test_kept_and_due_counts_what_the_rule_names() -> None:
    _hurt, repairing, couple = make_pair()
    promise = rows.make_promise(author=repairing, couple=couple, first_on=MONDAY)
    for back, report, seen in ((0, "kept", "agree"), (1, "late", "agree"), (2, "missed", "agree")):
        rows.make_promise_date(promise=promise, on=MONDAY + timedelta(days=back), report=report, seen=seen)
    rows.make_promise_date(promise=promise, on=MONDAY + timedelta(days=3), report=Report.CHANGED)

    week = kept_and_due([repairing.pk], couple.pk, MONDAY, MONDAY + timedelta(days=6), now=NOW)

    assert week == {repairing.pk: KeptAndDue(kept=2, due=3, unanswered=1)}


def test_kept_and_due_leaves_out_what_is_not_shared() -> None:
    hurt, repairing, couple = make_pair()
    rows.make_promise_date(promise=rows.make_promise(author=repairing, couple=None), seen="agree")

    assert kept_and_due([repairing.pk, hurt.pk], couple.pk, MONDAY, MONDAY + timedelta(days=6), now=NOW) == {}


def test_kept_and_due_is_due_for_whenever_only_when_something_was_said() -> None:
    _hurt, repairing, couple = make_pair()
    promise = rows.make_promise(author=repairing, couple=couple, repeats="whenever")
    sunday = MONDAY + timedelta(days=6)
    before = kept_and_due([repairing.pk], couple.pk, MONDAY, sunday, now=NOW)

    rows.make_promise_date(promise=promise, seen="agree")

    after = kept_and_due([repairing.pk], couple.pk, MONDAY, sunday, now=NOW)
    assert (before, after) == ({}, {repairing.pk: KeptAndDue(kept=1, due=1)})


def test_evidence_counts_are_of_shared_rows_up_to_a_date() -> None:
    _hurt, repairing, couple = make_pair()
    rows.make_promise_date(promise=promised(repairing, couple), seen="agree")
    rows.make_openness(author=repairing, couple=couple, on=MONDAY)
    rows.make_openness(author=repairing, couple=couple, on=TODAY + timedelta(days=5))
    rows.make_openness(author=repairing)

    counts = evidence_counts([couple.pk], until=TODAY, now=NOW)[couple.pk]

    assert (counts["promises"], counts["openness"]) == (1, 1)


def rows_of(parts: list) -> list:
    return sorted(row.pk for part in parts for row in part)


def test_kept_promises_are_counted_in_parts_that_are_the_whole() -> None:
    hurt, repairing, couple = make_pair()
    shared, mine, old = (
        rows.make_promise(author=hurt, couple=couple),
        rows.make_promise(author=hurt, couple=None, slot=2),
        rows.make_ended_promise(author=hurt, couple=make_couple(hurt=make_user(), repairing=make_user())),
    )
    theirs = rows.make_promise(author=repairing, couple=couple)
    said = [(report, seen) for report in ("kept", "late", "missed") for seen in ("", "agree", "differently")]
    for promise in (shared, mine, old, theirs):
        for back, (report, seen) in enumerate(said):
            for age in (0, 9):
                told = {"report": report, "seen": seen, "reported_at": NOW - timedelta(days=age)}
                rows.make_promise_date(promise=promise, on=TODAY - timedelta(days=20 * age + back), **told)

    for reader in (hurt, repairing, make_user()):
        kind = BY_KEY["promises"]
        assert rows_of(kind.parts(reader, NOW)) == rows_of([kind.rows(reader, NOW)])
    of_own_word_alone = 2  # nobody could answer them: they never count
    assert len(rows_of(BY_KEY["promises"].parts(hurt, NOW))) == 4 * 6 - of_own_word_alone
