"""Couples for `bench trajectory`: every day answered by both, straight from arrays into the tables."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import numpy as np
from django.db import connection, models, transaction
from numpy.typing import NDArray

from accounts.models import User
from checkins.answers import BuiltInTopic
from checkins.day_pack import DayPack
from checkins.models import CheckIn, OwnAnswers
from checkins.layout import LAYOUT, NOTHING
from checkins.packs import DAY_BYTES, FORMAT, HEAD, KEPT_DAYS, PLACE_AT
from couples.models import Couple, Partner

AT_ONCE = 500
TALKS = 0.18
Lines = Iterator[tuple]


def load(*, couples: int, days: int, last: date) -> None:
    """Fill the tables, a few hundred couples at a time."""
    rng = np.random.default_rng(7)
    first = last - timedelta(days=days - 1)
    joined = datetime.combine(first, datetime.min.time(), UTC)
    for start in range(0, couples, AT_ONCE):
        numbers = range(start, min(start + AT_ONCE, couples))
        with transaction.atomic():
            leave_keys_unchecked()
            _write(User, [_user(2 * n + side, joined) for n in numbers for side in (0, 1)])
            _write(
                Couple,
                [
                    {"id": _id(1, n), "created_at": joined, "ended_at": None, "day_zones": [[first.isoformat(), "UTC"]]}
                    for n in numbers
                ],
            )
            _write(Partner, [_partner(n, side, joined) for n in numbers for side in (0, 1)])
            _write_days(rng, numbers, first, days)
    settle()


def leave_keys_unchecked() -> None:
    """Spare PostgreSQL the foreign keys until the transaction ends, where we may: half of the loading."""
    if connection.vendor != "postgresql":
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT rolsuper FROM pg_roles WHERE rolname = current_user")
        if cursor.fetchone()[0]:
            cursor.execute("SET LOCAL session_replication_role = replica")


def is_loaded(couples: int) -> bool:
    """Say whether an earlier run has made all rows and packs, in the format of today."""
    return DayPack.objects.filter(format=FORMAT).count() == 2 * couples


def settle() -> None:
    """Tell the database what it holds."""
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE" if connection.vendor == "postgresql" else "ANALYZE")


def _id(kind: int, number: int) -> str:
    """Return an id that is spread like a random one; every kind of row has its own."""
    return f"{(number * 2654435761) % 2**32:08x}-0000-4000-8{kind:03x}-{number:012x}"


def _user(number: int, joined: datetime) -> dict[str, object]:
    plain = {"password": "!", "last_login": None, "is_superuser": False, "name": "", "zone": "UTC", "language": "en"}
    account = {"data_key": b"\0" * 32, "is_active": True, "is_staff": False, "created_at": joined}
    return {"id": _id(0, number), "email": f"person{number}@example.org", **plain, **account}


def _partner(number: int, side: int, joined: datetime) -> dict[str, object]:
    person = 2 * number + side
    ids = {"id": _id(2, person), "couple_id": _id(1, number), "user_id": _id(0, person)}
    return ids | {
        "role": "hurt" if side == 0 else "repairing",
        "opened_at": joined,
        "is_current": True,
        "joined_at": joined,
    }


def _write_days(rng: np.random.Generator, numbers: range, first: date, days: int) -> None:
    people = 2 * len(numbers)
    level = rng.uniform(3, 7, (people, 1)) + 1.1 * rng.normal(size=(people, days))
    rating = lambda centre: np.clip(np.round(centre + rng.normal(size=centre.shape)), 0, 10).astype(int)  # noqa: E731
    ratings = [rating(level), rating(level), rating(10 - level)]
    talk = rng.random((people, days)) < TALKS
    talks = [rng.integers(0, 11, (people, days)) for _ in range(3)]
    topic, heat = rng.integers(0, len(BuiltInTopic), (people, days)), rng.integers(0, 3, (people, days))
    columns = [array.ravel().tolist() for array in (*ratings, talk, *talks, topic, heat)]
    _write_tuples(CheckIn, CHECK_IN, _check_ins(numbers, first, days, columns))
    _write_tuples(OwnAnswers, OWN, _own(numbers, days, columns[2]))
    said = {"safe": ratings[0], "close": ratings[1], "on_guard": ratings[2]}
    in_talks = zip(("calm", "defended", "heard", "topic", "escalated"), (*talks, topic, heat), strict=True)
    said |= {name: np.where(talk, answers, NOTHING) for name, answers in in_talks}
    _write_packs(numbers, first, said, talk)


def _write_packs(numbers: range, first: date, said: dict[str, NDArray[np.integer]], talk: NDArray[np.bool_]) -> None:
    """Write the pack of each person, of answers by their names."""
    people, days = talk.shape
    records = np.empty((people, days, DAY_BYTES), np.uint8)
    records[:, :, PLACE_AT] = 1
    answers = records[:, :, HEAD:]
    answers[:] = np.frombuffer(LAYOUT.nothing, np.uint8)
    for name, numbers_said in said.items():
        LAYOUT.number(answers, name)[:] = numbers_said
    for bit, is_so in (("present", np.True_), ("hard_talk", talk)):
        column, mask = LAYOUT.place_of(bit)
        answers[:, :, column] |= np.where(is_so, np.uint8(mask), np.uint8(0))
    kept = min(days, KEPT_DAYS)
    rows = [
        {
            "author_id": _id(0, 2 * numbers.start + row),
            "format": FORMAT,
            "began_on": first,
            "first_on": first + timedelta(days=days - kept),
            "couples": UUID(_id(1, numbers.start + row // 2)).bytes,
            "days": records[row, days - kept :].tobytes(),
        }
        for row in range(people)
    ]
    _write(DayPack, rows)


CHECK_IN = (
    "id author_id couple_id local_date zone submitted_at changed_at is_added_later hard_day "
    "safe close hard_talk topic_key calm defended heard escalated words_for_us"
).split()
OWN = "id author_id check_in_id on_guard".split()


def _check_ins(numbers: range, first: date, days: int, columns: list[list]) -> Lines:
    topics, heats = [topic.value for topic in BuiltInTopic], ["no", "little", "yes"]
    dates = [(first + timedelta(days=day)).isoformat() for day in range(days)]
    times = [(on, "UTC", f"{on} 20:00:00", f"{on} 20:00:00") for on in dates]
    values = zip(*columns, strict=True)
    for number in numbers:
        couple = _id(1, number)
        for person in (2 * number, 2 * number + 1):
            author = _id(0, person)
            for day, when in enumerate(times):
                safe, close, _guard, talk, calm, defended, heard, topic, heat = next(values)
                said = (topics[topic], calm, defended, heard, heats[heat]) if talk else ("", None, None, None, "")
                ids = (_id(3, person * 4096 + day), author, couple)
                yield (*ids, *when, False, False, safe, close, talk, *said, b"")


def _own(numbers: range, days: int, guard: list[int]) -> Lines:
    values = iter(guard)
    for person in range(2 * numbers.start, 2 * numbers.stop):
        author = _id(0, person)
        for day in range(days):
            number = person * 4096 + day
            yield _id(4, number), author, _id(3, number), next(values)


def _write(model: type[models.Model], rows: list[dict[str, object]]) -> None:
    """Write whole rows through the model's own fields."""
    objects = [model(**row) for row in rows]
    model.objects.bulk_create(objects, batch_size=500)


def _write_tuples(model: type[models.Model], columns: list[str], rows: Lines) -> None:
    """Write rows by COPY, or by one prepared statement on SQLite."""
    table, names = model._meta.db_table, ", ".join(columns)
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            places = ", ".join("?" * len(columns))
            plain = (tuple(_hex(value) for value in row) for row in rows)
            cursor.cursor.connection.executemany(f"INSERT INTO {table} ({names}) VALUES ({places})", plain)
            return
        with cursor.copy(f"COPY {table} ({names}) FROM STDIN") as copy:
            for row in rows:
                copy.write("\t".join(map(_text, row)) + "\n")


def _hex(value: object) -> object:
    """Return ids as SQLite keeps them: 32 digits."""
    return UUID(value).hex if isinstance(value, str) and len(value) == 36 else value


def _text(value: object) -> str:
    return "\\N" if value is None else "" if value == b"" else str(value)
