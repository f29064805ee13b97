"""How likely: a quantile dotplot of fifty dots, the range below, a stated chance as a diamond."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from summitry.report.charts import base
from summitry.report.charts.base import INK, INK2, PAPER, Spec
from summitry.report.marks import PATHS
from summitry.report.words.finding import main_chance, stated_for
from summitry.report.words.phrase import fill
from summitry.report.words.rounding import cell, half_up
from summitry.study import Study
from summitry.study.findings import Chance

DOTS = 50


@dataclass(frozen=True)
class Dots:
    """Fifty equally likely values, stacked in bins."""

    values: tuple[float, ...]
    """Chances, lowest first."""
    places: tuple[tuple[float, int], ...]
    """Centre of the bin (0 to 100) and row, from 0."""
    left: int
    """How many lie below even odds."""

    @property
    def tallest(self) -> int:
        """Dots in the tallest stack."""
        return max((row for _, row in self.places), default=0) + 1


def dots(chance: Chance, bins: int) -> Dots:
    """The quantile dotplot of a chance: `bins` bins from 0 to 100."""
    solved = chance.by_draw[~np.isnan(chance.by_draw)]
    if not solved.size:
        return Dots((), (), 0)
    values = np.quantile(solved, (np.arange(DOTS) + 0.5) / DOTS)
    filled: dict[int, int] = {}
    places = []
    for v in values:
        b = min(bins - 1, int(v * bins))
        places.append(((b + 0.5) * 100 / bins, filled.get(b, 0)))
        filled[b] = filled.get(b, 0) + 1
    return Dots(tuple(float(v) for v in values), tuple(places), int((values < 0.5).sum()))


def likely(study: Study, width: int = base.WIDE) -> Spec:
    """The chart of the main event's chance."""
    chance = main_chance(study.findings)
    narrow = width < 500
    plot = dots(chance, 20 if narrow else 40)
    pitch = width / (20 if narrow else 40)
    fit = min(1.0, 260 / (pitch * max(1, plot.tallest)))
    step = pitch * fit
    top = 44
    axis = top + step * max(4, plot.tallest) + 10
    height = int(axis + 74)
    w, h = width, height
    marks = [{"x": x * w / 100, "y": axis - 3 - step * (row + 0.5), "size": 1} for x, row in plot.places]
    layers = [
        base.rules(w, h, [{"x": w / 2, "x2": w / 2, "y": 24, "y2": axis}], strokeDash=[2, 3]),
        base.texts(
            w,
            h,
            [
                {
                    "x": w / 2 - 8,
                    "y": 12,
                    "text": str(fill("likely.left_short" if narrow else "likely.left", k=plot.left)),
                }
            ],
            align="right",
        ),
        base.texts(
            w,
            h,
            [
                {
                    "x": w / 2 + 8,
                    "y": 12,
                    "text": str(fill("likely.right_short" if narrow else "likely.right", k=DOTS - plot.left)),
                }
            ],
        ),
        base.points(w, h, marks, shape="circle", size=(step * 0.97) ** 2, color=INK),
        *base.scale_axis(w, h, axis, unit="" if narrow else " in 100"),
    ]
    y = axis + 46
    low, high, mean = (100 * v for v in (chance.low, chance.high, chance.mean))
    layers += [
        base.rules(w, h, [base.interval(low * w / 100, high * w / 100, y)], strokeWidth=base.BAR, opacity=base.TONE),
        base.points(w, h, [{"x": mean * w / 100, "y": y}], shape="circle", size=13**2, color=INK),
    ]
    layers += _labels(chance, w, h, y, narrow)
    stack: dict[float, int] = {}
    for x, row in plot.places:
        stack[x] = max(stack.get(x, 0), row + 1)
    for i, s in enumerate(stated_for(study.findings, chance.name)[:3]):
        x = 50 * (s.low + s.high) * w / 100
        near = [rows for place, rows in stack.items() if abs(place * w / 100 - x) < pitch * 0.5 + 12]
        d = max(28.0, axis - 3 - step * max(near, default=0) - 26 - 20 * i)
        d = min(d, axis - 50 - 34 * i)
        d = max(d, 44 if narrow else 34)
        right = x > w * (0.5 if narrow else 0.8)
        dx, align = (0, "center") if narrow else (-13, "right") if right else (13, "left")
        shift = dx + (min(0.0, w - x - 34) if narrow else 0.0)
        label = str(
            fill(
                "likely.stated_label",
                n=half_up(50 * (s.low + s.high))
                if s.low == s.high
                else f"{half_up(100 * s.low)}–{half_up(100 * s.high)}",
            )
        )
        layers += [
            base.rules(w, h, [{"x": x, "x2": x, "y": d, "y2": axis}], color=INK2),
            base.points(
                w,
                h,
                [{"x": x, "y": d}],
                shape=PATHS["diamond"],
                size=16**2,
                fill=PAPER,
                stroke=INK,
                strokeWidth=1.8,
                filled=True,
            ),
            base.texts(
                w,
                h,
                [{"x": x + shift, "y": d - (19 if narrow else 7), "text": label}],
                align=align,
                fontWeight=600,
                color=INK,
            ),
        ]
        if not narrow:
            who = str(fill("likely.stated_by", who=s.who if len(s.who) < 28 else s.who[:26] + "…"))
            layers.append(base.texts(w, h, [{"x": x + shift, "y": d + 8, "text": who}], align=align))
    return base.framed(w, h, layers, {"left": 2, "right": 2, "top": 2, "bottom": 2})


def _labels(chance: Chance, w: int, h: int, y: float, narrow: bool) -> list[Spec]:
    model = str(fill("likely.model_label", n=cell(chance.mean)))
    span = str(fill("likely.range_label", low=cell(chance.low), high=cell(chance.high)))
    low, high = chance.low * w, chance.high * w
    if narrow or (low < 300 and w - high < (220 if low >= 120 else 300)):
        middle = min(max((low + high) / 2, 150), w - 150)
        both = f"{model}; {span}"
        return [base.texts(w, h, [{"x": middle, "y": y + 19, "text": both}], align="center")]
    if low >= 120 and w - high >= 220:
        return [
            base.texts(w, h, [{"x": low - 12, "y": y, "text": model}], align="right", fontWeight=600, color=INK),
            base.texts(w, h, [{"x": high + 12, "y": y, "text": span}]),
        ]
    if w - high >= 300:
        return [base.texts(w, h, [{"x": high + 12, "y": y, "text": f"{model}; {span}"}])]
    return [base.texts(w, h, [{"x": low - 12, "y": y, "text": f"{model}; {span}"}], align="right")]
