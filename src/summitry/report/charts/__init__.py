"""Charts: pure functions from a study to a Vega-Lite specification in tokens of colour, and how to render them."""

from summitry.report.charts.beliefs import beliefs
from summitry.report.charts.course import course
from summitry.report.charts.endings import endings
from summitry.report.charts.likely import likely
from summitry.report.charts.strips import deals, levers, why, word
from summitry.report.charts.territory import territory
from summitry.report.charts.zone import zone

__all__ = ["beliefs", "course", "deals", "endings", "levers", "likely", "territory", "why", "word", "zone"]
