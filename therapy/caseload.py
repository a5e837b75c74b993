"""A therapist's list: what changed last comes first, in one short line for each couple."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from couples.models import Consent, Grant, Level, Partner
from kit.dates import week_span
from kit.weeks import WEEK, last_closed_week, week_of
from therapy.reading import named, partners_of_couples
from therapy.weeks import ReadableSpan, weeks_of_many
from trajectory.models import WeeklyReading

LATELY = timedelta(weeks=8)
TOLD = {
    "higher": gettext_lazy("{name}: steadily higher since the week of {on}"),
    "lower": gettext_lazy("{name}: lower since the week of {on}"),
    "none": gettext_lazy("{name}: no clear change since the week of {on}"),
}


@dataclass(frozen=True)
class CaseChange:
    """The newest change of one partner's direction; `on` is the week in which it began.

    `read_in` is the week that says so, where that is an earlier one.
    """

    on: date
    name: str
    state: str
    read_in: date | None = None

    def __str__(self) -> str:
        said = TOLD[self.state].format(name=self.name, on=date_format(self.on, "j F"))
        if self.read_in is None:
            return said
        return _("{said} (as of the week of {days})").format(said=said, days=week_span(self.read_in))


@dataclass(frozen=True)
class Case:
    """One couple on the list."""

    grant: Grant
    names: list[str]
    changes: list[CaseChange]
    newest: date | None

    @property
    def order(self) -> tuple[date, date, str]:
        """Return what it is sorted by: the newest change, the newest week, then the names."""
        return (max((change.on for change in self.changes), default=date.min), self.newest or date.min, self.names[0])

    @property
    def line(self) -> str:
        """Return what changed last, or the newest week there is to read."""
        if self.changes:
            latest = max(change.on for change in self.changes)
            return "; ".join(str(change) for change in self.changes if change.on == latest)
        if self.newest:
            return _("Newest week: {days}").format(days=week_span(self.newest))
        return ""


def cases(grants: list[Grant], *, now: datetime) -> list[Case]:
    """Return the couples of these grants, what changed last first, in four queries."""
    living = {grant.couple_id: grant for grant in grants}
    two, gives, first = partners_of_couples(living), _gives(grants), now.date() - LATELY
    names = {couple: named(partners) for couple, partners in two.items()}
    changes: dict[UUID, list[CaseChange]] = {}
    newest: dict[UUID, date] = {}
    for couple, author, week, *figures in _newest_readings(living, two, gives, now=now):
        newest[couple] = max(newest.get(couple, week), week)
        change = _change(names[couple][author], week, *figures, is_newest=week == _newest_week(living[couple], now))
        if gives[living[couple].pk, author] and change and change.on >= first:
            changes.setdefault(couple, []).append(change)
    found = [
        Case(grant, [*names[couple].values()], changes.get(couple, []), newest.get(couple))
        for couple, grant in living.items()
    ]
    return sorted(found, key=lambda case: case.order, reverse=True)


def _newest_week(grant: Grant, now: datetime) -> date:
    return last_closed_week(grant.couple.days.last_over(now))


def _change(name: str, week: date, state: str, since: int | None, index: int, *, is_newest: bool) -> CaseChange | None:
    if since is None:
        return None
    return CaseChange(week - (index - since) * WEEK, name, state, None if is_newest else week)


def _gives(grants: list[Grant]) -> dict[tuple[UUID, UUID], bool]:
    """Return who gives anything, and whether on guard is among it: directions rest on that."""
    rows = Consent.objects.filter(grant__in=grants).exclude(level=Level.NOTHING)
    return {
        (grant, user): on_guard
        for grant, user, on_guard in rows.values_list("grant_id", "partner__user_id", "gives_on_guard")
    }


def _newest_readings(
    living: dict[UUID, Grant], two: dict[UUID, list[Partner]], gives: Collection[tuple[UUID, UUID]], *, now: datetime
) -> Iterable[tuple[Any, ...]]:
    """Return couple, author, week and direction of each author's newest week of the last ones that may be read."""
    since = week_of(now.date() - LATELY)
    weeks = weeks_of_many(living, since=since)
    fields = ("author_id", "week", "record__state", "record__state_since", "record__week_index")
    authors = {partner.user_id: couple for couple, partners in two.items() for partner in partners}
    rows = WeeklyReading.objects.current().filter(author__in=weeks.keys() & authors.keys(), week__gte=since)
    newest: dict[UUID, tuple[Any, ...]] = {}
    for author, week, *figures in rows.order_by("week").values_list(*fields):
        grant = living[authors[author]]
        span = grant.from_on and ReadableSpan.of(grant.couple, two[grant.couple_id], from_on=grant.from_on, now=now)
        if span and span.first <= week <= span.newest and week in weeks[author] and (grant.pk, author) in gives:
            newest[author] = (grant.couple_id, author, week, *figures)
    return newest.values()
