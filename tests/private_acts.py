"""What one may do without the other learning of it: each act, as the drill and a test play it beside the other's pages."""

from collections.abc import Callable
from datetime import datetime, time, timedelta
from uuid import uuid4

from accounts.actions import change_profile, decline_zone
from accounts.models import User
from checkins.actions.appreciations import appreciate
from checkins.actions.days import delete_check_in
from checkins.models import CheckIn
from couples.access import standing_of
from couples.actions import spaces
from couples.actions.grants import change_level
from couples.actions.topics import add_topic
from couples.models import Grant, Level, Partner
from home.actions import pause_sharing, resume_sharing, save_profile
from kit.weeks import local_today
from notices.actions import set_reminder
from repair.actions.acknowledgements import Parts, write_acknowledgement
from repair.actions.hard_dates import HardDateSaid, mark_date
from repair.actions.moments import MomentTold, write_moment
from repair.actions.openness import share_openness
from repair.actions.questions import Asking, write_question
from repair.actions.time_outs import call_time_out
from repair.models import How, QuestionKind
from tests.checkins.days import answers, write
from tests.people import browser_of
from tests.silence import ROOMS
from trajectory.actions import turn_words

Act = Callable[[User, datetime], object]
DAY = timedelta(days=1)
HALF_AN_HOUR = timedelta(minutes=30)


def _today(user: User, now: datetime) -> CheckIn | None:
    return CheckIn.objects.filter(author=user, local_date=local_today(now, user.zone)).first()


def _write(user: User, now: datetime) -> None:
    """Write today, or today anew: the other has not written, so that it stays sealed."""
    present = _today(user, now)
    said = answers(safe=2, words_for_us="I waited for you", words_for_me="nobody reads this")
    write(user, said, on=local_today(now, user.zone), now=now, seen=present.changed_at if present else None)


def _write_and_delete(user: User, now: datetime) -> None:
    _write(user, now)
    delete_check_in(_today(user, now), by=user, now=now + timedelta(minutes=1))


def _partner(user: User) -> Partner:
    return Partner.objects.live().select_related("couple", "user").get(user=user)


def _pause_and_resume(user: User, now: datetime) -> None:
    pause_sharing(user, now=now)
    resume_sharing(user, share_meanwhile=False, now=now + timedelta(minutes=5))


def _in_a_pause(act: Act) -> Act:
    def paused(user: User, now: datetime) -> None:
        spaces.pause(_partner(user), now=now)
        act(user, now + timedelta(minutes=1))

    return paused


def _move(zone: str) -> Act:
    return lambda user, now: save_profile(user, name=user.name, zone=zone, language=user.language, now=now)


def _level(user: User, now: datetime) -> None:
    for grant in Grant.objects.live(now).filter(couple=_partner(user).couple):
        change_level(grant, partner=_partner(user), level=Level.SUMMARY, may_give_more=True, now=now)


def _keep_a_moment(user: User, now: datetime) -> None:
    told = MomentTold(local_today(now, user.zone), "a song", 7, needed="quiet")
    write_moment(user, told=told, key=uuid4(), now=now)


def _keep_a_date(user: User, now: datetime) -> None:
    said = HardDateSaid(
        local_today(now, user.zone) + 9 * DAY, yearly=False, name="that day", helps="a walk", notice_days=3
    )
    mark_date(user, marked=said, key=uuid4(), now=now)


def _draft_a_question(user: User, now: datetime) -> None:
    asking = Asking("Where were you?", "to know", QuestionKind.values[0], How.values[0])
    write_question(user, asking=asking, key=uuid4(), now=now, is_draft=True)


def _draft_words(user: User, now: datetime) -> None:
    parts = Parts("I lied", "it was wrong", "you were alone", "I tell you first", "you ask me")
    write_acknowledgement(user, parts=parts, key=uuid4(), now=now, is_draft=True)


def _appreciate(user: User, now: datetime) -> None:
    appreciate(standing_of(user), deed="You made tea", shows="care", with_the_week=False, key=uuid4(), now=now)


def _read_all(user: User, now: datetime) -> None:
    browser = browser_of(user)
    for address in ROOMS:
        browser.get(address)


# The same at once and ever after: nothing of it was meant for the other.
SILENT: dict[str, Act] = {
    "keep a hard moment": _keep_a_moment,
    "keep a hard date": _keep_a_date,
    "draft a question": _draft_a_question,
    "draft an acknowledgement": _draft_words,
    "add a topic of one's own": lambda user, now: add_topic(user, key=uuid4(), name="the flat", couple=None, now=now),
    "move far east": _move("Pacific/Kiritimati"),
    "move far west": _move("Pacific/Pago_Pago"),
    "keep the zone": lambda user, now: decline_zone(user, zone="Asia/Tokyo"),
    "choose a language": lambda user, now: change_profile(user, name=user.name, zone=user.zone, language="en", now=now),
    "set the reminder": lambda user, now: set_reminder(
        user, is_on=False, local_time=time(6), quiet_from=None, quiet_to=None, now=now
    ),
    "change a level": _level,
    "pause and resume": _pause_and_resume,
    "be open in a pause": _in_a_pause(lambda user, now: share_openness(user, words="I met her", key=uuid4(), now=now)),
    "appreciate in a pause": _in_a_pause(_appreciate),
    "call a time-out in a pause": _in_a_pause(
        lambda user, now: call_time_out(user, length=HALF_AN_HOUR, key=uuid4(), now=now)
    ),
    "sign in": lambda user, now: browser_of(user).get("/check-ins/today/"),
    "leave quickly": lambda user, now: browser_of(user).get("/x/"),
    "read all rooms": _read_all,
}
# The same until the day opens, or as long as nobody waits for what a pause holds back.
SEALED: dict[str, Act] = {
    "write today": _write,
    "write and delete today": _write_and_delete,
    "write in a pause": _in_a_pause(_write),
    "pause": lambda user, now: pause_sharing(user, now=now),
    "turn words on": lambda user, now: turn_words(user, is_on=True, now=now),
}
