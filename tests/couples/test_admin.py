"""Staff see that couples, invitations and grants exist, and nothing of what is in them."""

from datetime import timedelta

import pytest
from django.test import Client

from couples.models import Couple, Grant, Invitation
from kit.clock import database_now
from tests.factories import make_couple, make_grant, make_invitation, make_staff, make_therapist, make_user
from tests.letters import letters_to

pytestmark = pytest.mark.django_db
COUPLES, INVITATIONS, GRANTS = (f"/admin/couples/{name}/" for name in ("couple", "invitation", "grant"))
SENTINEL = "SENTINEL"


@pytest.fixture
def desk(client: Client) -> Client:
    client.force_login(make_staff())
    return client


def press(desk: Client, action: str, row: Invitation) -> object:
    return desk.post(INVITATIONS, {"action": action, "_selected_action": [str(row.pk)]}, follow=True)


def test_lists_and_rows_hold_no_name_address_or_words(desk: Client) -> None:
    hurt, repairing = make_user(name=SENTINEL, email="sentinel@example.org"), make_user(name=SENTINEL)
    couple = make_couple(hurt=hurt, repairing=repairing)
    grant = make_grant(couple=couple, therapist=make_therapist(user=make_user(name=SENTINEL)))
    invitation = make_invitation(inviter=make_user(name=SENTINEL))
    Invitation.objects.update(words="SENTINEL lamp wool stone")
    rows = [(COUPLES, couple), (GRANTS, grant), (INVITATIONS, invitation)]

    pages = [desk.get(path) for path, _row in rows] + [desk.get(f"{path}{row.pk}/change/") for path, row in rows]

    assert [page.status_code for page in pages] == [200] * 6
    assert [
        word for page in pages for word in (b"SENTINEL", b"sentinel", b"@example.org") if word in page.content
    ] == []


@pytest.mark.parametrize("path", [COUPLES, INVITATIONS, GRANTS])
def test_nothing_is_added_here(desk: Client, path: str) -> None:
    assert desk.get(f"{path}add/").status_code == 403


def test_an_invitation_shows_where_it_stands(desk: Client) -> None:
    now = database_now()
    states = {
        "waiting": make_invitation(inviter=make_user(), now=now),
        "expired": make_invitation(inviter=make_user(), now=now - timedelta(hours=73)),
        "cancelled": make_invitation(inviter=make_user(), now=now, cancelled_at=now),
        "accepted": make_invitation(inviter=make_user(), now=now, accepted_by=make_user(), accepted_at=now),
    }

    rows = desk.get(INVITATIONS).context["cl"].result_list

    screen = desk.get(INVITATIONS).context["cl"].model_admin
    assert {screen.state(row): row.pk for row in rows} == {state: row.pk for state, row in states.items()}


def test_an_invitation_is_cancelled(desk: Client) -> None:
    invitation = make_invitation(inviter=make_user(), now=database_now())

    press(desk, "cancel", invitation)

    assert Invitation.objects.get().cancelled_at is not None


def test_an_invitation_is_sent_again_with_a_new_link(desk: Client) -> None:
    now = database_now()
    invitation = make_invitation(inviter=make_user(), now=now - timedelta(days=1))

    response = press(desk, "resend", invitation)

    fresh = Invitation.objects.get()
    assert "Done for 1 row." in response.content.decode()
    assert fresh.token_hash != invitation.token_hash
    assert len(letters_to(invitation.address)) == 1


def test_what_was_cancelled_is_not_sent_again(desk: Client) -> None:
    now = database_now()
    invitation = make_invitation(inviter=make_user(), now=now, cancelled_at=now)

    press(desk, "resend", invitation)

    assert letters_to(invitation.address) == []


def test_a_row_costs_no_further_query(desk: Client, django_assert_max_num_queries: object) -> None:
    for _row in range(30):
        make_invitation(inviter=make_user())
        couple = make_couple()
        make_grant(couple=couple, therapist=make_therapist())

    assert (Couple.objects.count(), Grant.objects.count()) == (30, 30)
    for path in (COUPLES, INVITATIONS, GRANTS, "/admin/accounts/user/", "/admin/accounts/therapist/"):
        with django_assert_max_num_queries(9):
            desk.get(path)
