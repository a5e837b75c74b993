"""The product's addresses, and three floors: a page, a home page and a post, with nothing of the product in them."""

from uuid import uuid4

from django import forms
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path

from couples.models import Topic
from notices.models import Reminder
from kit.clock import database_now
from trustrebuild.urls import handler400, handler403, handler404, handler500, urlpatterns as of_product

__all__ = ["handler400", "handler403", "handler404", "handler500"]


class OneLine(forms.Form):
    """One field."""

    name = forms.CharField(max_length=60)


def page_floor(request: HttpRequest) -> HttpResponse:
    """Session and user, two queries, 0.35 KB."""
    return render(request, "bench/page_floor.html", {"name": request.user.name})


def home_floor(request: HttpRequest) -> HttpResponse:
    """Session, user and two small queries, 2.5 KB from a template."""
    reminder = Reminder.objects.filter(user=request.user).first()
    topics = Topic.objects.filter(author=request.user).count()
    return render(request, "bench/home_floor.html", {"reminder": reminder, "topics": topics, "lines": range(12)})


def post_floor(request: HttpRequest) -> HttpResponse:
    """A signed-in form, its token, one insert, a redirect."""
    form = OneLine(request.POST or None)
    if form.is_valid():
        Topic.objects.create(pk=uuid4(), author=request.user, name=form.cleaned_data["name"], created_at=database_now())
        return redirect("bench_post")
    return render(request, "bench/post_floor.html", {"form": form})


@login_not_required
def empty(request: HttpRequest) -> HttpResponse:
    """Nothing but the middleware."""
    return HttpResponse()


urlpatterns = [
    path("bench/empty/", empty, name="bench_empty"),
    path("bench/page/", page_floor, name="bench_page"),
    path("bench/home/", home_floor, name="bench_home"),
    path("bench/post/", post_floor, name="bench_post"),
    *of_product,
]
