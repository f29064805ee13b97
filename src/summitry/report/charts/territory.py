"""Regions on a map: who holds what share of each now, and what changes hands under a plan.

A share is the part of a region's area that stripes cover: they show how much is held, not where a line runs.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from itertools import pairwise

from summitry.report.charts import base
from summitry.report.charts.base import INK, INK2, PAPER, RULE, Spec
from summitry.report.marks import marks
from summitry.scenario.model import Issue
from summitry.study import Study

WIDTH = 300
_GAP = 5.0
"""Pixels from stripe to stripe."""
_THINNEST, _WIDEST = 0.6, 60.0
"""Pixels: of a stripe, and from one to the next."""
_ANGLES = (45.0, 135.0, 90.0, 0.0)
_NEAREST = 0.5
"""Pixels between points of an outline."""
_ROOM = 0.08
"""Of the extent of the regions, shown around them."""
_LONE = 10.0
"""Degrees: where regions span less, more of what is around them is shown."""

Point = tuple[float, float]
Ring = list[Point]


def territory(study: Study, issue: Issue, plan: int | None, width: int = WIDTH) -> Spec:
    """The map under a plan (by its place among the options), or as things stand now (None)."""
    assert issue.outlines is not None
    paints = {party: mark.colour for party, mark in marks(study.scenario).items()}
    height, drawn = _projected(issue, width)
    around = [rings for key, rings in drawn if not key]
    mine = {key: rings for key, rings in drawn if key}
    solid: list[dict[str, object]] = []
    passes: list[dict[str, object]] = []
    edges: list[tuple[list[Ring], str]] = []
    for r, region in enumerate(issue.regions):
        rings = mine.get(region.key, [])
        for p, party in enumerate(issue.among):
            now = region.holds.get(party, 0.0)
            held = now if plan is None else issue.plans[plan][r][p]
            angle, colour = _ANGLES[p % len(_ANGLES)], paints[party]
            if party != issue.rest_with:
                solid += _stripes(rings, min(held, now), angle, colour)
            if held > now + 1e-9:
                passes += _stripes(rings, held - now, angle, colour, shifted=party != issue.rest_with)
                edges.append((rings, colour))
    layers = [
        _areas(around, stroke=RULE, strokeWidth=0.8),
        *_rules(width, height, solid),
        *_rules(width, height, passes, strokeDash=[3, 2]),
        _areas(list(mine.values()), stroke=INK2, strokeWidth=1.0),
        *(_areas([rings], stroke=colour, strokeWidth=2.4) for rings, colour in edges),
        *_named(issue, mine, width, height),
    ]
    return base.framed(width, height, layers, 3)


def _projected(issue: Issue, width: int) -> tuple[int, list[tuple[str, list[Ring]]]]:
    """Height in pixels, and all outlines in pixels: degrees, narrowed by the cosine of the middle latitude."""
    assert issue.outlines is not None
    own = [p for o in issue.outlines.drawn if o.key for ring in o.rings for p in ring]
    west, east = min(x for x, _ in own), max(x for x, _ in own)
    south, north = min(y for _, y in own), max(y for _, y in own)
    every = [p for o in issue.outlines.drawn for ring in o.rings for p in ring]
    room = max((east - west) * _ROOM, (_LONE - (east - west)) / 2, 0.05)
    west = max(west - room, min(x for x, _ in every))
    east = min(east + room, max(x for x, _ in every))
    flat = math.cos(math.radians((south + north) / 2))
    tall = max((north - south) * _ROOM, 0.05)
    south, north = max(south - tall, min(y for _, y in every)), min(north + tall, max(y for _, y in every))
    scale = width / ((east - west) * flat)
    height = max(60, min(round((north - south) * scale), 2 * width))
    out = []
    for o in issue.outlines.drawn:
        rings = [_thinned([((x - west) * flat * scale, (north - y) * scale) for x, y in ring]) for ring in o.rings]
        seen = [ring for ring in rings if _inside(ring, width, height)]
        if seen:
            out.append((o.key, seen))
    return height, out


def _inside(ring: Ring, width: float, height: float) -> bool:
    """Whether some of a ring may be seen, and it is more than a speck."""
    xs, ys = [x for x, _ in ring], [y for _, y in ring]
    seen = max(xs) > 0 and min(xs) < width and max(ys) > 0 and min(ys) < height
    return len(ring) > 3 and seen and max(max(xs) - min(xs), max(ys) - min(ys)) > 1


def _thinned(ring: Ring) -> Ring:
    """Points at least half a pixel apart, to a tenth of one."""
    out = [ring[0]]
    for x, y in ring[1:]:
        if abs(x - out[-1][0]) + abs(y - out[-1][1]) >= _NEAREST:
            out.append((x, y))
    out = [(round(x, 1), round(y, 1)) for x, y in out]
    return out if out[0] == out[-1] else [*out, out[0]]


def _stripes(
    rings: Sequence[Ring], share: float, angle: float, colour: str, *, shifted: bool = False
) -> list[dict[str, object]]:
    """Stripes across what rings enclose that cover this share of it; `shifted` ones lie between the others."""
    if share <= 0 or not rings:
        return []
    turn = math.radians(angle)
    cos, sin = math.cos(turn), math.sin(turn)
    # along a stripe and across it
    turned = [[(x * cos + y * sin, y * cos - x * sin) for x, y in ring] for ring in rings]
    low, high = min(v for ring in turned for _, v in ring), max(v for ring in turned for _, v in ring)
    # a small share has stripes that are farther apart, since thinner ones could not be seen
    gap = min(max(_GAP, _THINNEST / share), _WIDEST)
    first = math.floor(low / gap) * gap + (gap / 2 if shifted else gap / 4)
    # whole ones run together
    thick = share * gap + (0.5 if share > 0.97 else 0.0)
    out: list[dict[str, object]] = []
    for k in range(math.ceil((high - first) / gap) + 1):
        v = first + k * gap + 1e-7
        cuts = sorted(
            a + (v - b) * (c - a) / (d - b)
            for ring in turned
            for (a, b), (c, d) in pairwise(ring)
            if (b <= v) != (d <= v)
        )
        for start, end in zip(cuts[::2], cuts[1::2], strict=False):
            x, y, x2, y2 = (start * cos - v * sin, start * sin + v * cos, end * cos - v * sin, end * sin + v * cos)
            out.append({"x": x, "y": y, "x2": x2, "y2": y2, "colour": colour, "width": thick})
    return out


def _named(issue: Issue, drawn: Mapping[str, Sequence[Ring]], width: int, height: int) -> list[Spec]:
    """Names of the regions that have room for them, on a halo of paper."""
    rows = []
    for region in issue.regions:
        ring = max(drawn.get(region.key, []), key=len, default=None)
        if ring is None:
            continue
        xs, ys = [x for x, _ in ring], [y for _, y in ring]
        if max(xs) - min(xs) > 4.5 * len(region.label) and max(ys) - min(ys) > 16:
            x = min(max((min(xs) + max(xs)) / 2, 4 * len(region.label)), width - 4 * len(region.label))
            rows.append({"x": x, "y": (min(ys) + max(ys)) / 2, "text": region.label})
    halo = base.texts(width, height, rows, align="center", fontSize=11, stroke=PAPER, strokeWidth=4, color=PAPER)
    return [halo, base.texts(width, height, rows, align="center", fontSize=11, color=INK)]


def _rules(width: int, height: int, rows: Sequence[dict[str, object]], **mark: object) -> list[Spec]:
    """Stripes, one layer for each width."""
    return [
        base.rules(width, height, [r for r in rows if r["width"] == w], strokeWidth=w, clip=True, **mark)
        for w in dict.fromkeys(r["width"] for r in rows)
    ]


def _areas(shapes: Sequence[Sequence[Ring]], **mark: object) -> Spec:
    """Outlines that are not filled, in pixels."""
    values = [
        {"type": "Feature", "geometry": {"type": "MultiLineString", "coordinates": [list(map(list, r)) for r in rings]}}
        for rings in shapes
        if rings
    ]
    return {
        "data": {"values": values},
        "projection": {"type": "identity", "scale": 1, "translate": [0, 0]},
        "mark": {"type": "geoshape", "filled": False, "clip": True, **mark},
    }
