"""One use, 72 hours, and the inviter's own yes; two mails a week for an address, whoever sends them."""

from datetime import timedelta

import pytest

from accounts.models import User
from couples.actions import invitations
from couples.actions.invitations import AlreadyInACouple, LinkNoLongerWorks, TakenBySomebodyElse, TooManyInvitations
from couples.models import AccessEvent, Couple, Invitation, MailedAddress, Partner, Verb
from notices.models import Delivery
from tests.factories import NOW, make_couple, make_user
from tests.letters import letters_to, link_for
from tests.people import stored

pytestmark = pytest.mark.django_db
JONAS = "jonas@example.org"
DAY = timedelta(days=1)


@pytest.fixture
def mara() -> User:
    return make_user(email="mara@example.org", name="Mara")


@pytest.fixture
def jonas() -> User:
    return make_user(email=JONAS, name="Jonas")


def invited(inviter: User, address: str = JONAS, now: object = NOW) -> tuple[Invitation, str]:
    """Invite an address; return the invitation and the token of its letter."""
    invitation = invitations.invite(inviter, address=address, now=now)
    return invitation, link_for(address).split("/")[2]


def test_an_invitation_keeps_only_the_hash_of_its_token(mara: User) -> None:
    invitation, token = invited(mara)

    kept = repr(stored(Invitation.objects.all()))
    assert len(token) == 43
    assert (token in kept, JONAS in kept, str(invitation.pk) in kept) == (False, False, True)


def test_joining_makes_a_couple_only_when_the_inviter_confirms(mara: User, jonas: User) -> None:
    invitation, token = invited(mara)

    accepted = invitations.accept_invitation(token, by=jonas, now=NOW)
    before = Couple.objects.count()
    couple = invitations.confirm_invitation(invitation, by=mara, now=NOW)

    assert (accepted.pk, before) == (invitation.pk, 0)
    assert {partner.user for partner in couple.partners.all()} == {mara, jonas}
    assert {(partner.role, partner.opened_at) for partner in couple.partners.all()} == {("", None)}
    assert list(AccessEvent.objects.values_list("verb", flat=True)) == [Verb.JOINED, Verb.JOINED]


@pytest.mark.parametrize("late", [timedelta(hours=72), timedelta(hours=72, seconds=1), timedelta(days=90)])
def test_a_link_works_for_72_hours(mara: User, jonas: User, late: timedelta) -> None:
    _invitation, token = invited(mara)
    in_time = NOW + timedelta(hours=72) - timedelta(seconds=1)

    assert invitations.find_invitation(token, by=jonas, now=in_time).inviter_id == mara.pk
    with pytest.raises(LinkNoLongerWorks):
        invitations.accept_invitation(token, by=jonas, now=NOW + late)


def test_a_dead_link_is_dead_for_whatever_reason(mara: User, jonas: User) -> None:
    invitation, token = invited(mara)
    linked = make_user()
    make_couple(hurt=linked)

    for dead, by in ((token[:-1], jonas), ("", jonas), ("not a token", jonas), (token, mara), (token, linked)):
        with pytest.raises(LinkNoLongerWorks):
            invitations.accept_invitation(dead, by=by, now=NOW)
    invitations.cancel_invitation(invitation, by=mara, now=NOW)
    with pytest.raises(LinkNoLongerWorks):
        invitations.accept_invitation(token, by=jonas, now=NOW)


def test_accepting_twice_is_harmless_and_nobody_else_comes_in(mara: User, jonas: User) -> None:
    invitation, token = invited(mara)
    third = make_user()

    first = invitations.accept_invitation(token, by=jonas, now=NOW)
    second = invitations.accept_invitation(token, by=jonas, now=NOW + DAY)
    with pytest.raises(LinkNoLongerWorks):
        invitations.accept_invitation(token, by=third, now=NOW)
    invitations.confirm_invitation(invitation, by=mara, now=NOW)
    with pytest.raises(TakenBySomebodyElse):
        invitations.accept_invitation(token, by=third, now=NOW)

    assert first.accepted_at == second.accepted_at == NOW
    assert Partner.objects.filter(user=third).exists() is False


def test_confirming_is_the_inviters_and_happens_once(mara: User, jonas: User) -> None:
    invitation, token = invited(mara)
    accepted = invitations.accept_invitation(token, by=jonas, now=NOW)

    with pytest.raises(LinkNoLongerWorks):
        invitations.confirm_invitation(accepted, by=jonas, now=NOW)
    invitations.confirm_invitation(accepted, by=mara, now=NOW)
    with pytest.raises(LinkNoLongerWorks):
        invitations.confirm_invitation(invitation, by=mara, now=NOW)

    assert Couple.objects.count() == 1


def test_either_of_the_two_may_say_that_it_is_not_right(mara: User, jonas: User) -> None:
    invitation, token = invited(mara)
    accepted = invitations.accept_invitation(token, by=jonas, now=NOW)
    stranger = make_user()

    invitations.cancel_invitation(accepted, by=stranger, now=NOW)
    still = Invitation.objects.pending().count()
    invitations.cancel_invitation(accepted, by=jonas, now=NOW)
    invitations.cancel_invitation(accepted, by=mara, now=NOW + DAY)
    with pytest.raises(LinkNoLongerWorks):
        invitations.confirm_invitation(accepted, by=mara, now=NOW)

    invitation.refresh_from_db()
    assert (still, invitation.cancelled_at) == (1, NOW)


def test_a_joiner_whose_account_is_switched_off_cannot_be_confirmed(mara: User, jonas: User) -> None:
    _invitation, token = invited(mara)
    accepted = invitations.accept_invitation(token, by=jonas, now=NOW)
    User.objects.filter(pk=jonas.pk).update(is_active=False)

    with pytest.raises(LinkNoLongerWorks):
        invitations.confirm_invitation(accepted, by=mara, now=NOW)


def test_there_is_one_way_into_a_couple_at_a_time(mara: User, jonas: User) -> None:
    his, _his_token = invited(jonas, mara.email)
    hers, token = invited(mara)

    invitations.accept_invitation(token, by=jonas, now=NOW)
    invitations.confirm_invitation(hers, by=mara, now=NOW)

    his.refresh_from_db()
    assert his.cancelled_at == NOW
    with pytest.raises(AlreadyInACouple):
        invitations.invite(jonas, address="somebody@example.org", now=NOW)


def test_the_sixth_invitation_of_a_day_is_refused(mara: User) -> None:
    for number in range(5):
        invitations.invite(mara, address=f"friend{number}@example.org", now=NOW)

    with pytest.raises(TooManyInvitations):
        invitations.invite(mara, address="friend6@example.org", now=NOW + DAY - timedelta(seconds=1))
    invitations.invite(mara, address="friend6@example.org", now=NOW + DAY)

    assert Invitation.objects.pending().count() == 1


def test_an_address_gets_two_mails_in_seven_days_whoever_sends_them(mara: User, jonas: User) -> None:
    address = "cleo@example.org"
    first, _token = invited(mara, address)

    invitations.resend_invitation(first, by=mara, now=NOW + DAY)
    invitations.resend_invitation(first, by=mara, now=NOW + 2 * DAY)
    invitations.invite(jonas, address=address.upper(), now=NOW + 3 * DAY)
    week = len(letters_to(address))
    invitations.resend_invitation(first, by=mara, now=NOW + 7 * DAY)

    assert (week, len(letters_to(address))) == (2, 3)
    assert MailedAddress.objects.count() == 1


def test_a_resend_that_may_not_go_out_leaves_the_link_that_did(mara: User, jonas: User) -> None:
    invitation, _old = invited(mara)
    invitations.resend_invitation(invitation, by=mara, now=NOW + DAY)
    token = link_for(JONAS).split("/")[2]

    invitations.resend_invitation(invitation, by=mara, now=NOW + 2 * DAY)

    assert invitations.find_invitation(token, by=jonas, now=NOW + 2 * DAY).pk == invitation.pk


def test_a_resend_ends_the_old_link_and_revives_one_that_ran_out(mara: User, jonas: User) -> None:
    invitation, old = invited(mara)
    later = NOW + 5 * DAY

    invitations.resend_invitation(invitation, by=mara, now=later)

    new = link_for(JONAS).split("/")[2]
    assert invitations.find_invitation(new, by=jonas, now=later).words == invitation.words
    with pytest.raises(LinkNoLongerWorks):
        invitations.find_invitation(old, by=jonas, now=NOW)


def test_only_the_inviter_resends_and_only_what_nobody_accepted(mara: User, jonas: User) -> None:
    invitation, token = invited(mara)

    with pytest.raises(LinkNoLongerWorks):
        invitations.resend_invitation(invitation, by=jonas, now=NOW)
    invitations.accept_invitation(token, by=jonas, now=NOW)
    with pytest.raises(LinkNoLongerWorks):
        invitations.resend_invitation(invitation, by=mara, now=NOW)


def test_inviting_oneself_sends_nothing_and_says_nothing(mara: User) -> None:
    invitation = invitations.invite(mara, address=mara.email, now=NOW)

    assert (invitation.cancelled_at, Delivery.objects.count()) == (None, 0)
