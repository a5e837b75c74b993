"""What a person says about themselves: the monthly self-check, and whether words may reach the partner."""

from datetime import date, datetime, timedelta
from typing import Any

from accounts.models import User
from couples.access import Standing
from kit.weeks import local_today
from trajectory.models import SelfCheck, WordsAboutMe

STILL_ASKED = timedelta(days=2)


def months_asked(user: User, *, now: datetime) -> list[date]:
    """Return the firsts of the months that may be answered for: this one, and for two days more the one before."""
    today = local_today(now, user.zone)
    return list(dict.fromkeys(day.replace(day=1) for day in (today, today - STILL_ASKED)))


def answer_self_check(standing: Standing, *, month: date, answers: dict[str, Any], now: datetime) -> SelfCheck:
    """Keep a month's answers, shared as the person shares now; a second time they take the place of the first.

    `month`: the first of one of `months_asked`.
    """
    fields = {**answers, "answered_at": now, "couple": standing.shares_with}
    check, _new = SelfCheck.objects.update_or_create(author=standing.user, month=month, defaults=fields)
    return check


def turn_words(user: User, *, is_on: bool, now: datetime) -> None:
    """Let words about oneself reach the partner, or no longer; off holds at once, on from the next week."""
    switch, is_new = WordsAboutMe.objects.get_or_create(author=user, defaults={"is_on": is_on, "since": now})
    if not is_new and switch.is_on != is_on:
        switch.is_on, switch.since = is_on, now
        switch.save(update_fields=["is_on", "since"])
