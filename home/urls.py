"""Pages made of several apps, and those for everybody."""

from django.urls import path

app_name = "home"
urlpatterns = []
