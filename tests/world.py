"""The people of every test: two partners, another couple, a former partner, a stranger, therapists, staff.

Each writes words that begin with SENTINEL and their own part, so that a leak names its owner.
"""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta

from django.test import Client

from accounts.models import User
from couples.models import Couple, Partner, Topic
from tests.factories import (
    give_second_factor,
    make_appreciation,
    make_check_in,
    make_couple,
    make_grant,
    make_invitation,
    make_private_words,
    make_therapist,
    make_topic,
    make_user,
)
from tests.repair.access import write_repair_rows
from tests.repair.access_logs import write_log_rows

ON_AN_INVITATION = ("confirm", "cancel", "resend", "invitation_day_zone")
PARTS = (
    "hurt",
    "repairing",
    "ex",
    "other",
    "other_repairing",
    "stranger",
    "therapist",
    "former_therapist",
    "free_therapist",
    "staff",
)


def sentinel(part: str, where: str) -> str:
    """Return words that name who wrote them and where."""
    return f"SENTINEL:{part}:{where}"


@dataclass
class World:
    """Everybody by their part, the main couple, and one id for each kind of address."""

    people: dict[str, User]
    couple: Couple
    other_couple: Couple
    ids: dict[str, object] = field(default_factory=dict)
    foreign: dict[str, object] = field(default_factory=dict)
    signed_in: dict[str, str] = field(default_factory=dict)

    def client(self, part: str) -> Client:
        """Return a browser signed in as that person, or as nobody for "anonymous"; signed in once, then copied."""
        client = Client()
        if part != "anonymous":
            if part not in self.signed_in:
                client.force_login(self.people[part])
                self.signed_in[part] = client.cookies.output(header="", sep=";")
            client.cookies.load(self.signed_in[part])
        return client


def build_world(*, now: datetime) -> World:
    """Make everybody and the fullest state: days opened and sealed, appreciation, topics, grants."""
    long_ago = now - timedelta(days=60)
    people = {
        part: make_user(email=f"{part.replace('_', '-')}@example.org", name=part.title(), created_at=long_ago)
        for part in PARTS
    }
    people["staff"].is_staff = people["staff"].is_superuser = True
    people["staff"].save()
    give_second_factor(people["staff"])
    _past_couple(people, now)
    couple = make_couple(hurt=people["hurt"], repairing=people["repairing"], joined_at=long_ago)
    other = make_couple(hurt=people["other"], repairing=people["other_repairing"], joined_at=long_ago)
    grant = _therapists(people, couple, now)
    world = World(people, couple, other)
    for part in ("hurt", "repairing", "other", "other_repairing", "stranger"):
        _days_of(world, part, now)
    _addresses(world, grant.pk, now)
    _foreign_addresses(world, now)
    write_repair_rows(world, now=now)
    write_log_rows(world, now=now)
    for part in PARTS:
        world.client(part)  # signs in once, before any test's own transaction
    return world


def _addresses(world: World, grant_id: object, now: datetime) -> None:
    """Note an id for each kind of address: of the main couple, and of others."""
    waiting = make_invitation(
        inviter=world.people["stranger"], now=now, accepted_by=world.people["ex"], accepted_at=now
    )
    topic = Topic.objects.get(author=world.people["hurt"])
    theirs = Topic.objects.get(author=world.people["other"])
    world.ids |= {
        "on": yesterday_of(now),
        "therapy.pk": world.couple.pk,
        "couple_id": world.couple.pk,
        "couples.pk": grant_id,
        **dict.fromkeys(
            ("couples:confirm.pk", "couples:cancel.pk", "couples:resend.pk", "couples:invitation_day_zone.pk"),
            waiting.pk,
        ),
        "home:put_topic_away.pk": topic.pk,
    }
    world.foreign |= {
        "on": yesterday_of(now),
        "therapy.pk": world.other_couple.pk,
        "couple_id": world.other_couple.pk,
        "home:put_topic_away.pk": theirs.pk,
    }


def _foreign_addresses(world: World, now: datetime) -> None:
    """Note the same kinds of address of other people: a grant, and an invitation that somebody accepted."""
    grant = make_grant(couple=world.other_couple, therapist=make_therapist(), active_at=now - timedelta(days=30))
    waiting = make_invitation(inviter=make_user(), now=now, accepted_by=make_user(), accepted_at=now)
    world.foreign |= {
        "couples.pk": grant.pk,
        **dict.fromkeys(
            ("couples:confirm.pk", "couples:cancel.pk", "couples:resend.pk", "couples:invitation_day_zone.pk"),
            waiting.pk,
        ),
    }


def _past_couple(people: dict[str, User], now: datetime) -> None:
    """Make the couple that the hurt partner and the former one were, with a day both opened."""

    ended = now - timedelta(days=70)
    past = make_couple(hurt=people["hurt"], repairing=people["ex"], joined_at=ended - timedelta(days=90))
    day = (ended - timedelta(days=5)).date()
    for part in ("hurt", "ex"):
        words = sentinel(part, "past")
        make_check_in(author=people[part], on=day, couple=past, words_for_us=words)
    past.ended_at = ended
    past.save()
    Partner.objects.filter(couple=past).update(is_current=False)


def _therapists(people: dict[str, User], couple: Couple, now: datetime) -> object:
    """Make one with a live grant, one whose grant ended, one without any."""
    live = make_grant(
        couple=couple, therapist=make_therapist(user=people["therapist"]), active_at=now - timedelta(days=30)
    )
    make_grant(
        couple=couple,
        therapist=make_therapist(user=people["former_therapist"]),
        active_at=now - timedelta(days=50),
        ended_at=now - timedelta(days=1),
    )
    make_therapist(user=people["free_therapist"])
    return live


def _days_of(world: World, part: str, now: datetime) -> None:
    """Give a person an opened day, a sealed day, private words, a topic, an appreciation."""
    author, today = world.people[part], now.astimezone(UTC).date()
    couple = {"hurt": world.couple, "repairing": world.couple, "stranger": None}.get(part, world.other_couple)
    yesterday = today - timedelta(days=1)
    opened = datetime(today.year, today.month, today.day, tzinfo=UTC)
    make_check_in(
        author=author,
        on=yesterday,
        couple=couple,
        words_for_us=sentinel(part, "opened"),
        own={"rushed": True, "overwhelm": 7},
    )
    if part in ("hurt", "other"):
        make_check_in(author=author, on=today, couple=couple, words_for_us=sentinel(part, "sealed"))
    make_private_words(author=author, words=sentinel(part, "private"), on=yesterday)
    make_topic(author=author, name=sentinel(part, "topic"))
    if couple:
        note = make_appreciation(author=author, couple=couple, deed=sentinel(part, "deed"), delivered_at=opened)
        target = world.ids if part == "repairing" else world.foreign if part == "other" else {}
        target["checkins.pk"] = note.pk


def yesterday_of(now: datetime) -> date:
    """Return the date of the opened days."""
    return now.astimezone(UTC).date() - timedelta(days=1)
