"""What a life should read as, counted from rows one by one, as the rulings say it and without the product's own code.

Slow and plain on purpose: loops over all rows of a person. Each function returns lines of what differs.
"""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from uuid import UUID
from zoneinfo import ZoneInfo

from accounts.models import User
from checkins.models import Appreciation, CheckIn
from checkins.opens_by_clock import OpensByClock
from checkins.packs import pack_of
from couples.access import caring_for, standing_of
from couples.models import Couple, Grant, Partner, Pause
from notices.models import Delivery
from repair.models import Openness
from tests.lives.living import House, Person, partner_of
from therapy.reading import read_couple
from trajectory.models import WeeklyReading, WeeklySummary

DAY = timedelta(days=1)
WEEK = timedelta(days=7)
BACK_WEEKS = 4  # older rows are looked at no more; a product that looks further may do so


def ends_at(day: date, zone: str) -> datetime:
    """Return 03:00 on the next date, in a zone."""
    return datetime.combine(day + DAY, time(3), tzinfo=ZoneInfo(zone)).astimezone(UTC)


def day_zone(couple: Couple, day: date) -> str:
    """Return the zone in which a couple's date ends."""
    spans = [(date.fromisoformat(on), zone) for on, zone in couple.day_zones]
    return next((zone for on, zone in reversed(spans) if on <= day), spans[0][1])


def last_over(ends: object, now: datetime) -> date:
    """Return the last date that is over, with all before it; `ends` gives the instant of a date."""
    day = now.date() - 4 * DAY
    while ends(day + DAY) <= now:  # type: ignore[operator]
        day += DAY
    return day


def over_for_two(couple: Couple, now: datetime) -> date:
    """Return the last date that is over where the two count their days."""
    return last_over(lambda day: ends_at(day, day_zone(couple, day)), now)


def cutoff(person: Person, couple: Couple, now: datetime) -> date:
    """Return the last date of the other's that is open by the clock: it never falls when the reader moves."""
    found = []
    moves = [*person.moves, (now, "")]
    for (_since, zone), (until, _next) in pairwise(moves):
        if until >= couple.created_at:
            own = last_over(lambda day, zone=zone: ends_at(day, zone), until)
            found.append(min(own, over_for_two(couple, until)))
    return max(found)


def open_dates(person: Person, now: datetime) -> set[date]:
    """Return the dates of the other's that lie open to a person (ruling 33d)."""
    partner = partner_of(person)
    if partner is None:
        return set()
    couple = partner.couple
    two = list(Partner.objects.filter(couple=couple))
    if any(one.opened_at is None or one.opened_at > now for one in two):
        return set()
    other = next(one for one in two if one.user_id != person.user.pk)
    until = cutoff(person, couple, now)
    mine = {row.local_date for row in CheckIn.objects.filter(author=person.user, couple=couple)}
    theirs = CheckIn.objects.filter(author=other.user_id, couple=couple, withdrawn_at=None)
    marked = marked_dates(person.user.pk) | marked_dates(other.user_id)
    return {
        row.local_date
        for row in theirs
        if row.local_date <= until or (row.local_date in mine and row.local_date not in marked)
    }


def marked_dates(user: UUID) -> set[date]:
    """Return the dates that open by the clock only, for they were taken back while they were sealed (ruling 36)."""
    return set(OpensByClock.objects.filter(author=user).values_list("local_date", flat=True))


def wrong_readings(person: Person, now: datetime) -> Iterator[str]:
    """Say which dates of the other's the product opens otherwise."""
    read = CheckIn.objects.visible_to(person.user, until=standing_of(person.user).open_until(now)).exclude(
        author=person.user
    )
    shown = {row.local_date for row in read if row.withdrawn_at is None}
    wanted = open_dates(person, now)
    if shown != wanted:
        yield f"{person.user.pk} at {now}: opens {sorted(shown - wanted)} too much, {sorted(wanted - shown)} too little"


def wrong_weeks(person: Person, now: datetime) -> Iterator[str]:
    """Say which weekly readings of a person differ from the rows, or are not there."""
    days = {row.local_date: row for row in CheckIn.objects.filter(author=person.user)}
    rows = {row.week: row for row in WeeklyReading.objects.current().filter(author=person.user)}
    partner = partner_of(person)
    zone, couple = person.zone_at(now), partner.couple if partner else None
    newest = last_over(lambda day: ends_at(day, zone), now)
    newest = min(newest, over_for_two(couple, now)) if couple else newest
    for week in weeks_until(newest, BACK_WEEKS):
        lately = [day for day in days if week + WEEK - 28 * DAY <= day < week + WEEK]
        if not lately:
            continue
        if week not in rows:
            yield f"{person.user.pk}: no reading of {week}"
            continue
        said = rows[week].says
        of_week = [days[day] for day in lately if day >= week]
        counted = {
            "days_in_7": len(of_week),
            "days_in_28": len(lately),
            "hard_days_7": sum(row.hard_day for row in of_week),
            "hard_days_28": sum(days[day].hard_day for day in lately),
        }
        yield from differing(f"{person.user.pk}, {week}", said, counted)


def wrong_summaries(couple: Couple, now: datetime) -> Iterator[str]:
    """Say which weekly summaries of a living couple differ from the rows, or are not there."""
    if not is_open(couple):
        return
    one, other = (partner.user_id for partner in Partner.objects.filter(couple=couple))
    opened = CheckIn.objects.filter(couple=couple, withdrawn_at=None)
    days = [set(opened.filter(author=author).values_list("local_date", flat=True)) for author in (one, other)]
    rows = {row.week: row for row in WeeklySummary.objects.current().filter(couple=couple)}
    newest = min(over_for_two(couple, now), *(last_over_of(user, now) for user in (one, other)))
    for week in weeks_until(newest, BACK_WEEKS):
        both = [day for day in days[0] & days[1] if week + WEEK - 28 * DAY <= day < week + WEEK]
        if week not in rows:
            if any(day >= week for day in both):
                yield f"{couple.pk}: no summary of {week}"
            continue
        counted = {
            "both_in_7": sum(day >= week for day in both),
            "both_in_28": len(both),
            "openness": in_week(Openness.objects.filter(couple=couple, withdrawn_at=None), "shared_on", week),
        }
        yield from differing(f"{couple.pk}, {week}", rows[week].says, counted)
        until = {
            "appreciations": sum(note.written_on < week + WEEK for note in arrived(couple, now)),
            "openness": Openness.objects.filter(couple=couple, withdrawn_at=None, shared_on__lt=week + WEEK).count(),
        }
        yield from differing(f"{couple.pk}, file of {week}", rows[week].says["evidence_file"], until)


def wrong_pack(person: Person) -> Iterator[str]:
    """Say whether a person's kept days are other than those made of all their rows."""
    user = User.objects.select_related("day_pack").get(pk=person.user.pk)
    kept, rows = getattr(user, "day_pack", None), list(CheckIn.objects.filter(author=user).select_related("own"))
    anew = pack_of(sorted(rows, key=lambda row: row.local_date))
    if kept is None or anew is None:
        return
    if (kept.began_on, bytes(kept.days)[-28:]) != (anew.began_on, bytes(anew.days)[-28:]):
        yield f"{user.pk}: the pack is not what the rows say"


def wrong_notices(person: Person, now: datetime) -> Iterator[str]:
    """Say on which dates a reminder asked for a written day, or stayed away from one that was not written."""
    rows = {row.local_date: row for row in Delivery.objects.notices().filter(user=person.user)}
    written = set(CheckIn.objects.filter(author=person.user).values_list("local_date", flat=True))
    for day in written:
        if day in rows and rows[day].asks_check_in:
            yield f"{person.user.pk}: asks for {day}, which is written"
    began, last = person.moves[-1][0].date() + 2 * DAY, now.date() - 2 * DAY
    day = began
    while day <= last:
        asked = day in rows and rows[day].asks_check_in
        if day not in written and day not in person.once_written and not asked:
            yield f"{person.user.pk}: nobody asked for {day}"
        day += DAY


def wrong_therapist(house: House, now: datetime) -> Iterator[str]:
    """Say which weeks and days the therapist's pages read that they may not, or lack (ruling 36)."""
    grants = Grant.objects.live(now).filter(therapist=house.therapist, couple__ended_at=None)
    for grant in grants.select_related("couple"):
        couple, read = grant.couple, read_couple(caring_for(house.therapist.user, grant.couple_id, now=now), now=now)
        for partner in Partner.objects.filter(couple=couple):
            author, where = partner.user_id, f"therapist of {partner.user_id}"
            weeks = readable_weeks(author, couple, grant, now)
            if read.shared_weeks.get(author, []) != weeks:
                yield f"{where}: reads the weeks {read.shared_weeks.get(author, [])}, counted {weeks}"
            closed = set(WeeklyReading.objects.current().filter(author=author).values_list("week", flat=True))
            wanted, shown = next((week for week in weeks if week in closed), None), read.readings.get(author)
            if (shown.week if shown else None) != wanted:
                yield f"{where}: shows the week {shown and shown.week}, counted {wanted}"
            days = CheckIn.objects.filter(
                author=author, couple=couple, withdrawn_at=None, local_date__gte=grant.from_on
            )
            over = {row.local_date for row in days if row.local_date <= over_for_two(couple, now)}
            if {day.on for day in read.answers.get(author, [])} != over:
                yield f"{where}: reads other days than are shared and over"


def readable_weeks(author: UUID, couple: Couple, grant: Grant, now: datetime) -> list[date]:
    """Return the Mondays of the weeks whose every answered day is shared, and over, newest first."""
    opened = [partner.opened_at for partner in Partner.objects.filter(couple=couple)]
    if not all(opened):
        return []
    begun = max(grant.from_on, max(opened).astimezone(ZoneInfo(day_zone_at(couple, max(opened)))).date())
    rows = list(CheckIn.objects.filter(author=author))
    found = []
    for week in weeks_until(over_for_two(couple, now), 26):
        of_week = [row for row in rows if week <= row.local_date < week + WEEK]
        is_shared = all(row.couple_id == couple.pk and row.withdrawn_at is None for row in of_week)
        if of_week and is_shared and week >= begun:
            found.append(week)
    return found


def day_zone_at(couple: Couple, at: datetime) -> str:
    """Return the zone in which the two count the date of an instant."""
    spans = [(date.fromisoformat(on), zone) for on, zone in couple.day_zones]
    held = [zone for on, zone in spans if at.astimezone(ZoneInfo(zone)).date() >= on]
    return held[-1] if held else spans[0][1]


def arrived(couple: Couple, now: datetime) -> list[Appreciation]:
    """Return the appreciations that have reached the other: no pause of their author's holds them (ruling 37)."""
    held = {
        pause.partner.user_id: pause.started_at
        for pause in Pause.objects.filter(partner__couple=couple, ended_at=None).select_related("partner")
    }
    notes = Appreciation.objects.filter(couple=couple, withdrawn_at=None, delivered_at__lte=now)
    return [note for note in notes if not held.get(note.author_id, now) < note.delivered_at]


def is_open(couple: Couple) -> bool:
    """Say whether both opened the space."""
    return all(partner.opened_at for partner in Partner.objects.filter(couple=couple))


def last_over_of(user_id: UUID, now: datetime) -> date:
    """Return the last date that is over where a person lives now."""
    zone = User.objects.values_list("zone", flat=True).get(pk=user_id)
    return last_over(lambda day: ends_at(day, zone), now)


def weeks_until(newest: date, count: int) -> list[date]:
    """Return the Mondays of the last weeks of which every date is over."""
    monday = newest + DAY - timedelta(days=(newest + DAY).weekday()) - WEEK
    return [monday - number * WEEK for number in range(count)]


def in_week(rows: object, on: str, week: date) -> int:
    """Count rows dated in a week."""
    return rows.filter(**{f"{on}__gte": week, f"{on}__lt": week + WEEK}).count()  # type: ignore[attr-defined]


def differing(where: str, said: object, counted: dict[str, int]) -> Iterator[str]:
    """Say which figures are not what was counted."""
    for name, count in counted.items():
        if said[name] != count:  # type: ignore[index]
            yield f"{where}: {name} reads {said[name]}, counted {count}"  # type: ignore[index]
