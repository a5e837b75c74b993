"""The lists of the staff answer their own filters, and no lookup of any field or relation that Django would allow."""

import re
from collections.abc import Iterator
from html import unescape

import pytest
from django.contrib import admin
from django.contrib.admin.exceptions import DisallowedModelAdminLookup
from django.db import models
from django.test import Client, RequestFactory

from notices.actions import post_letter
from notices.models import Delivery, Kind
from tests.factories import NOW, make_staff, make_user
from tests.people import body

pytestmark = pytest.mark.django_db
SCREENS = sorted(admin.site._registry, key=lambda model: model._meta.label)
OWN = {
    "accounts.User": {"account", "is_active__exact", "is_active__isnull", "is_staff__exact", "is_staff__isnull"},
    "accounts.Therapist": {"verified_at__isempty"},
    "couples.Couple": {"ended_at__isempty"},
    "couples.Grant": {"ended_at__isempty"},
    "notices.Delivery": {"state__exact", "state__isnull"},
}
LOOKUPS = ("", "__exact", "__in", "__startswith", "__gte", "__isnull", "__isempty")
OF_DJANGO = {
    "q": "a",
    "_popup": "1",
    "_to_field": "email",
    "_facets": "1",
    "_changelist_filters": "password__gte=a",
    "id__in": "1",
    "pk": "1",
    "nothing": "1",
    "user__password__gte": "a",
    "therapist__user__email": "a",
}


@pytest.fixture
def desk(client: Client) -> Client:
    client.force_login(make_staff())
    return client


def page_of(model: type[models.Model]) -> str:
    return f"/admin/{model._meta.app_label}/{model._meta.model_name}/"


def names_of(model: type[models.Model]) -> Iterator[str]:
    """Yield every field and relation of a model, and the fields one relation further."""
    for field in model._meta.get_fields(include_hidden=True):
        yield field.name
        if field.related_model:
            yield from (f"{field.name}__{further.name}" for further in field.related_model._meta.concrete_fields)


@pytest.mark.parametrize("model", SCREENS, ids=lambda model: model._meta.label)
def test_a_list_answers_the_links_of_its_own_filters(desk: Client, model: type[models.Model]) -> None:
    page = desk.get(page_of(model)).content.decode()
    asked = {query for query in re.findall(r'href="\?([^"]*)"', page) if query}

    answers = {query: desk.get(f"{page_of(model)}?{unescape(query)}").status_code for query in asked}

    assert answers == dict.fromkeys(asked, 200)
    assert set(admin.site._registry[model].filter_parameters) == OWN.get(model._meta.label, set())


@pytest.mark.parametrize("model", SCREENS, ids=lambda model: model._meta.label)
def test_a_lookup_of_any_field_or_relation_is_refused(rf: RequestFactory, model: type[models.Model]) -> None:
    own, screen = OWN.get(model._meta.label, set()), admin.site._registry[model]
    asked = {f"{name}{lookup}" for name in names_of(model) for lookup in LOOKUPS} | set(OF_DJANGO)

    for parameter in asked - own:
        with pytest.raises(DisallowedModelAdminLookup):
            screen.changelist_view(rf.get(page_of(model), {parameter: "a"}))


@pytest.mark.parametrize("model", SCREENS, ids=lambda model: model._meta.label)
def test_what_is_refused_is_answered_plainly(desk: Client, model: type[models.Model]) -> None:
    queries = [*(f"{name}={value}" for name, value in OF_DJANGO.items()), "email__startswith=a", "password__gte=a"]

    answers = [desk.get(f"{page_of(model)}?{query}") for query in queries]

    assert {answer.status_code for answer in answers} == {400}
    assert len({answer.content for answer in answers}) == 1


@pytest.mark.parametrize("model", SCREENS, ids=lambda model: model._meta.label)
@pytest.mark.parametrize("query", ["_popup=1", "_to_field=email", "_to_field=id", "email=a", "_changelist_filters=a"])
def test_a_row_is_found_by_its_id_alone(desk: Client, model: type[models.Model], query: str) -> None:
    make_user(email="anna@example.org")

    response = desk.get(f"{page_of(model)}anna@example.org/change/?{query}")

    assert response.status_code in {302, 400}
    assert response.status_code == 400 or response.url == "/admin/"


@pytest.mark.parametrize("model", SCREENS, ids=lambda model: model._meta.label)
def test_a_list_is_sorted_by_nothing_that_it_does_not_show(desk: Client, model: type[models.Model]) -> None:
    screen = admin.site._registry[model]
    made = [getattr(screen, str(name), None) for name in screen.list_display]
    request = desk.get(page_of(model)).wsgi_request
    stored = {field.name for field in model._meta.concrete_fields}

    assert [column for column in made if getattr(column, "admin_order_field", None)] == []
    assert set(screen.get_sortable_by(request)) <= stored & set(screen.list_display)
    assert screen.get_search_fields(request) == ()


def test_kinds_of_deliveries_cannot_be_told_apart_by_sorting(desk: Client) -> None:
    for number, kind in enumerate((Kind.SECURITY, Kind.INVITATION, Kind.SECURITY)):
        post_letter(to=f"a{number}@example.org", subject="A", text="A", html="", kind=kind, now=NOW)

    lists = [desk.get(f"/admin/notices/delivery/?o={order}").context["cl"].result_list for order in ("1", "-1")]

    assert [row.pk for row in lists[0]] == [row.pk for row in lists[1]]
    assert Delivery.objects.count() == 3


def test_words_for_scripts_say_the_same_whatever_the_rows(desk: Client) -> None:
    before = body(desk.get("/admin/jsi18n/"))
    make_user()

    assert body(desk.get("/admin/jsi18n/")) == before
