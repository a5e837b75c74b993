"""Addresses of therapy."""

app_name = "therapy"
urlpatterns: list = []
