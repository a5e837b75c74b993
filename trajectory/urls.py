"""Addresses of trajectory."""

app_name = "trajectory"
urlpatterns: list = []
