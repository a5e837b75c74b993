"""Words for devices in templates."""

from django import template

from accounts.devices import browser_name, device_kind

register = template.Library()
register.filter("device_kind", device_kind)
register.filter("browser_name", browser_name)
