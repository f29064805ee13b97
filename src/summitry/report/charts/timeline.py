"""How beliefs ran from event to event: steps over time, one panel for each type and one for the main event."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Sequence

from summitry.report.charts import base
from summitry.report.charts.base import INK, INK2, RULE, WIDE, Spec
from summitry.report.marks import INK as ANALYST
from summitry.report.marks import Mark, marks
from summitry.report.words import names
from summitry.report.words.phrase import fill, given
from summitry.report.words.rounding import cell
from summitry.report.words.update import holder_name, holders, topics
from summitry.study.findings import Range
from summitry.study.update import UpdateStudy

HEIGHT, LEFT, RIGHT, TOP, BOTTOM = 190, 34, 180, 12, 160
STUB = 26
"""Pixels for which the last belief is drawn on."""


def timeline(s: UpdateStudy, width: int = WIDE) -> Spec:
    """Steps of the mean belief of everybody; the analyst's in ink, with its range as a band."""
    drawn, places = marks(s.scenario), _places(s, width - LEFT - RIGHT - STUB)
    panels: list[Spec] = []
    for about, kind in topics(s):
        who = holders(s, about)
        lines = [
            (holder_name(s, h), drawn.get(h, ANALYST), [m.conviction(h, about).types[kind] for m in s.moments])
            for h in who
        ]
        verb = {"is": names.is_are(s.scenario, about)}
        title = fill("update.chart_type", party=names.party(s.scenario, about).capital(), type=given(kind), **verb)
        panels.append(_panel(s, str(title), lines, places, width))
    main = s.before.chances[0].name
    line = (names.event(main), ANALYST, [m.likelihood(main).range for m in s.moments])
    title = fill("update.chart_event", event=names.event(main))
    panels.append(_panel(s, str(title), [(str(line[0]), line[1], line[2])], places, width))
    panels.append(_legend(s, width))
    spec = base.framed(width, HEIGHT, [], 12)
    for key in ("width", "height", "layer", "autosize"):
        spec.pop(key)
    return spec | {"vconcat": panels, "spacing": 20}


def _places(s: UpdateStudy, span: float) -> list[float]:
    """Where each moment stands: by its day if every event has one, else evenly; the start before the first."""
    count = len(s.moments) - 1
    days = [_day(m.event.date) for m in s.moments[1:] if m.event is not None and m.event.date]
    if len(days) < count:
        return [LEFT + span * k / count for k in range(count + 1)]
    known = _day(s.scenario.as_of) if s.scenario.as_of else days[0] - 1
    first = min(known, days[0] - 1)
    last = max(days[-1], first + 1)
    return [LEFT + span * (day - first) / (last - first) for day in (first, *days)]


def _day(date: str) -> int:
    return datetime.date.fromisoformat(date).toordinal()


def _panel(
    s: UpdateStudy, title: str, lines: Sequence[tuple[str, Mark, Sequence[Range]]], places: Sequence[float], width: int
) -> Spec:
    end = width - RIGHT

    def y(chance: float) -> float:
        return BOTTOM - (BOTTOM - TOP) * chance

    ticks = (0, 25, 50, 75, 100)
    grid = [{"x": LEFT, "x2": end, "y": y(t / 100), "y2": y(t / 100)} for t in ticks]
    layers = [base.rules(width, HEIGHT, grid, color=RULE)]
    layers.append(
        base.texts(
            width, HEIGHT, [{"x": LEFT - 8, "y": y(t / 100), "text": str(t)} for t in (0, 50, 100)], align="right"
        )
    )
    stops = [*places[1:], float(end)]
    for _, mark, values in lines:
        if mark is ANALYST:
            bands = [
                {"x": a, "x2": b, "y": y(v.high), "y2": y(v.low)} for a, b, v in zip(places, stops, values, strict=True)
            ]
            layers.append(base.boxes(width, HEIGHT, bands, opacity=0.08))
    upright = [{"x": x, "x2": x, "y": TOP, "y2": BOTTOM} for x in places[1:]]
    layers.append(base.rules(width, HEIGHT, upright, color=RULE, strokeDash=[2, 3]))
    for _, mark, values in lines:
        layers += _steps(places, stops, values, mark, y, width)
    ends = base.dodge([y(values[-1].mean) for _, _, values in lines], 14, TOP, BOTTOM)
    labels = [
        {"x": end + 8, "y": at, "text": f"{cell(values[-1].mean)}  {_short(name, 22)}", "colour": mark.colour}
        for at, (name, mark, values) in zip(ends, lines, strict=True)
    ]
    layers.append(base.texts(width, HEIGHT, labels))
    feet = [{"x": places[0], "y": BOTTOM + 16, "text": str(fill("update.start"))}]
    feet += [{"x": x, "y": BOTTOM + 16, "text": str(k)} for k, x in enumerate(places[1:], 1)]
    layers.append(base.texts(width, HEIGHT, _apart(feet), align="center", color=INK2))
    spec = base.framed(width, HEIGHT, layers)
    kept = {key: spec[key] for key in ("width", "height", "layer")}
    return kept | {"title": {"text": title, "color": INK, "anchor": "start", "fontSize": 13}}


def _steps(
    places: Sequence[float],
    stops: Sequence[float],
    values: Sequence[Range],
    mark: Mark,
    y: Callable[[float], float],
    width: int,
) -> list[Spec]:
    flat = [{"x": a, "x2": b, "y": y(v.mean), "y2": y(v.mean)} for a, b, v in zip(places, stops, values, strict=True)]
    jumps = [
        {"x": x, "x2": x, "y": y(before.mean), "y2": y(after.mean)}
        for x, before, after in zip(places[1:], values, values[1:], strict=False)
    ]
    dots = [{"x": x, "y": y(v.mean)} for x, v in zip(places, values, strict=True)]
    return [
        base.rules(width, HEIGHT, [*flat, *jumps], color=mark.colour, strokeWidth=2),
        base.points(width, HEIGHT, dots, shape=mark.path, size=8**2, color=mark.colour),
    ]


def _apart(feet: list[dict[str, object]]) -> list[dict[str, object]]:
    """Marks at one place are written once, joined."""
    out: list[dict[str, object]] = []
    for foot in feet:
        if out and abs(float(str(out[-1]["x"])) - float(str(foot["x"]))) < 12:
            out[-1] = out[-1] | {"text": f"{out[-1]['text']}, {foot['text']}"}
        else:
            out.append(foot)
    return out


def _legend(s: UpdateStudy, width: int) -> Spec:
    """The events by number, and what the band is."""
    rows = [
        f"{k}  {f'{m.event.date}  ' if m.event.date else ''}{_short(m.event.text, 100)}"
        for k, m in enumerate(s.moments)
        if m.event is not None
    ]
    rows.append(str(fill("update.chart_unit")))
    tall = 18 * len(rows)
    texts = [{"x": LEFT, "y": 9 + 18 * k, "text": row} for k, row in enumerate(rows)]
    spec = base.framed(width, tall, [base.texts(width, tall, texts)])
    return {key: spec[key] for key in ("width", "height", "layer")}


def _short(words: str, most: int) -> str:
    return words if len(words) <= most else words[: most - 1].rstrip() + "…"
