"""A day of two: one submits and it is sealed, the other submits and it opens; words for me are nowhere."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect

from accounts.models import User
from checkins.models import CheckIn
from kit.clock import database_now
from kit.weeks import local_today
from tests.browser.journeys import check_in, pages_of
from tests.daytime import daytime_zone
from tests.factories import make_couple, make_user

pytestmark = pytest.mark.django_db(transaction=True)
FOR_US, FOR_ME = "We laughed at the stove", "I nearly left at noon"


@pytest.fixture
def two(transactional_db: None) -> tuple[User, User]:
    """Make Anna and Beth with an open space, where it is day."""
    zone = daytime_zone()
    before = database_now() - timedelta(days=60)
    anna, beth = (make_user(name=name, zone=zone, created_at=before) for name in ("Anna", "Beth"))
    make_couple(hurt=anna, repairing=beth, joined_at=before)
    return anna, beth


def test_day_is_sealed_until_both_have_written_and_then_opens(
    two: tuple[User, User], phone: Callable[..., Page], look: Callable[[Page], None]
) -> None:
    anna, beth = phone(two[0], "/check-ins/today/"), phone(two[1], "/check-ins/today/")
    look(anna)
    unwritten = pages_of(two[1])

    write_all(anna)
    expect(anna.get_by_text("It opens when you’ve both written")).to_be_visible()
    look(anna)
    assert pages_of(two[1]) == unwritten
    check_in(beth, safe=7, close=6, on_guard=2)

    theirs = beth.get_by_role("heading", name="Anna’s day").locator("..")
    expect(theirs).to_contain_text(FOR_US)
    expect(theirs).to_contain_text("A hard talk")
    look(beth)
    anna.reload()
    expect(anna.get_by_role("heading", name="Beth’s day")).to_be_visible()
    expect(anna.get_by_text(FOR_ME)).to_be_visible()
    look(anna)
    read = pages_of(two[1])
    assert FOR_US.encode() in read["/check-ins/today/"]
    assert [path for path, page in read.items() if FOR_ME.encode() in page] == []


def write_all(page: Page) -> None:
    """Write everything there is to a day, in the part that is folded away."""
    page.get_by_text("There is more to today").click()
    page.get_by_role("group", name="Was there a hard talk?").get_by_role("radio", name="Yes").check()
    expect(page.get_by_text("I felt heard")).to_be_visible()
    page.get_by_label("Words for us").fill(FOR_US)
    page.get_by_label("Words for me").fill(FOR_ME)
    check_in(page, safe=6, close=5, on_guard=4)


def test_hard_day_takes_one_tap_and_a_day_before_can_be_filled_in(
    two: tuple[User, User], phone: Callable[..., Page], look: Callable[[Page], None]
) -> None:
    yesterday = local_today(database_now(), two[0].zone) - timedelta(days=1)
    anna, beth = phone(two[0], "/check-ins/today/"), phone(two[1], f"/check-ins/{yesterday}/")

    anna.get_by_role("link", name=f"{yesterday:%A}").click()
    anna.get_by_role("button", name="A hard day, not rating").click()
    expect(anna.get_by_text("A hard day.")).to_be_visible()
    look(anna)
    beth.reload()

    expect(beth.get_by_role("heading", name="Anna’s day").locator("..")).to_contain_text("A hard day.")
    look(beth)
    assert CheckIn.objects.values_list("hard_day", "safe", "local_date").get() == (True, None, yesterday)
