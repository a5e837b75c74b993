"""Small parts that stand on a page many times, drawn in one go: a template for each costs ten times as much."""

from collections.abc import Sequence

from django import template
from django.templatetags.static import static
from django.utils.formats import localize
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.timezone import template_localtime

register = template.Library()


@register.simple_tag
def icon(name: str) -> SafeString:
    """Draw an icon of the sprite, always beside words."""
    sprite = static("icons/sprite.svg")
    return format_html('<svg class="icon" aria-hidden="true"><use href="{}#{}"></use></svg>', sprite, name)


@register.simple_tag
def table_rows(rows: Sequence[Sequence[object]]) -> SafeString:
    """Draw the body of a table; the first cell heads its row."""
    return format_html_join("", '<tr><th scope="row">{}</th>{}</tr>', (_cells(row) for row in rows))


def _cells(row: Sequence[object]) -> tuple[object, SafeString]:
    head, *others = (localize(template_localtime(cell)) for cell in row)
    return head, format_html_join("", "<td>{}</td>", ((cell,) for cell in others))
