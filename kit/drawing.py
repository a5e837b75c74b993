"""The look of form fields: label, help, what to mend, the field with what was written kept.

Django draws each widget, choice and list of errors by a template of its own, which made a
form cost more than the rest of its page. Here they are drawn in one go. Help and errors are
linked by `aria-describedby`. No `maxlength`: browsers count UTF-16 units there, our limits
count code points.
"""

from collections.abc import Callable
from functools import cache
from typing import Any

from django.forms import BoundField
from django.forms.renderers import TemplatesSetting
from django.http import HttpRequest
from django.utils.formats import localize
from django.utils.html import escape, format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from kit.fields import Scale, ZoneSelect, zone_choices
from kit.zones import zone_names

NOTHING = SafeString("")
INPUTS = ("text", "hidden", "email", "password", "number", "url", "date", "time", "checkbox")


class Renderer(TemplatesSetting):
    """Draws what is drawn here; everything else by its template."""

    def render(self, template_name: str, context: dict[str, Any], request: HttpRequest | None = None) -> str:
        """Return the HTML of a field, a widget or a list of errors."""
        draw = DRAWN.get(template_name)
        return draw(context) if draw else super().render(template_name, context, request)


def _attributes(attrs: dict[str, Any]) -> SafeString:
    told = [(name, value) for name, value in attrs.items() if value not in (False, None) and name != "maxlength"]
    return SafeString("".join(f" {name}" if value is True else f' {name}="{escape(value)}"' for name, value in told))


def written(text: str) -> SafeString:
    """Return what somebody wrote, with its lines, in its own direction: it turns no other words of the page."""
    return SafeString(f"<bdi>{escape(text)}</bdi>".replace("\n", "<br>"))


def _input(context: dict[str, Any]) -> str:
    widget = context["widget"]
    value = NOTHING if widget["value"] is None else format_html(' value="{}"', str(widget["value"]))
    attrs = _attributes(widget["attrs"])
    return format_html('<input type="{}" name="{}"{}{}>', widget["type"], widget["name"], value, attrs)


def _textarea(context: dict[str, Any]) -> str:
    widget = context["widget"]
    attrs, words = _attributes(widget["attrs"]), widget["value"] or ""
    return format_html('<textarea name="{}"{}>\n{}</textarea>', widget["name"], attrs, words)


def _errors(context: dict[str, Any]) -> str:
    errors = context["errors"]
    if not errors:
        return NOTHING
    place = format_html(' id="{}_error"', errors.field_id) if errors.field_id else NOTHING
    items = format_html_join("", "<li>{}</li>", ((error,) for error in errors))
    return format_html('<ul class="{}"{}>{}</ul>', context["error_class"], place, items)


def _select(context: dict[str, Any]) -> str:
    widget = context["widget"]
    groups = SafeString("".join(_options(name, options) for name, options, _index in widget["optgroups"]))
    return format_html('<select name="{}"{}>{}</select>', widget["name"], _attributes(widget["attrs"]), groups)


def _options(name: str | None, options: list[dict[str, Any]]) -> SafeString:
    drawn = format_html_join(
        "",
        '<option value="{}"{}>{}</option>',
        ((str(one["value"]), _attributes(one["attrs"]), one["label"]) for one in options),
    )
    return format_html('<optgroup label="{}">{}</optgroup>', name, drawn) if name else drawn


def _zones(context: dict[str, Any]) -> str:
    widget = context["widget"]
    chosen = f'value="{widget["value"]}"'
    options = _zone_options()
    if widget["value"] in zone_names():
        options = SafeString(options.replace(chosen, f"{chosen} selected", 1))
    else:
        options = format_html('<option value="" selected>{}</option>{}', _("Choose a time zone"), options)
    return format_html('<select name="{}"{}>{}</select>', widget["name"], _attributes(widget["attrs"]), options)


@cache
def _zone_options() -> SafeString:
    """Return the zones to choose from, none of them chosen: the same for everybody."""
    return format_html_join("", '<option value="{}">{}</option>', zone_choices())


def _field(context: dict[str, Any]) -> str:
    field = context["field"]
    kind = field.widget_type
    if isinstance(field.field, Scale):
        return _scale(field, field.field)
    if kind in ("radioselect", "checkboxselectmultiple"):
        return _group(field, format_html('<div class="chips">{}</div>', _chips(field)))
    if field.use_fieldset:
        return _group(field, format_html('<div class="row">{}</div>', field))
    return _tick(field) if kind == "checkbox" else _labelled(field, kind)


def _group(field: BoundField, choices: SafeString) -> SafeString:
    """Draw several inputs under one legend."""
    return format_html(
        '<fieldset class="field" id="{}"{}><legend>{}</legend>{}{}{}</fieldset>',
        *(field.auto_id, _described(field), field.label, _help(field), field.errors, choices),
    )


def _described(field: BoundField) -> SafeString:
    by = field.aria_describedby or (f"{field.auto_id}_error" if field.errors else "")
    return format_html(' aria-describedby="{}"', by) if by else NOTHING


def _help(field: BoundField) -> SafeString:
    if not field.help_text:
        return NOTHING
    return format_html('<div class="help" id="{}_helptext">{}</div>', field.auto_id, SafeString(field.help_text))


def _chips(field: BoundField) -> SafeString:
    choices = (choice.data for choice in field.subwidgets)
    return format_html_join(
        "",
        '<label><input type="{}" name="{}" value="{}"{}><span>{}</span></label>',
        ((c["type"], c["name"], str(c["value"]), CHECKED if c["selected"] else NOTHING, c["label"]) for c in choices),
    )


def _tick(field: BoundField) -> SafeString:
    return format_html(
        '<div class="field">{}<label class="tick" for="{}">{}<span>{}</span></label>{}</div>',
        *(field.errors, field.id_for_label, field, field.label, _help(field)),
    )


def _labelled(field: BoundField, kind: str) -> SafeString:
    is_optional = getattr(field.field, "is_optional", not field.field.required)
    optional = format_html(OPTIONAL, _("(if you like)")) if is_optional else NOTHING
    longest = getattr(field.field, "max_length", None) if kind == "textarea" else None
    count = _count(field, longest) if longest else NOTHING
    return format_html(
        '<div class="field"><label for="{}">{}{}</label>{}{}{}{}</div>',
        *(field.id_for_label, field.label, optional, _help(field), field.errors, field, count),
    )


def _count(field: BoundField, longest: int) -> SafeString:
    """Draw how much room a text has left."""
    room = _("Up to %(max)s characters") % {"max": localize(longest)}
    return format_html(COUNT, field.id_for_label, longest, room)


def _scale(field: BoundField, scale: Scale) -> SafeString:
    """Draw eleven numbers to tap, with words at both ends."""
    said = format_html(SAID, field.auto_id, field.help_text) if field.help_text else NOTHING
    by = "error" if field.errors else "helptext" if field.help_text else ""
    described = format_html(' aria-describedby="{}_{}"', field.auto_id, by) if by else NOTHING
    return format_html(
        SCALE,
        *(field.auto_id, described, field.label, said, field.errors),
        *(_taps(field.html_name, field.value()), scale.low, scale.high),
    )


def _taps(name: str, chosen: object) -> SafeString:
    taps, value = _no_tap(name), str(chosen)
    return SafeString(taps.replace(f'value="{value}"', f'value="{value}" checked')) if value in STEPS else taps


@cache
def _no_tap(name: str) -> SafeString:
    """Return the eleven numbers of a field, none chosen: they hold nothing but the field's name."""
    tap = '<label><input type="radio" name="{}" value="{}"><span>{}</span></label>'
    return format_html_join("", tap, ((name, step, step) for step in STEPS))


STEPS = tuple(str(step) for step in range(11))
CHECKED = SafeString(" checked")
OPTIONAL = ' <span class="optional">{}</span>'
SAID = '<p class="help" id="{}_helptext">{}</p>'
COUNT = '<p class="count" data-behaviour="count" data-for="{}" data-max="{}">{}</p>'
SCALE = (
    '<fieldset class="field scale" id="{}"{}><legend class="question">{}</legend>{}{}'
    '<div class="taps">{}</div><p class="ends"><span>{}</span><span>{}</span></p></fieldset>'
)
DRAWN: dict[str, Callable[[dict[str, Any]], str]] = {
    "django/forms/field.html": _field,
    "django/forms/errors/list/default.html": _errors,
    "django/forms/widgets/textarea.html": _textarea,
    "django/forms/widgets/select.html": _select,
    ZoneSelect.template_name: _zones,
    **{f"django/forms/widgets/{kind}.html": _input for kind in INPUTS},
}
