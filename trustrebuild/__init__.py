"""The project: settings, addresses, and what every app stands on."""

from trustrebuild.celery import app as celery_app

__all__ = ["celery_app"]
