"""What staff see of the outbox: kind, state, times. Never whom, never what."""

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client
from django.urls import reverse

from notices.actions import post_letter, tick
from notices.admin import DeliveryAdmin
from notices.models import Delivery, Kind, State
from tests.factories import NOW, make_reminder, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def staff(client: Client) -> Client:
    """A member of staff who has a second factor, signed in."""
    user = make_user(is_staff=True, is_superuser=True)
    Authenticator.objects.create(user=user, type=Authenticator.Type.TOTP, data={})
    client.force_login(user)
    return client


def make_letter() -> Delivery:
    """Make a letter that was given up."""
    letter = post_letter(to="secret@example.org", subject="SENTINEL", text="SENTINEL", html="", now=NOW)
    Delivery.objects.filter(pk=letter.pk).update(state=State.DEAD, attempts=5, finished_at=NOW)
    return letter


def test_deliveries_show_kind_and_state_and_nobody(staff: Client) -> None:
    user = make_user(name="SENTINEL", email="sentinel@example.org")
    make_reminder(user=user, now=NOW.replace(hour=8))
    tick(now=NOW)
    letter = make_letter()

    pages = [
        staff.get(reverse("admin:notices_delivery_changelist")),
        staff.get(reverse("admin:notices_delivery_change", args=[letter.pk])),
    ]

    for page in pages:
        content = page.content.decode()
        assert page.status_code == 200
        assert [w in content.lower() for w in ("sentinel", "secret", str(user.pk))] == [False] * 3
    assert [word in pages[0].content.decode() for word in (">reminder<", ">security<", ">given up<")] == [True] * 3


def test_invitation_shows_as_any_other_letter(staff: Client) -> None:
    post_letter(to="a@example.org", subject="A", text="A", html="", kind=Kind.INVITATION, now=NOW)

    page = staff.get(reverse("admin:notices_delivery_changelist")).content.decode()

    assert (">security<" in page, "invitation<" in page.partition("<table")[2]) == (True, False)


def test_deliveries_are_neither_added_nor_deleted_nor_edited(staff: Client) -> None:
    letter = make_letter()

    codes = [
        staff.get(reverse("admin:notices_delivery_add")).status_code,
        staff.post(reverse("admin:notices_delivery_delete", args=[letter.pk]), {"post": "yes"}).status_code,
        staff.post(reverse("admin:notices_delivery_change", args=[letter.pk]), {"state": "sent"}).status_code,
    ]

    assert (codes, Delivery.objects.get().state) == ([403] * 3, State.DEAD)


def test_what_was_given_up_can_be_tried_again(staff: Client) -> None:
    letter = make_letter()

    staff.post(
        reverse("admin:notices_delivery_changelist"), {"action": "try_again", "_selected_action": [str(letter.pk)]}
    )

    assert (Delivery.objects.get().state, Delivery.objects.get().attempts) == (State.PENDING, 0)


def test_the_only_action_is_to_try_again() -> None:
    assert DeliveryAdmin.actions == ("try_again",)


def test_health_page_shows_counts(staff: Client) -> None:
    make_letter()

    content = staff.get(reverse("admin:notices_heartbeat_changelist")).content.decode()

    assert " ".join(content.split()).count('<th scope="row">given up</th> <td>1</td>') == 1
