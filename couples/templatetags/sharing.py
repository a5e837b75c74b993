"""How a row of one's own is shared, asked of the living couple when its page is drawn."""

from django import template

from couples.access import Standing
from couples.actions.acting import OfCouple

register = template.Library()


@register.filter
def shared_as(row: OfCouple, standing: Standing) -> str:
    """Return "now" for what the living couple shares, "earlier" for what an ended one did, nothing for what is kept."""
    if row.couple_id is None:
        return ""
    return "now" if standing.couple and standing.couple.pk == row.couple_id else "earlier"
