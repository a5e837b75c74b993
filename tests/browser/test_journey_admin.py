"""The admin: manages accounts, sees the health of the jobs, and opens no entry, not even by its address."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect
from pytest_django.fixtures import Settings

from checkins.models import CheckIn
from kit.clock import database_now
from kit.weeks import local_today
from notices.actions import beat
from tests.browser.journeys import PASSWORD, give_code, refused, sign_in
from tests.daytime import daytime_zone
from tests.factories import give_second_factor, make_check_in, make_couple, make_user

pytestmark = pytest.mark.django_db(transaction=True)
WORDS, SEED = "Nobody else reads this", "JBSWY3DPEHPK3PXP"


@pytest.fixture
def entry(settings: Settings, transactional_db: None) -> CheckIn:
    """Make an opened entry of Anna's with words, and an admin with a second factor."""
    settings.MFA_TOTP_TOLERANCE = 1  # the code of a period that just ended is taken too
    now, zone = database_now(), daytime_zone()
    anna, beth = (make_user(email=f"{name}@example.org", zone=zone) for name in ("anna", "beth"))
    couple = make_couple(hurt=anna, repairing=beth, joined_at=now - timedelta(days=60))
    admin = make_user(email="admin@example.org", zone=zone, password=PASSWORD, is_staff=True, is_superuser=True)
    give_second_factor(admin, secret=SEED)
    on = local_today(now, zone) - timedelta(days=1)
    return make_check_in(author=anna, on=on, couple=couple, words_for_us=WORDS)


def test_admin_manages_accounts_and_opens_no_entry(
    entry: CheckIn, phone: Callable[..., Page], browser_page: Callable[..., Page], trouble: list[str]
) -> None:
    anna = phone(entry.author, f"/check-ins/{entry.local_date}/")
    expect(anna.get_by_text(WORDS)).to_be_visible()
    for job in ("relay", "tick"):
        beat(job, now=database_now())
    admin = browser_page("/admin/", viewport={"width": 1280, "height": 800})
    sign_in(admin, address="admin@example.org")
    give_code(admin, seed=SEED)

    admin.goto("/admin/accounts/user/")
    admin.get_by_label("A full e-mail address").fill("anna@example.org")
    admin.get_by_role("button", name="Find").click()
    admin.get_by_role("checkbox", name="Select this object").check()
    admin.get_by_label("Action:").select_option("Switch off")
    admin.get_by_role("button", name="Go").click()
    expect(admin.get_by_text("Done for 1 row.")).to_be_visible()
    anna.reload()
    expect(anna.get_by_role("heading", name="Sign in")).to_be_visible()

    admin.goto(f"/check-ins/{entry.local_date}/")
    expect(admin.get_by_role("heading", level=1)).to_contain_text(f"{entry.local_date:%A}")
    expect(admin.get_by_text(WORDS)).to_have_count(0)
    admin.goto("/admin/notices/heartbeat/")
    expect(admin.get_by_text("All is well.")).to_be_visible()
    for path in (f"/admin/checkins/checkin/{entry.pk}/change/", f"/therapy/{entry.couple_id}/"):
        refused(admin, path, status=404, trouble=trouble)
