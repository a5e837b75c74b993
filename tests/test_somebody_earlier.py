"""What was shared in a couple that ended, once another one lives: read as it is, in nobody's way, shared anew by a press."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from checkins.models import CheckIn
from couples.actions.acting import AlreadyOver, NotShared
from couples.actions.topics import share_topic
from couples.models import Couple, Topic
from home.actions import leave_couple, pause_sharing
from repair.actions.moments import share_moment, withdraw_moment
from repair.actions.repair_steps import share_side
from repair.actions.time_outs import save_plan
from repair.models import CalmPlan, HardMoment, Repair, RepairSide, Step
from tests.factories import NOW, make_appreciation, make_check_in, make_couple, make_pause, make_topic, make_user
from tests.people import browser_of
from tests.repair.logs import make_moment, make_repair, make_side
from tests.repair.rows import make_openness

pytestmark = pytest.mark.django_db
EARLIER = "shared with somebody earlier"
DAY = timedelta(days=1)


@pytest.fixture
def mara() -> User:
    return make_user(name="Mara")


@pytest.fixture
def jonas() -> User:
    return make_user(name="Jonas")


@pytest.fixture
def before(mara: User, jonas: User) -> Couple:
    """The couple that has ended by the time the living one begins."""
    return make_couple(hurt=mara, repairing=jonas)


@pytest.fixture(params=["another", "the same"])
def other(request: pytest.FixtureRequest, jonas: User) -> User:
    return jonas if request.param == "the same" else make_user(name="Eva")


def begin_anew(mara: User, other: User) -> Couple:
    leave_couple(mara, now=NOW)
    return make_couple(hurt=mara, repairing=other)


def page(user: User, address: str) -> str:
    return browser_of(user).get(address).content.decode()


def test_moment_is_shared_anew_by_a_press(before: Couple, mara: User, other: User) -> None:
    moment = make_moment(author=mara, couple=before, shared_at=NOW - DAY)
    anew = begin_anew(mara, other)
    hers, theirs = page(mara, "/repair/hard-moments/"), page(other, "/repair/hard-moments/")

    browser_of(mara).post(reverse("repair:moment_share", args=[moment.pk]))

    moment.refresh_from_db()
    assert (EARLIER in hers, moment.cue in theirs, moment.couple) == (True, False, anew)
    assert reverse("repair:moment_withdraw", args=[moment.pk]) not in hers
    assert EARLIER not in page(mara, "/repair/hard-moments/")
    assert moment.cue in page(other, "/repair/hard-moments/")


def test_moment_of_an_ended_couple_is_not_shared_in_a_pause_nor_taken_back(
    before: Couple, mara: User, other: User
) -> None:
    moment = make_moment(author=mara, couple=before, shared_at=NOW - DAY)
    begin_anew(mara, other)
    make_pause(user=mara)

    with pytest.raises(NotShared):
        share_moment(moment, by=mara, now=NOW)
    withdraw_moment(moment, by=mara, now=NOW)

    assert list(HardMoment.objects.values_list("couple", "withdrawn_at")) == [(before.pk, None)]


def test_topic_is_shared_anew_by_a_press(before: Couple, mara: User, other: User) -> None:
    topic = make_topic(author=mara, name="the garage", couple=before)
    anew = begin_anew(mara, other)
    listed = page(mara, "/you/")

    browser_of(mara).post(reverse("home:share_topic", args=[topic.pk]))

    topic.refresh_from_db()
    assert (EARLIER in listed, "for both" in listed, topic.couple) == (True, False, anew)
    assert EARLIER not in page(mara, "/you/")


def test_topic_stays_with_its_author_in_a_pause(before: Couple, mara: User, other: User) -> None:
    topic = make_topic(author=mara, name="the garage", couple=before)
    begin_anew(mara, other)
    make_pause(user=mara)

    with pytest.raises(NotShared):
        share_topic(topic, by=mara)

    assert Topic.objects.get().couple == before


def test_topic_of_a_former_partner_is_read_no_more_whoever_they_share_it_with(
    before: Couple, mara: User, jonas: User
) -> None:
    topic = make_topic(author=jonas, name="the garage", couple=before)
    day = make_check_in(author=mara, couple=before, hard_talk=True, topic=topic)
    together = day.topic_name
    leave_couple(mara, now=NOW)
    make_couple(hurt=make_user(), repairing=jonas)

    browser_of(jonas).post(reverse("home:share_topic", args=[topic.pk]))

    assert (together, CheckIn.objects.get().topic_name) == ("the garage", "")


def test_plan_is_shared_anew_when_it_is_saved(before: Couple, mara: User, other: User) -> None:
    words = {"signal_words": "red light", "soothing": "a walk"}
    save_plan(mara, **words, key=uuid4(), now=NOW - 2 * DAY)
    anew = begin_anew(mara, other)
    hers, theirs = page(mara, "/repair/time-outs/plan/"), page(other, "/repair/time-outs/")
    listed = page(mara, "/repair/time-outs/")

    save_plan(mara, **words, key=uuid4(), now=NOW)

    assert ("It was shared with somebody earlier" in hers, EARLIER in listed, "red light" in theirs) == (
        True,
        True,
        False,
    )
    assert CalmPlan.objects.latest("changed_at").couple == anew
    assert "red light" in page(other, "/repair/time-outs/")


@pytest.mark.parametrize("address", ["/repair/openness/", "/check-ins/appreciation/"])
def test_what_was_sent_says_that_it_was_shared_earlier(before: Couple, mara: User, other: User, address: str) -> None:
    make_openness(author=mara, couple=before)
    make_appreciation(author=mara, couple=before)
    begin_anew(mara, other)

    assert EARLIER in page(mara, address)


def test_repair_of_an_ended_couple_is_read_and_offers_nothing_that_is_refused(
    before: Couple, mara: User, other: User, client: Client
) -> None:
    repair = make_repair(author=mara, couple=before)
    make_side(repair=repair, author=mara, step=Step.HAPPENED, opened_at=NOW)
    begin_anew(mara, other)

    shown = page(mara, f"/repair/logs/{repair.pk}/")

    main = shown[shown.index("<main") : shown.index("</main>")]
    assert EARLIER in main
    assert [offer in main for offer in ("<form", "Write your", "Make one", "Let it rest", "Take it back")] == [
        False
    ] * 5


def test_side_kept_back_by_a_pause_does_not_open_in_a_closed_log(before: Couple, mara: User, jonas: User) -> None:
    repair = make_repair(author=mara, couple=before)
    side = make_side(repair=repair, author=mara, step=Step.HAPPENED, opened_at=None)
    pause_sharing(mara, now=NOW)
    Repair.objects.update(closed_at=NOW, closed_on=NOW.date())
    before.partners.get(user=mara).pauses.update(ended_at=NOW)

    shown = page(mara, f"/repair/logs/{repair.pk}/")
    with pytest.raises(AlreadyOver):
        share_side(RepairSide.objects.get(pk=side.pk), by=mara, now=NOW)

    assert reverse("repair:side_share", args=[side.pk]) not in shown
    assert RepairSide.objects.get().opened_at is None


def test_pause_leaves_the_sides_of_a_couple_before_as_they_were(before: Couple, mara: User, other: User) -> None:
    repair = make_repair(author=mara, couple=before)
    make_side(repair=repair, author=mara, step=Step.HAPPENED, opened_at=None)
    begin_anew(mara, other)

    pause_sharing(mara, now=NOW)

    assert RepairSide.objects.get().couple == before
