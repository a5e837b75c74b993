"""Pages made of several apps, and those for everybody."""

from django.urls import path

from couples.views import links
from couples.views.links import INTO_A_COUPLE, TO_READ_ALONG
from home.views import health, welcome, you

app_name = "home"
urlpatterns = [
    path("", welcome.landing, name="landing"),
    path("healthz", health.healthz, name="healthz"),
    path("x/", welcome.leave_at_once, name="exit"),
    path("help/", welcome.help_page, name="help"),
    path("privacy/", welcome.privacy, name="privacy"),
    path("you/", you.you, name="you"),
    path("you/person/", you.save_person, name="save_person"),
    path("you/reminder/", you.save_reminder, name="save_reminder"),
    path("you/topics/", you.save_topic, name="save_topic"),
    path("you/topics/<uuid:pk>/put-away/", you.put_topic_away, name="put_topic_away"),
    # What a letter links to: the address in it must not say what this is.
    path("j/<str:token>/", links.show, {"link": INTO_A_COUPLE}, "join_link"),
    path("t/<str:token>/", links.show, {"link": TO_READ_ALONG}, "therapist_link"),
]
