"""How tests write a day."""

from datetime import date, datetime

from accounts.models import User
from checkins.actions import Answers, submit_check_in, writing
from checkins.day_pack import DayPack
from checkins.models import CheckIn, CheckInQuerySet
from checkins.packs import Pack
from couples.access import standing_of
from tests.factories import LONG_AGO, NOW, make_couple, make_user

TODAY = date(2026, 3, 18)


def answers(*, safe: int = 6, words_for_us: str = "", words_for_me: str = "", **own: object) -> Answers:
    return Answers(
        shared={"safe": safe, "close": 5, "hard_day": False, "words_for_us": words_for_us},
        own={"on_guard": 3, **own},
        words_for_me=words_for_me,
    )


def pair(**zones: str) -> tuple:
    hurt = make_user(created_at=LONG_AGO, zone=zones.get("hurt", "UTC"))
    repairing = make_user(created_at=LONG_AGO, zone=zones.get("repairing", "UTC"))
    return hurt, repairing, make_couple(hurt=hurt, repairing=repairing)


def submit(user: object, *, on: date = TODAY, now: datetime = NOW, **fields: object) -> CheckIn:
    seen = fields.pop("seen", None)
    return write(user, answers(**fields), on=on, now=now, seen=seen)


def write(user: User, said: Answers, *, on: date = TODAY, now: datetime = NOW, seen: datetime | None = None) -> CheckIn:
    with writing(user) as turn:
        return submit_check_in(turn, on=on, answers=said, now=now, seen=seen)


def read_by(user: User, now: datetime = NOW) -> CheckInQuerySet:
    """Return the days that a person may read at an instant."""
    return CheckIn.objects.visible_to(user, until=standing_of(user).open_until(now))


def kept() -> dict[object, Pack]:
    """Return the packs that are kept, by their authors."""
    rows = DayPack.objects.values_list("author_id", "began_on", "first_on", "couples", "days")
    return {author: Pack(began, first, bytes(couples), bytes(days)) for author, began, first, couples, days in rows}
