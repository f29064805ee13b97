"""The dashed lines of information sets: straight through their nodes, or on a track of its own beside others' nodes."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from summitry.report.tree.rows import DECISION, DRAWN, Row
from summitry.report.tree.shapes import Link

RADIUS, STEP = 9.0, 8.0
"""Of a node's mark; between tracks."""


def tracks(rows: Sequence[Row], y: Sequence[float]) -> dict[tuple[int, int], int]:
    """(information set, column) -> its track there: 0 through the nodes, 1 and up to their right.

    A set whose line would pass through nodes of others takes the first free track, from the top down.
    """
    inner: dict[int, list[int]] = {}
    for i, row in enumerate(rows):
        if row.kind in (DECISION, DRAWN):
            inner.setdefault(row.depth, []).append(i)
    out = {}
    for depth, here in inner.items():
        spans = []
        for h, members in _sets(rows, here).items():
            low, high = min(y[i] for i in members), max(y[i] for i in members)
            crossed = any(low < y[i] < high and rows[i].infoset != h for i in here)
            out[h, depth] = 0
            if crossed:
                spans.append((low, high, h))
        free: list[float] = []
        for low, high, h in sorted(spans):
            track = next((k for k, until in enumerate(free) if until < low), len(free))
            free[track : track + 1] = [high]
            out[h, depth] = track + 1
    return out


def links(
    rows: Sequence[Row], x: Sequence[float], y: Sequence[float], on: dict[tuple[int, int], int], paints: Sequence[str]
) -> list[Link]:
    """The lines of all information sets of which several nodes are shown; `x` by column, `y` by row."""
    out = []
    for h, members in _sets(rows, range(len(rows))).items():
        if len(members) < 2:
            continue
        paint = paints[rows[members[0]].player]
        columns: dict[int, list[int]] = {}
        for i in sorted(members, key=lambda i: y[i]):
            columns.setdefault(rows[i].depth, []).append(i)
        at = {d: x[d] + track_offset(on[h, d]) for d in columns}
        for d, here in columns.items():
            if len(here) > 1:
                rings = tuple((at[d], y[i]) for i in here) if on[h, d] else ()
                out.append(Link(at[d], y[here[0]], at[d], y[here[-1]], paint, rings))
        order = sorted(columns)
        for d, e in pairwise(order):
            a, b = min(((a, b) for a in columns[d] for b in columns[e]), key=lambda ab: abs(y[ab[0]] - y[ab[1]]))
            out.append(Link(at[d], y[a], at[e], y[b], paint))
    return out


def track_offset(track: int) -> float:
    """How far right of the nodes a track runs."""
    return RADIUS + 5 + STEP * (track - 1) if track else 0.0


def _sets(rows: Sequence[Row], among: Sequence[int]) -> dict[int, list[int]]:
    out: dict[int, list[int]] = {}
    for i in among:
        if rows[i].kind == DECISION:
            out.setdefault(rows[i].infoset, []).append(i)
    return out
