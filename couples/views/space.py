"""Where the two stand: the couple's page, each one's part, and opening the space."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from couples.access import Standing
from couples.actions import spaces
from couples.forms import RoleForm
from couples.models import Role
from couples.pages import history_of, place_of, sharing_of
from couples.views.doors import for_partners
from kit.clock import database_now
from kit.refusals import sent, status_of


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Show where a person stands with the other one, and what can be done from there."""
    place = place_of(request.user)
    page: dict[str, object] = {"place": place, "standing": place.standing, "part": f"couples/_{place.name}.html"}
    if place.standing.partner:
        now = database_now()
        page["sharing"] = sharing_of(place.standing, now=now)
        page["history"] = history_of(place.standing, now=now)
    return render(request, "couples/home.html", page)


@require_http_methods(["GET", "HEAD", "POST"])
@for_partners
def role(request: HttpRequest, standing: Standing) -> HttpResponse:
    """Choose one's own part; it changes the prompts and no right to read."""
    form = RoleForm(sent(request), initial={"role": standing.partner.role})
    if not form.is_valid():
        return render(request, "couples/role.html", {"form": form}, status=status_of(form))
    spaces.choose_role(standing.partner, role=Role(form.cleaned_data["role"]), now=database_now())
    messages.success(request, _("Saved."))
    return redirect("couples:home")


@require_http_methods(["GET", "HEAD", "POST"])
@for_partners
def open_space(request: HttpRequest, standing: Standing) -> HttpResponse:
    """Open the space from one's own side, after a moment alone with what that means."""
    if request.method == "POST":
        spaces.open_space(standing.partner, now=database_now())
        return redirect("couples:home")
    if standing.partner.opened_at:
        return redirect("couples:home")
    return render(request, "couples/open.html", {"standing": standing})
