"""Every form of the product with every kind of bad value: 400, the field named in plain words, the text kept.

One test for each form: what it takes (checked first), then each field with each value that its kind
refuses. Nothing but a session may be written. Sign-in forms are in `tests/accounts/test_bad_input.py`.
"""

import re
from collections.abc import Iterator
from html import unescape
from urllib.parse import quote_plus

import pytest
from django.db import connection, transaction
from django.forms import BaseForm
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from kit.clock import database_now
from tests.bad_forms import FORMS, ONCE, Filled, refused_by
from tests.test_access import OUR_ROUTES, fill
from tests.world import World, build_world

pytestmark = pytest.mark.django_db
WRITES = re.compile(r"^\s*(INSERT INTO|UPDATE|DELETE FROM)\s+(?!\"?django_session)", re.IGNORECASE)
STOCK_WORDS = re.compile(r"not a valid UUID|not one of the available choices|Null characters|Ensure this|Enter a")
TEXT = {"text", "line"}
AT_ONCE = 18
URLENCODED = "application/x-www-form-urlencoded"


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker: object) -> Iterator[World]:
    """Build everybody once; each request is rolled back."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield build_world(now=database_now())
        transaction.set_rollback(True)


def body_of(fields: dict[str, object]) -> bytes:
    """Return fields as a browser, or somebody who is none, sends them; bytes go as they are."""
    pairs = [(name, one) for name, value in fields.items() for one in (value if isinstance(value, list) else [value])]
    return "&".join(f"{name}={quote_plus(one)}" for name, one in pairs).encode()


def send(client: Client, url: str, fields: dict[str, object]) -> tuple[HttpResponse, list[str]]:
    """Post a form, take back what it wrote, and return the answer with the writes."""
    with transaction.atomic(), CaptureQueriesContext(connection) as queries:
        answer = client.post(url, body_of(fields), content_type=URLENCODED)
        transaction.set_rollback(True)
    return answer, [query["sql"][:80] for query in queries if WRITES.match(query["sql"])]


def errors_of(answer: HttpResponse) -> dict[str, list[str]]:
    """Return the errors of the form that was sent."""
    forms = [value for part in answer.context or () for one in part for value in one.values()]
    bound = [form for form in forms if isinstance(form, BaseForm) and form.is_bound]
    return dict(bound[0].errors) if bound else {}


def problem(filled: Filled, name: str, value: str | bytes, answer: HttpResponse, writes: list[str]) -> str:
    """Return what is wrong with the answer to one bad value, or nothing."""
    errors, page = errors_of(answer), unescape(answer.content.decode())
    lost = [other for other, kind in filled.kinds.items() if kind in TEXT and other != name]
    checks = {
        f"status {answer.status_code}": answer.status_code != 400,
        f"wrote {writes}": bool(writes),
        f"names {sorted(errors)}": name not in errors,
        f"says {errors.get(name)}": any(STOCK_WORDS.search(said) for said in errors.get(name, ())),
        "does not say it on the page": not all(said in page for said in errors.get(name, ())),
        "loses what was written": not all(filled.valid[other] in page for other in lost if other in filled.valid),
    }
    found = [said for said, is_wrong in checks.items() if is_wrong]
    return f"{name}={value[:20]!r}: {'; '.join(found)}" if found else ""


PARTS = [
    pytest.param(filled, tries[start : start + AT_ONCE], id=f"{filled.route}-{start}")
    for turn, filled in enumerate(FORMS)
    for tries in [refused_by(filled, turn=turn)]
    for start in range(0, len(tries), AT_ONCE)
]


@pytest.mark.parametrize(("filled", "tries"), PARTS)
def test_form_refuses_each_bad_value(world: World, filled: Filled, tries: list[tuple[str, str | bytes]]) -> None:
    client, url = world.client(filled.by), fill(OUR_ROUTES[filled.route], world.ids, filled.route)

    taken, _writes = send(client, url, filled.valid)
    wrong = [problem(filled, name, value, *send(client, url, filled.valid | {name: value})) for name, value in tries]

    assert (taken.status_code in filled.taken, errors_of(taken).keys() - {"__all__"}) == (True, set())
    assert [said for said in wrong if said] == []


ROWS = [str(ONCE), "2026-01-01", "garbage", "9e9", "%27"]
PLACES = [f"0001-01-01:{ONCE}", f"9999-12-31:{ONCE}", f"2026-02-30:{ONCE}", "2026-01-01", "2026-01-01:1", "garbage"]
LISTS = {
    **dict.fromkeys(
        ("openness", "agreements", "acknowledgements", "chances", "questions", "repairs", "time_outs"), ROWS
    ),
    **dict.fromkeys(("moments", "hard_dates"), PLACES),
}
QUERIES = [f"{reverse(f'repair:{route}')}?before={text}" for route, texts in LISTS.items() for text in texts]
QUERIES += [f"{reverse('repair:repairs')}?open={text}" for text in ROWS]
QUERIES += [
    f"/evidence/?{query}"
    for query in (
        *(f"month={month}" for month in ("0001-01", "9999-12", "0000-00", "2026-13", "garbage")),
        *("kind=garbage", "kind=%27", "before=garbage", f"before=0001-01-01:{ONCE}", f"before=9999-12-31:{ONCE}"),
    )
]


@pytest.mark.parametrize("url", QUERIES)
def test_address_of_a_page_that_makes_no_sense_is_a_page_like_others(world: World, url: str) -> None:
    assert world.client("hurt").get(url).status_code == 200


@pytest.mark.parametrize("on", ["0001-01-01", "1899-12-31", "3000-01-01", "9999-12-31", "2026-02-30", "0000-00-00"])
@pytest.mark.parametrize("page", ["/check-ins/{}/", "/trajectory/{}/"])
def test_date_that_nobody_lives_on_is_no_address(world: World, page: str, on: str) -> None:
    assert world.client("hurt").get(page.format(on)).status_code == 404


def test_key_that_is_none_is_taken_for_a_new_one_at_the_second_press(world: World) -> None:
    client, url = world.client("hurt"), reverse("repair:openness")
    answer, _writes = send(client, url, {"once": "nonsense", "words": "She wrote to me."})
    offered = re.search(r'name="once" value="([^"]+)"', answer.content.decode())[1]

    again, _writes = send(client, url, {"once": offered, "words": "She wrote to me."})

    assert (answer.status_code, again.status_code) == (400, 302)
