"""What all charts share: Vega-Lite in tokens of colour, sizes, shapes and text."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Any

Spec = dict[str, Any]

INK, INK2, RULE, PAPER, FAINT = "var(--ink)", "var(--ink2)", "var(--rule)", "var(--paper)", "var(--faint)"
WIDE, NARROW = 780, 364
BAR, TONE = 5, 0.36
FONT = "Inter, 'Noto Sans', 'Segoe UI', Roboto, 'DejaVu Sans', Arial, sans-serif"


def framed(width: int, height: int, layers: Sequence[Spec], padding: Mapping[str, int] | int = 8) -> Spec:
    """A Vega-Lite chart of layers in pixels: x runs from 0 to `width`, y from 0 (top) to `height`."""
    return {
        "$schema": "https://vega.github.io/schema/vega-lite/v5.json",
        "width": width,
        "height": height,
        "padding": dict(padding) if isinstance(padding, Mapping) else padding,
        "autosize": "none",
        "background": None,
        "config": {
            "aria": False,
            "font": FONT,
            "view": {"stroke": None},
            "text": {"fontSize": 12, "color": INK2, "baseline": "middle", "align": "left"},
            "axis": {"labelColor": INK2, "labelFontSize": 12, "domainColor": INK2, "tickColor": INK2, "grid": False},
        },
        "layer": [layer for layer in layers if layer["data"]["values"]],
    }


def _xy(width: int, height: int, *channels: str) -> Spec:
    out: Spec = {}
    for channel in channels:
        size = width if channel.startswith("x") else height
        out[channel] = {"field": channel, "type": "quantitative"}
        if not channel.endswith("2"):
            out[channel] |= {
                "scale": {"domain": [0, size], "range": [0, size], "nice": False, "zero": False},
                "axis": None,
            }
        else:
            out[channel] = {"field": channel}
    return out


def rules(width: int, height: int, rows: Sequence[Mapping[str, Any]], **mark: Any) -> Spec:
    """Straight lines: rows of x, y, x2, y2 and optionally `colour`, `opacity`."""
    encoding = _xy(width, height, "x", "y", "x2", "y2") | _paint(rows, "stroke")
    return {"data": {"values": list(rows)}, "mark": {"type": "rule", "color": INK2, **mark}, "encoding": encoding}


def points(width: int, height: int, rows: Sequence[Mapping[str, Any]], **mark: Any) -> Spec:
    """Marks: rows of x, y and optionally `shape` (an SVG path in the unit square), `fill`, `stroke`, `opacity`."""
    encoding = _xy(width, height, "x", "y") | _paint(rows, "fill", "stroke")
    if any("shape" in row for row in rows):
        encoding["shape"] = {"field": "shape", "type": "nominal", "scale": None}
    if any("opacity" in row for row in rows):
        encoding["fillOpacity"] = {"field": "opacity", "type": "quantitative", "scale": None}
    values = [dict(row) for row in rows]
    return {
        "data": {"values": values},
        "mark": {"type": "point", "filled": True, "opacity": 1, **mark},
        "encoding": encoding,
    }


def texts(width: int, height: int, rows: Sequence[Mapping[str, Any]], **mark: Any) -> Spec:
    """Labels: rows of x, y, `text` and optionally `colour`."""
    encoding = _xy(width, height, "x", "y") | {"text": {"field": "text", "type": "nominal"}} | _paint(rows, "fill")
    return {"data": {"values": list(rows)}, "mark": {"type": "text", **mark}, "encoding": encoding}


def boxes(width: int, height: int, rows: Sequence[Mapping[str, Any]], **mark: Any) -> Spec:
    """Rectangles: rows of x, x2, y, y2 and optionally `fill`, `opacity`."""
    encoding = _xy(width, height, "x", "y", "x2", "y2") | _paint(rows, "fill")
    if any("opacity" in row for row in rows):
        encoding["opacity"] = {"field": "opacity", "type": "quantitative", "scale": None}
    return {"data": {"values": list(rows)}, "mark": {"type": "rect", "color": INK, **mark}, "encoding": encoding}


def ribbons(width: int, height: int, rows: Sequence[Mapping[str, Any]], **mark: Any) -> Spec:
    """Bands: rows of `band`, x, y, y2, in order along x."""
    encoding = _xy(width, height, "x", "y", "y2") | {"detail": {"field": "band", "type": "nominal"}}
    return {
        "data": {"values": list(rows)},
        "mark": {"type": "area", "color": INK, "opacity": 0.12, "interpolate": "monotone", **mark},
        "encoding": encoding,
    }


def _paint(rows: Sequence[Mapping[str, Any]], *channels: str) -> Spec:
    out: Spec = {}
    for channel in channels:
        key = "colour" if any("colour" in row for row in rows) and not any(channel in row for row in rows) else channel
        if any(key in row for row in rows):
            out[channel] = {"field": key, "type": "nominal", "scale": None}
    return out


def scale_axis(
    width: int, height: int, y: float, ticks: Sequence[int] = (0, 25, 50, 75, 100), unit: str = ""
) -> list[Spec]:
    """The axis from 0 to 100 along x at height y."""
    x = [width * t / 100 for t in ticks]
    line = [{"x": 0, "x2": width, "y": y, "y2": y}]
    line += [{"x": v, "x2": v, "y": y, "y2": y + 5} for v in x]
    inner = [{"x": v, "y": y + 16, "text": str(t)} for v, t in zip(x, ticks, strict=True) if 0 < t < 100]
    return [
        rules(width, height, line),
        texts(width, height, inner, align="center"),
        texts(width, height, [{"x": 0, "y": y + 16, "text": "0"}]),
        texts(width, height, [{"x": width, "y": y + 16, "text": f"100{unit}"}], align="right"),
    ]


def interval(low: float, high: float, y: float, colour: str = INK) -> Spec:
    """One bar of a range, for `rules`."""
    return {"x": low, "x2": high, "y": y, "y2": y, "colour": colour}


def dodge(places: Sequence[float], gap: float, top: float, bottom: float) -> list[float]:
    """Places along a line moved apart until neighbours are `gap` apart, inside `top` and `bottom`."""
    order = sorted(range(len(places)), key=lambda i: places[i])
    out = [min(max(p, top), bottom) for p in places]
    for _ in range(60):
        moved = False
        for a, b in pairwise(order):
            short = gap - (out[b] - out[a])
            if short > 0.01:
                out[a] -= short / 2
                out[b] += short / 2
                moved = True
        for i in order:
            out[i] = min(max(out[i], top), bottom)
        if not moved:
            break
    return out
