"""Where the days of two people end (ruling 33)."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from couples.access import standing_of
from couples.actions.invitations import NotYourZone, choose_day_zone, confirm_invitation
from couples.actions.spaces import change_day_zone
from couples.models import AccessEvent, Couple, DayZones, Invitation, Partner, Verb
from home.actions import save_profile
from kit.weeks import DAY, zone_label
from tests.factories import NOW, make_couple, make_invitation, make_user, partner_of
from tests.people import browser_of

ZONES = ("Pacific/Kiritimati", "Asia/Kolkata", "Europe/Vienna", "UTC", "America/New_York", "Pacific/Pago_Pago")
WINTER = datetime(2026, 1, 15, 12, tzinfo=UTC)


def accepted(inviter_zone: str, joiner_zone: str) -> Invitation:
    return make_invitation(
        inviter=make_user(zone=inviter_zone, name="Anna"),
        accepted_by=make_user(zone=joiner_zone, name="Ben"),
        accepted_at=NOW,
    )


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("inviter", "joiner", "zone"),
    [
        ("Europe/Vienna", "America/New_York", "America/New_York"),
        ("America/New_York", "Europe/Vienna", "America/New_York"),
        ("Europe/Berlin", "Europe/Vienna", "Europe/Berlin"),
    ],
)
def test_days_end_in_the_later_of_two_zones_at_first(inviter: str, joiner: str, zone: str) -> None:
    invitation = accepted(inviter, joiner)

    couple = confirm_invitation(invitation, by=invitation.inviter, now=NOW)

    assert [zone_ for _on, zone_ in couple.day_zones] == [zone]


@pytest.mark.django_db
def test_the_one_whose_zone_it_would_be_may_use_another() -> None:
    invitation = accepted("Europe/Vienna", "America/New_York")

    with pytest.raises(NotYourZone):
        choose_day_zone(invitation, by=invitation.inviter, zone="UTC", now=NOW)
    choose_day_zone(invitation, by=invitation.accepted_by, zone="America/Halifax", now=NOW)
    couple = confirm_invitation(invitation, by=invitation.inviter, now=NOW)

    assert couple.days.zone_of(NOW.date()) == "America/Halifax"


@pytest.mark.django_db
def test_only_the_one_whose_zone_it_would_be_reads_so() -> None:
    invitation = accepted("Europe/Vienna", "America/New_York")
    pages = [
        browser_of(person).get(reverse("couples:home")).content.decode()
        for person in (invitation.accepted_by, invitation.inviter)
    ]

    assert ["New York" in page for page in pages] == [True, False]
    assert ["shared days end" in page for page in pages] == [True, False]


@pytest.mark.django_db
@pytest.mark.parametrize("method", ["get", "post"])
def test_the_other_finds_nothing_where_the_zone_is_chosen(method: str) -> None:
    invitation = accepted("Europe/Vienna", "America/New_York")
    choose_day_zone(invitation, by=invitation.accepted_by, zone="America/Halifax", now=NOW)
    address = reverse("couples:invitation_day_zone", args=[invitation.pk])

    other = getattr(browser_of(invitation.inviter), method)(address, {"zone": "UTC"})
    own = browser_of(invitation.accepted_by).get(address)

    assert (other.status_code, "Halifax" in other.content.decode()) == (404, False)
    assert (own.status_code, 'value="America/Halifax" selected' in own.content.decode()) == (200, True)
    assert Invitation.objects.get(pk=invitation.pk).day_zone == "America/Halifax"


@pytest.mark.django_db
def test_no_zone_is_chosen_before_somebody_accepted() -> None:
    waiting = make_invitation(inviter=make_user())

    response = browser_of(waiting.inviter).get(reverse("couples:invitation_day_zone", args=[waiting.pk]))

    assert response.status_code == 404


@pytest.mark.django_db
def test_a_change_holds_from_the_third_date_on_and_both_see_it_at_once() -> None:
    anna, ben = make_user(zone="Europe/Vienna"), make_user(zone="Europe/Vienna")
    couple = make_couple(hurt=anna, repairing=ben, joined_at=NOW - 30 * DAY)
    today = couple.days.date_at(NOW)

    change_day_zone(partner_of(anna), zone="Asia/Kolkata", now=NOW)
    change_day_zone(partner_of(ben), zone="America/New_York", now=NOW)
    days = Couple.objects.get(pk=couple.pk).days

    assert [days.zone_of(today + n * DAY) for n in (0, 2, 3)] == ["Europe/Vienna", "Europe/Vienna", "America/New_York"]
    assert AccessEvent.objects.shared_in(couple).filter(verb=Verb.DAY_ZONE, actor=None).count() == 2
    for person in (anna, ben):
        assert "New York" in browser_of(person).get(reverse("couples:home")).content.decode()


@pytest.mark.django_db
def test_choosing_the_zone_that_holds_takes_back_what_was_to_come() -> None:
    anna = make_user(zone="Europe/Vienna")
    couple = make_couple(hurt=anna, joined_at=NOW - 30 * DAY)
    first = couple.day_zones

    change_day_zone(partner_of(anna), zone="Asia/Kolkata", now=NOW)
    change_day_zone(partner_of(anna), zone=first[0][1], now=NOW)

    assert Couple.objects.get(pk=couple.pk).day_zones == first


@pytest.mark.django_db
def test_what_was_open_stays_open_to_a_person_who_moves() -> None:
    anna = make_user(zone="Europe/Vienna")
    make_couple(hurt=anna, repairing=make_user(zone="Europe/Vienna"), joined_at=NOW - 30 * DAY)
    before = standing_of(anna).open_until(NOW)

    save_profile(anna, name="", zone="Pacific/Pago_Pago", language="en", now=NOW)
    after = standing_of(anna).open_until(NOW)
    save_profile(anna, name="", zone="Europe/Vienna", language="en", now=NOW + DAY)

    assert after == before
    assert Partner.objects.get(user=anna).open_until == before + DAY
    assert standing_of(anna).open_until(NOW + 2 * DAY) == before + 2 * DAY


@given(
    spans=st.lists(st.tuples(st.integers(0, 40), st.sampled_from(ZONES)), min_size=1, max_size=4),
    minutes=st.integers(0, 60 * 24 * 45),
)
def test_last_date_over_is_what_counting_minutes_finds(spans: list[tuple[int, str]], minutes: int) -> None:
    start = date(2026, 3, 10)
    days = DayZones(tuple((start + n * DAY, zone) for n, zone in sorted(dict(spans).items())))
    now = datetime(2026, 3, 10, tzinfo=UTC) + timedelta(minutes=minutes)

    day = start - 10 * DAY
    while True:  # 03:00 on the next date, by the wall clock of the zone of the date
        zone = ([z for on, z in days.spans if on <= day] or [days.spans[0][1]])[-1]
        wall = now.astimezone(ZoneInfo(zone)).replace(tzinfo=None)
        if wall < datetime.combine(day + DAY, datetime.min.time()) + timedelta(hours=3):
            break
        day += DAY

    assert days.last_over(now) == day - DAY


def test_zones_are_shown_by_offset_and_one_city() -> None:
    assert [zone_label(zone, now=WINTER) for zone in ("America/New_York", "Asia/Kolkata", "Europe/London", "UTC")] == [
        "UTC-5 (New York)",
        "UTC+5:30 (Kolkata)",
        "UTC (London)",
        "UTC",
    ]
