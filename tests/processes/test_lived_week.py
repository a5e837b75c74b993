"""A week with it, as a newcomer lives it: one process on an empty folder, asked by HTTP alone, mails as files."""

import json
import os
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from kit.weeks import week_of
from tests.daytime import daytime_zone
from tests.processes.conftest import HOUSE, free_port
from tests.processes.visitor import CODE, Page, Visitor
from tests.services import SETTINGS, wait_until

OF_THE_TESTS = {*SETTINGS, "DATABASE_URL", "REDIS_URL", "EMBEDDED", "DATA_DIR"}
NEWCOMER = {name: value for name, value in os.environ.items() if name not in OF_THE_TESTS}
PASSWORD = "a quiet green lamp"
REMINDER_AT = time(20, 30)
THREE_TAPS = {"safe": "6", "close": "5", "on_guard": "4"}
WORDS_FOR_US = "Thank you for coming home early"
WORDS_FOR_ME = "I counted the minutes"
READY = "Something is ready to read."


@dataclass
class House:
    """The product as `dev.py run --empty` starts it, in a folder of its own."""

    folder: Path
    output: Path
    port: int
    zone: str
    process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start it and wait for its first page."""
        command = ("-m", "trustrebuild.embedded", "--port", str(self.port), "--data", str(self.folder), "--empty")
        with self.output.open("a") as output:
            self.process = subprocess.Popen(
                [sys.executable, *command], cwd=HOUSE, env=NEWCOMER, stdout=output, stderr=output
            )
        wait_until(self._answers, self.process)

    def _answers(self) -> bool:
        try:
            return self.visitor("nobody").see("/healthz").status == 200
        except OSError:
            return False

    def kill(self) -> None:
        """End it at once, with nothing written or said."""
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()

    def visitor(self, name: str) -> Visitor:
        """Return somebody with an address and no cookie."""
        return Visitor(f"{name}@example.org", site=f"http://127.0.0.1:{self.port}", mails=self.folder / "mail")

    def wait_for(self, found: Callable[[], object]) -> None:
        """Return once something is there."""
        wait_until(lambda: bool(found()), self.process, seconds=20)

    def run_jobs(self, *, at: datetime) -> dict[str, object]:
        """Do what is due at an instant, as cron would; return what it says it did."""
        command = [sys.executable, "manage.py", "run_jobs", "--at", at.isoformat()]
        environment = {**NEWCOMER, "EMBEDDED": "1", "DATA_DIR": str(self.folder)}
        return json.loads(subprocess.run(command, cwd=HOUSE, env=environment, check=True, capture_output=True).stdout)

    def today(self) -> date:
        """Return today's date in the zone where it is day now."""
        return datetime.now(ZoneInfo(self.zone)).date()

    def evening_of(self, on: date) -> datetime:
        """Return the instant of the set reminder."""
        return datetime.combine(on, REMINDER_AT, ZoneInfo(self.zone))

    def number_of(self, table: str) -> int:
        """Count the rows of a table."""
        with closing(sqlite3.connect(self.folder / "daybook.sqlite3")) as rows:
            return rows.execute(f"SELECT count(*) FROM {table}").fetchone()[0]


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """Start the product once; whoever kills it starts it again."""
    folder = tmp_path_factory.mktemp("house")
    house = House(folder / "rows", folder / "output", free_port(), daytime_zone())
    try:
        house.start()
        yield house
    finally:
        if house.process:
            house.kill()
        print(house.output.read_text())


def sign_up(house: House, *names: str) -> list[Visitor]:
    """Let people make their accounts, each by the code from their mail."""
    people = [house.visitor(name) for name in names]
    for who, name in zip(people, names, strict=True):
        answers = {"email": who.address, "password1": PASSWORD, "name": name.title(), "zone": house.zone}
        assert who.send("/accounts/signup/", **answers, of_age="on").path == "/accounts/confirm-email/"
    for who in people:
        house.wait_for(lambda who=who: who.newest(CODE))
        assert who.send("/accounts/confirm-email/", code=who.newest(CODE)).path == "/check-ins/today/"
    return people


def become_two(house: House, inviter: Visitor, joiner: Visitor) -> None:
    """Invite, join, compare the words, say yes, and open from both sides."""
    inviter.send("/couple/invite/", address=joiner.address)
    link = follow(house, joiner, "/j/")
    joiner.send(link, to=f"{link.replace('/j/', '/couple/join/')}accept/")
    words = four_words(joiner)
    assert (four_words(inviter), len(words)) == (words, 4)
    inviter.send("/couple/", to=inviter.see("/couple/").form_to("confirm"))
    for who, role in ((inviter, "hurt"), (joiner, "repairing")):
        who.send("/couple/role/", role=role)
        assert who.send("/couple/open/").status == 200
    assert "Your shared space is open" in inviter.see("/couple/").text


def follow(house: House, who: Visitor, start: str) -> str:
    """Return the path of the link that came by mail."""
    house.wait_for(lambda: who.newest(rf"{start}\S+"))
    return who.newest(rf"{start}\S+")


def four_words(who: Visitor) -> list[str]:
    """Return the words that a person sees."""
    return who.see("/couple/").items_of("four-words")


def share_with(house: House, therapist: Visitor, first: Visitor, second: Visitor) -> None:
    """Let a therapist read: one asks, the therapist accepts by the link, the other agrees; both prove who they are."""
    prove(
        first,
        first.send("/couple/therapist/", to="/couple/therapist/invite/", address=therapist.address, level="words"),
    )
    link = follow(house, therapist, "/t/")
    therapist.send(link, to=f"{link.replace('/t/', '/couple/therapist/join/')}accept/")
    agree = second.see("/couple/therapist/").form_to("agree")
    prove(second, second.send("/couple/therapist/", to=agree, level="words"))


def prove(who: Visitor, asked: Page) -> None:
    """Answer the question for the password; what was sent before then goes through."""
    assert asked.path == "/accounts/reauthenticate/"
    assert who.see(asked.path, asked.forms[asked.path] | {"password": PASSWORD}).path == "/couple/therapist/"


def notices_to(who: Visitor) -> list[str]:
    """Return the daily notices that a person got."""
    return [letter for letter in who.letters() if "Your page is here" in letter]


def test_week_is_lived_from_two_sign_ups_to_the_end_of_a_grant(house: House) -> None:
    anna, beth, clara = sign_up(house, "anna", "beth", "clara")
    become_two(house, anna, beth)
    share_with(house, clara, anna, beth)

    assert live_the_first_day(house, anna, beth) == ([], [])
    live_until_the_summary(house, anna, beth)

    page = clara.see(clara.see("/therapy/").links_to("/therapy/")[0])
    assert (page.status, WORDS_FOR_US in page.text, WORDS_FOR_ME in page.text) == (200, False, False)  # not over yet
    anna.send("/couple/therapist/", to=anna.see("/couple/therapist/").form_to("end"))
    assert (clara.see(page.path).status, clara.see("/therapy/").links_to("/therapy/")) == (404, [])


def live_the_first_day(house: House, anna: Visitor, beth: Visitor) -> tuple[list[str], list[str]]:
    """Check in one after the other: sealed, then open to both; return what reminds them that evening."""
    anna.send(f"/check-ins/{house.today()}/", **THREE_TAPS, words_for_us=WORDS_FOR_US, words_for_me=WORDS_FOR_ME)
    assert WORDS_FOR_US not in beth.see("/check-ins/today/").text
    opened = beth.send(f"/check-ins/{house.today()}/", **THREE_TAPS, words_for_us="I saw it")
    assert (WORDS_FOR_US in opened.text, WORDS_FOR_ME in opened.text) == (True, False)
    assert "I saw it" in anna.see("/check-ins/today/").text
    house.run_jobs(at=house.evening_of(house.today()))
    return notices_to(anna), notices_to(beth)


def live_until_the_summary(house: House, anna: Visitor, beth: Visitor) -> None:
    """Write no more: one reminder each evening at the set time, and on Monday evening it says that something is ready."""
    tomorrow = house.today() + timedelta(days=1)
    monday = week_of(tomorrow + timedelta(days=6))
    for number, evening in enumerate(sorted({tomorrow, monday}), start=1):
        house.run_jobs(at=house.evening_of(evening) - timedelta(minutes=1))
        assert len(notices_to(anna)) == number - 1
        house.run_jobs(at=house.evening_of(evening))
        assert [len(notices_to(who)) for who in (anna, beth)] == [number, number]
        assert [READY in notices_to(who)[-1] for who in (anna, beth)] == [evening == monday] * 2
    assert [row for row in ("trust", "safe", "close", "week") if row in notices_to(anna)[-1].lower()] == []
    for who in (anna, beth):
        assert "You checked in on 1 day of this week" in who.see("/trajectory/").text
    assert house.number_of("trajectory_weeklysummary WHERE is_current") == 1


def test_check_in_that_was_answered_outlives_a_kill(house: House) -> None:
    (dora,) = sign_up(house, "dora")
    before = house.number_of("checkins_checkin"), len(dora.letters())

    answered = dora.send(f"/check-ins/{house.today()}/", **THREE_TAPS, words_for_us="Still here")
    house.kill()
    house.start()
    house.run_jobs(at=house.evening_of(house.today()))

    assert answered.status == 200
    assert "Still here" in dora.see("/check-ins/today/").text
    assert notices_to(dora) == []
    assert (house.number_of("checkins_checkin"), len(dora.letters())) == (before[0] + 1, before[1])
