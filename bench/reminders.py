"""What reminders cost, as ratios to bare SQL and to a bare mail connection in the same run.

    python3 dev.py bench reminders [--people 100000] [--due 10000] [--mails 2000] [--rounds 3] [--answer-ms 1]

PostgreSQL only. People, clocks and zones are made by SQL; a tenth are due at one instant.
Floors: the same rows written and claimed by the shortest SQL there is; the same mails, ready
made, handed to the same SMTP server over one connection. The server takes `--answer-ms` for
each mail, by default the millisecond that aiosmtpd needs; with 0 the ratio is that of writing
a mail to the bare socket. Every round runs floor and product
in turn on the same rows; the last line on standard output is JSON with the medians.
"""

import argparse
import json
import smtplib
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from multiprocessing import get_context
from multiprocessing.connection import Connection
from statistics import median
from time import perf_counter, process_time, sleep

import tests.services  # noqa: F401  starts PostgreSQL before Django reads its settings

import django

django.setup()

from django.conf import settings
from django.db import connection
from django.test.utils import override_settings, setup_databases, teardown_databases

from accounts.models import User
from notices.actions import relay, tick
from notices.actions.relay import Run, claim
from notices.messages import compose
from notices.models import Delivery, Reminder
from tests.notices.sink import Sink

NOW = datetime(2026, 3, 18, 20, 30, tzinfo=UTC)
ZONES = (
    "Europe/Vienna Europe/London Europe/Lisbon Europe/Athens Europe/Istanbul Africa/Cairo Africa/Lagos Asia/Tokyo "
    "Asia/Kolkata Asia/Kathmandu Asia/Dubai Asia/Tehran Asia/Shanghai Australia/Sydney Australia/Adelaide "
    "Pacific/Auckland Pacific/Chatham Pacific/Tongatapu America/New_York America/Chicago America/Denver "
    "America/Los_Angeles America/Sao_Paulo America/St_Johns"
).split()
TICK_BATCH, CLAIM_BATCH = 2000, 500
SERIAL = "('00000000-0000-4000-8000-' || lpad(to_hex(i), 12, '0'))::uuid"

MAKE_USERS = f"""
INSERT INTO accounts_user (id, email, name, zone, language, data_key, password, is_active, is_staff, is_superuser)
SELECT {SERIAL}, 'person' || i || '@example.org', '', (%(zones)s::text[])[1 + i %% %(number)s], 'en', '', '!', true, false, false
FROM generate_series(1, %(people)s) AS i"""
MAKE_CLOCKS = """
INSERT INTO notices_reminder
    (id, user_id, is_on, local_time, quiet_from, quiet_to, next_on, next_due_at, next_until, week_is_ready, has_heads_up)
SELECT id, id, true, (%(now)s AT TIME ZONE zone)::time, NULL, NULL, (%(now)s AT TIME ZONE zone)::date,
    %(now)s, %(now)s + interval '2 hours', false, false
FROM accounts_user"""
PUT_OFF = """
UPDATE notices_reminder SET next_due_at = %(now)s + interval '1 minute' + random() * interval '22 hours'
WHERE id NOT IN (SELECT id FROM notices_reminder ORDER BY id LIMIT %(due)s)"""
TURN_BACK = """
UPDATE notices_reminder r SET next_on = (%(now)s AT TIME ZONE u.zone)::date, next_due_at = %(now)s,
    next_until = %(now)s + interval '2 hours'
FROM (SELECT id FROM notices_reminder ORDER BY id LIMIT %(due)s) d, accounts_user u
WHERE r.id = d.id AND u.id = r.user_id"""
BARE_INSERT = """
INSERT INTO notices_delivery (id, kind, user_id, local_date, asks_check_in, week_is_ready, has_heads_up, address,
    letter, state, created_at, due_at, not_after, attempts)
SELECT gen_random_uuid(), 'notice', user_id, next_on, true, false, false, '', '', 'pending', %(now)s, next_due_at,
    next_until, 0
FROM notices_reminder WHERE is_on AND next_due_at <= %(now)s ORDER BY next_due_at LIMIT %(batch)s
FOR UPDATE SKIP LOCKED ON CONFLICT DO NOTHING"""
BARE_MOVE = """
UPDATE notices_reminder SET next_on = next_on + 1, next_due_at = next_due_at + interval '1 day',
    next_until = next_until + interval '1 day'
WHERE id IN (SELECT id FROM notices_reminder WHERE is_on AND next_due_at <= %(now)s ORDER BY next_due_at LIMIT %(batch)s)"""
BARE_CLAIM = """
UPDATE notices_delivery SET state = 'taken', claim = gen_random_uuid(), lease_until = %(now)s
WHERE id IN (SELECT id FROM notices_delivery WHERE kind = 'notice' AND state = 'pending' AND due_at <= %(now)s
    ORDER BY not_after LIMIT %(batch)s FOR UPDATE SKIP LOCKED)
RETURNING id"""


def main(argv: list[str]) -> int:
    """Make the people, measure, and print the ratios as JSON."""
    parser = argparse.ArgumentParser(prog="bench reminders", description=__doc__.partition("\n")[0])
    parser.add_argument("--people", type=int, default=100_000)
    parser.add_argument("--due", type=int, default=10_000)
    parser.add_argument("--mails", type=int, default=2000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--answer-ms", type=float, default=1.0)
    options = parser.parse_args(argv)
    if connection.vendor != "postgresql":
        parser.error("needs PostgreSQL")
    if not 0 < options.mails <= options.due <= options.people:
        parser.error("--people is at least --due, --due at least --mails")
    databases = setup_databases(verbosity=0, interactive=False)
    try:
        print(json.dumps(measure(options), indent=1))
    finally:
        teardown_databases(databases, verbosity=0)
    return 0


def measure(options: argparse.Namespace) -> dict[str, object]:
    """Run every part; times are medians of the rounds."""
    made = timed(lambda: make_people(options.people, options.due))
    print(f"made {options.people} people in {made:.1f} s", file=sys.stderr)
    rounds = [tick_and_claim(options.due) for _round in range(options.rounds)]
    mails = mail_rounds(options.mails, options.rounds, options.answer_ms / 1000)
    return {
        "people": options.people,
        "due": options.due,
        "groups": len(ZONES),
        "empty_tick_ms": round(1000 * median(r["empty"] for r in rounds), 2),
        **ratio_of(rounds, "tick", options.due),
        **ratio_of(rounds, "claim", options.due),
        **ratio_of(rounds, "tick_and_claim", options.due),
        **ratio_of(mails, "pipeline", options.mails),
        "answer_ms": options.answer_ms,
        "pipeline_cpu_ms_a_mail": round(1000 * median(r["cpu"] for r in mails) / options.mails, 2),
        "pipeline_without_server_per_s": round(options.mails / median(r["no_server"] for r in mails)),
        "ids_in_a_message": "none: rows are the queue, a wake-up carries nothing",
    }


def ratio_of(rounds: list[dict[str, float]], part: str, rows: int) -> dict[str, float]:
    """Return a part's rate, its floor's rate, and their ratio (1 is as fast as the floor)."""
    ours, floor = (median(r[name] for r in rounds) for name in (part, f"{part}_floor"))
    return {
        f"{part}_per_s": round(rows / ours),
        f"{part}_floor_per_s": round(rows / floor),
        f"{part}_ratio": round(median(r[f"{part}_floor"] / r[part] for r in rounds), 2),
    }


def timed(work: Callable[[], object]) -> float:
    """Return the seconds that some work took."""
    began = perf_counter()
    work()
    return perf_counter() - began


def execute(sql: str, **values: object) -> int:
    """Run one statement; return the rows it touched."""
    with connection.cursor() as cursor:
        cursor.execute(sql, {"now": NOW, **values})
        return cursor.rowcount


def make_people(people: int, due: int) -> None:
    """Fill the tables by SQL, and let a part of the people be due."""
    execute(MAKE_USERS, people=people, zones=ZONES, number=len(ZONES))
    execute(MAKE_CLOCKS)
    execute(PUT_OFF, due=due)
    for table in ("accounts_user", "notices_reminder"):
        execute(f"VACUUM ANALYZE {table}")


def turn_back(due: int) -> None:
    """Make the same people due again, with an empty outbox."""
    execute("TRUNCATE notices_delivery")
    execute(TURN_BACK, due=due)
    execute("VACUUM notices_reminder")


def tick_and_claim(due: int) -> dict[str, float]:
    """Measure the floor and the product once each, and a tick with nothing due."""
    turn_back(due)
    bare_tick, bare_claim = timed(lambda: bare(BARE_INSERT, BARE_MOVE, TICK_BATCH)), timed(bare_claims)
    turn_back(due)
    our_tick, our_claim = timed(lambda: tick(now=NOW)), timed(claims)
    assert Delivery.objects.filter(state="taken").count() == due
    return {
        "empty": timed(lambda: tick(now=NOW)),
        "tick": our_tick,
        "tick_floor": bare_tick,
        "claim": our_claim,
        "claim_floor": bare_claim,
        "tick_and_claim": our_tick + our_claim,
        "tick_and_claim_floor": bare_tick + bare_claim,
    }


def bare(insert: str, move: str, batch: int) -> None:
    """Write and move batch by batch until nothing is due."""
    while execute(insert, batch=batch):
        execute(move, batch=batch)


def bare_claims() -> None:
    """Claim batch by batch in one statement each."""
    while execute(BARE_CLAIM, batch=CLAIM_BATCH):
        pass


def claims() -> None:
    """Claim as the relay does."""
    while claim(Run(NOW, elapsed=lambda: 0.0), CLAIM_BATCH):
        pass


def mail_rounds(mails: int, rounds: int, answer_seconds: float) -> list[dict[str, float]]:
    """Measure the way from row to provider, against a bare connection to the same server."""
    near, far = get_context("spawn").Pipe()
    server = get_context("spawn").Process(target=serve, args=[far, answer_seconds], daemon=True)
    server.start()
    smtp = {
        "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "EMAIL_HOST": "127.0.0.1",
        "EMAIL_PORT": near.recv(),
    }
    try:
        return [mail_round(mails, smtp) for _round in range(rounds)]
    finally:
        server.terminate()
        server.join()


def serve(far: Connection, answer_seconds: float) -> None:
    """Take mail in a process of its own, each after a pause."""
    with Sink(lambda verb, line: sleep(answer_seconds) if verb == "BODY" else None) as sink:
        far.send(sink.port)
        sink.serve_forever()


def mail_round(mails: int, smtp: dict[str, object]) -> dict[str, float]:
    """Send the same number of mails barely, by the relay, and by the relay into nothing."""
    ready = ready_made(mails)
    floor = timed(lambda: send_barely(ready, smtp["EMAIL_PORT"]))
    wait_for(mails)
    with override_settings(**smtp):
        cpu = process_time()
        ours = timed(relay_all)
        cpu = process_time() - cpu
    wait_for(mails)
    with override_settings(EMAIL_BACKEND="django.core.mail.backends.dummy.EmailBackend"):
        no_server = timed(relay_all)
    return {"pipeline": ours, "pipeline_floor": floor, "no_server": no_server, "cpu": cpu}


def wait_for(mails: int) -> None:
    """Put that many notices into the outbox, ready to be sent."""
    turn_back(mails)
    tick(now=NOW, limit=mails)


def ready_made(mails: int) -> list[tuple[str, bytes]]:
    """Return mails as bytes, as the relay would write them."""
    people = User.objects.filter(pk__in=Reminder.objects.order_by("pk").values("user")[:mails])
    rows = [Delivery(kind="notice", user=user, local_date=NOW.date()) for user in people]
    return [(row.user.email, compose(row).message().as_bytes(linesep="\r\n")) for row in rows]


def send_barely(ready: list[tuple[str, bytes]], port: int) -> None:
    """Hand all of them to the server over one connection."""
    with smtplib.SMTP("127.0.0.1", port) as client:
        for address, content in ready:
            client.sendmail(settings.DEFAULT_FROM_EMAIL, [address], content)


def relay_all() -> None:
    """Relay until nothing is ready."""
    while relay(now=NOW)["claimed"]:
        pass


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
