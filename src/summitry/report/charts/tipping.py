"""The chance of an event along a lever, with the target and where it is crossed."""

from __future__ import annotations

from itertools import pairwise

from summitry.report.charts.base import INK, INK2, RULE, Spec, framed, points, ribbons, rules, texts
from summitry.report.words.rounding import plain_number
from summitry.study.tipping import TipStudy

HEIGHT, LEFT, BOTTOM = 220, 36, 30


def tip(study: TipStudy, width: int) -> Spec:
    """Mean and 5th to 95th percentile over draws; a dashed line at the target, a dot at each crossing of the mean."""
    whole, tall = width, HEIGHT
    inner, high = width - LEFT - 12, HEIGHT - BOTTOM - 10

    def x(value: float) -> float:
        return LEFT + inner * (value - study.lever.low) / study.lever.span

    def y(chance: float) -> float:
        return 10 + high * (1 - chance)

    rows = [
        (x(float(at)), y(float(mean)), y(float(low)), y(float(top)))
        for at, (mean, low, top) in zip(study.grid, study.curve, strict=True)
        if mean == mean
    ]
    grid = [{"x": LEFT, "x2": LEFT + inner, "y": y(t), "y2": y(t), "colour": RULE} for t in (0, 0.25, 0.5, 0.75, 1)]
    marks = [{"x": LEFT - 8, "y": y(t), "text": f"{100 * t:.0f}"} for t in (0, 0.25, 0.5, 0.75, 1)]
    ends = [
        {"x": x(v), "y": tall - 12, "text": plain_number(v)}
        for v in (study.lever.low, 0.5 * (study.lever.low + study.lever.high), study.lever.high)
    ]
    line = [{"x": a[0], "y": a[1], "x2": b[0], "y2": b[1]} for a, b in pairwise(rows)]
    target = [{"x": LEFT, "x2": LEFT + inner, "y": y(study.target), "y2": y(study.target)}]
    crossings = [{"x": x(c.at), "y": y(study.target), "fill": INK} for c in study.mean]
    return framed(
        whole,
        tall,
        [
            rules(whole, tall, grid),
            ribbons(whole, tall, [{"band": 0, "x": r[0], "y": r[2], "y2": r[3]} for r in rows]),
            rules(whole, tall, line, color=INK, strokeWidth=2),
            rules(whole, tall, target, color=INK2, strokeDash=[2, 3]),
            points(whole, tall, crossings, size=70),
            texts(whole, tall, marks, align="right"),
            texts(whole, tall, ends, align="center"),
        ],
        padding=4,
    )
