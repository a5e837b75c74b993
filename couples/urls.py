"""Addresses about a couple; pausing, resuming and leaving touch other apps' rows and stand in `home`."""

from django.urls import path

from couples.models import Phase, Word
from couples.views import joining, phases, space, therapist_links, therapists

urlpatterns = [
    path("", space.home, name="home"),
    path("role/", space.role, name="role"),
    path("open/", space.open_space, name="open"),
    path("phase/", phases.phase, name="phase"),
    *(path(f"phase/{towards}/", phases.move, {"towards": towards}, f"phase_{towards}") for towards in Phase),
    path("phase/stay/", phases.stay, name="phase_stay"),
    path("phase/ready/", phases.say, {"word": Word.READY}, name="phase_ready"),
    path("phase/not-yet/", phases.say, {"word": Word.NOT_YET}, name="phase_not_yet"),
    path("phase/readiness/", phases.readiness, name="readiness"),
    path("invite/", joining.invite, name="invite"),
    path("invitation/<uuid:pk>/confirm/", joining.confirm, name="confirm"),
    path("invitation/<uuid:pk>/cancel/", joining.cancel, name="cancel"),
    path("invitation/<uuid:pk>/resend/", joining.resend, name="resend"),
    path("join/<str:token>/", joining.join, name="join"),
    path("join/<str:token>/accept/", joining.accept, name="accept"),
    path("join/<str:token>/sign-in/", joining.keep, {"then": "account_login"}, name="join_signing_in"),
    path("join/<str:token>/sign-up/", joining.keep, {"then": "account_signup"}, name="join_signing_up"),
    path("therapist/", therapists.therapist, name="therapist"),
    path("therapist/invite/", therapists.invite_therapist, name="invite_therapist"),
    path("therapist/<uuid:pk>/agree/", therapists.agree, name="agree"),
    path("therapist/<uuid:pk>/level/", therapists.change_level, name="change_level"),
    path("therapist/<uuid:pk>/end/", therapists.end_therapist, name="end_therapist"),
    path("therapist/join/<str:token>/", therapist_links.show, name="accept_grant"),
    path("therapist/join/<str:token>/accept/", therapist_links.accept, name="take_grant"),
    path(
        "therapist/join/<str:token>/sign-in/",
        therapist_links.keep,
        {"then": "account_login"},
        name="grant_signing_in",
    ),
    path(
        "therapist/join/<str:token>/sign-up/",
        therapist_links.keep,
        {"then": "account_signup"},
        name="grant_signing_up",
    ),
]
