"""Addresses of accounts; what is not here is django-allauth's, under the same prefix."""

from django.urls import path

from accounts import views

app_name = "accounts"
urlpatterns = [
    path("therapist/", views.therapist, name="therapist"),
    path("sessions/end/", views.end_session, name="end_session"),
    path("2fa/", views.second_step, name="second_step"),
    path("second-step/<uuid:reset_id>/stop/", views.stop_reset, name="stop_reset"),
]
