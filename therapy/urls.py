"""Addresses of therapy."""

from django.urls import path

from therapy import views

app_name = "therapy"
urlpatterns = [
    path("", views.caseload, name="caseload"),
    path("<uuid:pk>/", views.couple, name="couple"),
    path("<uuid:pk>/end/", views.end, name="end"),
]
