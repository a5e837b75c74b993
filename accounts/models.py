"""Who signs in: users and therapists."""

from datetime import datetime
from typing import Any, ClassVar
from uuid import uuid4

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.db import models
from django.db.models.functions import Lower, Now
from django.utils.translation import gettext_lazy as _

from kit.encryption import new_data_key, unwrap_data_key


class UserQuerySet(models.QuerySet["User"]):
    """Reads of users."""

    def unfinished(self) -> "UserQuerySet":
        """Keep those who never confirmed their address and never signed in."""
        is_new = self.filter(last_login=None, is_staff=False)
        return is_new.filter(~self._where(emailaddress__verified=True), self._where(emailaddress__isnull=False))

    def with_state(self) -> "UserQuerySet":
        """Add `is_confirmed` and `has_second_factor`, which the sign-in tables hold."""
        state = {
            "is_confirmed": self._where(emailaddress__verified=True),
            "has_second_factor": self._where(authenticator__type__in=["totp", "webauthn"]),
        }
        return self.annotate(**state)

    def _where(self, **of_sign_in: object) -> models.Exists:
        """Return the condition that the person has such a row in the sign-in tables."""
        return models.Exists(self.model.objects.filter(pk=models.OuterRef("pk"), **of_sign_in))


class UserManager(BaseUserManager["User"]):
    """Makes users; an address has one normal form, in small letters."""

    def get_queryset(self) -> UserQuerySet:
        """Return all users."""
        return UserQuerySet(self.model, using=self._db)

    def unfinished(self) -> UserQuerySet:
        """Keep those who never confirmed their address and never signed in."""
        return self.get_queryset().unfinished()

    def with_state(self) -> UserQuerySet:
        """Add what the sign-in tables hold."""
        return self.get_queryset().with_state()

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        """Create one user; no password means none that can be used."""
        user = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> "User":
        """Create one user of the staff with every staff permission."""
        return self.create_user(email, password, is_staff=True, is_superuser=True, **fields)

    def get_by_natural_key(self, username: str | None) -> "User":
        """Find a user by address in any letter case."""
        return self.get(email=(username or "").lower())


class User(AbstractBaseUser, PermissionsMixin):
    """A person who signs in. Read by the person; staff see a masked address.

    `data_key` is the person's own key, wrapped; without it none of their words open.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    email = models.EmailField(_("e-mail address"), max_length=254, unique=True)
    name = models.CharField(_("name"), max_length=60, blank=True)
    zone = models.CharField(_("time zone"), max_length=64, default="UTC")
    language = models.CharField(_("language"), max_length=12, default="en")
    declined_zones = models.JSONField(default=list, editable=False)  # zones of devices that the account did not follow
    data_key = models.BinaryField(editable=False)
    is_active = models.BooleanField(default=True)
    is_staff = models.BooleanField(default=False)
    created_at = models.DateTimeField(db_default=Now(), editable=False)
    read_at: datetime  # with `READ_AT`
    is_confirmed: bool  # with `with_state`
    has_second_factor: bool  # with `with_state`

    objects = UserManager()
    USERNAME_FIELD = EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    class Meta:
        constraints = [models.UniqueConstraint(Lower("email"), name="one_user_for_an_address")]

    def __str__(self) -> str:
        return f"user {self.pk}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save; a new person gets a data key."""
        self.give_data_key()
        super().save(*args, **kwargs)

    def give_data_key(self) -> None:
        """Give a data key if there is none yet (for rows made in bulk)."""
        if not self.data_key:
            self.data_key = new_data_key(self.pk)

    def plain_data_key(self) -> bytes:
        """Return the person's unwrapped key, opened once for an instance."""
        if "_plain_data_key" not in self.__dict__:
            self._plain_data_key = unwrap_data_key(self.data_key, self.pk)
        return self._plain_data_key

    @property
    def is_therapist(self) -> bool:
        """Say whether this person works with couples."""
        return hasattr(self, "therapist")

    @property
    def needs_second_factor(self) -> bool:
        """Say whether signing in needs a second factor and ends after fifteen quiet minutes."""
        return self.is_staff or self.is_therapist

    def has_perm(self, perm: str, obj: object = None) -> bool:
        """Let all staff use the staff's pages, which only show states and offer named buttons."""
        return self.is_active and self.is_staff

    def has_module_perms(self, app_label: str) -> bool:
        """Let all staff in."""
        return self.is_active and self.is_staff

    def get_full_name(self) -> str:
        """Return the chosen name."""
        return self.name

    def get_short_name(self) -> str:
        """Return the chosen name."""
        return self.name


class TherapistQuerySet(models.QuerySet["Therapist"]):
    """Reads of therapists."""

    def verified(self) -> "TherapistQuerySet":
        """Keep those whose licence the staff has seen."""
        return self.filter(verified_at__isnull=False)


class Therapist(models.Model):
    """A person who works with couples; may also be a partner somewhere.

    Read by the person, by couples that invited them, and by staff.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    user = models.OneToOneField(User, models.CASCADE, related_name="therapist")
    licence = models.CharField(_("licence"), max_length=200, blank=True)
    created_at = models.DateTimeField()
    verified_at = models.DateTimeField(null=True, blank=True)
    verified_by = models.ForeignKey(User, models.SET_NULL, null=True, blank=True, related_name="+")

    objects = TherapistQuerySet.as_manager()

    def __str__(self) -> str:
        return f"therapist {self.pk}"


class SecondFactorResetQuerySet(models.QuerySet["SecondFactorReset"]):
    """Reads of resets."""

    def visible_to(self, user: User) -> "SecondFactorResetQuerySet":
        """Keep the resets of this person."""
        return self.filter(user=user)

    def waiting(self, now: datetime) -> "SecondFactorResetQuerySet":
        """Keep those that can still be stopped."""
        return self.filter(done_at=None, stopped_at=None, due_at__gt=now)

    def due(self, now: datetime) -> "SecondFactorResetQuerySet":
        """Keep those that nobody stopped within their time."""
        return self.filter(done_at=None, stopped_at=None, due_at__lte=now)


class SecondFactorReset(models.Model):
    """A reset of a second factor by staff: holds after 72 hours unless its owner stops it.

    Read by the owner and by staff.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    user = models.ForeignKey(User, models.CASCADE, related_name="second_factor_resets")
    asked_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    asked_at = models.DateTimeField()
    due_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True, blank=True)
    stopped_at = models.DateTimeField(null=True, blank=True)

    objects = SecondFactorResetQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["user"],
                condition=models.Q(done_at=None, stopped_at=None),
                name="one_open_reset_for_a_user",
            ),
            models.CheckConstraint(
                condition=models.Q(done_at=None) | models.Q(stopped_at=None), name="reset_done_or_stopped"
            ),
        ]

    def __str__(self) -> str:
        return f"second factor reset {self.pk}"

    def is_open(self, now: datetime) -> bool:
        """Say whether it still waits at this instant."""
        return self.done_at is None and self.stopped_at is None and now < self.due_at


class LostText(models.Model):
    """A text that did not open when it was read: wrong key, changed bytes, or moved. Read by staff; holds no word of it."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    model = models.CharField(max_length=60)
    column = models.CharField(max_length=60)
    row = models.CharField(max_length=36)
    seen_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["model", "column", "row"], name="one_line_for_a_lost_text")]

    def __str__(self) -> str:
        return f"lost text {self.pk}"
