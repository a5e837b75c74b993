"""A press that waited while its person's account was erased: on real connections."""

from concurrent.futures import ThreadPoolExecutor
from uuid import uuid4

import pytest
from django.db import connection, connections, transaction
from django.http import HttpResponse
from django.test import Client

from accounts.models import User
from tests.checkins.days import pair
from tests.checkins.test_races import until_somebody_waits
from tests.people import browser_of

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite lets one writer in at a time"),
]


def press_elsewhere(browser: Client, path: str, said: dict[str, str]) -> HttpResponse:
    """Send a form on a connection of its own."""
    try:
        return browser.post(path, said)
    finally:
        connections.close_all()


@pytest.mark.parametrize(
    ("path", "said"),
    [
        ("/couple/pause/", {}),
        ("/couple/resume/", {}),
        ("/check-ins/appreciation/", {"deed": "You called"}),
        ("/repair/openness/", {"words": "She wrote to me."}),
    ],
)
def test_press_of_somebody_who_is_gone_leads_to_the_sign_in(path: str, said: dict[str, str]) -> None:
    hurt, _repairing, _couple = pair()
    browser = browser_of(hurt)

    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            User.objects.select_for_update().get(pk=hurt.pk)
            pressed = pool.submit(press_elsewhere, browser, path, said | {"once": str(uuid4())})
            until_somebody_waits()
            hurt.delete()
        answer = pressed.result()

    assert (answer.status_code, answer.url) == (302, path)
    assert browser.get(path).url == f"/accounts/login/?next={path}"
