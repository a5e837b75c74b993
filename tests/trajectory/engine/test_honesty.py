"""The honesty bench: its shape, and the same figures for the same seed."""

import json

import pytest

from bench.honesty import main


def test_honesty_prints_the_same_table_for_the_same_seed(capsys: pytest.CaptureFixture[str]) -> None:
    statuses, tables = [], []

    for _ in range(2):
        statuses.append(main(["--series", "30", "--seed", "3"]))
        tables.append(json.loads(capsys.readouterr().out))

    assert statuses == [0, 0]
    assert tables[0] == tables[1]
    assert list(tables[0]) == ["series", "seed", "null", "gain", "crash", "one_bad_day", "lasting_drop"]
    assert list(tables[0]["null"]) == ["0", "0.3", "0.5", "0.7"]
    assert list(tables[0]["gain"]) == ["1", "2", "3", "4"]
    assert len(tables[0]["crash"]["held"]) == 3


def test_honesty_refuses_no_series(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as left:
        main(["--series", "0"])

    assert left.value.code == 2
    assert "--series starts at 1" in capsys.readouterr().err
