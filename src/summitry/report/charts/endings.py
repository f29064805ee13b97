"""How it could end: an array of a hundred dots for each ending, filled from below."""

from __future__ import annotations

import numpy as np

from summitry.report.charts import base
from summitry.report.charts.base import INK, PAPER, RULE, Spec
from summitry.report.words.endings import shown
from summitry.report.words.rounding import cell
from summitry.study import Study
from summitry.study.findings import Chance

SHADES = ((0.95, 1.0), (0.65, 0.68), (0.35, 0.42), (0.05, 0.2))
"""Least share of input sets that count a dot, and its opacity."""


def shades(chance: Chance) -> list[float]:
    """Opacity of dots 1 to 100: by the share of input sets in which the chance reaches that many."""
    solved = chance.by_draw[~np.isnan(chance.by_draw)]
    if not solved.size:
        return [0.0] * 100
    counts = np.floor(100 * solved + 0.5)
    out = []
    for i in range(1, 101):
        share = float((counts >= i).mean())
        out.append(next((opacity for least, opacity in SHADES if share >= least), 0.0))
    return out


def _array(chance: Chance, x0: float, y0: float, pitch: float) -> list[dict[str, object]]:
    rows = []
    for i, opacity in enumerate(shades(chance)):
        x, y = x0 + pitch * (i % 10 + 0.5), y0 + pitch * (9.5 - i // 10)
        rows.append(
            {
                "x": x,
                "y": y,
                "fill": INK if opacity else PAPER,
                "opacity": opacity or 1.0,
                "stroke": "transparent" if opacity else RULE,
            }
        )
    return rows


def array(chance: Chance) -> Spec:
    """One array of a hundred dots."""
    size = 140
    return base.framed(
        size,
        size,
        [base.points(size, size, _array(chance, 0, 0, 14), shape="circle", size=10**2, strokeWidth=1)],
        1,
    )


def endings(study: Study, width: int = base.WIDE) -> Spec:
    """All arrays as one chart, for files."""
    top, _ = shown(study.findings)
    per_row = 2 if width < 500 else min(5, len(top))
    cell_w = width / per_row
    rows_n = -(-len(top) // per_row)
    h = rows_n * 196
    dots, heads, counts = [], [], []
    for k, chance in enumerate(top):
        x, y = (k % per_row) * cell_w, (k // per_row) * 196
        heads.append({"x": x, "y": y + 10, "text": chance.name if len(chance.name) < 26 else chance.name[:24] + "…"})
        counts.append({"x": x, "y": y + 27, "text": f"{cell(chance.mean)} ({cell(chance.low)}–{cell(chance.high)})"})
        dots += _array(chance, x, y + 40, 14)
    return base.framed(
        width,
        h,
        [
            base.points(width, h, dots, shape="circle", size=10**2, strokeWidth=1),
            base.texts(width, h, heads, fontWeight=600, color=INK),
            base.texts(width, h, counts),
        ],
    )
