"""What a therapist reads about one partner's week: the same findings in the third person, then the figures."""

from collections.abc import Collection
from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from repair.reading import KeptAndDue
from trajectory.engine.intervals import wilson
from trajectory.records import Direction, NotesRatio, Owning, PromiseShare, ReadingRecord, Setback, Steady

# No page prints it yet: issue 12 sets it under the therapist's figures, with the power measured by then.
RULE = _(
    "Rule: two looks at P ≥ .98; a false “higher” in half a year for about 4–5 % of people without change; "
    "found within half a year: +1 point 36 %, +2 points 85 %, +3 points 99 %. "
    "Self-report alone; not a diagnosis; no cause implied."
)


def direction(record: ReadingRecord, name: str) -> str:
    """Return the one sentence about the direction of a partner's composite."""
    words = {
        "too_early": _("{name}: too early to say anything about direction."),
        "none": _("{name}: no clear change either way since the start."),
        "higher": _("{name}: check-ins have been steadily higher than at the start."),
        "lower": _("{name}: check-ins have been lower than at the start, at two looks or more."),
    }
    return words[record["state"]].format(name=name)


def days(record: ReadingRecord) -> str:
    """Return how many days have an entry."""
    words = ngettext(
        "An entry on {n} day of this week, on {m} of the last 28.",
        "Entries on {n} days of this week, on {m} of the last 28.",
        record["days_in_7"],
    )
    return words.format(n=record["days_in_7"], m=record["days_in_28"])


def steadier() -> str:
    """Return that days lie closer together than in the first four weeks."""
    return _("Days lie closer to each other than in the first four weeks.")


def composite_line(record: ReadingRecord) -> str:
    """Return the statistics of the composite in one line."""
    if record["D"] is None:
        return _("Composite since day 8: n {n}; too early for a look.").format(n=record["n"])
    tip = _("none missing") if record["tip"] is None else f"{record['tip']:.1f}"
    since = "–" if record["state_since"] is None else record["state_since"] + 1
    words = _(
        "Composite since day 8: D = {D:+.1f} (needs {need:.1f}), slope {slope:+.2f} ± {sd:.2f} a week, "
        "P(weekly) {weekly:.3f}, P(AR1) {gls:.3f}, phi {phi:.2f}, n {n}, missing tipping point {tip}; "
        "state {state} since week {since}."
    )
    return words.format(
        D=round(record["D"], 1) + 0.0,
        need=record["need"],
        slope=record["slope_week"],
        sd=record["slope_week_sd"],
        weekly=record["p_weekly"],
        gls=record["p_gls"],
        phi=record["phi"],
        n=record["n"],
        tip=tip,
        state=record["state"],
        since=since,
    )


def item_line(item: Direction) -> str:
    """Return the statistics of one answer in one line."""
    if item["D"] is None:
        return _("n {n}; too few or too early for a look").format(n=item["n"])
    words = _("D = {D:+.1f}, P(weekly) {weekly:.3f}, P(AR1) {gls:.3f}, n {n}; {state}")
    return words.format(
        D=round(item["D"], 1) + 0.0, weekly=item["p_weekly"], gls=item["p_gls"], n=item["n"], state=item["state"]
    )


def composite_figures(record: ReadingRecord) -> list[tuple[str, str]]:
    """Return what rests on the composite and can be read as it stands, each with its name."""
    rows = [
        (_("Level on Sunday, 80 % band"), _level(record)),
        (_("Days within a point of the median, 28 days"), _share(record["steady"])),
        (_("The same in the first 28 days"), _share(record["steady_first"])),
    ]
    if record["back"]:
        rows.append((_("Days back after a setback, median"), f"{record['back']['median']:g}"))
    return [(name, value) for name, value in rows if value]


def composite_statistics(record: ReadingRecord) -> list[tuple[str, str]]:
    """Return the other statistics of the composite, each with its name."""
    rows = [
        (_("Swing from day to day, 28 days"), _figure(record["swing"])),
        (_("Share of the widest possible spread"), _figure(record["rel_swing"])),
        (_("Theil-Sen slope a week, 42 days (display)"), _figure(record["theil_sen"])),
        (_("Mann-Kendall S, 42 days (display)"), "" if record["mk_s"] is None else f"{record['mk_s']:.0f}"),
    ]
    return [(name, value) for name, value in rows if value]


def setbacks(record: ReadingRecord, *, shared: Collection[date], moments: Collection[date]) -> list[str]:
    """Return the setbacks that began on days the therapist may read, newest first.

    What rests on a hard moment alone is read only where that moment is shared, on one of the dates of `moments`.
    """
    begun = [(date.fromisoformat(one["on"]), one) for one in record["setbacks"]]
    read = [one for on, one in begun if on in shared and (on in moments or not one.get("own"))]
    return [_setback(one) for one in reversed(read)][:6]


def _setback(one: Setback) -> str:
    on = date_format(date.fromisoformat(one["on"]), "j F")
    if not one["seen"]:
        return _("{on}: called a hard day.").format(on=on)
    depth, days = f"{one['depth']:.1f}", one["days"]
    if one["open"] or days is None:
        return _("{on}: {depth} points below the four weeks before; not back yet.").format(on=on, depth=depth)
    words = ngettext(
        "{on}: {depth} points below the four weeks before; back after {n} day.",
        "{on}: {depth} points below the four weeks before; back after {n} days.",
        days,
    )
    return words.format(on=on, depth=depth, n=days)


def _figure(value: float | None) -> str:
    return "" if value is None else f"{value:.2f}"


def _level(record: ReadingRecord) -> str:
    if record["level"] is None:
        return ""
    return f"{record['level']:.1f} ({record['level_lo']:.1f} – {record['level_hi']:.1f})"


def _share(steady: Steady | None) -> str:
    if steady is None:
        return ""
    k, n, low, high = steady
    return _("{k} of {n} (Wilson 90 %: {low:.2f} – {high:.2f})").format(k=k, n=n, low=low, high=high)


def evidence(record: ReadingRecord, promises: KeptAndDue | None, same_things: int | None) -> list[tuple[str, str]]:
    """Return three rows of evidence, each with its own rule. They add up to no stage and no label."""
    rows = [
        (_("Reliability: promises kept, four weeks"), _kept(promises)),
        (_("Predictability: swing, four weeks and the first four"), _swings(record)),
        (_("Shared meaning: “We want the same things”, last answer"), "" if same_things is None else str(same_things)),
    ]
    return [(name, value or _("too little to say")) for name, value in rows]


def _kept(promises: KeptAndDue | None) -> str:
    if promises is None:
        return ""
    open_yet = _("{u} not answered").format(u=promises.unanswered) if promises.unanswered else ""
    if not promises.due:
        return open_yet
    lower = float(wilson(promises.kept, promises.due).low)
    counted = _("{k} of {n}, Wilson lower bound {low:.2f}").format(k=promises.kept, n=promises.due, low=lower)
    return f"{counted}; {open_yet}" if open_yet else counted


def _swings(record: ReadingRecord) -> str:
    if record["swing"] is None or record["swing_first"] is None:
        return ""
    return _("{now:.2f}, first {first:.2f}").format(now=record["swing"], first=record["swing_first"])


def notes(record: NotesRatio) -> str:
    """Return appreciations and hard moments of four weeks, with the exact interval of their ratio."""
    counts = _("{p} and {n}").format(p=record["positive"], n=record["negative"])
    if record["ratio"] is None:
        return counts
    ratio = _("ratio {r:.1f}, exact 90 %: {lo:.1f} – {hi:.1f}")
    return f"{counts}; {ratio.format(r=record['ratio'], lo=record['lo'], hi=record['hi'])}"


def repairs(record: Owning) -> list[tuple[str, str]]:
    """Return conflicts and owned ones of half a year."""
    of = _("{r} of {c}").format(r=record["repaired"], c=record["conflicts"])
    return [(_("Conflicts that somebody owned, half a year"), of)]


def hours_to_own(record: Owning) -> list[tuple[str, str]]:
    """Return hours to the first owning, from five conflicts on."""
    if record["S48"] is None:
        return []
    median = "–" if record["median_h"] is None else f"{record['median_h']:.0f}"
    share = _("{s:.2f} (SE {se:.2f})").format(s=record["S48"], se=record["S48_se"])
    return [
        (_("Hours to the first owning, median (Kaplan-Meier)"), median),
        (_("Share still open after 48 hours"), share),
    ]


def followed(record: PromiseShare) -> list[tuple[str, str]]:
    """Return promises kept within a fortnight after their maker owned something; nothing without any."""
    if not record["due"]:
        return []
    words = _("{k} of {n} (Wilson 90 %: {lo:.2f} – {hi:.2f})")
    value = words.format(k=record["kept"], n=record["due"], lo=record["lo"], hi=record["hi"])
    return [(_("Promises kept within 14 days of an owning"), value)]
