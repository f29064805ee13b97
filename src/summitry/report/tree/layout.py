"""Where everything of a tree stands: columns by depth, one band of rows for every subtree, parents amid their children.

A node's band holds its own lines and the bands of its children, which do not overlap; a column is as wide as its widest
lines. So no two texts meet, whatever they say.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from summitry.report.tree.header import MARGIN, header
from summitry.report.tree.labels import Pair, Written, written
from summitry.report.tree.links import RADIUS, links, track_offset, tracks
from summitry.report.tree.rows import DECISION, DRAWN, ENDING, Row
from summitry.report.tree.shapes import INK2, Branch, Label, Layout, Mark, Placed, Run, Stub, width

FAN, PAD, FOLD = 46.0, 12.0, 16.0
ABOVE, BELOW = 4.5, 12.5
"""Distance of the baselines from the edges of the branch between them."""
_NARROWEST = 560.0


def layout(
    rows: Sequence[Row], players: Sequence[str], paints: Sequence[str], title: str, caption: Sequence[str], desc: str
) -> Layout:
    """The picture of these rows (parents before children). `paints` are colour tokens by player."""
    lines = [written(row, players, paints) for row in rows]
    top, bottom, y = _bands(rows, lines)
    on = tracks(rows, y)
    x, zone = _columns(rows, lines, on)
    ends = [_right(row, w, x, zone) for row, w in zip(rows, lines, strict=True)]
    tree_right = max(ends) + MARGIN
    used = frozenset(
        key
        for key, there in {
            "chance": any(r.kind == DRAWN for r in rows),
            "set": any(r.size > 1 for r in rows),
            "belief": any(r.belief == r.belief for r in rows),
            "folded": any(r.folded for r in rows),
            "payoffs": any(r.kind != ENDING and r.values[0] == r.values[0] for r in rows),
            "ends": all(r.kind == ENDING or r.values[0] != r.values[0] for r in rows),
        }.items()
        if there
    )
    wide = min(max(tree_right - 2 * MARGIN, _NARROWEST), 1100.0)
    head = header(title, caption, players, paints, used, wide)
    y = [v + head.bottom for v in y]
    placed = []
    for i, (row, w) in enumerate(zip(rows, lines, strict=True)):
        before = (x[row.depth - 1] + zone[row.depth - 1], y[row.parent]) if row.parent >= 0 else None
        place = (x[row.depth], y[i], zone[row.depth])
        placed.append(_place(row, w, paints, place, before, (top[i] + head.bottom, bottom[i] + head.bottom)))
    return Layout(
        width=max(tree_right, head.right + MARGIN),
        height=bottom[0] + head.bottom + MARGIN,
        title=title,
        desc=desc,
        head=tuple(head.labels),
        key=tuple(head.marks),
        key_links=tuple(head.links),
        links=tuple(links(rows, x, y, on, paints)),
        placed=tuple(placed),
    )


def _heights(row: Row, w: Written) -> tuple[float, float]:
    """How much room a row's own lines take above and below its line."""
    inner = row.kind in (DECISION, DRAWN)
    two = len(w.after) > 1
    above = 19.5 if w.branch[0] or w.node[0] or two else RADIUS + 2
    below = 19.5 if w.branch[1] or w.node[1] or two else RADIUS + 2 if inner or row.folded else 8.0
    return above, below


def _bands(rows: Sequence[Row], lines: Sequence[Written]) -> tuple[list[float], list[float], list[float]]:
    """Top and bottom of the band of each row, and the height at which its line runs."""
    n = len(rows)
    own = [_heights(row, w) for row, w in zip(rows, lines, strict=True)]
    children: list[list[int]] = [[] for _ in range(n)]
    for i, row in enumerate(rows):
        if row.parent >= 0:
            children[row.parent].append(i)
    # from the leaves up: height of each band, and of the line within it
    height, middle = [0.0] * n, [0.0] * n
    shift = [0.0] * n
    for i in range(n - 1, -1, -1):
        above, below = own[i]
        if not children[i]:
            height[i], middle[i] = above + below, above
            continue
        total = 0.0
        places = []
        for c in children[i]:
            places.append(total + middle[c])
            total += height[c]
        centre = (places[0] + places[-1]) / 2
        # a node with tall lines of its own and one low child needs more room than the child
        extra = max(0.0, above - centre)
        shift[i] = extra
        middle[i] = centre + extra
        height[i] = max(total + extra, middle[i] + below)
    top, y = [0.0] * n, [0.0] * n
    for i in range(n):
        y[i] = top[i] + middle[i]
        at = top[i] + shift[i]
        for c in children[i]:
            top[c] = at
            at += height[c]
    return top, [t + h for t, h in zip(top, height, strict=True)], y


def _wide(pair: Pair) -> float:
    return max(width(pair[0]), width(pair[1]))


def _columns(
    rows: Sequence[Row], lines: Sequence[Written], on: dict[tuple[int, int], int]
) -> tuple[list[float], list[float]]:
    """Where the nodes of each column stand, and how far right of them the branches part."""
    deepest = max(row.depth for row in rows)
    most = [0] * (deepest + 1)
    for (_, depth), track in on.items():
        most[depth] = max(most[depth], track)
    zone = [track_offset(k) + 9.0 if k else RADIUS + 6.0 for k in most]
    lane, behind = [0.0] * (deepest + 1), [0.0] * (deepest + 1)
    for row, w in zip(rows, lines, strict=True):
        branch, node = _wide(w.branch), _wide(w.node)
        sign = RADIUS + 7 if row.kind in (DECISION, DRAWN) else 4
        need = branch + (PAD + 4 if branch and node else 0) + node + sign
        lane[row.depth] = max(lane[row.depth], need)
        behind[row.depth] = max(behind[row.depth], _behind(row, w))
    x = [MARGIN + lane[0] + RADIUS]
    for d in range(1, deepest + 1):
        fan = x[-1] + zone[d - 1] + FAN + lane[d]
        # lines behind an ending stay left of the next column's nodes, through which dashed lines may run
        x.append(max(fan, x[-1] + zone[d - 1] + behind[d - 1] + RADIUS + PAD))
    return x, zone


def _behind(row: Row, w: Written) -> float:
    return (FOLD if row.folded else 0.0) + 5 + max(map(width, w.after)) if w.after else 0.0


def _right(row: Row, w: Written, x: Sequence[float], zone: Sequence[float]) -> float:
    return x[row.depth] + zone[row.depth] + _behind(row, w)


def _place(
    row: Row, w: Written, paints: Sequence[str], place: tuple[float, float, float],
    before: tuple[float, float] | None, band: tuple[float, float],
) -> Placed:  # fmt: skip
    x, y, zone = place
    inner = row.kind in (DECISION, DRAWN)
    paint = paints[row.player] if row.kind == DECISION else INK2
    marks, labels = [], []
    if row.kind == DECISION:
        marks.append(Mark("circle", x, y, paint, str(row.player + 1)))
    elif row.kind == DRAWN:
        marks.append(Mark("diamond", x, y, paint))
    stub = Stub(x + RADIUS, x + zone, y, paint) if inner else None
    branch = None
    thick = 0.0
    if before is not None:
        p = row.probability
        thick = 1.3 if p != p else 0.8 + 4.4 * p
        stop = x - RADIUS if inner else x + zone
        branch = Branch(*before, before[0] + FAN, y, stop, paints[row.mover] if row.mover >= 0 else INK2, thick)
        at = before[0] + FAN
        labels += [Label(at, y + dy, runs) for dy, runs in _beside(w.branch, thick)]
    labels += [Label(x - RADIUS - 5, y + dy, runs, end=True) for dy, runs in _beside(w.node, thick)]
    if row.folded:
        marks.append(Mark("fold", x + zone, y, paint))
    elif row.kind == ENDING:
        marks.append(Mark("end", x + zone, y, INK2))
    at = x + zone + 5 + (FOLD if row.folded else 0)
    offsets = (y - 3.5, y + 12.5) if len(w.after) > 1 else (y + 4.2,)
    labels += [Label(at, v, runs) for v, runs in zip(offsets, w.after, strict=False)]
    return Placed(x, y, *band, branch, stub, tuple(marks), tuple(labels), w.tip)


def _beside(pair: Pair, thick: float) -> Iterator[tuple[float, tuple[Run, ...]]]:
    """The two lines with the distance of their baselines from the middle of the branch between them."""
    for dy, runs in ((-ABOVE - thick / 2, pair[0]), (BELOW + thick / 2, pair[1])):
        if runs:
            yield dy, runs
