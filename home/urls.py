"""Pages made of several apps, and those for everybody."""

from django.urls import path

from home.views import health, sharing, today, welcome, you

app_name = "home"
urlpatterns = [
    path("", welcome.landing, name="landing"),
    path("healthz", health.healthz, name="healthz"),
    path("x/", welcome.leave_at_once, name="exit"),
    path("help/", welcome.help_page, name="help"),
    path("privacy/", welcome.privacy, name="privacy"),
    path("you/", you.you, name="you"),
    path("you/person/", you.save_person, name="save_person"),
    path("you/zone/", you.use_zone, name="use_zone"),
    path("you/zone/keep/", you.keep_zone, name="keep_zone"),
    path("you/reminder/", you.save_reminder, name="save_reminder"),
    path("you/topics/", you.save_topic, name="save_topic"),
    path("you/topics/<uuid:pk>/share/", you.share, name="share_topic"),
    path("you/topics/<uuid:pk>/put-away/", you.put_topic_away, name="put_topic_away"),
    # Today and one day are made of several apps; the other addresses under /check-ins/ are of `checkins` alone.
    path("check-ins/today/", today.today, name="today"),
    path("check-ins/<day:on>/", today.day, name="day"),
    # Three acts that touch the rows of several apps; the other addresses under /couple/ are of `couples` alone.
    path("couple/pause/", sharing.pause, name="pause"),
    path("couple/resume/", sharing.resume, name="resume"),
    path("couple/leave/", sharing.leave, name="leave"),
]
