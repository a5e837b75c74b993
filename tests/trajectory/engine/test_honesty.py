"""The honesty bench: its shape, and the same figures for the same seed."""

import json

import pytest

from bench.honesty import Scenario, main, paths


def test_honesty_prints_the_agreed_table(capsys: pytest.CaptureFixture[str]) -> None:
    status = main(["--series", "20", "--seed", "3"])

    table = json.loads(capsys.readouterr().out)
    assert status == 0
    assert list(table) == ["series", "seed", "null", "gain", "crash", "one_bad_day", "lasting_drop"]
    assert {ar: list(rates) for ar, rates in table["null"].items()} == {
        ar: ["higher_any", "lower_any", "per_look"] for ar in ("0", "0.3", "0.5", "0.7")
    }
    assert {gain: list(rates) for gain, rates in table["gain"].items()} == {
        gain: ["higher_any", "median_week"] for gain in ("1", "2", "3", "4")
    }
    assert len(table["crash"]["held"]) == 3


def test_paths_are_the_same_for_the_same_seed() -> None:
    scenario = Scenario(gain=3, setbacks=True)

    same = [paths(10, seed, scenario).tobytes() for seed in (3, 3, 4)]

    assert (same[0] == same[1], same[0] == same[2]) == (True, False)


def test_honesty_refuses_no_series(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as left:
        main(["--series", "0"])

    assert left.value.code == 2
    assert "--series starts at 1" in capsys.readouterr().err
