"""What a week says in words: one version for each reader.

Numbers in sentences are counts. Nothing here compares two people, explains a change, or
says what somebody has not done; a test reads every sentence in every state.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from trajectory.records import Notes, Owning, PromiseCounts, ReadingRecord, State, SummaryRecord, TopicHeat, WordsTold

THIN_WEEK_DAYS = 2
LATELY = timedelta(days=14)


def too_early() -> str:
    """Return what is said while there is too little to say anything about direction."""
    return _(
        "Too early to say. We wait for at least five weeks with enough check-ins "
        "before saying anything about direction."
    )


def own_sentences(record: ReadingRecord, *, week: date, kept_total: int = 0) -> list[str]:
    """Return what a person's own week says to that person, the direction first."""
    said = [direction(record)]
    said += setback_sentences(record, week=week, kept_total=kept_total)
    if record["steadier"] and record["state"] in ("none", "higher"):
        said.append(_("Your days have been closer to each other lately."))
    if record["days_in_7"] < THIN_WEEK_DAYS:
        said.append(_("Few check-ins this week, so this page stays quiet."))
    return said


def direction(record: ReadingRecord) -> str:
    """Return the one sentence about the direction of a person's own check-ins."""
    state = record["state"]
    if state == "too_early":
        return too_early()
    if state == "none":
        return _("No clear change either way yet. Days go up and down, and quiet weeks count too.")
    since = _since(record)
    if state == "higher" and since:
        words = _(
            "Your own check-ins have been steadily higher than in {month}. "
            "A hard day here and there does not undo that."
        )
        return words.format(month=since)
    if state == "higher":
        return _(
            "Your own check-ins have been steadily higher than when you began. "
            "A hard day here and there does not undo that."
        )
    talk = _("That is worth talking about, gently, when you both have room.")
    if since:
        lower = _("Your own check-ins have been lower than in {month}, for two weeks running.").format(month=since)
    else:
        lower = _("Your own check-ins have been lower than when you began, for two weeks running.")
    return f"{lower} {talk}"


def _since(record: ReadingRecord) -> str:
    """Return the month in which day 0 lies now, or nothing while it is the first one."""
    if not record["anew"]:
        return ""
    return date_format(date.fromisoformat(record["since"]), "F")


def setback_sentences(record: ReadingRecord, *, week: date, kept_total: int) -> list[str]:
    """Return at most one sentence about a hard day of the last two weeks."""
    sunday = week + timedelta(days=6)
    lately = [one for one in record["setbacks"] if date.fromisoformat(one["on"]) > sunday - LATELY]
    if not lately:
        return []
    latest = lately[-1]
    on = date.fromisoformat(latest["on"])
    weekday = date_format(on, "l")
    days = latest["days"]
    if latest["seen"] and days is not None and not latest["open"]:
        words = ngettext(
            "After {weekday} you found your way back in about {n} day.",
            "After {weekday} you found your way back in about {n} days.",
            days,
        )
        return [words.format(weekday=weekday, n=days)]
    if not latest["open"] and on < week:
        return []
    return [_hard_one(weekday, kept_total)]


def _hard_one(weekday: str, kept_total: int) -> str:
    if not kept_total:
        return _("{weekday} was a hard one. Hard days are part of this.").format(weekday=weekday)
    words = ngettext(
        "{weekday} was a hard one. Hard days are part of this; they do not take away the {n} small thing already kept.",
        "{weekday} was a hard one. Hard days are part of this; "
        "they do not take away the {n} small things already kept.",
        kept_total,
    )
    return words.format(weekday=weekday, n=kept_total)


def talk_sentences(topics: Sequence[TopicHeat], names: dict[str, str]) -> list[str]:
    """Return one sentence about the topic that was talked about most, if it came up often enough."""
    known = [topic for topic in topics if topic["total"] >= 3 and topic["topic"] in names]
    if not known:
        return []
    most = max(known, key=lambda topic: (topic["reliably"], topic["total"], topic["topic"]))
    name = names[most["topic"]]
    if most["reliably"]:
        words = _(
            "{topic} still gets heated most times. It may help to bring it to a calmer hour, or to your therapist."
        )
        return [words.format(topic=name)]
    words = _("Talks about “{topic}” ended calmly {a} of {n} times.")
    return [words.format(topic=name, a=most["total"] - most["heated"], n=most["total"])]


def shared_sentences(record: SummaryRecord) -> list[str]:
    """Return what a week says to both, made of counts that both may read."""
    said = []
    if record["both_in_7"]:
        said.append(_("You both showed up on {d} of 7 days.").format(d=record["both_in_7"]))
    said += promise_sentences(record["promises"], record["evidence_file"]["kept"])
    said += repair_sentences(record["repair"], came_back=record["came_back"])
    said += note_sentences(record["notes"])
    return said + open_sentences(record["openness"], record["returns"])


def repair_sentences(repair: Owning, *, came_back: bool) -> list[str]:
    """Return how often two people came back to each other, in a week that adds to it."""
    if not came_back or not repair["repaired"]:
        return []
    words = ngettext(
        "You came back to each other after {r} of {c} conflict.",
        "You came back to each other after {r} of {c} conflicts.",
        repair["conflicts"],
    )
    return [words.format(r=repair["repaired"], c=repair["conflicts"])]


def open_sentences(openness: int, returns: int) -> list[str]:
    """Return what was shared unasked and which returns were kept; nothing where there was neither."""
    said = []
    if openness:
        things = ngettext(
            "{o} thing was shared before anyone asked", "{o} things were shared before anyone asked", openness
        )
        said.append(things.format(o=openness))
    if returns:
        said.append(ngettext("{r} return was kept", "{r} returns were kept", returns).format(r=returns))
    return [f"{'; '.join(said)}."] if said else []


def promise_sentences(promises: PromiseCounts, total: int) -> list[str]:
    """Return how many promises were kept; nothing where none was due or none kept."""
    if not promises["kept"]:
        return []
    words = ngettext(
        "{k} of {n} promise kept this week, {total} since you began.",
        "{k} of {n} promises kept this week, {total} since you began.",
        promises["due"],
    )
    return [words.format(k=promises["kept"], n=promises["due"], total=total)]


def words_about(reader: "Reader", words: WordsTold) -> list[str]:
    """Return what may be told about the other, whose words are turned on at this moment."""
    if not reader.other_is_on:
        return []
    said = []
    if reader.other_id in words["higher"]:
        said.append(_higher(reader).format(name=reader.other_name))
    if words["differ"] and reader.is_on and reader.own_state != "lower":
        said.append(
            _("You two are in different places right now. That is common while rebuilding, and neither place is wrong.")
        )
    return said


def _higher(reader: "Reader") -> str:
    if reader.is_hurt and reader.own_state == "higher":
        return _("{name}’s check-ins have been higher too. Your pace is yours.")
    if reader.is_hurt:
        return _("{name}’s check-ins have been higher than at the start. Your pace is yours.")
    return _("{name}’s check-ins have been higher than at the start. The pace stays theirs.")


@dataclass(frozen=True)
class Reader:
    """Who reads: role, own state, and whose words are turned on now."""

    is_hurt: bool
    own_state: State
    is_on: bool
    other_is_on: bool
    other_id: str
    other_name: str


def note_sentences(notes: Notes) -> list[str]:
    """Return what was written down, without ratio or target."""
    good, hard = notes["positive"], notes["negative"]
    if not good and not hard:
        return []
    appreciations = ngettext("{n} appreciation", "{n} appreciations", good).format(n=good)
    if not hard:
        was = ngettext("{things} was written down.", "{things} were written down.", good)
        return [was.format(things=appreciations)]
    moments = ngettext("{n} hard moment", "{n} hard moments", hard).format(n=hard)
    return [_("{good} and {hard} were written down.").format(good=appreciations, hard=moments)]


def nothing_about_two() -> str:
    """Return what both read alike while the space is not open to both, or nothing of it was shared lately."""
    return _("What the two of you share stands here once there is something to show. Your own week is always yours.")


def finished() -> str:
    """Return what is said to whoever calls the repair finished."""
    return _("Repair is finished when both of you feel it.")
