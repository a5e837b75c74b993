"""Addresses of notices."""

from django.urls import path

from notices import views

app_name = "notices"
urlpatterns = [path("stop/<str:token>/", views.stop, name="stop")]
