"""What manage.py says when it cannot run a command: one line that names the setting."""

from collections.abc import Callable

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.db import OperationalError

import manage


def refusing(problem: Exception) -> Callable[[list[str]], None]:
    def run(_arguments: list[str]) -> None:
        raise problem

    return run


@pytest.mark.parametrize(
    ("problem", "said"),
    [
        (ImproperlyConfigured("SECRET_KEY is not set."), "SECRET_KEY is not set.\n"),
        (
            OperationalError("connection to server at 10.0.0.7 failed"),
            "DATABASE_URL: the database does not answer, or has no tables yet.\n",
        ),
    ],
)
def test_command_that_cannot_start_exits_2_with_one_line(
    problem: Exception, said: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture
) -> None:
    monkeypatch.setattr(manage, "execute_from_command_line", refusing(problem))

    with pytest.raises(SystemExit) as exit_status:
        manage.main()

    assert (exit_status.value.code, capsys.readouterr().err) == (2, said)
