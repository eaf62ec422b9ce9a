"""Charts as SVG that looks right by itself, in a page and in a PDF, with a text alternative and a table beside it."""

from proeftuin.studies.charts.bars import Bar, Part, stacked
from proeftuin.studies.charts.chart import Chart, Table
from proeftuin.studies.charts.course import Series, lines
from proeftuin.studies.charts.histogram import spread
from proeftuin.studies.charts.swings import Swing, tornado
from proeftuin.studies.charts.whiskers import Range, ranges

__all__ = [
    "Bar",
    "Chart",
    "Part",
    "Range",
    "Series",
    "Swing",
    "Table",
    "lines",
    "ranges",
    "spread",
    "stacked",
    "tornado",
]
