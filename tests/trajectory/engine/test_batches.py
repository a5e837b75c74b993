"""Nobody's figures depend on who stands beside them: any order, any chunk, the same bytes."""

from dataclasses import fields, is_dataclass
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from tests.trajectory.engine.diary import drawn
from trajectory.engine import claims
from trajectory.engine.claims import replay, take_look
from trajectory.engine.diaries import rounded
from trajectory.engine.latency import kaplan_meier
from trajectory.engine.levels import last_level, smoothed_level
from trajectory.engine.pairs import co_movement, gap
from trajectory.engine.report import reports
from trajectory.engine.robust import robust_trend
from trajectory.engine.spread import steadiness, swing
from trajectory.engine.topics import heat

FEW = settings(max_examples=5, deadline=None, database=None, derandomize=True)
SIZE, DAYS = 60, 110


def block() -> tuple[NDArray, NDArray]:
    """Sixty diaries of many lengths and densities, one empty, one constant."""
    rng = np.random.default_rng(42)
    parts = [
        drawn(seed, series=20, days=DAYS, gain=g, missing=m) for seed, g, m in ((1, 3, 0.1), (2, 0, 0.4), (3, -2, 0.7))
    ]
    y = np.vstack(parts)
    y[7], y[8] = np.nan, 6.2
    return y, rng.integers(20, DAYS + 1, SIZE)


def everything(y: NDArray, lengths: NDArray) -> list[Any]:
    """Every result of the engine that has one figure for each series."""
    return [
        take_look(y, lengths),
        replay(y, lengths, in_step=True).look,
        replay(y, lengths, in_step=True).step,
        last_level(y, lengths),
        swing(y, lengths),
        steadiness(y, lengths),
        robust_trend(y, lengths),
        gap(y, 10 - y, lengths),
        co_movement(y, np.sin(3 * y), lengths),
        kaplan_meier(np.abs(np.nan_to_num(y[:, :15], nan=3.0)), y[:, :15] > 5),
        heat(np.floor(np.nan_to_num(y[:, :5])), np.full((len(y), 5), 10)),
    ]


def columns(result: Any) -> list[NDArray]:
    """All arrays of a result, those inside intervals included."""
    if not is_dataclass(result):
        return [result]
    return [column for f in fields(result) for column in columns(getattr(result, f.name))]


def as_bytes(results: list[Any], which: NDArray | slice) -> list[bytes]:
    """The rounded figures of some series as bytes."""
    return [np.ascontiguousarray(column[which]).tobytes() for r in results for column in columns(rounded(r))]


Y, LENGTHS = block()
ALL = everything(Y, LENGTHS)


@FEW
@given(st.permutations(range(SIZE)), st.integers(1, SIZE))
def test_figures_are_the_same_in_any_order_and_company(order: list[int], size: int) -> None:
    chosen = np.array(order[:size])
    width = int(LENGTHS[chosen].max())

    part = everything(np.ascontiguousarray(Y[chosen, :width]), LENGTHS[chosen])

    assert as_bytes(part, slice(None)) == as_bytes(ALL, chosen)


@pytest.mark.parametrize("check_ins", [1, 64, 300, 2_000, 100_000])
def test_figures_are_the_same_for_any_chunk(check_ins: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(claims, "CHECK_INS_AT_ONCE", check_ins)

    found = [take_look(Y, LENGTHS)]

    assert as_bytes(found, slice(None)) == as_bytes(ALL[:1], slice(None))


def test_paths_are_the_same_alone_and_together() -> None:
    together = replay(Y, LENGTHS).path

    alone = [replay(Y[[k]], LENGTHS[[k]]).path[0] for k in range(SIZE)]

    looks = [len(path) for path in alone]
    assert [path.tolist() for path in alone] == [together[k, : looks[k]].tolist() for k in range(SIZE)]


def test_smoothed_level_is_the_same_alone_and_together() -> None:
    together = smoothed_level(Y, LENGTHS)

    alone = [smoothed_level(Y[[k]], LENGTHS[[k]]) for k in range(0, SIZE, 7)]

    expected = [as_bytes([together], np.array([k])) for k in range(0, SIZE, 7)]
    assert [as_bytes([level], slice(None)) for level in alone] == expected


def test_reports_are_the_same_alone_and_together() -> None:
    together = reports(Y, LENGTHS)

    alone = [reports(Y[[k]], LENGTHS[[k]])[0] for k in range(0, SIZE, 7)]

    assert alone == together[::7]


def test_rounded_leaves_no_minus_zero() -> None:
    look = rounded(take_look(np.full((1, 70), 7.3)))

    assert not np.signbit(look.d[0])
    assert rounded(np.array([-1e-9, 0.12345678])).tolist() == [0.0, 0.123457]


def test_engine_takes_no_series_and_no_days() -> None:
    empty, dayless = np.zeros((0, 50)), np.zeros((3, 0))

    assert (len(reports(empty)), [report["path"] for report in reports(dayless)]) == (0, [[], [], []])
