"""Staff screens: accounts by their state, therapists, resets of a second factor. No content, no address in full."""

from collections.abc import Callable, Iterable
from typing import Any, TypeVar
from uuid import UUID

from django.contrib import admin, messages
from django.contrib.admin.exceptions import DisallowedModelAdminLookup
from django.contrib.admin.options import IncorrectLookupParameters
from django.contrib.admin.views.main import ALL_VAR, ERROR_FLAG, ORDER_VAR, PAGE_VAR
from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import redirect
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from accounts import actions
from accounts.forms import FindForm
from accounts.models import LostText, SecondFactorReset, Therapist, User
from accounts.requests import SignedInRequest
from kit.clock import database_now

AT_ONCE = 500
OF_EVERY_LIST = {PAGE_VAR, ORDER_VAR, ALL_VAR, ERROR_FLAG}
Row = TypeVar("Row", bound=Model)


def masked(address: str) -> str:
    """Return an address of which only the first letter and the ending can be read."""
    local, _at, domain = address.partition("@")
    return f"{local[:1]}…@…{domain[domain.rfind('.') :]}"


class ReadOnlyAdmin(admin.ModelAdmin):  # type: ignore[type-arg]  # takes no [Model] when it runs
    """Staff look and press the named buttons; nothing is typed, added or deleted here."""

    filter_parameters: tuple[str, ...] = ()  # what the links of `list_filter` ask with
    list_display_links: tuple[str, ...] | None = None
    object_history_template = "accounts/admin_history.html"
    show_facets = admin.ShowFacets.NEVER
    show_full_result_count = False

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """Answer 400 to what is not asked by a link of the list itself: Django would look up any field and relation."""
        if unasked := set(request.GET) - OF_EVERY_LIST - set(self.filter_parameters):
            raise DisallowedModelAdminLookup(f"{len(unasked)} parameters that are no filter of this list")
        return super().changelist_view(request, extra_context)

    def get_sortable_by(self, request: HttpRequest) -> list[str | Callable[[Any], str | bool]]:
        """Sort by what the row shows as it is stored, not by what a column was made from."""
        return [field.name for field in self.opts.concrete_fields if field.name in self.list_display]

    def to_field_allowed(self, request: HttpRequest, to_field: str) -> bool:
        """Find a row by its id alone."""
        return False

    def get_fields(self, request: HttpRequest, obj: Model | None = None) -> tuple[str, ...]:
        """Show no more of one row than the list does, unless named."""
        return tuple(str(name) for name in self.fields or self.list_display)

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Add nothing here."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """Change no field here."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """Delete nothing here."""
        return False

    def press(self, request: HttpRequest, chosen: QuerySet[Row], act: Callable[[Row], object], log: str) -> None:
        """Do one thing to each chosen row, note it in the log, and say how many it was."""
        rows = list(chosen[: AT_ONCE + 1])
        if len(rows) > AT_ONCE:
            return self.message_user(request, _("At most 500 at once, please."), messages.WARNING)
        done = [row for row in rows if act(row) is not False]
        self._note(request, done, log)
        words = ngettext("Done for %(count)s row.", "Done for %(count)s rows.", len(done))
        return self.message_user(request, words % {"count": len(done)})

    def _note(self, request: HttpRequest, rows: Iterable[Model], log: str) -> None:
        for row in rows:
            self.log_change(request, row, log)


class FoundFilter(admin.SimpleListFilter):
    """The one account that was found by its address."""

    title = gettext_lazy("account")
    parameter_name = "account"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        """Offer the account that was found."""
        found = request.GET.get(self.parameter_name, "")
        return [(found, found[:8])] if found else []

    def queryset(self, request: HttpRequest, queryset: QuerySet[User]) -> QuerySet[User]:
        """Narrow the list to it."""
        found = self.value()
        try:
            return queryset.filter(pk=UUID(found)) if found else queryset
        except ValueError:
            raise IncorrectLookupParameters from None


@admin.register(User)
class UserAdmin(ReadOnlyAdmin):
    """Accounts: masked address, state and dates."""

    list_display = [
        "short_id",
        "masked_address",
        "is_active",
        "is_confirmed",
        "is_staff",
        "works_as_therapist",
        "created_at",
    ]
    list_display_links = ("short_id",)
    list_filter = [FoundFilter, "is_active", "is_staff"]
    filter_parameters = ("account", "is_active__exact", "is_active__isnull", "is_staff__exact", "is_staff__isnull")
    list_select_related = ["therapist"]
    fields = ["id", "masked_address", "is_active", "is_confirmed", "has_second_factor", "is_staff", "created_at"]
    ordering = ["-created_at"]
    actions = ["disable", "enable", "remind", "send_reset", "reset_second_factor"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[User]:
        """Read each account once, with what the list says about it."""
        return User.objects.with_state().order_by(*self.get_ordering(request))

    def get_urls(self) -> list[URLPattern]:
        """Return the addresses, with that of the search."""
        find = path("find/", self.admin_site.admin_view(self.find), name="accounts_user_find")
        return [find, *super().get_urls()]

    def find(self, request: SignedInRequest) -> HttpResponse:
        """Lead to the account with exactly this address; the log keeps who looked, and nobody's address."""
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        form = FindForm(request.POST)
        found = User.objects.filter(email=form.cleaned_data["address"]).first() if form.is_valid() else None
        actions.note_search(found, by=request.user)
        if found is None:
            self.message_user(request, _("No account has exactly this address."), messages.WARNING)
        narrowed = {FoundFilter.parameter_name: found.pk} if found else {}
        return redirect(reverse("admin:accounts_user_changelist", query=narrowed))

    def _within_reach(self, request: SignedInRequest, chosen: QuerySet[User]) -> QuerySet[User]:
        """Leave out oneself, and other staff unless one may do everything."""
        others = chosen.exclude(pk=request.user.pk)
        return others if request.user.is_superuser else others.filter(is_staff=False)

    def _press_users(
        self, request: SignedInRequest, chosen: QuerySet[User], act: Callable[[User], object], log: str
    ) -> None:
        self.press(request, self._within_reach(request, chosen), act, log)

    @admin.display(description=gettext_lazy("account"))
    def short_id(self, user: User) -> str:
        """Return the beginning of the id."""
        return str(user.pk)[:8]

    @admin.display(description=gettext_lazy("e-mail address"))
    def masked_address(self, user: User) -> str:
        """Return the address, masked."""
        return masked(user.email)

    @admin.display(description=gettext_lazy("address confirmed"), boolean=True)
    def is_confirmed(self, user: User) -> bool:
        """Say whether the address was confirmed."""
        return user.is_confirmed

    @admin.display(description=gettext_lazy("second factor"), boolean=True)
    def has_second_factor(self, user: User) -> bool:
        """Say whether there is a second factor."""
        return user.has_second_factor

    @admin.display(description=gettext_lazy("therapist"), boolean=True)
    def works_as_therapist(self, user: User) -> bool:
        """Say whether the person works with couples."""
        return user.is_therapist

    @admin.action(description=gettext_lazy("Switch off"))
    def disable(self, request: SignedInRequest, queryset: QuerySet[User]) -> None:
        """Switch accounts off."""
        self._press_users(request, queryset, actions.disable_account, "switched off")

    @admin.action(description=gettext_lazy("Switch on"))
    def enable(self, request: SignedInRequest, queryset: QuerySet[User]) -> None:
        """Switch accounts on."""
        self._press_users(request, queryset, actions.enable_account, "switched on")

    @admin.action(description=gettext_lazy("Remind of a sign-up that is not finished"))
    def remind(self, request: SignedInRequest, queryset: QuerySet[User]) -> None:
        """Write to those whose address is not confirmed."""
        self._press_users(request, queryset, actions.remind_of_sign_up, "reminded of the sign-up")

    @admin.action(description=gettext_lazy("Send a link for a new password to the stored address"))
    def send_reset(self, request: SignedInRequest, queryset: QuerySet[User]) -> None:
        """Send reset links."""
        self._press_users(request, queryset, actions.start_password_reset, "sent a link for a new password")

    @admin.action(description=gettext_lazy("Remove the second factor in 72 hours; the owner is told and can stop it"))
    def reset_second_factor(self, request: SignedInRequest, queryset: QuerySet[User]) -> None:
        """Ask for resets of second factors."""
        now = database_now()

        def ask(user: User) -> object:
            return actions.ask_second_factor_reset(user, by=request.user, now=now)

        self._press_users(request, queryset, ask, "asked to remove the second factor")


@admin.register(Therapist)
class TherapistAdmin(ReadOnlyAdmin):
    """Therapists: the licence they named, and whether the staff has seen it."""

    list_display = ["short_id", "masked_address", "licence", "created_at", "verified_at"]
    list_filter = [("verified_at", admin.EmptyFieldListFilter)]
    filter_parameters = ("verified_at__isempty",)
    list_select_related = ["user"]
    ordering = ["-created_at"]
    actions = ["verify", "withdraw"]

    @admin.display(description=gettext_lazy("account"))
    def short_id(self, therapist: Therapist) -> str:
        """Return the beginning of the account's id."""
        return str(therapist.user_id)[:8]

    @admin.display(description=gettext_lazy("e-mail address"))
    def masked_address(self, therapist: Therapist) -> str:
        """Return the address, masked."""
        return masked(therapist.user.email)

    @admin.action(description=gettext_lazy("The licence was seen"))
    def verify(self, request: SignedInRequest, queryset: QuerySet[Therapist]) -> None:
        """Note that licences were seen."""
        now = database_now()

        def note(therapist: Therapist) -> None:
            actions.verify_therapist(therapist, by=request.user, now=now)

        self.press(request, queryset, note, "verified")

    @admin.action(description=gettext_lazy("Take that back"))
    def withdraw(self, request: SignedInRequest, queryset: QuerySet[Therapist]) -> None:
        """Take the note back."""
        self.press(request, queryset, actions.withdraw_verification, "verification withdrawn")


@admin.register(SecondFactorReset)
class SecondFactorResetAdmin(ReadOnlyAdmin):
    """Resets of second factors: who asked, and what became of them."""

    list_display = ["short_id", "asked_at", "due_at", "done_at", "stopped_at"]
    ordering = ["-asked_at"]

    @admin.display(description=gettext_lazy("account"))
    def short_id(self, reset: SecondFactorReset) -> str:
        """Return the beginning of the account's id."""
        return str(reset.user_id)[:8]


@admin.register(LostText)
class LostTextAdmin(ReadOnlyAdmin):
    """Texts that did not open when somebody read their page: where, which row, when; nothing of whose or what."""

    list_display = ["model", "column", "row", "seen_at"]
    ordering = ["-seen_at"]
