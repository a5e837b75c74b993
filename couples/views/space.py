"""Where the two stand: the couple's page, each one's part, and opening the space."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.requests import SignedInRequest
from couples.access import Partnered
from couples.actions import spaces
from couples.forms import DayZoneForm, RoleForm
from couples.models import Role
from couples.pages import end_of_days, history_of, place_of, sharing_of
from couples.views.doors import for_partners
from kit.clock import database_now
from kit.refusals import sent, status_of


@require_safe
def home(request: SignedInRequest) -> HttpResponse:
    """Show where a person stands with the other one, and what can be done from there."""
    place, now = place_of(request.user), database_now()
    page: dict[str, object] = {"place": place, "standing": place.standing, "part": f"couples/_{place.name}.html"}
    page["own_day_zone"] = place.own_day_zone(now)
    if isinstance(place.standing, Partnered):
        page["end_of_days"] = end_of_days(place.standing.couple, now=now)
        page["sharing"] = sharing_of(place.standing, now=now)
        page["history"] = history_of(place.standing, now=now)
    return render(request, "couples/home.html", page)


@require_http_methods(["GET", "HEAD", "POST"])
@for_partners
def role(request: SignedInRequest, standing: Partnered) -> HttpResponse:
    """Choose one's own part; it changes the prompts and no right to read."""
    form = RoleForm(sent(request), initial={"role": standing.partner.role})
    if not form.is_valid():
        return render(request, "couples/role.html", {"form": form}, status=status_of(form))
    spaces.choose_role(standing.partner, role=Role(form.cleaned_data["role"]), now=database_now())
    messages.success(request, _("Saved."))
    return redirect("couples:home")


@require_http_methods(["GET", "HEAD", "POST"])
@for_partners
def day_zone(request: SignedInRequest, standing: Partnered) -> HttpResponse:
    """Choose in which zone the days of the two end; both see it, and it holds from the third date on."""
    now = database_now()
    zones = standing.couple.days
    coming = zones.coming(now)
    form = DayZoneForm(
        request.POST if request.method == "POST" else None,
        initial={"zone": coming[1] if coming else zones.spans[-1][1]},
    )
    if not form.is_valid():
        page = {"form": form, "standing": standing}
        return render(request, "couples/day_zone.html", page, status=400 if form.is_bound else 200)
    spaces.change_day_zone(standing.partner, zone=form.cleaned_data["zone"], now=now)
    messages.success(request, _("Saved. You both see it."))
    return redirect("couples:home")


@require_http_methods(["GET", "HEAD", "POST"])
@for_partners
def open_space(request: SignedInRequest, standing: Partnered) -> HttpResponse:
    """Open the space from one's own side, after a moment alone with what that means."""
    if request.method == "POST":
        spaces.open_space(standing.partner, now=database_now())
        return redirect("couples:home")
    if standing.partner.opened_at:
        return redirect("couples:home")
    return render(request, "couples/open.html", {"standing": standing})
