"""Addresses of check-ins; Today and a day's page are made of several apps and stand in `home`."""

from django.urls import path

from checkins import views

app_name = "checkins"
urlpatterns = [
    path("<day:on>/note/", views.note, name="note"),
    path("<day:on>/withdraw/", views.withdraw, name="withdraw"),
    path("<day:on>/delete/", views.delete, name="delete"),
    path("appreciation/", views.appreciation, name="appreciation"),
    path("appreciation/<uuid:pk>/thanks/", views.thanks, name="thanks"),
    path("appreciation/<uuid:pk>/hard/", views.hard_to_take_in, name="hard"),
    path("appreciation/<uuid:pk>/withdraw/", views.withdraw_note, name="withdraw_appreciation"),
]
