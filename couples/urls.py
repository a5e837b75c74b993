"""Addresses about a couple; pausing, resuming and leaving touch other apps' rows and stand in `home`."""

from django.urls import include, path

from couples.models import Phase, Word
from couples.views import inviting, links, phases, space, therapists
from couples.views.links import INTO_A_COUPLE, TO_READ_ALONG

app_name = "couples"

of_a_couple = [
    path("", space.home, name="home"),
    path("role/", space.role, name="role"),
    path("open/", space.open_space, name="open"),
    path("day-zone/", space.day_zone, name="day_zone"),
    path("phase/", phases.phase, name="phase"),
    *(path(f"phase/{towards}/", phases.move, {"towards": towards}, f"phase_{towards}") for towards in Phase),
    path("phase/<uuid:pk>/take-back/", phases.take_back, name="phase_take_back"),
    path("phase/stay/", phases.stay, name="phase_stay"),
    path("phase/ready/", phases.say, {"word": Word.READY}, name="phase_ready"),
    path("phase/not-yet/", phases.say, {"word": Word.NOT_YET}, name="phase_not_yet"),
    path("phase/readiness/", phases.readiness, name="readiness"),
    path("invite/", inviting.invite, name="invite"),
    path("invitation/<uuid:pk>/confirm/", inviting.confirm, name="confirm"),
    path("invitation/<uuid:pk>/cancel/", inviting.cancel, name="cancel"),
    path("invitation/<uuid:pk>/day-zone/", inviting.day_zone, name="invitation_day_zone"),
    path("invitation/<uuid:pk>/resend/", inviting.resend, name="resend"),
    path("therapist/", therapists.therapist, name="therapist"),
    path("therapist/invite/", therapists.invite_therapist, name="invite_therapist"),
    path("therapist/<uuid:pk>/agree/", therapists.agree, name="agree"),
    path("therapist/<uuid:pk>/level/", therapists.change_level, name="change_level"),
    path("therapist/<uuid:pk>/end/", therapists.end_therapist, name="end_therapist"),
    path("join/<str:token>/", links.show, {"link": INTO_A_COUPLE}, "join"),
    path("join/<str:token>/accept/", links.accept, {"link": INTO_A_COUPLE}, "accept"),
    path("join/<str:token>/sign-in/", links.keep, {"link": INTO_A_COUPLE}, "join_signing_in"),
    path("join/<str:token>/sign-up/", links.keep, {"link": INTO_A_COUPLE, "then": "account_signup"}, "join_signing_up"),
    path("therapist/join/<str:token>/", links.show, {"link": TO_READ_ALONG}, "accept_grant"),
    path("therapist/join/<str:token>/accept/", links.accept, {"link": TO_READ_ALONG}, "take_grant"),
    path("therapist/join/<str:token>/sign-in/", links.keep, {"link": TO_READ_ALONG}, "grant_signing_in"),
    path(
        "therapist/join/<str:token>/sign-up/",
        links.keep,
        {"link": TO_READ_ALONG, "then": "account_signup"},
        "grant_signing_up",
    ),
]

urlpatterns = [
    path("couple/", include(of_a_couple)),
    # What a letter links to: the address in it must not say what this is.
    path("j/<str:token>/", links.show, {"link": INTO_A_COUPLE}, "join_link"),
    path("t/<str:token>/", links.show, {"link": TO_READ_ALONG}, "therapist_link"),
]
