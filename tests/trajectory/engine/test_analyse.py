"""`manage.py analyse`: what it says of a good file, and how it refuses a bad one."""

import json
from pathlib import Path

import numpy as np
import pytest

from tests.trajectory.engine import plain
from tests.trajectory.engine.diary import drawn, wave
from trajectory.engine.report import reports
from trajectory.management.commands.analyse import Command, analyse

KEYS = "path D need p_weekly p_gls phi slope_week slope_week_sd tip n level level_sd rmssd28 rel_sd28 steady steady_ci"


def written(folder: Path, text: str | bytes) -> Path:
    """A file with this text."""
    path = folder / "diary.csv"
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return path


def rows(name: str, y: np.ndarray, *, shift: int = 0) -> list[str]:
    """The rows of one diary."""
    return [f"{name},{day + shift},{value!r}" for day, value in enumerate(y.tolist()) if not np.isnan(value)]


def diary(*lines: str) -> str:
    """A file with a header and these rows."""
    return "\n".join(["series,day,value", *lines]) + "\n"


def run(path: Path, *flags: str) -> None:
    """Run the command as manage.py does."""
    Command().run_from_argv(["manage.py", "analyse", str(path), *flags])


def test_analyse_reports_every_key_of_the_contract(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    y = wave()
    y[120] = 0.0

    run(written(tmp_path, diary(*rows("a", y))), "--json")

    found = json.loads(capsys.readouterr().out)
    assert list(found) == ["a"]
    assert list(found["a"]) == [*KEYS.split(), "recoveries"]
    assert found["a"] == reports(y[None])[0]
    assert found["a"]["recoveries"] == [[120, 1, True]]


def test_analyse_agrees_with_the_definition_written_out(tmp_path: Path) -> None:
    y = drawn(12, days=100, gain=3.0)[0]
    y[99] = 6.0

    found = json.loads(analyse(written(tmp_path, diary(*rows("a", y))), as_json=True))["a"]

    last = plain.look(y[:98])
    assert last is not None
    names = {"D": "d"} | {name: name for name in ("need", "p_weekly", "p_gls", "phi", "slope_week", "tip", "n")}
    assert found["path"] == plain.path(y)
    assert {name: found[name] for name in names} == {
        name: pytest.approx(last[key], abs=1e-6) for name, key in names.items()
    }


def test_analyse_says_the_same_in_any_order_of_rows(tmp_path: Path) -> None:
    lines = [*rows("b", wave(90)), *rows("a", drawn(1, days=60)[0])]
    shuffled = np.random.default_rng(1).permutation(lines).tolist()

    texts = [analyse(written(tmp_path, diary(*order)), as_json=True) for order in (lines, shuffled)]

    assert texts[0] == texts[1]


def test_analyse_says_the_same_alone_and_beside_others(tmp_path: Path) -> None:
    short, long = rows("short", drawn(1, days=60)[0]), rows("long", wave(400))

    together = json.loads(analyse(written(tmp_path, diary(*long, *short)), as_json=True))

    alone = json.loads(analyse(written(tmp_path, diary(*short)), as_json=True))
    assert together["short"] == alone["short"]
    assert len(together["long"]["path"]) == (400 - 35) // 7 + 1


def test_analyse_begins_at_the_first_check_in_and_names_the_days_of_the_file(tmp_path: Path) -> None:
    y = wave(100)
    y[80] = 0.0

    late = json.loads(analyse(written(tmp_path, diary(*rows("a", y, shift=9))), as_json=True))["a"]

    expected = reports(y[None])[0]
    assert expected["recoveries"] == [[80, 2, True]]
    assert late == {**expected, "recoveries": [[89, 2, True]]}


def test_analyse_too_early_is_null(tmp_path: Path) -> None:
    y = drawn(1, days=80)[0]
    y[56:78] = np.nan
    y[79] = 5.0

    found = json.loads(analyse(written(tmp_path, diary(*rows("a", y), "b,0,5")), as_json=True))

    assert found["a"]["path"][-2:] == [None, None]
    assert [found["a"][name] for name in KEYS.split()[1:10]] == [None] * 9
    assert found["b"] == dict.fromkeys([*KEYS.split()]) | {"path": [], "recoveries": []}


@pytest.mark.parametrize(
    "text",
    [
        "\ufeffseries,day,value\r\na,0,5\r\na,1,6\r\n\r\n",
        "value,series,day\n5,a,0\n6,a,1",
        ' series , day,value,note\n"a", 0 ,5.0,"said ""x"", then y"\na,001,+6e0,\n\n   \n',
        "series,day,value\ra,0,5\ra,1,6\r",
    ],
)
def test_analyse_reads_the_files_that_programs_write(tmp_path: Path, text: str) -> None:
    path = written(tmp_path, text)

    assert analyse(path, as_json=True) == analyse(written(tmp_path, diary("a,0,5", "a,1,6")), as_json=True)


def test_analyse_prints_a_table(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run(written(tmp_path, diary(*rows("Ä\x1bnne", wave(90)), *rows("Bo", wave(30)))))

    lines = capsys.readouterr().out.splitlines()
    assert " ".join(lines[0].split()) == "series path D need P weekly P AR1 phi slope/wk sd tip n"
    assert lines[1].split()[:4] == ["Bo", "(under", "35", "days)"]
    assert lines[2].split()[:2] == ["Ä?nne", "00000+++"]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "row 1: the file is empty; it needs the columns series, day, value"),
        ("\n\n", "row 1: the file is empty; it needs the columns series, day, value"),
        ("series,day,value\n", "row 2: the file has a header and no check-in"),
        ("series,day\na,1\n", "row 1: the column value is missing"),
        ("series;day;value\na;1;2\n", "row 1: the column series is missing"),
        ("series,day,value,day\na,1,2,3\n", "row 1: the column day is there more than once"),
        (diary("a,0,5", "a,1,11"), "row 3: the value '11' is not between 0 and 10"),
        (diary("a,0,-0.1"), "row 2: the value '-0.1' is not between 0 and 10"),
        (diary("a,0,1e400"), "row 2: the value '1e400' is not between 0 and 10"),
        (diary("a,0,five"), "row 2: the value 'five' is not a number"),
        (diary("a,0,NaN"), "row 2: the value 'NaN' is not a number"),
        (diary("a,0,inf"), "row 2: the value 'inf' is not a number"),
        (diary("a,0,1_0"), "row 2: the value '1_0' is not a number"),
        (diary("a,0,٣"), "row 2: the value '\\u0663' is not a number"),
        (diary("a,0,"), "row 2: the value '' is not a number"),
        (diary("a,-1,5"), "row 2: the day '-1' is not a whole number from 0"),
        (diary("a,3.5,5"), "row 2: the day '3.5' is not a whole number from 0"),
        (diary("a,nan,5"), "row 2: the day 'nan' is not a whole number from 0"),
        (diary("a,1000000000,5"), "row 2: the day '1000000000' is after day 36524"),
        (diary("a," + "9" * 5000 + ",5"), "row 2: the day '" + "9" * 39 + "\\u2026' is after day 36524"),
        (diary("a,1,5", "b,1,5", "a,01,6"), "row 4: day 1 of series 'a' is there twice"),
        (diary(" ,1,5"), "row 2: the name of the series is empty"),
        (diary("a,1"), "row 2: 2 cells where the header has 3"),
        (diary("a,1,5,6"), "row 2: 4 cells where the header has 3"),
        (diary("a,1,5", '"a\nb",2,x'), "row 4: the value 'x' is not a number"),
        (diary('a,1,"5'), "row 2: unexpected end of data"),
        (diary("a,1," + "5" * 200_000), "row 2: field larger than field limit (131072)"),
        (b"series,day,value\na,1,5\n\xff,1,5\n", "row 3: the file is not text in UTF-8"),
        ("series,day,value\na,1,5\n".encode("utf-16"), "row 1: the file is not text in UTF-8"),
    ],
)
def test_analyse_refuses_a_bad_file_in_one_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], text: str | bytes, message: str
) -> None:
    with pytest.raises(SystemExit) as left:
        run(written(tmp_path, text), "--json")

    told = capsys.readouterr()
    assert (left.value.code, told.out, told.err) == (2, "", f"CommandError: {message}\n")


@pytest.mark.parametrize("name", ["absent.csv", ".", "a\0b"])
def test_analyse_refuses_what_cannot_be_read(tmp_path: Path, capsys: pytest.CaptureFixture[str], name: str) -> None:
    with pytest.raises(SystemExit) as left:
        run(tmp_path / name)

    told = capsys.readouterr().err
    assert left.value.code == 2
    assert told.startswith("CommandError: row 1: ")
    assert told.count("\n") == 1


def test_analyse_takes_ten_years(tmp_path: Path) -> None:
    path = written(tmp_path, diary("a,0,5", "a,3652,6", *rows("b", wave(40))))

    found = json.loads(analyse(path, as_json=True))

    assert set(found["a"]["path"]) == {None}
    assert len(found["a"]["path"]) == (3653 - 35) // 7 + 1
