"""Words for devices in templates."""

from django import template

from accounts.devices import device_kind

register = template.Library()
register.filter("device_kind", device_kind)
