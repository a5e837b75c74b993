"""SVG as text, made in one go: a template that loops over marks cost more than the rest of the page.

Places are whole tenths of a unit. Words get in through `labelled`, `text` and `titled` alone, which escape them.
"""

from collections.abc import Iterable, Sequence
from functools import cache, lru_cache
from html import escape
from itertools import pairwise

from django.utils.safestring import SafeString

Place = tuple[int, int]
Drawing = SafeString


def labelled(label: str, *, size: str, width: int, height: int, parts: Iterable[str]) -> Drawing:
    """Return a whole drawing; the label is what it says to who does not see it."""
    said = escape(label)
    return Drawing(
        f'<svg class="{size}" viewBox="0 0 {width} {height}" role="img" aria-label="{said}"><title>{said}</title>'
        f"{''.join(parts)}</svg>"
    )


def together(drawings: Iterable[str]) -> Drawing:
    """Return drawings one after the other, as the sizes of one chart are."""
    return Drawing("".join(drawings))


def text(words: object, x: int, y: int, more: str = "") -> str:
    """Return words at a place; `more` is attributes."""
    return f'<text x="{spelled(x)}" y="{spelled(y)}"{more}>{escape(str(words))}</text>'


def titled(words: str, drawn: str) -> str:
    """Return a part that tells its words when asked."""
    return f"<g><title>{escape(words)}</title>{drawn}</g>"


def path(kind: str, way: str) -> str:
    """Return a path, or nothing for a way of no length."""
    return f'<path class="{kind}" d="{way}"/>' if way else ""


def circle(kind: str, x: str, y: int, radius: int) -> str:
    """Return a circle around a place."""
    return f'<circle class="{kind}" cx="{x}" cy="{y}" r="{radius}"/>'


def line(places: Sequence[Place]) -> str:
    """Return the way through places, each step from the place before: steps repeat, and so they compress."""
    steps = " ".join([_step(x - x0, y - y0) for (x0, y0), (x, y) in pairwise(places)])
    return f"{_start(places[0])}l{steps}" if steps else _start(places[0])


def dots(places: Sequence[Place]) -> str:
    """Return lines without length, one for each place; a round cap draws them."""
    steps = [f"m{_step(x - x0, y - y0)}h0" for (x0, y0), (x, y) in pairwise(places)]
    return f"{_start(places[0])}h0{''.join(steps)}" if places else ""


def _start(place: Place) -> str:
    return f"M{spelled(place[0])} {spelled(place[1])}"


@lru_cache(10_000)
def _step(x: int, y: int) -> str:
    return f"{spelled(x)} {spelled(y)}"


@cache
def spelled(tenths: int) -> str:
    """Return tenths as SVG reads them in every language: 12, -3.5, .4."""
    number = f"{tenths / 10:g}"
    return number.replace("0.", ".", 1) if -10 < tenths < 10 else number
