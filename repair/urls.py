"""Addresses of repair."""

app_name = "repair"
urlpatterns: list = []
