"""Staff screens of the outbox: kind, state and time. Never the person, never the words."""

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from accounts.admin import ReadOnlyAdmin
from kit.clock import database_now
from kit.words import Words
from notices.actions import retry_given_up
from notices.health import figures, is_healthy
from notices.models import Delivery, DeliveryQuerySet, Heartbeat, Kind


@admin.register(Delivery)
class DeliveryAdmin(ReadOnlyAdmin):
    """The outbox by kind, state and times; what was given up can be tried again."""

    fields = list_display = ("shown_kind", "state", "attempts", "created_at", "due_at", "finished_at")
    list_filter = ("state",)
    filter_parameters = ("state__exact", "state__isnull")
    ordering = ("-created_at",)
    actions = ("try_again",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Delivery]:
        """Read no more than the page shows."""
        shown: QuerySet[Delivery] = super().get_queryset(request).only("kind", *self.fields[1:])
        return shown

    @admin.display(description=_("kind"))  # no ordering: by the true kinds it would part invitations from the rest
    def shown_kind(self, delivery: Delivery) -> Words:
        """Return reminder or security: that somebody was invited is nobody's to read here."""
        return Kind.SECURITY.label if delivery.is_letter else Kind.NOTICE.label

    def has_retry_permission(self, request: HttpRequest) -> bool:
        """Those who may change deliveries in the permission list."""
        return request.user.has_perm("notices.change_delivery")

    @admin.action(description=_("Try again what was given up"), permissions=["retry"])
    def try_again(self, request: HttpRequest, queryset: DeliveryQuerySet) -> None:
        """Let the relay take the chosen rows again."""
        number = retry_given_up(queryset, now=database_now())
        words = ngettext("%d will be tried again.", "%d will be tried again.", number)
        messages.success(request, words % number)


@admin.register(Heartbeat)
class HeartbeatAdmin(ReadOnlyAdmin):
    """The health of the jobs: beats, the counts of the outbox, and the mail provider."""

    list_display = ("job", "beat_at")
    change_list_template = "notices/admin_health.html"

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, object] | None = None) -> HttpResponse:
        """Show the figures above the beats."""
        health = {"figures": figures(), "is_healthy": is_healthy(database_now())}
        return super().changelist_view(request, {**(extra_context or {}), **health})
