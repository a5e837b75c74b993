"""A therapist reads once invited, accepted and agreed to by both; either ends it at once."""

from datetime import date, timedelta
from functools import partial
from itertools import product
from uuid import UUID

import pytest

from accounts.models import Therapist, User
from couples.access import grants_of_therapist
from couples.actions import grants
from couples.actions.grants import BothNeedToAgree, GivesMore, OneTherapistAtATime, SomebodyAccepted
from couples.actions.invitations import LinkNoLongerWorks, TooManyInvitations
from couples.actions.spaces import leave
from couples.models import AccessEvent, Consent, Couple, Grant, Level, Partner, Verb
from tests.factories import NOW, make_couple, make_therapist, make_user, partner_of
from tests.letters import letters_to, link_for

pytestmark = pytest.mark.django_db
ADDRESS = "okafor@example.org"
DAYS_90 = timedelta(days=90)


@pytest.fixture
def couple() -> Couple:
    return make_couple(hurt=make_user(zone="Pacific/Auckland"), repairing=make_user(zone="America/New_York"))


@pytest.fixture
def hers(couple: Couple) -> Partner:
    return couple.partners.get(role="hurt")


@pytest.fixture
def his(couple: Couple) -> Partner:
    return couple.partners.get(role="repairing")


@pytest.fixture
def okafor() -> User:
    return make_user(email=ADDRESS)


def asked(partner: Partner, now: object = NOW) -> tuple[Grant, str]:
    """Invite a therapist; return the grant and the token of the letter."""
    grant = grants.invite_therapist(partner, address=ADDRESS, level=Level.WORDS, now=now)
    return grant, link_for(ADDRESS).split("/")[2]


def live(hers: Partner, his: Partner, okafor: User) -> Grant:
    """Make a grant that all three agreed to."""
    grant, token = asked(hers)
    grants.consent(grant, partner=his, level=Level.SUMMARY, now=NOW)
    return grants.accept_grant(token, by=okafor, now=NOW)


def who_accepted() -> UUID | None:
    """Return who accepted the one grant there is."""
    return Grant.objects.get().therapist_id


@pytest.mark.parametrize("order", ["his first", "the therapist first"])
def test_it_opens_once_all_three_said_yes(hers: Partner, his: Partner, okafor: User, order: str) -> None:
    grant, token = asked(hers)
    steps = [
        lambda: grants.consent(grant, partner=his, level=Level.SUMMARY, therapist=who_accepted(), now=NOW),
        lambda: grants.accept_grant(token, by=okafor, now=NOW),
    ]

    if order == "the therapist first":
        steps.reverse()
    seen = []
    for step in steps:
        seen.append(grants_of_therapist(okafor, now=NOW))
        step()

    grant.refresh_from_db()
    assert seen == [[], []]
    assert grants_of_therapist(okafor, now=NOW) == [grant]
    assert (grant.active_at, grant.expires_at) == (NOW, NOW + DAYS_90)


def test_it_begins_on_the_earlier_of_the_two_local_dates(hers: Partner, his: Partner, okafor: User) -> None:
    grant = live(hers, his, okafor)

    assert grant.from_on == date(2026, 3, 18)


def test_a_partner_is_nobodys_own_therapist(hers: Partner, his: Partner) -> None:
    _grant, token = asked(hers)

    for partner in (hers, his):
        with pytest.raises(LinkNoLongerWorks):
            grants.accept_grant(token, by=partner.user, now=NOW)

    assert Therapist.objects.count() == 0


def test_accepting_twice_is_harmless_and_nobody_else_accepts(hers: Partner, okafor: User) -> None:
    grant, token = asked(hers)

    grants.accept_grant(token, by=okafor, now=NOW)
    again = grants.accept_grant(token, by=okafor, now=NOW)
    with pytest.raises(LinkNoLongerWorks):
        grants.accept_grant(token, by=make_user(), now=NOW)

    assert again == grant
    assert Therapist.objects.count() == 1


def test_both_have_72_hours_to_agree_after_the_therapist_accepted(hers: Partner, his: Partner, okafor: User) -> None:
    grant, token = asked(hers)
    accepted_at = NOW + timedelta(hours=71)
    grants.accept_grant(token, by=okafor, now=accepted_at)

    with pytest.raises(BothNeedToAgree):
        grants.consent(
            grant, partner=his, level=Level.WORDS, therapist=who_accepted(), now=accepted_at + timedelta(hours=72)
        )
    grants.consent(
        grant, partner=his, level=Level.WORDS, therapist=who_accepted(), now=accepted_at + timedelta(hours=71)
    )

    assert grants_of_therapist(okafor, now=accepted_at + timedelta(hours=71)) == [grant]


def test_who_accepts_from_another_address_needs_the_yes_of_both_to_this_person(hers: Partner, his: Partner) -> None:
    grant, token = asked(hers)
    grants.consent(grant, partner=his, level=Level.WORDS, now=NOW)
    somebody, opened = make_user(email="elsewhere@example.org"), []

    grants.accept_grant(token, by=somebody, now=NOW)
    opened.append(len(grants_of_therapist(somebody, now=NOW)))
    for partner in (hers, his):
        grants.consent(grant, partner=partner, level=Level.SUMMARY, therapist=who_accepted(), now=NOW)
        opened.append(len(grants_of_therapist(somebody, now=NOW)))

    assert opened == [0, 0, 1]
    assert set(Consent.objects.values_list("level", flat=True)) == {Level.SUMMARY}


@pytest.mark.parametrize("is_verified", [True, False])
def test_the_address_invited_counts_once_it_was_confirmed(hers: Partner, his: Partner, is_verified: bool) -> None:
    grant, token = asked(hers)
    grants.consent(grant, partner=his, level=Level.WORDS, now=NOW)
    therapist = make_user(email="practice@example.org")
    therapist.emailaddress_set.create(email=ADDRESS, verified=is_verified)

    grants.accept_grant(token, by=therapist, now=NOW)

    assert len(grants_of_therapist(therapist, now=NOW)) == is_verified


@pytest.mark.parametrize("address", [ADDRESS, "elsewhere@example.org"])
def test_a_yes_from_a_page_on_which_nobody_had_accepted_is_asked_again(
    hers: Partner, his: Partner, address: str
) -> None:
    grant, token = asked(hers)
    grants.accept_grant(token, by=make_user(email=address), now=NOW)

    for seen in (None, make_therapist().pk):
        with pytest.raises(SomebodyAccepted):
            grants.consent(grant, partner=his, level=Level.WORDS, therapist=seen, now=NOW)

    assert not Consent.objects.filter(partner=his).exists()


def test_nobody_agrees_to_what_has_ended_or_to_anothers_grant(hers: Partner, his: Partner) -> None:
    grant, _token = asked(hers)
    stranger = make_couple().partners.first()

    with pytest.raises(BothNeedToAgree):
        grants.consent(grant, partner=stranger, level=Level.WORDS, now=NOW)
    grants.end_grant(grant, now=NOW)
    with pytest.raises(BothNeedToAgree):
        grants.consent(grant, partner=his, level=Level.WORDS, now=NOW)

    assert list(Consent.objects.values_list("partner", flat=True)) == [hers.pk]


def test_a_level_is_changed_only_by_who_agreed(hers: Partner, his: Partner) -> None:
    grant, _token = asked(hers)

    grants.change_level(grant, partner=hers, level=Level.NOTHING, now=NOW)
    with pytest.raises(BothNeedToAgree):
        grants.change_level(grant, partner=his, level=Level.WORDS, now=NOW)

    assert list(Consent.objects.values_list("partner", "level")) == [(hers.pk, Level.NOTHING)]


@pytest.mark.parametrize("before", list(product(Level, (False, True))))
def test_giving_more_needs_leave_and_giving_less_never_does(
    hers: Partner, his: Partner, before: tuple[Level, bool]
) -> None:
    refused = set()

    for after in product(Level, (False, True)):
        grant, _token = asked(hers)
        grants.consent(grant, partner=hers, level=before[0], gives_on_guard=before[1], now=NOW)
        change = partial(grants.change_level, grant, partner=hers, level=after[0], gives_on_guard=after[1], now=NOW)
        try:
            change()
        except GivesMore:
            refused.add(after)
            assert list(Consent.objects.values_list("level", "gives_on_guard")) == [before]
            change(may_give_more=True)
        assert list(Consent.objects.values_list("level", "gives_on_guard")) == [after]
        Grant.objects.all().delete()

    rank = list(Level).index
    assert refused == {
        (level, guard)
        for level, guard in product(Level, (False, True))
        if rank(level) > rank(before[0]) or guard > before[1]
    }


def test_agreeing_and_levels_are_noted_for_their_owner_alone(hers: Partner, his: Partner, okafor: User) -> None:
    grant = live(hers, his, okafor)

    grants.change_level(grant, partner=his, level=Level.NOTHING, now=NOW)

    private = AccessEvent.objects.filter(verb__in=(Verb.CONSENTED, Verb.LEVEL_SET)).order_by("happened_at", "verb")
    assert {(event.owner, event.verb) for event in private} == {
        (hers.user, Verb.CONSENTED),
        (his.user, Verb.CONSENTED),
        (his.user, Verb.LEVEL_SET),
    }


def test_ending_holds_at_once_and_names_nobody(hers: Partner, his: Partner, okafor: User) -> None:
    grant = live(hers, his, okafor)

    grants.end_grant(grant, now=NOW)
    grants.end_grant(grant, now=NOW + timedelta(days=1))

    ended = AccessEvent.objects.filter(verb=Verb.GRANT_ENDED)
    assert grants_of_therapist(okafor, now=NOW) == []
    assert [(event.actor, event.owner, event.happened_at) for event in ended] == [(None, None, NOW)]


def test_it_runs_out_after_90_days_and_the_same_therapist_can_return(hers: Partner, his: Partner, okafor: User) -> None:
    live(hers, his, okafor)
    later = NOW + DAYS_90

    before = grants_of_therapist(okafor, now=later - timedelta(seconds=1))
    after = grants_of_therapist(okafor, now=later)
    grant, token = asked(his, now=later)
    grants.consent(grant, partner=hers, level=Level.SUMMARY, now=later)
    grants.accept_grant(token, by=okafor, now=later)

    assert (len(before), after) == (1, [])
    assert grants_of_therapist(okafor, now=later) == [grant]


def test_one_therapist_at_a_time(hers: Partner, his: Partner) -> None:
    asked(hers)

    with pytest.raises(OneTherapistAtATime):
        grants.invite_therapist(his, address="other@example.org", level=Level.WORDS, now=NOW)


def test_a_couple_asks_five_times_a_day_and_an_address_gets_two_mails(hers: Partner, his: Partner) -> None:
    for number in range(5):
        grant = grants.invite_therapist(his if number % 2 else hers, address=ADDRESS, level=Level.WORDS, now=NOW)
        grants.end_grant(grant, now=NOW)

    with pytest.raises(TooManyInvitations):
        grants.invite_therapist(hers, address=ADDRESS, level=Level.WORDS, now=NOW)

    assert len(letters_to(ADDRESS)) == 2


def test_a_couple_that_was_left_invites_and_agrees_no_more(hers: Partner, his: Partner, okafor: User) -> None:
    grant, token = asked(hers)
    leave(partner_of(his.user), now=NOW)

    with pytest.raises(BothNeedToAgree):
        grants.invite_therapist(hers, address=ADDRESS, level=Level.WORDS, now=NOW)
    with pytest.raises(BothNeedToAgree):
        grants.consent(grant, partner=his, level=Level.WORDS, now=NOW)
    with pytest.raises(LinkNoLongerWorks):
        grants.accept_grant(token, by=okafor, now=NOW)
