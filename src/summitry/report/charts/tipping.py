"""The chance of an event along a lever, with the target and where it is crossed."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import numpy as np

from summitry.report.charts.base import INK, INK2, RULE, Spec, framed, rules, texts
from summitry.report.words.rounding import plain_number
from summitry.study.tipping import TipStudy

HEIGHT, LEFT, BOTTOM = 220, 36, 30


def tip(study: TipStudy, width: int) -> Spec:
    """Single draws as thin lines, their middle as a strong one; a dashed line at the target."""
    whole, tall = width, HEIGHT
    inner, high = width - LEFT - 12, HEIGHT - BOTTOM - 10

    def x(value: float) -> float:
        return LEFT + inner * (value - study.lever.low) / study.lever.span

    def y(chance: float) -> float:
        return 10 + high * (1 - chance)

    places = [x(float(at)) for at in study.grid]

    def joined(chances: Sequence[float]) -> list[dict[str, float]]:
        return [
            {"x": a, "y": y(p), "x2": b, "y2": y(q)}
            for (a, p), (b, q) in pairwise(zip(places, map(float, chances), strict=True))
        ]

    thin = [piece for line in study.lines for piece in joined(line.tolist())]
    middle = joined(np.median(study.lines, axis=0).tolist()) if len(study.lines) else []
    grid = [{"x": LEFT, "x2": LEFT + inner, "y": y(t), "y2": y(t), "colour": RULE} for t in (0, 0.25, 0.5, 0.75, 1)]
    marks = [{"x": LEFT - 8, "y": y(t), "text": f"{100 * t:.0f}"} for t in (0, 0.25, 0.5, 0.75, 1)]
    ends = [
        {"x": x(v), "y": tall - 12, "text": plain_number(v)}
        for v in (study.lever.low, 0.5 * (study.lever.low + study.lever.high), study.lever.high)
    ]
    target = [{"x": LEFT, "x2": LEFT + inner, "y": y(study.target), "y2": y(study.target)}]
    return framed(
        whole,
        tall,
        [
            rules(whole, tall, grid),
            rules(whole, tall, thin, color=INK, strokeWidth=1, opacity=0.28),
            rules(whole, tall, middle, color=INK, strokeWidth=2.5),
            rules(whole, tall, target, color=INK2, strokeDash=[2, 3]),
            texts(whole, tall, marks, align="right"),
            texts(whole, tall, ends, align="center"),
        ],
        padding=4,
    )
