"""The trajectory pages: alone, in a couple, early and late; what the switch and the self-check do."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from couples.models import Partner
from kit.weeks import week_of
from tests.factories import make_check_in, make_couple, make_topic, make_user
from tests.trajectory.test_closing import write_days
from trajectory.actions import months_asked, turn_words
from trajectory.forms import SelfCheckForm
from trajectory.models import SelfCheck, WeeklyReading, WeeklySummary, WordsAboutMe
from trajectory.weekly.closing import close_weeks

pytestmark = pytest.mark.django_db
NOW = timezone.now()
YESTERDAY = NOW.date() - timedelta(days=1)
LAST_WEEK = week_of(NOW.date()) - timedelta(days=7)
NEUTRAL = "What the two of you share stands here once there is something to show."


def page(client: Client, user: User, name: str = "trajectory:page", *args: object) -> str:
    client.force_login(user)
    response = client.get(reverse(name, args=args))
    assert response.status_code == 200
    return response.content.decode()


@pytest.fixture
def pair() -> tuple[User, User]:
    """Two people with 60 shared days, their weeks closed."""
    first, second = make_user(name="Mara"), make_user(name="Jonas")
    couple = make_couple(hurt=first, repairing=second, joined_at=NOW - timedelta(days=90))
    for seed, user in enumerate((first, second)):
        write_days(user, 60, until=YESTERDAY, couple=couple, seed=seed)
    close_weeks(now=NOW)
    return first, second


def test_a_person_without_entries_reads_what_will_stand_here(client: Client) -> None:
    said = page(client, make_user())

    assert "Your first week will stand here" in said
    assert "Words about me" not in said


def test_a_person_alone_has_a_week_and_a_chart(client: Client) -> None:
    user = make_user()
    write_days(user, 30, until=YESTERDAY)
    close_weeks(now=NOW)

    said = page(client, user)

    assert "Too early to say." in said
    assert "Your own days" in said
    assert NEUTRAL not in said


def test_two_people_read_what_both_may_read(client: Client, pair: tuple[User, User]) -> None:
    assert "You both showed up on 7 of 7 days." in page(client, pair[0])


@pytest.mark.parametrize("who", [0, 1])
def test_before_both_have_opened_each_reads_the_same_neutral_words(
    client: Client, pair: tuple[User, User], who: int
) -> None:
    Partner.objects.filter(user=pair[0]).update(opened_at=None)

    said = page(client, pair[who])

    assert NEUTRAL in said
    assert "You both" not in said


def test_private_answers_change_no_byte_of_the_partners_page(client: Client, pair: tuple[User, User]) -> None:
    before = page(client, pair[1], "trajectory:week", LAST_WEEK)
    make_check_in(author=pair[0], on=YESTERDAY - timedelta(days=70), safe=0, close=0, on_guard=10)
    WeeklyReading.objects.filter(author=pair[0]).delete()
    close_weeks(now=NOW)

    assert page(client, pair[1], "trajectory:week", LAST_WEEK) == before


def test_words_reach_the_partner_only_while_both_the_row_and_the_switch_say_so(
    client: Client, pair: tuple[User, User]
) -> None:
    summary = WeeklySummary.objects.current().get(week=LAST_WEEK)
    summary.record["words"] = {"higher": [str(pair[0].pk)], "differ": False}
    summary.save()
    told = "’s check-ins have been higher than at the start."
    off = page(client, pair[1])
    turn_words(pair[0], is_on=True, now=NOW)
    on = page(client, pair[1])
    User.objects.update(name="")
    nameless = page(client, pair[1])

    assert (told in off, f"Mara{told}" in on, f"Your partner{told}" in nameless) == (False, True, True)


def test_the_switch_is_off_until_turned_on_and_a_press_turns_it(client: Client, pair: tuple[User, User]) -> None:
    client.force_login(pair[0])

    client.post(reverse("trajectory:words_on"))
    on = WordsAboutMe.objects.get(author=pair[0]).is_on
    client.post(reverse("trajectory:words_off"))

    assert (on, WordsAboutMe.objects.get(author=pair[0]).is_on) == (True, False)


def test_a_rise_is_stored_for_both_only_after_its_author_turned_words_on() -> None:
    users = make_user(), make_user()
    couple = make_couple(hurt=users[0], repairing=users[1], joined_at=NOW - timedelta(days=120))
    for user in users:
        for back in range(112):
            level = 8 if back < 56 else 2
            make_check_in(
                author=user, on=YESTERDAY - timedelta(days=back), couple=couple, safe=level, close=level + back % 2
            )
    turn_words(users[0], is_on=True, now=NOW - timedelta(days=100))

    close_weeks(now=NOW, back=1)

    assert WeeklySummary.objects.get().record["words"] == {"higher": [str(users[0].pk)], "differ": False}


def test_the_self_check_is_kept_once_a_month_and_may_stay_open(client: Client, pair: tuple[User, User]) -> None:
    client.force_login(pair[0])

    client.post(reverse("trajectory:self_check"), {"safer": "4", "repair": "under_way"})
    client.post(reverse("trajectory:self_check"), {"safer": "5", "repair": "finished"})

    check = SelfCheck.objects.get()
    assert (check.safer, check.calmer, check.repair) == (5, None, "finished")
    assert "Repair is finished when both of you feel it." in page(client, pair[0])
    assert "Repair is finished" not in page(client, pair[1])


def test_somebody_elses_week_is_no_address(client: Client, pair: tuple[User, User]) -> None:
    client.force_login(make_user())

    assert client.get(reverse("trajectory:week", args=[LAST_WEEK])).status_code == 404


def test_charts_stand_for_a_person_with_days(client: Client, pair: tuple[User, User]) -> None:
    assert "Feeling close" in page(client, pair[0], "trajectory:charts")


def test_a_page_costs_the_same_queries_for_three_days_and_for_years(client: Client) -> None:
    counts = []
    for days in (14, 400):
        user = make_user()
        write_days(user, days, until=YESTERDAY)
        close_weeks(now=NOW, back=60)
        client.force_login(user)
        with CaptureQueriesContext(connection) as queries:
            client.get(reverse("trajectory:page"))
        counts.append(len(queries))

    assert counts[0] == counts[1]


def test_each_week_before_has_its_own_address(client: Client, pair: tuple[User, User]) -> None:
    said = page(client, pair[0])

    weeks = WeeklyReading.objects.current().filter(author=pair[0]).order_by("-week").values_list("week", flat=True)
    assert [reverse("trajectory:week", args=[week]) in said for week in weeks] == [False] + [True] * (len(weeks) - 1)


def test_a_page_knows_of_its_aside_before_it_comes(client: Client) -> None:
    user = make_user()

    with_aside, without = page(client, user), page(client, user, "trajectory:charts")

    assert ('<div class="page with-aside">' in with_aside, with_aside.count("<aside")) == (True, 1)
    assert ('<div class="page">' in without, without.count("<aside")) == (True, 0)


def test_a_page_costs_at_most_twelve_queries(client: Client, pair: tuple[User, User]) -> None:
    topic = make_topic(author=pair[0], name="<script>alert('it')</script>")
    summary = WeeklySummary.objects.current().get(week=LAST_WEEK)
    told = {"topic": str(topic.pk), "total": 3, "heated": 2, "rate": 0.6, "p": 0.7, "reliably": True}
    summary.record |= {"topics": [told], "words": {"higher": [str(pair[1].pk)], "differ": False}}
    summary.save()
    turn_words(pair[1], is_on=True, now=NOW)
    client.force_login(pair[0])

    with CaptureQueriesContext(connection) as queries:
        said = client.get(reverse("trajectory:page")).content.decode()

    assert "Jonas’s check-ins have been higher than at the start." in said
    assert "<script>alert" not in said
    assert len(queries) <= 12


def test_topics_of_ones_own_are_text_in_their_chart(client: Client, pair: tuple[User, User]) -> None:
    topic = make_topic(author=pair[0], name="<script>alert('it')</script>")
    reading = WeeklyReading.objects.current().get(author=pair[0], week=LAST_WEEK)
    told = {"topic": str(topic.pk), "total": 3, "heated": 1, "total_before": 2, "heated_before": 1}
    reading.record |= {"topics": [told]}
    reading.save()

    said = page(client, pair[0], "trajectory:charts")

    assert "<script>alert" not in said
    assert said.count("&lt;script&gt;alert(&#x27;it&#x27;)&lt;/script&gt;</text>") == 2


def test_self_check_belongs_to_the_month_that_its_page_asks_about(pair: tuple[User, User]) -> None:
    before, after = datetime(2026, 3, 31, 12, tzinfo=UTC), datetime(2026, 4, 2, 12, tzinfo=UTC)
    late, march = datetime(2026, 4, 3, 12, tzinfo=UTC), date(2026, 3, 1)

    months = [months_asked(pair[0], now=now) for now in (before, after, late)]

    assert months == [[march], [date(2026, 4, 1), march], [date(2026, 4, 1)]]
    assert SelfCheckForm({"month": "2026-03-01", "safer": "4"}, asked=months[1]).is_valid()
    gone = SelfCheckForm({"month": "2026-03-01", "safer": "4"}, asked=months[2])
    assert (gone.is_valid(), gone["safer"].value()) == (False, "4")
