"""A therapist reads what each partner gives, from the grant's first date on, and each opening is written down."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format

from accounts.models import Therapist, User
from checkins.models import CheckIn
from couples.models import AccessEvent, Consent, Couple, Grant, Level, Session, Verb
from kit.prepared import IS_PLAIN
from repair.models import HardMoment
from tests.factories import make_couple, make_grant, make_therapist, make_topic, make_user
from tests.people import browser_of, same_but_for_names
from tests.repair.rows import make_promise, make_promise_date
from tests.therapy.days import make_couple_with_days
from trajectory.models import WeeklyReading, WeeklySummary

pytestmark = pytest.mark.django_db
NOW = timezone.now()
YESTERDAY = NOW.date() - timedelta(days=1)


@pytest.fixture
def therapist() -> Therapist:
    return make_therapist()


@pytest.fixture
def couple(therapist: Therapist) -> Couple:
    """A couple with 60 days behind it, both at words, on guard given."""
    return make_couple_with_days(therapist=therapist, now=NOW)


def page_of(therapist: Therapist, couple: Couple, client: Client, status: int = 200) -> str:
    client.force_login(therapist.user)
    response = client.get(reverse("therapy:couple", args=[couple.pk]))
    assert response.status_code == status
    return response.content.decode()


def level_of(couple: Couple, role: str, level: Level, *, gives_on_guard: bool = True) -> None:
    Consent.objects.filter(partner__couple=couple, partner__role=role).update(
        level=level, gives_on_guard=gives_on_guard
    )


def test_the_end_of_the_grant_is_the_end_on_the_next_load(therapist: Therapist, couple: Couple, client: Client) -> None:
    page_of(therapist, couple, client)
    Grant.objects.update(ended_at=NOW)

    page_of(therapist, couple, client, status=404)


def test_composite_is_said_only_with_on_guard(therapist: Therapist, couple: Couple, client: Client) -> None:
    level_of(couple, "hurt", Level.NUMBERS, gives_on_guard=False)

    page = page_of(therapist, couple, client)

    assert "Mara: " not in page
    assert "safe, mean of the week" in page
    assert page.count("Composite since day 8") == 1


def test_nothing_given_reads_as_not_shared(therapist: Therapist, couple: Couple, client: Client) -> None:
    level_of(couple, "hurt", Level.NOTHING)

    page = page_of(therapist, couple, client)

    assert page.count("Not shared.") == 2


def test_figures_of_both_need_the_lower_level(therapist: Therapist, couple: Couple, client: Client) -> None:
    level_of(couple, "hurt", Level.SUMMARY)

    page = page_of(therapist, couple, client)

    assert "Both checked in, days of 7" in page
    assert "Both checked in, days of 28" not in page
    assert "Appreciations and shared hard moments" not in page
    assert "Day-to-day changes" not in page


def test_promises_to_a_partner_before_are_not_told(therapist: Therapist, couple: Couple, client: Client) -> None:
    mara = couple.partners.get(role="hurt").user
    zones = [["2020-01-01", "UTC"]]
    before = Couple.objects.create(
        day_zones=zones, created_at=NOW - timedelta(days=300), ended_at=NOW - timedelta(days=100)
    )
    make_promise_date(promise=make_promise(author=mara, couple=before, first_on=before.created_at), on=YESTERDAY)

    page = page_of(therapist, couple, client)

    assert "Reliability: promises kept" in page
    assert "Wilson lower bound" not in page


def test_rows_before_the_first_date_are_not_read(therapist: Therapist, couple: Couple, client: Client) -> None:
    Grant.objects.update(from_on=NOW.date() + timedelta(days=1))

    page = page_of(therapist, couple, client)

    assert page.count("Not shared.") == 3


def test_each_opening_is_written_for_each_author_who_gives_something(
    therapist: Therapist, couple: Couple, client: Client
) -> None:
    level_of(couple, "hurt", Level.NOTHING)

    page_of(therapist, couple, client)

    reader = couple.partners.get(role="repairing").user
    events = AccessEvent.objects.filter(verb=Verb.READ)
    assert [(event.actor_id, event.owner_id) for event in events] == [(therapist.user_id, reader.pk)]


def test_the_sixty_first_opening_within_a_minute_is_refused(
    therapist: Therapist, couple: Couple, client: Client
) -> None:
    owner = couple.partners.first().user
    now = timezone.now()
    for number in range(60):
        at = now - timedelta(milliseconds=number)
        AccessEvent.objects.create(
            verb=Verb.READ, actor=therapist.user, owner=owner, couple=couple, area="weeks", happened_at=at
        )

    page_of(therapist, couple, client, status=429)
    page_of(therapist, couple, client, status=429)

    assert AccessEvent.objects.filter(area="refused").count() == 2


def test_a_therapist_without_couples_reads_how_to_be_invited(therapist: Therapist, client: Client) -> None:
    client.force_login(therapist.user)

    response = client.get(reverse("therapy:caseload"))

    assert response.status_code == 200
    assert "A couple invites you" in response.content.decode()


def test_others_find_no_caseload(client: Client) -> None:
    client.force_login(make_user())

    assert client.get(reverse("therapy:caseload")).status_code == 404


def test_a_page_costs_the_same_queries_for_ten_days_and_sixty(
    therapist: Therapist, couple: Couple, client: Client
) -> None:
    client.force_login(therapist.user)
    counts = []
    client.get(reverse("therapy:caseload"))
    for from_on in (NOW.date() - timedelta(days=10), NOW.date() - timedelta(days=90)):
        Grant.objects.update(from_on=from_on)
        counts.append(queries_of(client, reverse("therapy:couple", args=[couple.pk])))

    assert counts[0] == counts[1]


def test_therapist_reads_sentences_that_need_no_names(therapist: Therapist, couple: Couple, client: Client) -> None:
    for reading in WeeklyReading.objects.current():
        reading.record |= {"state": "higher", "state_since": reading.record["week_index"] - 1}
        reading.save()

    named = page_of(therapist, couple, client), caseload_of(therapist, client)
    User.objects.filter(name__in=("Mara", "Jonas")).update(name="")
    nameless = page_of(therapist, couple, client), caseload_of(therapist, client)

    assert [page.count("Mara") > 1 for page in named] == [True, True]
    assert [same_but_for_names(*pages, "Mara|Jonas") for pages in zip(named, nameless, strict=True)] == [True, True]


def queries_of(client: Client, address: str) -> int:
    with CaptureQueriesContext(connection) as queries:
        client.get(address)
    return sum(not query["sql"].startswith(("SAVEPOINT", "RELEASE")) for query in queries)


def test_the_list_begins_with_what_changed_last(therapist: Therapist, couple: Couple, client: Client) -> None:
    other = make_couple(hurt=make_user(name="Ada"), repairing=make_user(name="Ben"))
    make_grant(couple=other, therapist=therapist, active_at=NOW - timedelta(days=75))
    Grant.objects.update(expires_at=NOW + timedelta(days=20))
    reading = WeeklyReading.objects.current().filter(author__name="Mara").latest("week")
    reading.record |= {"state": "higher", "state_since": reading.record["week_index"] - 1}
    reading.save()

    page = caseload_of(therapist, client)

    began = date_format(reading.week - timedelta(weeks=1), "j F")
    assert f"Mara: steadily higher since the week of {began}" in page
    assert page.index("Mara") < page.index("Ada")


def test_a_direction_stays_away_without_on_guard(therapist: Therapist, couple: Couple, client: Client) -> None:
    for role in ("hurt", "repairing"):
        level_of(couple, role, Level.WORDS, gives_on_guard=False)
    readings = WeeklyReading.objects.current()
    for reading in readings:
        reading.record |= {"state": "lower", "state_since": reading.record["week_index"]}
        reading.save()

    page = caseload_of(therapist, client)

    assert "lower" not in page
    assert "Newest week:" in page


def caseload_of(therapist: Therapist, client: Client) -> str:
    client.force_login(therapist.user)
    return client.get(reverse("therapy:caseload")).content.decode()


def test_names_and_topics_are_text_on_the_page_and_in_its_charts(
    therapist: Therapist, couple: Couple, client: Client
) -> None:
    ugly = "<script>alert('it')</script>"
    User.objects.update(name=ugly)
    topic = make_topic(author=couple.partners.first().user, name=ugly, couple=couple)
    summary = WeeklySummary.objects.current().latest("week")
    told = {"topic": str(topic.pk), "total": 3, "heated": 1, "rate": 0.4, "p": 0.5}
    summary.record |= {"topics": [told]}
    summary.save()

    page = page_of(therapist, couple, client)

    assert "<script>alert" not in page
    assert page.count('aria-label="&lt;script&gt;alert(&#x27;it&#x27;)&lt;/script&gt;, 0 to 10') == 2
    assert "<dt>&lt;script&gt;alert(&#x27;it&#x27;)&lt;/script&gt;</dt>" in page


def test_a_page_costs_at_most_twenty_one_queries(therapist: Therapist, couple: Couple, client: Client) -> None:
    client.force_login(therapist.user)

    most = 21 + IS_PLAIN  # a prepared insert stores two rows at once

    assert queries_of(client, reverse("therapy:couple", args=[couple.pk])) <= most


def test_words_are_those_of_who_gives_words(therapist: Therapist, couple: Couple, client: Client) -> None:
    for partner in couple.partners.all():
        day = CheckIn.objects.filter(author=partner.user).latest("local_date")
        day.words_for_us = f"Said by {partner.role}"
        day.save()
    level_of(couple, "hurt", Level.NUMBERS)

    page = page_of(therapist, couple, client)

    assert ("Said by repairing" in page, "Said by hurt" in page) == (True, False)


def test_moments_and_logs_are_marked_as_far_as_words_are_given(
    therapist: Therapist, couple: Couple, client: Client
) -> None:
    moment = {"couple": couple, "strength": 5, "written_at": NOW, "shared_at": NOW}
    for partner in couple.partners.all():
        HardMoment.objects.create(author=partner.user, happened_on=YESTERDAY - timedelta(days=3), **moment)
    Session.objects.create(couple=couple, held_on=YESTERDAY)
    both = page_of(therapist, couple, client)
    level_of(couple, "hurt", Level.NUMBERS)

    one = page_of(therapist, couple, client)

    kinds = ("event-mark", "session-mark")
    charts = both.count('<svg class="narrow"') // 2
    assert [both.count(kind) for kind in kinds] == [2 * charts, 2 * charts]
    assert [one.count(kind) for kind in kinds] == [charts, 2 * charts]


def test_a_therapist_ends_the_access_at_once_and_both_partners_see_it(
    therapist: Therapist, couple: Couple, client: Client
) -> None:
    page_of(therapist, couple, client)

    told = client.post(reverse("therapy:end", args=[couple.pk]), follow=True).content.decode()

    page_of(therapist, couple, client, status=404)
    partners = [browser_of(partner.user) for partner in couple.partners.all()]
    shown = [partner.get("/couple/therapist/").content.decode() for partner in partners]
    history = [partner.get("/couple/").content.decode() for partner in partners]
    assert "You no longer have access to this couple." in told
    assert [page.count("Sharing with the therapist has ended.") > 0 for page in shown + history] == [True] * 4
    assert list(AccessEvent.objects.filter(verb=Verb.GRANT_ENDED).values_list("actor", "owner")) == [(None, None)]


def test_a_grant_of_another_therapist_is_nobody_else_s_to_end(
    therapist: Therapist, couple: Couple, client: Client
) -> None:
    client.force_login(make_therapist().user)

    assert client.post(reverse("therapy:end", args=[couple.pk])).status_code == 404
    assert Grant.objects.filter(ended_at=None).count() == 1
