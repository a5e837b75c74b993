"""Staff screens: that couples, invitations and grants exist, since when, and in which state. Nobody's names or words."""

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from accounts.admin import ReadOnlyAdmin
from couples.actions.invitations import LinkNoLongerWorks, cancel_invitation, resend_invitation
from couples.models import Couple, Grant, Invitation
from kit.clock import database_now
from kit.words import Words


@admin.register(Couple)
class CoupleAdmin(ReadOnlyAdmin):
    """Couples by their dates."""

    list_display = ["id", "created_at", "ended_at"]
    list_filter = [("ended_at", admin.EmptyFieldListFilter)]
    filter_parameters = ("ended_at__isempty",)
    ordering = ["-created_at"]


@admin.register(Invitation)
class InvitationAdmin(ReadOnlyAdmin):
    """Invitations by their state and dates."""

    list_display = ["id", "state", "created_at", "sent_at", "expires_at"]
    ordering = ["-created_at"]
    actions = ["resend", "cancel"]

    @admin.display(description=_("state"))
    def state(self, invitation: Invitation) -> Words:
        """Return where an invitation stands, in one word."""
        if invitation.cancelled_at:
            return _("cancelled")
        if invitation.confirmed_at:
            return _("confirmed")
        if invitation.accepted_at:
            return _("accepted")
        return _("expired") if invitation.is_past else _("waiting")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Invitation]:
        """Read the rows, and whether their time is over."""
        rows = Invitation.objects.with_past(database_now()).select_related("inviter")
        return rows.order_by(*self.get_ordering(request))

    @admin.action(description=_("Send again, with a new link"))
    def resend(self, request: HttpRequest, queryset: QuerySet[Invitation]) -> None:
        """Send waiting invitations again; an address gets two mails a week at most."""
        now = database_now()

        def send(invitation: Invitation) -> object:
            try:
                return resend_invitation(invitation, by=invitation.inviter, now=now)
            except LinkNoLongerWorks:
                return False

        self.press(request, queryset, send, "sent again")

    @admin.action(description=_("Cancel"))
    def cancel(self, request: HttpRequest, queryset: QuerySet[Invitation]) -> None:
        """Cancel invitations that are not confirmed."""
        now = database_now()

        def stop(invitation: Invitation) -> None:
            cancel_invitation(invitation, by=invitation.inviter, now=now)

        self.press(request, queryset, stop, "cancelled")


@admin.register(Grant)
class GrantAdmin(ReadOnlyAdmin):
    """Grants by their ids and dates."""

    list_display = ["id", "couple_id", "therapist_id", "created_at", "active_at", "expires_at", "ended_at"]
    list_filter = [("ended_at", admin.EmptyFieldListFilter)]
    filter_parameters = ("ended_at__isempty",)
    ordering = ["-created_at"]
