"""The pages for everybody: the first one, help, privacy, and the quick way out."""

from django.conf import settings
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from couples.views.doors import take_kept_link
from home.actions import welcome
from home.context import rooms_of
from home.hotlines import directory
from kit.clock import database_now


@login_not_required
@require_safe
def landing(request: HttpRequest) -> HttpResponse:
    """Tell a visitor what this is; lead who is signed in to the link they came with, or to their first room."""
    if not request.user.is_authenticated:
        return render(request, "home/landing.html", {"directory": directory()})
    welcome(request.user, now=database_now())
    return redirect(take_kept_link(request) or rooms_of(request.user)[0].route)


@login_not_required
@require_safe
def help_page(request: HttpRequest) -> HttpResponse:
    """Show the help lines, those of the chosen country first; the directory for all others is always there."""
    country = request.GET.get("country", "")
    chosen = directory().of(country)
    page = {"directory": directory(), "chosen": chosen, "country": country.upper() if chosen else ""}
    return render(request, "home/help.html", page)


@login_not_required
@require_safe
def privacy(request: HttpRequest) -> HttpResponse:
    """Say in plain words what is kept, who reads it, and for how long."""
    return render(request, "home/privacy.html")


@login_not_required
@require_safe
def leave_at_once(request: HttpRequest) -> HttpResponse:
    """End the session, take its cookies away and go to a neutral site; a plain link, so that it needs no script."""
    logout(request)
    response = HttpResponse(status=303, headers={"Location": settings.EXIT_URL})
    response.delete_cookie(settings.CSRF_COOKIE_NAME)
    response.headers["Clear-Site-Data"] = '"cache", "storage"'
    return response
