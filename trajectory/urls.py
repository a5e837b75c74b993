"""Addresses of trajectory."""

from django.urls import path

from trajectory import views

app_name = "trajectory"
urlpatterns = [
    path("", views.page, name="page"),
    path("<day:on>/", views.week, name="week"),
]
