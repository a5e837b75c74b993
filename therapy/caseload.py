"""A therapist's list: what changed last comes first, in one short line for each couple."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from couples.models import Consent, Grant, Level
from kit.weeks import WEEK
from therapy.reading import names_of_couples
from trajectory.models import WeeklyReading

LATELY = timedelta(weeks=8)
TOLD = {
    "higher": gettext_lazy("{name}: steadily higher since the week of {on}"),
    "lower": gettext_lazy("{name}: lower since the week of {on}"),
    "none": gettext_lazy("{name}: no clear change since the week of {on}"),
}


@dataclass(frozen=True)
class CaseChange:
    """The newest change of one partner's direction; `on` is the week in which it began."""

    on: date
    name: str
    state: str

    def __str__(self) -> str:
        return TOLD[self.state].format(name=self.name, on=date_format(self.on, "j F"))


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
            return _("Newest week: {on}").format(on=date_format(self.newest, "j F"))
        return ""


def cases(grants: list[Grant], *, now: datetime) -> list[Case]:
    """Return the couples of these grants, what changed last first, in three queries."""
    couples = {grant.couple_id: grant for grant in grants}
    names, gives = names_of_couples(couples), _gives(grants)
    changes: dict[UUID, list[CaseChange]] = {}
    newest: dict[UUID, date] = {}
    for couple, author, week, state, since, index in _newest_readings(couples, now):
        grant = couples[couple]
        if (grant.pk, author) not in gives or week < grant.from_on:
            continue
        newest[couple] = max(newest.get(couple, week), week)
        if gives[grant.pk, author] and since is not None:
            changes.setdefault(couple, []).append(
                CaseChange(week - (index - since) * WEEK, names[couple][author], state)
            )
    first = now.date() - LATELY
    found = [
        Case(
            grant,
            [*names[couple].values()],
            [one for one in changes.get(couple, ()) if one.on >= first],
            newest.get(couple),
        )
        for couple, grant in couples.items()
    ]
    return sorted(found, key=lambda case: case.order, reverse=True)


def _gives(grants: list[Grant]) -> dict[tuple[UUID, UUID], bool]:
    """Return who gives anything, and whether on guard is among it: directions rest on that."""
    rows = Consent.objects.filter(grant__in=grants).exclude(level=Level.NOTHING)
    return {
        (grant, user): on_guard
        for grant, user, on_guard in rows.values_list("grant_id", "partner__user_id", "gives_on_guard")
    }


def _newest_readings(couples: Iterable[UUID], now: datetime) -> Iterable[tuple[Any, ...]]:
    """Return each author's newest shared reading of the last weeks, without the rest of its record."""
    rows = WeeklyReading.objects.current().filter(couple__in=list(couples), week__gte=now.date() - LATELY)
    fields = ("couple_id", "author_id", "week")
    inside = ("record__state", "record__state_since", "record__week_index")
    newest = {row[1]: row for row in rows.order_by("week").values_list(*fields, *inside)}
    return newest.values()
