"""Addresses of couples."""

app_name = "couples"
urlpatterns: list = []
