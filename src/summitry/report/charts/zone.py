"""The zone of agreement: each package by its worth to the two who must accept."""

from __future__ import annotations

from itertools import pairwise

from summitry.report.charts import base
from summitry.report.charts.base import INK, INK2, PAPER, Spec
from summitry.report.marks import marks
from summitry.report.words.deals import gains_of, letters
from summitry.report.words.names import label
from summitry.report.words.phrase import fill
from summitry.scenario.model import Scenario
from summitry.study import Study
from summitry.study.findings import Deal, Range

SIZE = 392


def pooled(scenario: Scenario, deal: Deal, party: str) -> Range | None:
    """Worth to a party; over its types the plain mean, with the widest ends."""
    parts = [r for _, r in gains_of(scenario, deal, party)]
    if not parts:
        return None
    return Range(sum(r.mean for r in parts) / len(parts), min(r.low for r in parts), max(r.high for r in parts))


def frontier(points: list[tuple[float, float]]) -> list[tuple[float, float]]:
    """The points that no other beats for both, from left to right."""
    best = [p for p in points if not any(q != p and q[0] >= p[0] and q[1] >= p[1] for q in points)]
    return sorted(set(best))


def zone(study: Study, width: int = SIZE) -> Spec:
    """The plot; there must be exactly two who accept."""
    found, s, drawn = study.findings.deals, study.scenario, marks(study.scenario)
    assert found is not None
    a, b = found.accepters
    placed = [(d, x, y) for d in found.deals if (x := pooled(s, d, a)) and (y := pooled(s, d, b))]
    w = h = width
    left, bottom = 30, h - 34
    shown = [(d, x, y) for d, x, y in placed if d.shortlisted]
    reach_x = [v for d, x, _ in placed for v in ((x.low, x.high) if d.shortlisted else (x.mean, x.mean))] + [0.0]
    reach_y = [v for d, _, y in placed for v in ((y.low, y.high) if d.shortlisted else (y.mean, y.mean))] + [0.0]
    x_lo, x_hi = _padded(min(reach_x), max(reach_x))
    y_lo, y_hi = _padded(min(reach_y), max(reach_y))

    def px(v: float) -> float:
        return left + (w - left) * (v - x_lo) / (x_hi - x_lo)

    def py(v: float) -> float:
        return bottom - bottom * (v - y_lo) / (y_hi - y_lo)

    names = letters(found.deals)
    edge = frontier([(x.mean, y.mean) for _, x, y in placed])
    dashed = [{"x": px(p[0]), "y": py(p[1]), "x2": px(q[0]), "y2": py(q[1])} for p, q in pairwise(edge)]
    cross = [{"x": px(x.low), "x2": px(x.high), "y": py(y.mean), "y2": py(y.mean)} for _, x, y in shown]
    cross += [{"x": px(x.mean), "x2": px(x.mean), "y": py(y.low), "y2": py(y.high)} for _, x, y in shown]
    rings = [{"x": px(x.mean), "y": py(y.mean)} for d, x, y in placed if not d.shortlisted]
    discs = [{"x": px(x.mean), "y": py(y.mean), "text": names[d.label]} for d, x, y in shown]
    short = {p: _cut(label(s, p)) for p in (a, b)}
    layers = [
        base.boxes(w, h, [{"x": px(0), "x2": w, "y": 0, "y2": py(0)}], opacity=0.06),
        base.rules(w, h, [{"x": px(0), "x2": px(0), "y": 0, "y2": bottom}], color=drawn[a].colour, strokeWidth=2),
        base.rules(w, h, [{"x": left, "x2": w, "y": py(0), "y2": py(0)}], color=drawn[b].colour, strokeWidth=2),
        base.rules(w, h, dashed, color=INK2, strokeWidth=1.4, strokeDash=[5, 3]),
        base.points(w, h, rings, shape="circle", size=46, fill=PAPER, stroke=INK2, strokeWidth=1.2),
        base.rules(w, h, cross, color=INK, strokeWidth=1.6, opacity=0.45),
        base.points(w, h, discs, shape="circle", size=17**2, fill=INK, stroke=PAPER, strokeWidth=1),
        base.texts(w, h, discs, align="center", color=PAPER, fontSize=11, fontWeight=700),
        base.texts(
            w,
            h,
            [{"x": w - 6, "y": 12, "text": str(fill("deals.better_both"))}],
            align="right",
            fontWeight=600,
            color=INK,
        )
        if w - px(0) > 110 and py(0) > 40
        else base.texts(w, h, []),
        base.texts(
            w,
            h,
            [{"x": w, "y": h - 8, "text": str(fill("deals.worth_to", party=short[a]))}],
            align="right",
            fontWeight=600,
            color=drawn[a].colour,
        ),
        base.texts(
            w,
            h,
            [{"x": 10, "y": 0, "text": str(fill("deals.worth_to", party=short[b]))}],
            align="right",
            angle=270,
            fontWeight=600,
            color=drawn[b].colour,
        ),
    ]
    return base.framed(w, h, layers, 4)


def _padded(low: float, high: float) -> tuple[float, float]:
    room = max(high - low, 0.05) * 0.08
    return low - room, high + room


def _cut(words: str) -> str:
    return words if len(words) <= 34 else words[:32] + "…"
