"""Addresses of trajectory."""

from django.urls import path

from trajectory import views

app_name = "trajectory"
urlpatterns = [
    path("", views.page, name="page"),
    path("charts/", views.charts, name="charts"),
    path("self-check/", views.self_check, name="self_check"),
    path("words/on/", views.words_on, name="words_on"),
    path("words/off/", views.words_off, name="words_off"),
    path("<day:on>/", views.week, name="week"),
]
