"""Lines, bands and marks of a chart."""

import re
from datetime import date, timedelta
from xml.etree import ElementTree

import pytest
from django.utils.translation import override

from trajectory.charts.answered import DrawnDay
from trajectory.charts.half_year import HalfYear
from trajectory.charts.of_answers import closeness, hard_talks
from trajectory.charts.span import (
    MOMENT,
    NARROW,
    PHASE,
    REPAIR,
    SESSION,
    WIDE,
    ChartMark,
    DateSpan,
    Series,
    Sheet,
    Size,
)
from trajectory.charts.strips import Strip, strips
from trajectory.charts.topics import topic_chart

FIRST = date(2026, 1, 5)
SHEET = Sheet(DateSpan(FIRST, FIRST + timedelta(days=100)), Size("small", 144, 100, 1))
UGLY = "<script>alert('it')</script> & \"more\""


def on(day: int) -> date:
    return FIRST + timedelta(days=day)


def drawn(drawing: str) -> list[ElementTree.Element]:
    """Return the drawings of all sizes; they are well-formed."""
    return list(ElementTree.fromstring(f"<all>{drawing}</all>"))


def of_class(kind: str, svg: ElementTree.Element) -> list[str | None]:
    return [path.get("d") for path in svg.iter("path") if path.get("class") == kind]


def test_a_line_is_interrupted_by_more_than_four_weeks_of_silence() -> None:
    line = SHEET.line([(on(0), 0.0), (on(28), 5.0), (on(60), 10.0)])

    assert line == "M34 112l28 -50M94 12"


def test_one_point_is_no_line() -> None:
    assert SHEET.line([(on(0), 5.0)]) == ""


def test_a_band_is_one_closed_path() -> None:
    band = SHEET.band([(on(0), 0.0), (on(50), 0.0)], [(on(0), 10.0), (on(50), 10.0)])

    assert band == "M34 12l50 0 0 100 -50 0z"


def test_steps_of_tenths_add_up_to_the_place_they_lead_to() -> None:
    days = [(on(day), day / 10) for day in range(101)]

    steps = [float(step) for step in re.findall(r"-?[\d.]+", SHEET.line(days))]

    ends = SHEET.places(days)[-1]
    assert [round(10 * sum(steps[0::2])), round(10 * sum(steps[1::2]))] == list(ends) == [1340, 120]


def test_both_sizes_draw_the_same_days() -> None:
    both = drawn(DateSpan(FIRST, on(35)).lines([Series(dots=[(on(0), 5.0)])], label="A label."))

    found = {svg.get("class"): (svg.get("viewBox"), of_class("dots alone", svg)) for svg in both}
    assert found == {
        "wide": ("0 0 720 280", ["M34 129h0"]),
        "narrow": ("0 0 360 250", ["M34 114h0"]),
    }


def test_a_drawing_says_its_label() -> None:
    [svg] = drawn(DateSpan(FIRST, on(35), sizes=[WIDE]).lines([Series(dots=[(on(0), 5.0)])], label="A label."))

    assert (svg.get("role"), svg.get("aria-label"), svg.findtext("title")) == ("img", "A label.", "A label.")


def test_numbers_are_spelled_as_svg_reads_them_in_every_language() -> None:
    span = DateSpan(FIRST, on(35), sizes=[NARROW])
    series = [Series(line=[(on(0), 2.5), (on(4), 3.7)])]
    english = span.lines(series, label="A label.")

    with override("de"):
        assert span.lines(series, label="A label.") == english


def test_each_kind_of_mark_has_a_lane_of_its_own_below_the_axis() -> None:
    marks = [ChartMark(on(7), kind, kind) for kind in (SESSION, MOMENT, REPAIR)]
    [svg] = drawn(DateSpan(FIRST, on(35), marks, sizes=[NARROW]).lines([], label="A label."))

    lanes = {group.findtext("title"): ElementTree.tostring(group[1]).decode() for group in svg.iter("g")}
    heights = {kind: int(re.search(r'(?:cy="|M[\d.]+ )(\d+)', lanes[kind])[1]) for kind in lanes}
    assert heights == {MOMENT: 216 + 12, REPAIR: 216 + 24, SESSION: 216 + 36}
    assert svg.get("viewBox") == "0 0 360 286"


def test_a_change_of_phase_crosses_the_whole_plane_and_needs_no_lane() -> None:
    [svg] = drawn(
        DateSpan(FIRST, on(35), [ChartMark(on(0), "Attune", PHASE)], sizes=[NARROW]).lines([], label="A label.")
    )

    assert (of_class("event", svg), svg.get("viewBox")) == (["M34 12V216"], "0 0 360 250")


def test_days_of_the_second_line_are_rings() -> None:
    line = [(on(0), 5.0), (on(7), 6.0)]
    first, second = Series(dots=[(on(0), 5.0)], line=line), Series(dots=[(on(0), 5.0)], line=line, second=True)
    [svg] = drawn(DateSpan(FIRST, on(35), sizes=[NARROW]).lines([first, second], label="A label."))

    kinds = [path.get("class") for path in svg.iter("path") if "dots" in path.get("class", "")]
    assert kinds == ["dots second", "dots hole", "dots"]


def test_days_stand_in_key_and_table_until_a_week_has_a_mean() -> None:
    span = DateSpan(FIRST, on(35))
    one, second = DrawnDay(on(1), {"calm": 6, "heard": 3}), DrawnDay(on(8), {"calm": None, "heard": 7})

    chart = hard_talks(HalfYear(span, [one, second]))

    assert chart.key == [{"label": "I could stay calm", "mark": "dot"}, {"label": "I felt heard", "mark": "dot second"}]
    assert chart.columns == ["Day", "I could stay calm", "I felt heard"]
    assert chart.rows == [["13 Jan 2026", "–", "7"], ["6 Jan 2026", "6", "3"]]


def test_a_line_with_its_days_is_told_by_weeks() -> None:
    span = DateSpan(FIRST, on(35))
    days = [DrawnDay(on(day), {"close": day % 5}) for day in (0, 1, 7, 8)]

    chart = closeness(HalfYear(span, days))

    assert chart.key == [{"label": "close", "mark": "own days"}]
    assert chart.rows == [["12 Jan 2026", "2.5"], ["5 Jan 2026", "0.5"]]


def test_a_bar_is_filled_as_far_as_it_was_kept() -> None:
    [svg] = drawn(DateSpan(FIRST, on(13), sizes=[NARROW]).bars(filled=[0, 3], outlined=[0, 6], top=6, label="A label."))

    outlines, filled = of_class("bar-outline", svg), of_class("bar", svg)
    assert [path.split("V")[1].split("h")[0] for path in outlines] == ["216", "12"]
    assert [path.split("V")[1].split("h")[0] for path in filled] == ["216", "114"]


def test_a_strip_leaves_out_months_without_an_answer() -> None:
    months = [(date(2026, 1, 1), 0), (date(2026, 2, 1), None), (date(2026, 3, 1), 10)]

    [svg] = drawn(strips([Strip("Calmer", months)], label="A label.", sizes=[NARROW]))

    assert (of_class("line", svg), of_class("dots", svg)) == (["M14 66l302 -36"], ["M14 66h0m302 -36h0"])
    assert [text.text for text in svg.iter("text")] == ["Calmer", "10", "Jan 2026", "Mar 2026"]


@pytest.mark.parametrize("place", ["label", "mark", "topic", "strip"])
def test_what_people_wrote_is_text_in_every_drawing(place: str) -> None:
    topic = {"topic": "t", "total": 3, "heated": 1, "total_before": 2, "heated_before": 1}
    drawing = {
        "label": lambda: (
            DateSpan(FIRST, on(35)).lines([], label=UGLY)
            + DateSpan(FIRST, on(35)).bars(filled=[1] * 6, outlined=[1] * 6, top=7, label=UGLY)
        ),
        "mark": lambda: DateSpan(FIRST, on(35), [ChartMark(on(3), UGLY, MOMENT)]).lines([], label="A label."),
        "topic": lambda: topic_chart(HalfYear(DateSpan(FIRST, on(35)), topics=[(UGLY, topic)])).drawing,
        "strip": lambda: strips([Strip(UGLY, [(FIRST, 3)])], label=UGLY),
    }[place]()

    assert "<script" not in drawing
    for svg in drawn(drawing):
        assert UGLY in [*svg.itertext(), svg.get("aria-label")]
