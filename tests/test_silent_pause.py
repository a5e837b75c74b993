"""A pause is not felt: the other's pages and the therapist's keep every byte over it."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from accounts.models import Therapist, User
from checkins.actions import appreciate
from checkins.models import Appreciation, CheckIn
from couples.access import standing_of
from couples.models import Consent, Couple, Session
from home.actions import pause_sharing, resume_sharing
from kit.weeks import DAY, WEEK, last_closed_week, last_day_over
from tests.factories import make_check_in, make_couple, make_grant, make_pause, make_therapist, make_user
from tests.people import body, browser_of
from tests.repair.logs import make_moment, make_repair
from tests.repair.rows import make_openness
from tests.trajectory.test_closing import rows_of, write_days
from trajectory.models import SelfCheck, WeeklySummary, WordsAboutMe
from trajectory.weekly.closing import close_weeks

pytestmark = pytest.mark.django_db
NOW = timezone.now()
NEWEST = last_closed_week(last_day_over(NOW, "UTC"))
OF_A_PARTNER = (
    "/trajectory/ /trajectory/charts/ /trajectory/self-check/ /check-ins/today/ /check-ins/appreciation/ /evidence/ "
    "/couple/ /couple/therapist/ /you/ /repair/ /repair/hard-moments/ /repair/time-outs/ /repair/openness/"
).split()


@pytest.fixture
def mara() -> User:
    return make_user(name="Mara")


@pytest.fixture
def jonas() -> User:
    return make_user(name="Jonas")


@pytest.fixture
def couple(mara: User, jonas: User) -> Couple:
    return make_couple(hurt=mara, repairing=jonas, joined_at=NOW - timedelta(days=120))


@pytest.fixture
def therapist(couple: Couple) -> Therapist:
    therapist = make_therapist()
    make_grant(couple=couple, therapist=therapist, active_at=NOW - timedelta(days=80))
    Consent.objects.update(gives_on_guard=True)
    return therapist


def live(couple: Couple, two: tuple[User, User], *, joint_days: int) -> None:
    """Let both write for eleven weeks, and in the newest one on this many days together; and share more."""
    for seed, user in enumerate(two):
        write_days(user, 70, until=NEWEST - DAY, couple=couple, seed=seed)
        WordsAboutMe.objects.create(author=user, is_on=True, since=NOW - timedelta(days=100))
        make_moment(author=user, couple=couple, on=NEWEST + seed * DAY)
        make_openness(author=user, couple=couple, on=NEWEST)
        SelfCheck.objects.create(author=user, couple=couple, month=NEWEST.replace(day=1), answered_at=NOW, safer=4)
    for number in range(7):
        made = {"on": NEWEST + number * DAY, "couple": couple}
        make_check_in(author=two[0], **made)
        if number < joint_days:
            make_check_in(author=two[1], **made)
    make_repair(author=two[0], couple=couple, opened_at=NOW - 30 * DAY, closed_at=NOW - 4 * DAY, is_whole=True)
    Session.objects.create(couple=couple, held_on=NEWEST)


def pages(user: User, addresses: list[str]) -> dict[str, bytes]:
    """Return whole pages by address."""
    browser = browser_of(user)
    answers = {address: browser.get(address) for address in addresses}
    assert {address: answer.status_code for address, answer in answers.items() if answer.status_code != 200} == {}
    return {address: body(answer) for address, answer in answers.items()}


def keep_for_the_week(user: User, *, now: object = NOW) -> Appreciation:
    return appreciate(standing_of(user), deed=f"by {user.name}", shows="", with_the_week=True, key=uuid4(), now=now)


@pytest.mark.parametrize("joint_days", [0, 3, 7])
def test_pages_keep_every_byte_over_pause_and_resume(
    couple: Couple, mara: User, jonas: User, therapist: Therapist, joint_days: int
) -> None:
    live(couple, (jonas, mara), joint_days=joint_days)
    close_weeks(now=NOW, back=11)
    for user in (mara, jonas):
        keep_for_the_week(user)
    weeks = [f"/trajectory/{NEWEST - number * WEEK}/" for number in range(11)]
    of_therapist = ["/therapy/", f"/therapy/{couple.pk}/"]

    def seen() -> list[dict[str, bytes]]:
        return [pages(jonas, OF_A_PARTNER + weeks), pages(therapist.user, of_therapist)]

    open_before, before = b"Both checked in" in seen()[1][of_therapist[1]], seen()
    pause_sharing(mara, now=timezone.now())
    close_weeks(now=timezone.now(), back=11)
    during = seen()
    resume_sharing(mara, share_meanwhile=False, now=timezone.now())
    close_weeks(now=timezone.now(), back=11)

    assert open_before
    assert before == during == seen()


@pytest.mark.parametrize("joint_days", [0, 3, 7])
def test_week_of_two_is_the_same_whether_or_not_somebody_is_paused_at_its_closing(
    couple: Couple, mara: User, jonas: User, joint_days: int
) -> None:
    live(couple, (jonas, mara), joint_days=joint_days)
    close_weeks(now=NOW)
    as_ever = rows_of(WeeklySummary)
    WeeklySummary.objects.all().delete()
    make_pause(user=mara, started_at=NOW - timedelta(minutes=1))

    close_weeks(now=NOW)

    assert rows_of(WeeklySummary) == as_ever
    assert [row[3].count(b'"both_in_7":%d' % joint_days) for row in as_ever if row[1] == NEWEST] == [1]


def test_days_of_a_pause_are_missing_as_unwritten_ones(couple: Couple, mara: User, jonas: User) -> None:
    live(couple, (jonas, mara), joint_days=7)
    CheckIn.objects.filter(author=mara, local_date__gte=NEWEST + 4 * DAY).update(couple=None)
    make_pause(user=mara, started_at=NOW - 4 * DAY)
    close_weeks(now=NOW)
    kept = rows_of(WeeklySummary)
    WeeklySummary.objects.all().delete()
    CheckIn.objects.filter(author=mara, couple=None).delete()

    close_weeks(now=NOW)

    assert rows_of(WeeklySummary) == kept


def deeds_read_by(user: User, now: object) -> list[str]:
    return [note.deed for note in Appreciation.objects.given_to(user, now=now)]


def test_what_the_other_kept_for_the_week_arrives_in_a_pause_as_always(couple: Couple, mara: User, jonas: User) -> None:
    note = keep_for_the_week(jonas)

    pause_sharing(mara, now=NOW + timedelta(minutes=1))

    assert deeds_read_by(mara, note.delivered_at - timedelta(seconds=1)) == []
    assert deeds_read_by(mara, note.delivered_at) == ["by Jonas"]


def test_what_one_kept_for_the_week_survives_a_pause_that_is_over_by_then(
    couple: Couple, mara: User, jonas: User
) -> None:
    note = keep_for_the_week(mara)
    pause_sharing(mara, now=NOW + timedelta(minutes=1))

    resume_sharing(mara, share_meanwhile=False, now=NOW + timedelta(minutes=2))

    assert deeds_read_by(jonas, note.delivered_at - timedelta(seconds=1)) == []
    assert deeds_read_by(jonas, note.delivered_at) == ["by Mara"]


def test_what_comes_to_its_time_in_a_pause_arrives_when_it_is_over(couple: Couple, mara: User, jonas: User) -> None:
    note = keep_for_the_week(mara)
    pause_sharing(mara, now=NOW + timedelta(minutes=1))
    resumed_at = note.delivered_at + 3 * DAY
    held = deeds_read_by(jonas, resumed_at - timedelta(seconds=1))

    resume_sharing(mara, share_meanwhile=False, now=resumed_at)

    note.refresh_from_db()
    assert (held, deeds_read_by(jonas, resumed_at), note.delivered_at) == ([], ["by Mara"], resumed_at)


def test_what_a_pause_holds_is_told_to_its_author_alone(couple: Couple, mara: User, jonas: User) -> None:
    note = keep_for_the_week(mara, now=NOW - 8 * DAY)
    Appreciation.objects.update(delivered_at=NOW - DAY)
    make_pause(user=mara, started_at=NOW - 2 * DAY)

    hers, his = (browser_of(user).get("/check-ins/appreciation/").content.decode() for user in (mara, jonas))

    assert ("Waits until you share again." in hers, note.deed in his) == (True, False)


def test_held_note_that_is_withdrawn_leaves_no_line(couple: Couple, mara: User, jonas: User) -> None:
    note = keep_for_the_week(mara, now=NOW - 8 * DAY)
    Appreciation.objects.update(delivered_at=NOW - DAY)
    make_pause(user=mara, started_at=NOW - 2 * DAY)
    browser_of(mara).post(f"/check-ins/appreciation/{note.pk}/withdraw/")

    resume_sharing(mara, share_meanwhile=True, now=NOW)

    assert Appreciation.objects.given_to(jonas, now=NOW).count() == 0


@pytest.mark.parametrize(("share_meanwhile", "read"), [(False, []), (True, ["by Mara"])])
def test_note_of_a_pause_goes_with_the_rest_if_asked(
    couple: Couple, mara: User, jonas: User, share_meanwhile: bool, read: list[str]
) -> None:
    pause_sharing(mara, now=NOW)
    note = keep_for_the_week(mara, now=NOW + timedelta(minutes=1))

    resume_sharing(mara, share_meanwhile=share_meanwhile, now=NOW + timedelta(minutes=2))

    assert deeds_read_by(jonas, note.delivered_at) == read


def test_therapist_reads_no_self_check_that_is_answered_again_in_a_pause(
    couple: Couple, mara: User, therapist: Therapist
) -> None:
    browser = browser_of(mara)
    browser.post("/trajectory/self-check/", {"safer": "5"})
    shared = SelfCheck.objects.get().couple_id
    make_pause(user=mara)

    browser.post("/trajectory/self-check/", {"safer": "1"})

    assert (shared, SelfCheck.objects.get().couple_id) == (couple.pk, None)


def test_what_a_pause_held_changes_no_week_that_was_told(couple: Couple, mara: User, jonas: User) -> None:
    two = mara, jonas
    live(couple, two, joint_days=3)
    note = keep_for_the_week(mara, now=NOW - 10 * DAY)
    pause_sharing(mara, now=NOW - 9 * DAY)
    close_weeks(now=NOW)

    resume_sharing(mara, share_meanwhile=False, now=NOW)
    close_weeks(now=NOW)

    note.refresh_from_db()
    assert (note.written_on, note.written_at) == (couple.days.date_at(NOW), NOW)
    assert set(WeeklySummary.objects.values_list("version", flat=True)) == {1}
