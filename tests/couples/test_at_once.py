"""Several people pressing at the same moment: one effect, and nobody gets an error page."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection, connections

from couples.actions import invitations
from couples.actions.invitations import AlreadyInACouple, LinkNoLongerWorks
from couples.actions.spaces import leave
from couples.models import Couple, Invitation, Partner
from tests.factories import NOW, make_couple, make_user, partner_of
from tests.letters import letters_to, link_for

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite lets one writer in at a time"),
]
REFUSED = (LinkNoLongerWorks, AlreadyInACouple)


def at_once(*acts: Callable[[], object]) -> list[object]:
    """Run every act in its own thread, released together; return results and refusals, in order."""
    gate = Barrier(len(acts))

    def run(act: Callable[[], object]) -> object:
        try:
            gate.wait(5)
            return act()
        except REFUSED as refused:
            return refused
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(run, acts))


def token_for(address: str) -> str:
    return link_for(address).split("/")[2]


def test_one_of_many_joiners_comes_in() -> None:
    invitations.invite(make_user(), address="link@example.org", now=NOW)
    token, people = token_for("link@example.org"), [make_user() for _number in range(6)]

    answers = at_once(*(lambda by=by: invitations.accept_invitation(token, by=by, now=NOW) for by in people))

    assert sum(isinstance(answer, Invitation) for answer in answers) == 1
    assert Invitation.objects.to_confirm().count() == 1


def test_two_who_invited_each_other_do_not_block_each_other() -> None:
    mara, jonas = make_user(), make_user()
    invitations.invite(mara, address=jonas.email, now=NOW)
    invitations.invite(jonas, address=mara.email, now=NOW)
    to_him, to_her = token_for(jonas.email), token_for(mara.email)

    at_once(
        lambda: invitations.accept_invitation(to_him, by=jonas, now=NOW),
        lambda: invitations.accept_invitation(to_her, by=mara, now=NOW),
    )
    open_one = Invitation.objects.to_confirm().get()
    at_once(*[lambda: invitations.confirm_invitation(open_one, by=open_one.inviter, now=NOW)] * 3)

    assert Couple.objects.count() == 1
    assert {partner.user for partner in Partner.objects.all()} == {mara, jonas}


def test_an_address_gets_two_mails_from_many_senders_at_once() -> None:
    senders = [make_user() for _number in range(6)]

    at_once(*(lambda by=by: invitations.invite(by, address="one@example.org", now=NOW) for by in senders))

    assert (len(letters_to("one@example.org")), Invitation.objects.count()) == (2, 6)


def test_both_leave_at_once() -> None:
    mara, jonas = make_user(), make_user()
    couple = make_couple(hurt=mara, repairing=jonas)
    partners = [partner_of(mara), partner_of(jonas)]

    answers = at_once(*(lambda partner=partner: leave(partner, now=NOW) for partner in partners))

    couple.refresh_from_db()
    assert (sorted(answers), couple.ended_at) == ([False, True], NOW)
