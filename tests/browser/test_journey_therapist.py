"""A therapist reads along: a second step to sign in, what is given and no more, and the end on the next load."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect
from pytest_django.fixtures import Settings

from accounts.models import User
from kit.clock import database_now
from kit.weeks import local_today
from tests.browser.journeys import PASSWORD, give_code, refused, sign_in
from tests.daytime import daytime_zone
from tests.factories import give_second_factor, make_check_in, make_couple, make_grant, make_therapist, make_user
from tests.therapy.days import make_couple_with_days

pytestmark = pytest.mark.django_db(transaction=True)
WORDS, SEED = "We spoke at the kitchen table", "JBSWY3DPEHPK3PXP"
THERAPIST = "clara@example.org"


@pytest.fixture
def anna(settings: Settings, transactional_db: None) -> User:
    """Make Anna, one half of a couple whose therapist reads words; yesterday has opened."""
    settings.MFA_TOTP_TOLERANCE = 1  # the code of a period that just ended is taken too
    now, zone = database_now(), daytime_zone()
    anna, beth = (make_user(name=name, zone=zone, password=PASSWORD) for name in ("Anna", "Beth"))
    couple = make_couple(hurt=anna, repairing=beth, joined_at=now - timedelta(days=60))
    clara = make_user(email=THERAPIST, name="Clara", password=PASSWORD)
    give_second_factor(clara, secret=SEED)
    grant = make_grant(couple=couple, therapist=make_therapist(user=clara, has_second_factor=False), active_at=now)
    grant.from_on = local_today(now, zone) - timedelta(days=7)
    grant.save()
    on = local_today(now, zone) - timedelta(days=1)
    make_check_in(author=anna, on=on, couple=couple, words_for_us=WORDS)
    return anna


def test_therapist_reads_what_is_given_until_it_is_not(
    anna: User,
    phone: Callable[..., Page],
    browser_page: Callable[..., Page],
    look: Callable[[Page], None],
    trouble: list[str],
) -> None:
    clara = browser_page("/accounts/login/", viewport={"width": 1280, "height": 800})
    sign_in(clara, address=THERAPIST)
    give_code(clara, seed=SEED)
    expect(clara.get_by_role("heading", name="Couples")).to_be_visible()
    look(clara)
    clara.get_by_role("link", name="Anna").click()
    expect(clara.get_by_text(WORDS)).to_be_visible()
    look(clara)

    giver = phone(anna, "/couple/therapist/")
    giver.get_by_label("Sentences and numbers", exact=True).check()
    giver.get_by_role("button", name="Save").click()
    expect(giver.get_by_text("Saved.")).to_be_visible()
    clara.reload()
    expect(clara.get_by_role("heading", name="Day by day")).to_be_visible()
    expect(clara.get_by_text(WORDS)).to_have_count(0)

    giver.get_by_role("button", name="End it now").click()
    expect(giver.get_by_text("Sharing with the therapist has ended.")).to_be_visible()
    refused(clara, clara.url, status=404, trouble=trouble)
    clara.goto("/therapy/")
    expect(clara.get_by_text("No couple yet")).to_be_visible()


def test_folded_statistics_are_open_on_paper(phone: Callable[..., Page]) -> None:
    therapist = make_therapist()
    couple = make_couple_with_days(therapist=therapist, now=database_now())
    page = phone(therapist.user, f"/therapy/{couple.pk}/", java_script_enabled=False)
    statistics = page.get_by_text("Composite since day 8").first

    expect(statistics).not_to_be_visible()
    page.get_by_text("All statistics").first.click()
    expect(statistics).to_be_visible()
    page.get_by_text("All statistics").first.click()
    page.emulate_media(media="print")

    expect(statistics).to_be_visible()
