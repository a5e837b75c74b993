"""The staff's own site: Django's admin behind our sign-in, showing nothing that it is not told to show."""

from collections.abc import Callable, Iterable
from typing import Any, TypeVar

from django.conf import settings
from django.contrib.admin import AdminSite
from django.contrib.admin.apps import AdminConfig
from django.contrib.auth import REDIRECT_FIELD_NAME
from django.contrib.auth.decorators import login_not_required
from django.db.models import Model
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, resolve_url
from django.urls import URLPattern, URLResolver
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _

OUR_APPS = {"accounts", "notices", "couples", "trajectory", "therapy", "home"}
View = TypeVar("View", bound=Callable[..., HttpResponseBase])
LEFT_OUT = {"password_change", "password_change_done", "view_on_site", "autocomplete"}


class StaffAdmin(AdminConfig):
    """Django's admin, with our site in place of its own."""

    default_site = "accounts.staff.StaffSite"


class StaffSite(AdminSite):
    """Absent for everybody who is not staff; the only door is the sign-in of all."""

    site_title = site_header = settings.SITE_NAME
    index_title = _("Accounts and jobs")
    site_url = None
    enable_nav_sidebar = False

    def register(
        self, model_or_iterable: type[Model] | Iterable[type[Model]], admin_class: Any = None, **options: Any
    ) -> None:
        """Take our own models only: the libraries' screens show addresses, seeds and networks."""
        models = [model_or_iterable] if isinstance(model_or_iterable, type) else model_or_iterable
        super().register([m for m in models if m._meta.app_label in OUR_APPS], admin_class, **options)

    def get_urls(self) -> list[URLPattern | URLResolver]:
        """Return the admin's addresses without a way to set a password, to search as one types, or to an object's page."""
        kept = [pattern for pattern in super().get_urls() if getattr(pattern, "name", "") not in LEFT_OUT]
        for pattern in kept:
            view = getattr(pattern, "callback", None)
            if view and hasattr(view, "login_url"):
                view.login_url = settings.LOGIN_URL
        return kept

    def admin_view(self, view: View, cacheable: bool = False) -> View:
        """Answer 404 to people who are signed in and not staff."""
        inner = super().admin_view(view, cacheable)

        def for_staff(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if request.user.is_authenticated and not self.has_permission(request):
                raise Http404
            return inner(request, *args, **kwargs)

        return for_staff  # type: ignore[return-value]  # the stubs want the very function that came in

    @login_not_required
    def login(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """Lead to the one sign-in; there is no second form."""
        if self.has_permission(request):
            return redirect("admin:index")
        if request.user.is_authenticated:
            raise Http404
        wanted = request.GET.get(REDIRECT_FIELD_NAME) or "/admin/"
        return redirect(f"{resolve_url(settings.LOGIN_URL)}?{urlencode({REDIRECT_FIELD_NAME: wanted})}")
