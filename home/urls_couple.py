"""The addresses under /couple/: those of `couples`, and the three acts that touch other apps' rows as well."""

from django.urls import path

from couples.urls import urlpatterns as of_couples
from home.views import sharing

app_name = "couples"
urlpatterns = [
    path("pause/", sharing.pause, name="pause"),
    path("resume/", sharing.resume, name="resume"),
    path("leave/", sharing.leave, name="leave"),
    *of_couples,
]
