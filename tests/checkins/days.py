"""How tests write a day."""

from datetime import date, datetime

from checkins.actions import Answers, submit_check_in
from checkins.models import CheckIn
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
    return submit_check_in(standing_of(user), on=on, answers=answers(**fields), now=now, seen=seen)
