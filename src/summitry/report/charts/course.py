"""Where a hundred cases go: a flow from stage to stage to the endings."""

from __future__ import annotations

from dataclasses import dataclass

from summitry.report.charts import base
from summitry.report.charts.base import INK, Spec
from summitry.report.words.rounding import cell
from summitry.study import Study
from summitry.study.findings import Findings

LEAST = 0.004


@dataclass(frozen=True)
class Place:
    """A stage or an ending in the flow; all coordinates from 0 to 1."""

    name: str
    column: int
    top: float
    height: float
    chance: float
    ending: bool


@dataclass(frozen=True)
class Band:
    """A ribbon between two places."""

    source: str
    target: str
    x0: float
    x1: float
    y0: float
    y1: float
    thick: float
    chance: float


@dataclass(frozen=True)
class Layout:
    """The whole flow: `columns` stages side by side, endings at the right edge."""

    columns: int
    places: tuple[Place, ...]
    bands: tuple[Band, ...]


def layout(findings: Findings, gap: float = 0.06, bar: float = 0.04) -> Layout:
    """Places and ribbons: stages take their column, endings stand at the right, those reached latest first."""
    stages = [s.stage for s in findings.stages]
    n = max(1, len(stages))
    outcomes = sorted((c for c in findings.outcomes if c.mean >= LEAST), key=lambda c: -_late(findings, stages, c.name))
    scale = 1 - gap * max(0, len(outcomes) - 1)
    ends: dict[str, Place] = {}
    y = 0.0
    for c in outcomes:
        ends[c.name] = Place(c.name, n, y, scale * c.mean, c.mean, True)
        y += scale * c.mean + gap
    flows = [f for f in findings.flows if f.chance >= LEAST and (f.target in stages or f.target in ends)]
    places: dict[str, Place] = {}
    for i, s in enumerate(findings.stages):
        height = scale * s.chance
        later = [ends[f.target] for f in flows if f.source == s.stage and f.target in ends]
        free = 1 - height
        target = (
            sum(p.top + p.height / 2 for p in later) / len(later) - height / 2
            if later and s.chance < 0.995
            else free / 2
        )
        places[s.stage] = Place(
            s.stage, i, min(max(target if s.chance < 0.995 else free / 2, 0), free), height, s.chance, False
        )
    for s in findings.stages:
        if s.chance < 0.995:
            p = places[s.stage]
            reach = [ends[f.target] for f in flows if f.source == s.stage and f.target in ends]
            top = min((q.top for q in reach), default=p.top)
            places[s.stage] = Place(p.name, p.column, min(top, 1 - p.height), p.height, p.chance, False)
    every = {**places, **ends}
    out_at = {k: p.top for k, p in every.items()}
    in_at = dict(out_at)
    flows.sort(
        key=lambda f: (
            stages.index(f.source) if f.source in stages else -1,
            every[f.target].top,
            every[f.target].column,
        )
    )
    starts: dict[tuple[str, str], float] = {}
    for f in flows:
        if f.source in every:
            starts[f.source, f.target] = out_at[f.source]
            out_at[f.source] += scale * f.chance
    bands = []
    for f in sorted(flows, key=lambda f: (every[f.target].top, starts.get((f.source, f.target), 0.0))):
        thick = scale * f.chance
        if f.source in every:
            left, right = every[f.source], every[f.target]
            x0 = (left.column + 1 - 0.25) / n if not left.ending else 1.0
            x1 = (right.column + 0.12) / n if not right.ending else 1 - bar
            bands.append(
                Band(
                    f.source,
                    f.target,
                    min(x0, x1 - 0.02),
                    x1,
                    starts[f.source, f.target],
                    in_at[f.target],
                    thick,
                    f.chance,
                )
            )
        in_at[f.target] += thick
    return Layout(n, tuple(every.values()), tuple(bands))


def _late(findings: Findings, stages: list[str], ending: str) -> float:
    """How late, on average, cases leave for an ending: late ones stand at the top, so that ribbons seldom cross."""
    into = [(stages.index(f.source), f.chance) for f in findings.flows if f.target == ending and f.source in stages]
    total = sum(c for _, c in into)
    return round(sum(k * c for k, c in into) / total, 6) if total > 0 else 0.0


def body(place: Place, columns: int, first: bool) -> tuple[float, float]:
    """Left and right edge of a stage's body."""
    left = 0.0 if first else (place.column + 0.12) / columns
    return left, (place.column + 0.75) / columns


def course(study: Study, width: int = base.WIDE) -> Spec:
    """The flow as one chart, for files."""
    flow = layout(study.findings)
    w, h, right = width, 240, 190 if width > 500 else 120
    inner = w - right
    rows, rects, labels = [], [], []
    for k, b in enumerate(flow.bands):
        for x, y in ((b.x0, b.y0), (b.x0 * 0.85 + b.x1 * 0.15, b.y0), (b.x0 * 0.15 + b.x1 * 0.85, b.y1), (b.x1, b.y1)):
            rows.append({"band": k, "x": x * inner, "y": 24 + y * (h - 30), "y2": 24 + (y + b.thick) * (h - 30)})
    bodies = []
    for spot in flow.places:
        y, y2 = 24 + spot.top * (h - 30), 24 + (spot.top + spot.height) * (h - 30)
        if spot.ending:
            rects.append({"x": inner * 0.96, "x2": inner, "y": y, "y2": y2})
            labels.append({"x": inner + 8, "y": (y + y2) / 2, "text": f"{cell(spot.chance)} {spot.name}"})
        else:
            left, edge = body(spot, flow.columns, spot.column == 0)
            bodies.append({"x": left * inner, "x2": edge * inner, "y": y, "y2": y2})
            labels.append({"x": left * inner + 6, "y": (y + y2) / 2, "text": f"{cell(spot.chance)} {spot.name}"})
    return base.framed(
        w,
        h,
        [
            base.ribbons(w, h, rows),
            base.boxes(w, h, bodies, opacity=0.12),
            base.boxes(w, h, rects, opacity=0.6),
            base.texts(w, h, labels, color=INK),
        ],
    )
