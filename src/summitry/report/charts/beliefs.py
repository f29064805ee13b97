"""Who believes what: a panel of before and after for one party."""

from __future__ import annotations

from summitry.report.charts import base
from summitry.report.charts.base import INK, INK2, RULE, Spec
from summitry.report.marks import Mark, marks
from summitry.report.words.beliefs import Panel, Topic, topics
from summitry.report.words.phrase import fill
from summitry.report.words.rounding import cell
from summitry.study import Study

WIDTH, HEIGHT = 300, 236
TOP, BOTTOM = 10, 200


def _y(value: float) -> float:
    return BOTTOM - (BOTTOM - TOP) * value


def _short(words: str, most: int) -> str:
    return words if len(words) <= most else words[: most - 1].rstrip() + "…"


def panel(item: Panel, topic: Topic, mark: Mark, width: int = WIDTH) -> Spec:
    """One panel: the start at the left, each thing seen at the right with its label."""
    w, h = width, HEIGHT
    colour = mark.colour
    x0, x1 = 32.0, 24 + 0.26 * w
    grid = [{"x": 0, "x2": w, "y": _y(v / 100), "y2": _y(v / 100)} for v in (0, 25, 50, 75, 100)]
    layers = [base.rules(w, h, grid, color=RULE)]
    if topic.analyst:
        band = {"x": 0, "x2": w, "y": _y(topic.analyst.high), "y2": _y(topic.analyst.low)}
        layers.append(base.boxes(w, h, [band], opacity=0.07))
    ticks = [{"x": 0, "y": _y(v / 100) - 7, "text": str(v)} for v in (0, 50, 100)]
    start = item.start
    spread = [(k - (len(item.after) - 1) / 2) * 7 for k in range(len(item.after))]
    bars = [{"x": x0, "x2": x0, "y": _y(start.low), "y2": _y(start.high)}]
    lines, points, labels = [], [{"x": x0, "y": _y(start.mean)}], []
    heights = base.dodge([_y(a.range.mean) for a in item.after], 15, TOP + 4, BOTTOM + 2)
    for a, dx, y in zip(item.after, spread, heights, strict=True):
        bars.append({"x": x1 + dx, "x2": x1 + dx, "y": _y(a.range.low), "y2": _y(a.range.high)})
        lines.append({"x": x0, "x2": x1 + dx, "y": _y(start.mean), "y2": _y(a.range.mean)})
        points.append({"x": x1 + dx, "y": _y(a.range.mean)})
        labels.append(
            {
                "x": x1 + max(spread) + 13,
                "y": y,
                "text": f"{cell(a.range.mean)}  {_short(a.short, int((w - x1 - 42) / 6.3))}",
            }
        )
    feet = [{"x": x0, "y": BOTTOM + 22, "text": str(fill("beliefs.before"))}]
    if item.step:
        feet.append({"x": x1, "y": BOTTOM + 22, "text": _short(item.step, 24)})
    side = (
        [{"x": x0 + 12, "y": _y(start.mean) + (14 if start.mean > 0.12 else -12), "text": cell(start.mean)}]
        if not item.after
        else []
    )
    layers += [
        base.texts(w, h, ticks),
        base.rules(w, h, bars, color=colour, strokeWidth=base.BAR, opacity=base.TONE),
        base.rules(w, h, lines, color=colour, strokeWidth=2),
        base.points(w, h, points, shape=mark.path, size=11**2, color=colour),
        base.texts(w, h, labels, color=INK),
        base.texts(w, h, side, color=INK),
        base.texts(w, h, feet, align="center", color=INK2),
    ]
    return base.framed(w, h, layers, {"left": 2, "right": 2, "top": 2, "bottom": 2})


def beliefs(study: Study, width: int = base.WIDE) -> Spec:
    """The panels of the most moved topic side by side, for files."""
    topic = topics(study)[0]
    drawn = marks(study.scenario)
    per_row = max(1, width // 300)
    rows = []
    for k in range(0, len(topic.panels), per_row):
        row = []
        for item in topic.panels[k : k + per_row]:
            spec = panel(item, topic, drawn[item.party])
            name = next((p.label or p.name for p in study.scenario.parties if p.name == item.party), item.party)
            title = {"text": _short(name, 36), "color": drawn[item.party].colour, "anchor": "start", "fontSize": 13}
            row.append({key: spec[key] for key in ("width", "height", "layer")} | {"title": title})
        rows.append({"hconcat": row, "spacing": 28})
    spec = base.framed(WIDTH, HEIGHT, [], 12)
    for key in ("width", "height", "layer", "autosize"):
        spec.pop(key)
    return spec | {"vconcat": rows, "spacing": 24}
