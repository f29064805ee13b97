"""Strips on one scale, as files: strategies, words kept, levers, deals (the page draws the same strips in HTML)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from summitry.report.charts import base
from summitry.report.charts.base import INK, PAPER, Spec
from summitry.report.marks import INK as INK_MARK
from summitry.report.marks import Mark, marks
from summitry.report.words import deals as deal_words
from summitry.report.words import levers as lever_words
from summitry.report.words import promises, strategies
from summitry.report.words.names import label
from summitry.report.words.rounding import cell
from summitry.study import Study

ROW = 26


@dataclass(frozen=True)
class Strip:
    """One line of such a chart."""

    text: str
    low: float
    mean: float
    high: float
    mark: Mark
    hollow: bool = False


def _chart(
    strips: Sequence[Strip], width: int, domain: tuple[float, float], ticks: Sequence[tuple[float, str]]
) -> Spec:
    side = int(width * 0.46)
    w, h = width, ROW * len(strips) + 34
    low, high = domain

    def x(value: float) -> float:
        return side + (w - side) * (min(max(value, low), high) - low) / (high - low)

    bottom = ROW * len(strips) + 6
    ys = [ROW * (k + 0.5) for k in range(len(strips))]
    pairs = list(zip(strips, ys, strict=True))
    bars = [base.interval(x(s.low), x(s.high), y, s.mark.colour) for s, y in pairs]
    dots = [
        {
            "x": x(s.mean),
            "y": y,
            "shape": s.mark.path,
            "fill": PAPER if s.hollow else s.mark.colour,
            "stroke": s.mark.colour,
        }
        for s, y in pairs
    ]
    most = int(side / 6.6)
    names = [{"x": 0, "y": y, "text": s.text if len(s.text) <= most else s.text[: most - 1] + "…"} for s, y in pairs]
    grid = [{"x": x(t), "x2": x(t), "y": 0, "y2": bottom} for t, _ in ticks]
    feet = [{"x": x(t), "y": bottom + 14, "text": text} for t, text in ticks]
    return base.framed(
        w,
        h,
        [
            base.rules(w, h, grid, color=base.RULE),
            base.texts(w, h, feet, align="center"),
            base.rules(w, h, bars, strokeWidth=base.BAR, opacity=base.TONE),
            base.points(w, h, dots, size=11**2, strokeWidth=1.8),
            base.texts(w, h, names, color=INK),
        ],
        {"left": 8, "right": 20, "top": 8, "bottom": 4},
    )


HUNDRED = tuple((t / 100, str(t)) for t in (0, 25, 50, 75, 100))


def why(study: Study, width: int = base.WIDE) -> Spec:
    """Strategies, a line a type or a history."""
    drawn, strips = marks(study.scenario), []
    for row in strategies.shown(study)[0]:
        for bar in row.bars:
            text = f"{label(study.scenario, row.party)}{', ' + bar.label if bar.label else ''}: {row.option}"
            strips.append(Strip(text, bar.range.low, bar.range.mean, bar.range.high, drawn[row.party], bar.hollow))
    return _chart(strips, width, (0, 1), HUNDRED)


def word(study: Study, width: int = base.WIDE) -> Spec:
    """Threats and promises, as believed and as kept."""
    drawn, strips = marks(study.scenario), []
    for item in promises.kept(study)[: promises.MOST]:
        w = item.word
        for target, r in w.believed.items():
            strips.append(
                Strip(
                    f"{w.name}: {label(study.scenario, target)} believes",
                    r.low,
                    r.mean,
                    r.high,
                    drawn.get(target, INK_MARK),
                )
            )
        c = w.carried_out
        strips.append(Strip(f"{w.name}: the model", c.low, c.mean, c.high, INK_MARK))
    return _chart(strips, width, (0, 1), HUNDRED)


def levers(study: Study, width: int = base.WIDE) -> Spec:
    """The tornado: ring at the low end of the number, dot at the high end."""
    top = lever_words.shown(study)[0]
    side, w = int(width * 0.46), width
    low, high = lever_domain([v for item in top for v in (item.at_low, item.at_high)])
    h, bottom = ROW * len(top) + 34, ROW * len(top) + 6

    # the scale ends early enough for the longest number beside its right end
    rights = [max(v.at_low, v.at_high) for v in top]
    rooms = [(w - side - 11 - 6.6 * len(cell(e))) * (high - low) / (e - low) for e in rights if e > low]
    span = min([w - side, *rooms])

    def x(value: float) -> float:
        return side + span * (value - low) / (high - low)

    ys = [ROW * (k + 0.5) for k in range(len(top))]
    pairs = list(zip(top, ys, strict=True))
    most = int(side / 6.6)
    names = [(str(lever_words.name(study, v.path)), y) for v, y in pairs]
    ends = []
    for v, y in pairs:
        left = min(v.at_low, v.at_high)
        ends += [
            {"x": x(e) + (-11 if e == left else 11), "y": y, "text": cell(e), "left": e == left}
            for e in (v.at_low, v.at_high)
        ]
    steps = ticks(low, high)
    return base.framed(
        w,
        h,
        [
            base.rules(w, h, [{"x": x(t), "x2": x(t), "y": 0, "y2": bottom} for t in steps], color=base.RULE),
            base.texts(w, h, [{"x": x(t), "y": bottom + 14, "text": f"{100 * t:.0f}"} for t in steps], align="center"),
            base.rules(w, h, [base.interval(x(v.at_low), x(v.at_high), y) for v, y in pairs], strokeWidth=3),
            base.points(
                w,
                h,
                [{"x": x(v.at_low), "y": y} for v, y in pairs],
                shape="circle",
                size=100,
                fill=PAPER,
                stroke=INK,
                strokeWidth=1.8,
            ),
            base.points(w, h, [{"x": x(v.at_high), "y": y} for v, y in pairs], shape="circle", size=144, color=INK),
            base.texts(w, h, [e for e in ends if e["left"]], align="right"),
            base.texts(w, h, [e for e in ends if not e["left"]]),
            base.texts(
                w,
                h,
                [{"x": 0, "y": y, "text": t if len(t) <= most else t[: most - 1] + "…"} for t, y in names],
                color=INK,
            ),
        ],
        {"left": 8, "right": 36, "top": 8, "bottom": 4},
    )


def lever_domain(values: Sequence[float]) -> tuple[float, float]:
    """An axis that may zoom: tens around the values, at least thirty wide, with room for labels."""
    if not values:
        return 0.0, 1.0
    low, high = 10 * int(100 * min(values) // 10), 10 * -int(-100 * max(values) // 10)
    while high - low < 30:
        low, high = max(0, low - 10), min(100, high + 10)
    return low / 100, high / 100


def ticks(low: float, high: float) -> tuple[float, ...]:
    """At most six round ticks on such an axis."""
    step = 10 if high - low <= 0.5001 else 20 if high - low <= 0.8001 else 25
    first = -(-round(100 * low) // step) * step
    return tuple(t / 100 for t in range(first, round(100 * high) + 1, step))


def deals(study: Study, width: int = base.WIDE) -> Spec:
    """Worth of each package to each party against no agreement."""
    found = study.findings.deals
    assert found is not None
    drawn, strips = marks(study.scenario), []
    letters = deal_words.letters(found.deals)
    for deal in found.deals[:12]:
        for party in deal_words.columns(study):
            for k, (kind, r) in enumerate(deal_words.gains_of(study.scenario, deal, party)):
                text = f"{letters[deal.label]}: {label(study.scenario, party)}{' ' + kind if kind else ''}"
                strips.append(Strip(text, r.low, r.mean, r.high, drawn.get(party, INK_MARK), k > 0))
    reach = max((abs(v) for s in strips for v in (s.low, s.high)), default=1.0) or 1.0
    return _chart(strips, width, (-reach, reach), ((-reach, "worse"), (0, "no agreement"), (reach, "better")))
