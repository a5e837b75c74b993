"""The addresses under /check-ins/: Today and the days are made of several apps, the rest of check-ins alone."""

from django.urls import path

from checkins.urls import urlpatterns as of_checkins
from home.views import today

app_name = "checkins"
urlpatterns = [
    path("today/", today.today, name="today"),
    path("<day:on>/", today.day, name="day"),
    *of_checkins,
]
