"""Pages made of several apps, and those for everybody."""

app_name = "home"
urlpatterns = []
