"""Lines, bands and marks of a chart."""

from datetime import date, timedelta

from trajectory.charts import Plane, Series, frames
from trajectory.strips import Strip, strips

FIRST = date(2026, 1, 5)
PLANE = Plane(FIRST, 100, 144, 146)


def on(day: int) -> date:
    return FIRST + timedelta(days=day)


def test_a_line_is_interrupted_by_more_than_four_weeks_of_silence() -> None:
    line = PLANE.line([(on(0), 0.0), (on(28), 5.0), (on(60), 10.0)])

    assert line == "M34.0 112.0L62.0 62.0M94.0 12.0"


def test_one_point_is_no_line() -> None:
    assert PLANE.line([(on(0), 5.0)]) == ""


def test_a_band_is_one_closed_path() -> None:
    band = PLANE.band([(on(0), 0.0), (on(50), 0.0)], [(on(0), 10.0), (on(50), 10.0)])

    assert band == "M34.0 12.0L84.0 12.0L84.0 112.0L34.0 112.0Z"


def test_both_frames_draw_the_same_days() -> None:
    drawn = frames(first=FIRST, last=on(35), series=[Series(dots=[(on(0), 5.0)])], label="A label.")

    assert {size: (frame.width, frame.height, frame.series[0].dots) for size, frame in drawn.items()} == {
        "wide": (720, 280, "M34.0 129.0h0"),
        "narrow": (360, 250, "M34.0 114.0h0"),
    }


def test_a_strip_leaves_out_months_without_an_answer() -> None:
    months = [(date(2026, 1, 1), 0), (date(2026, 2, 1), None), (date(2026, 3, 1), 10)]

    row = strips([Strip("Calmer", months)], label="A label.")["narrow"].rows[0]

    assert (row.line, row.last) == ("M14.0 66.0L316.0 30.0", (316.0, 30.0, 10))
