"""Every address, by the app that serves it."""

from django.contrib import admin
from django.urls import include, path

import kit.converters  # noqa: F401  registers <day:…>

urlpatterns = [
    path("", include("home.urls")),
    path("accounts/", include("accounts.urls")),
    path("accounts/", include("allauth.urls")),
    path("notices/", include("notices.urls")),
    path("", include("couples.urls")),
    path("check-ins/", include("checkins.urls")),
    path("", include("repair.urls")),
    path("trajectory/", include("trajectory.urls")),
    path("therapy/", include("therapy.urls")),
    path("admin/", admin.site.urls),
]
handler400 = "home.views.errors.bad_request"
handler403 = "home.views.errors.forbidden"
handler404 = "home.views.errors.not_found"
handler429 = "home.views.errors.too_many_requests"
handler500 = "home.views.errors.server_error"
