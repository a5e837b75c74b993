"""Staff manage accounts and can read nothing personal; for everybody else the pages are not there."""

import pytest
from django.contrib import admin
from django.contrib.admin.models import LogEntry
from django.test import Client
from django.urls import NoReverseMatch, reverse

from accounts.admin import masked
from accounts.models import SecondFactorReset, Therapist, User
from tests.factories import NOW, make_staff, make_therapist, make_user
from tests.letters import letters_to

pytestmark = pytest.mark.django_db
USERS = "/admin/accounts/user/"
THERAPISTS = "/admin/accounts/therapist/"
PAGES = ["/admin/", USERS, f"{USERS}add/", "/admin/accounts/", "/admin/login/", "/admin/nothing/here/"]
OUR_APPS = {"accounts", "notices", "couples", "trajectory"}


@pytest.fixture
def staff() -> User:
    return make_staff(email="staff@example.org")


@pytest.fixture
def desk(client: Client, staff: User) -> Client:
    client.force_login(staff)
    return client


def press(desk: Client, action: str, *rows: object, page: str = USERS) -> object:
    return desk.post(page, {"action": action, "_selected_action": [str(row.pk) for row in rows]}, follow=True)


@pytest.mark.parametrize("page", PAGES)
def test_visitors_are_led_to_the_one_sign_in(client: Client, page: str) -> None:
    response = client.get(page)

    assert response.status_code == 302
    assert response.url.startswith("/accounts/login/?next=")


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("page", PAGES)
def test_for_all_who_are_not_staff_the_pages_are_absent(client: Client, page: str, method: str) -> None:
    client.force_login(make_user())

    response = getattr(client, method)(page)

    assert response.status_code == 404
    assert response.content == getattr(client, method)("/nothing/here/").content


def test_there_is_no_second_sign_in(client: Client, staff: User) -> None:
    staff.set_password("a quiet green lamp")
    staff.save()

    response = client.post("/admin/login/", {"username": staff.email, "password": "a quiet green lamp"})

    assert response.status_code == 302
    assert response.url.startswith("/accounts/login/")
    assert "_auth_user_id" not in client.session


def test_staff_are_led_on_from_the_sign_in(desk: Client) -> None:
    assert desk.get("/admin/login/").url == "/admin/"


@pytest.mark.parametrize(
    "name", ["password_change", "password_change_done", "view_on_site", "auth_user_password_change"]
)
def test_there_is_no_way_to_set_a_password(name: str) -> None:
    with pytest.raises(NoReverseMatch):
        reverse(f"admin:{name}")


def test_only_our_own_models_are_listed() -> None:
    labels = {model._meta.app_label for model in admin.site._registry}

    assert labels <= OUR_APPS


@pytest.mark.parametrize("model", admin.site._registry, ids=lambda model: model._meta.label)
def test_every_list_and_row_only_reads(desk: Client, staff: User, model: type) -> None:
    screen = admin.site._registry[model]
    request = desk.get("/admin/").wsgi_request

    assert screen.has_view_permission(request)
    assert not screen.has_add_permission(request)
    assert not screen.has_delete_permission(request)
    assert not screen.has_change_permission(request)


def test_the_list_masks_addresses_and_names(desk: Client) -> None:
    make_user(email="anna.smith@example.org", name="Anna Smith")

    page = desk.get(USERS).content.decode()

    assert "a…@….org" in page
    assert [word for word in ("anna.smith", "example.org", "Anna Smith") if word in page] == []


def test_one_account_shows_no_more_than_its_state(desk: Client) -> None:
    user = make_user(email="anna.smith@example.org", name="Anna Smith", password="a quiet green lamp")

    page = desk.get(f"{USERS}{user.pk}/change/").content.decode()

    assert "a…@….org" in page
    assert [word for word in ("anna.smith", "Anna Smith", "md5$", "argon2") if word in page] == []
    assert 'name="_save"' not in page


def test_nothing_is_saved_by_hand(desk: Client) -> None:
    user = make_user(email="anna@example.org")

    response = desk.post(f"{USERS}{user.pk}/change/", {"email": "beth@example.org", "is_staff": "on"})

    user.refresh_from_db()
    assert response.status_code == 403
    assert (user.email, user.is_staff) == ("anna@example.org", False)


@pytest.mark.parametrize("page", [f"{USERS}add/", f"{THERAPISTS}add/"])
def test_nothing_is_added(desk: Client, page: str) -> None:
    assert desk.get(page).status_code == 403


def test_nothing_is_deleted(desk: Client) -> None:
    user = make_user()

    answers = [desk.post(f"{USERS}{user.pk}/delete/", {"post": "yes"}), press(desk, "delete_selected", user)]

    assert answers[0].status_code == 403
    assert User.objects.filter(pk=user.pk).exists()


@pytest.mark.parametrize("wanted", ["anna@example.org", "ANNA@example.org", " anna@example.org "])
def test_an_account_is_found_by_its_full_address(desk: Client, staff: User, wanted: str) -> None:
    anna = make_user(email="anna@example.org")

    response = desk.post(f"{USERS}find/", {"address": wanted}, follow=True)

    assert [user.pk for user in response.context["cl"].result_list] == [anna.pk]
    entry = LogEntry.objects.get()
    assert (entry.user, entry.object_id, entry.change_message) == (staff, str(anna.pk), "found by its address")


@pytest.mark.parametrize("wanted", ["", "anna", "anna@example.or", "%", "'", "_", '"', "\0", "x" * 10_000])
def test_a_search_that_finds_nobody_is_noted_too(desk: Client, staff: User, wanted: str) -> None:
    make_user(email="anna@example.org")

    response = desk.post(f"{USERS}find/", {"address": wanted}, follow=True)

    assert "No account has exactly this address." in response.content.decode()
    entry = LogEntry.objects.get()
    assert (entry.user, entry.object_id, entry.object_repr) == (staff, None, "")
    assert entry.change_message == "looked for an address that nobody has"


def test_no_address_can_be_searched_for_in_an_address(desk: Client) -> None:
    assert [desk.get(f"{USERS}{search}").status_code for search in ("?q=anna", "find/?address=a@b.org")] == [400, 405]


def test_the_history_names_colleagues_by_their_id(desk: Client, staff: User) -> None:
    user = make_user()
    press(desk, "disable", user)

    page = desk.get(f"{USERS}{user.pk}/history/").content.decode()

    assert ("switched off" in page, str(staff.pk)[:8] in page) == (True, True)
    assert page.count(staff.email) == desk.get(USERS).content.decode().count(staff.email)


@pytest.mark.parametrize("query", ["p=0", "p=-1", "p=abc", "p=999999", "o=99", "is_active__exact=x", "account=x"])
def test_a_strange_list_address_is_harmless(desk: Client, query: str) -> None:
    assert desk.get(f"{USERS}?{query}", follow=True).status_code == 200


def test_an_account_is_switched_off_and_on(desk: Client) -> None:
    user = make_user()

    press(desk, "disable", user)
    off = User.objects.get(pk=user.pk).is_active
    press(desk, "enable", user)

    assert (off, User.objects.get(pk=user.pk).is_active) == (False, True)


def test_nobody_switches_off_themselves(desk: Client, staff: User) -> None:
    press(desk, "disable", staff)

    assert User.objects.get(pk=staff.pk).is_active


def test_staff_do_not_reach_other_staff(desk: Client) -> None:
    other = make_staff()

    for action in ("disable", "send_reset", "reset_second_factor"):
        press(desk, action, other)

    assert User.objects.get(pk=other.pk).is_active
    assert not SecondFactorReset.objects.exists()
    assert letters_to(other.email) == []


def test_a_superuser_reaches_staff(client: Client) -> None:
    client.force_login(make_staff(is_superuser=True))
    other = make_staff()

    press(client, "disable", other)

    assert not User.objects.get(pk=other.pk).is_active


def test_a_reset_goes_to_the_stored_address(desk: Client) -> None:
    user = make_user(email="anna@example.org")

    press(desk, "send_reset", user)

    (letter,) = letters_to("anna@example.org")
    assert "http://testserver/accounts/password/reset/key/" in letter["text"]


def test_the_link_that_staff_send_works(desk: Client) -> None:
    user = make_user(email="anna@example.org")
    press(desk, "send_reset", user)
    link = letters_to("anna@example.org")[0]["text"].split("http://testserver")[1].split()[0]
    owner = Client()

    owner.post(owner.get(link).url, {"password1": "another quiet lamp"})

    user.refresh_from_db()
    assert user.check_password("another quiet lamp")


def test_a_sign_up_that_is_not_finished_is_reminded(desk: Client) -> None:
    waiting, finished = make_user(email="anna@example.org"), make_user(email="beth@example.org")
    waiting.emailaddress_set.update(verified=False)

    response = press(desk, "remind", waiting, finished)

    assert (len(letters_to("anna@example.org")), len(letters_to("beth@example.org"))) == (1, 0)
    assert "Done for 1 row." in response.content.decode()


def test_a_second_factor_is_removed_only_after_three_days(desk: Client) -> None:
    user = make_user(email="anna@example.org")

    press(desk, "reset_second_factor", user)

    reset = SecondFactorReset.objects.get()
    assert (reset.due_at - reset.asked_at).days == 3
    assert len(letters_to("anna@example.org")) == 1


def test_a_licence_is_marked_as_seen(desk: Client, staff: User) -> None:
    therapist = make_therapist(verified_at=None, licence="Psychologist 123")

    page = desk.get(THERAPISTS).content.decode()
    press(desk, "verify", therapist, page=THERAPISTS)

    assert "Psychologist 123" in page
    assert Therapist.objects.get().verified_by == staff


def test_five_hundred_at_once_are_enough(desk: Client) -> None:
    users = User.objects.bulk_create(
        [User(email=f"a{n}@example.org", password="!", data_key=b"key", created_at=NOW) for n in range(501)]
    )

    answers = {"action": "disable", "select_across": "1", "_selected_action": [str(users[0].pk)]}
    response = desk.post(USERS, answers, follow=True)

    assert "At most 500 at once, please." in response.content.decode()
    assert User.objects.filter(is_active=False).count() == 0


def test_pressing_for_nobody_is_harmless(desk: Client) -> None:
    assert press(desk, "disable").status_code == 200


def test_the_log_holds_ids_and_deeds_only(desk: Client) -> None:
    user = make_user(email="anna@example.org", name="SENTINEL")

    press(desk, "disable", user)

    entry = LogEntry.objects.get()
    assert (entry.object_repr, entry.change_message) == (f"user {user.pk}", "switched off")


@pytest.mark.parametrize(
    ("address", "shown"),
    [("anna@example.org", "a…@….org"), ("x@localhost", "x…@…t"), ("", "…@…")],
)
def test_a_masked_address_cannot_be_written_to(address: str, shown: str) -> None:
    assert masked(address) == shown
