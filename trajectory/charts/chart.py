"""A chart as a page shows it: a sentence, the drawing, what its marks mean, and the same in a table."""

from dataclasses import dataclass

from trajectory.charts.svg import Drawing


@dataclass(frozen=True)
class Chart:
    """One chart, drawn, with what stands around it (`templates/components/chart.html`)."""

    title: str
    sentence: str
    drawing: Drawing
    columns: list[str]
    rows: list[list[str]]
    key: list[dict[str, str]]
    note: str = ""
