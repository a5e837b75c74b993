"""Small parts that stand on a page many times, drawn in one go: a template for each costs ten times as much."""

from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from html import escape
from typing import Any

from django import template
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.utils.formats import localize
from django.utils.html import conditional_escape, format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.timezone import template_localtime  # type: ignore[attr-defined]  # missing in the stubs

from kit.dates import short_month

register = template.Library()


@register.simple_block_tag
def captured(content: str) -> str:
    """Keep what a part of a page draws, to know of it before its place comes: `{% captured as name %}`."""
    return content


@register.simple_tag
@cache
def icon(name: str) -> SafeString:
    """Draw an icon of the sprite, always beside words; the same on every page, so drawn once."""
    sprite = static("icons/sprite.svg")
    return format_html('<svg class="icon" aria-hidden="true"><use href="{}#{}"></use></svg>', sprite, name)


@register.simple_tag
@cache
def head_links() -> SafeString:
    """Draw the links to styles, icons, script and fonts: the same on every page, so drawn once."""
    return SafeString(render_to_string("components/head_links.html"))


@register.simple_tag
def chart_key(key: Sequence[Mapping[str, str]]) -> SafeString:
    """Draw what the marks of a chart mean."""
    marks = ((item["mark"], item["label"]) for item in key)
    return format_html_join("", '<li><i class="mark {}"></i>{}</li>', marks)


@register.simple_tag
def table_rows(rows: Sequence[Sequence[object]]) -> SafeString:
    """Draw the body of a table; the first cell heads its row."""
    return SafeString("".join(_row(*map(_cell, row)) for row in rows))


def _row(head: str, *others: str) -> str:
    cells = "".join([f"<td>{cell}</td>" for cell in others])
    return f'<tr><th scope="row">{head}</th>{cells}</tr>'


def _cell(cell: object) -> str:
    return escape(cell) if type(cell) is str else conditional_escape(localize(template_localtime(cell)))


@register.simple_tag
def figure_rows(figures: Sequence[tuple[str, str]]) -> SafeString:
    """Draw figures with their names."""
    return format_html_join("", "<div><dt>{}</dt><dd>{}</dd></div>", figures)


@register.simple_tag
def entry_lines(entries: Iterable[Any]) -> SafeString:
    """Draw entries, the date in the margin; each has `on`, a date, and `title`."""
    line = '<li><time datetime="{}"><b>{}</b> {}</time><div><h3>{}</h3></div></li>'
    drawn = ((one.on.isoformat(), one.on.day, short_month(one.on), one.title) for one in entries)
    return format_html_join("", line, drawn)


@register.simple_tag
def link_lines(links: Iterable[Any]) -> SafeString:
    """Draw a list of ways on; each has `url` and `words`."""
    return format_html_join("", '<li><a href="{}">{}</a></li>', ((link.url, link.words) for link in links))
