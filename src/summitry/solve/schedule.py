"""One walk down and up the tree as a program: what a sweep does, step by step, in one stream of integers.

The walk goes down set by set as in depth-first search and comes up as soon as all sets below one are done. What it
knows of a node (how it is reached, what it is worth) is needed from the visit down until the set above is done;
seats in the working space are then used again, so that they stay in the fastest cache however large the tree is.

Steps, each with its code first (rows of worths are counted party by party):

- `DESCEND`, k, place of the log-odds, row of the probabilities, n, then n times: seat of the node above (-1 at the
  root), row of the probability that leads here, own seat. One action stands for no unknowns.
- `ADD_UP`, row, row of the base, n, n rows: the worth of an edge that leads to several things.
- `ANSWER`, k, n, owner, place among the log-odds that count (-1 for none), place among all, set, whether its nodes
  are settled, then for each of the n nodes: own seat, row of its class of chance moves, k rows of its edges.
- `SETTLE`, k, row of the probabilities, own seat, k rows: a node's worth from probabilities that were given.
"""
# mypy: disable-error-code="no-untyped-def,no-untyped-call,misc"

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
from numba import njit

Ints = npt.NDArray[np.int32]
Longs = npt.NDArray[np.int64]

DESCEND, ANSWER, ADD_UP, SETTLE = 0, 1, 2, 3

_part = njit(inline="always")


class Parts(NamedTuple):
    """What is known of a tree's sets, nodes and edges; arrays as in `Wiring`, of any integers."""

    parties: int
    cyclic: bool
    widest: int
    bases: int
    """Number of bases, U."""
    party: Ints | Longs
    start: Ints | Longs
    member: Ints | Longs
    order: Ints | Longs
    above: Ints | Longs
    action: Ints | Longs
    set_of: Ints | Longs
    weight: Ints | Longs
    felt: Ints | Longs
    edge: Ints | Longs
    base: Ints | Longs
    """[E] what each edge is worth without the nodes right below it, 0 for nothing."""
    below_start: Ints | Longs
    """[E + 1] into `below`."""
    below: Ints | Longs
    """Nodes right below each edge."""


class Program(NamedTuple):
    """A sweep, and the working space that it takes."""

    code: Ints
    """Steps, end to end."""
    sums: int
    """Rows of sums, after those of the bases."""
    seats: int
    """Rows of nodes, after those of the sums."""
    spot: Ints
    """[H] block of rows of each set's probabilities, -1 for none; blocks are as long as the widest set."""
    spots: int
    """Number of blocks."""


def write_program(parts: Parts) -> Program:
    """Write the program of a tree."""
    names = [name for name, value in zip(parts._fields, parts, strict=True) if isinstance(value, np.ndarray)]
    arrays: dict[str, Any] = {name: np.ascontiguousarray(getattr(parts, name), np.int32) for name in names}
    parts = parts._replace(**arrays)
    code, sums, seats, spot, spots = _write(parts)
    return Program(code, int(sums), int(seats), spot, int(spots))


@njit(nogil=True, cache=True, error_model="numpy")
def _write(p):  # pragma: no cover
    nodes, count = len(p.above), len(p.party)
    sums, words = 0, 2 * len(p.below)
    for h in range(count):
        several = 0
        for e in range(p.edge[h], p.edge[h] + (p.start[h + 1] - p.start[h]) * (p.member[h + 1] - p.member[h])):
            several += _several(p, e)
        words += 4 * several
        sums = max(sums, several)
    words += 13 * count + 5 * nodes + len(p.base)
    if p.cyclic:
        slot, spot = np.arange(nodes).astype(np.int32), np.arange(count).astype(np.int32)
        code = np.empty(words + 5 * count + 9 * nodes + words, np.int32)
        return code[: _write_cycle(p, code, slot, spot)].copy(), sums, nodes, spot, count
    code = np.empty(words, np.int32)
    slot, spot = np.empty(nodes, np.int32), np.full(count, -1, np.int32)
    seats, spots, at = _write_walk(p, code, slot, spot, sums)
    return code[:at].copy(), sums, seats, spot, spots


@_part
def _write_walk(p, code, slot, spot, sums):  # pragma: no cover
    nodes, count = len(p.above), len(p.party)
    waiting, begin = np.zeros(count, np.int32), np.zeros(count + 1, np.int32)
    for n in range(nodes):
        if p.above[n] >= 0:
            waiting[p.set_of[p.above[n]]] += 1
    for h in range(count):
        begin[h + 1] = begin[h] + waiting[h]
    below, end = np.empty(begin[count], np.int32), begin[:-1].copy()
    for n in range(nodes):
        if p.above[n] >= 0:
            h = p.set_of[p.above[n]]
            below[end[h]] = n
            end[h] += 1
    stack, free, blank = np.empty(count, np.int32), np.empty(nodes, np.int32), np.empty(count, np.int32)
    unused, seats, blanks, spots, at = 0, 0, 0, 0, 0
    for down in range(count):
        first, last = p.member[down], p.member[down + 1]
        for n in range(first, last):
            if unused:
                unused -= 1
                slot[n] = free[unused]
            else:
                slot[n] = seats
                seats += 1
        if p.felt[down] >= 0:
            if blanks:
                blanks -= 1
                spot[down] = blank[blanks]
            else:
                spot[down] = spots
                spots += 1
        if p.felt[down] >= 0 or last - first > 1:
            # How a lone node without unknowns is reached matters to nobody.
            at = _write_descent(p, code, at, down, spot)
            code[at - 1] = last - first
            for n in range(first, last):
                at = _write_arrival(p, code, at, n, slot, spot)
        depth = 0
        if waiting[down] == 0:
            stack[0] = down
            depth = 1
        while depth:
            depth -= 1
            h = stack[depth]
            at = _write_answer(p, code, at, h, slot, sums, True)
            for j in range(begin[h + 1] - 1, begin[h] - 1, -1):
                free[unused] = slot[below[j]]
                unused += 1
            if spot[h] >= 0:
                blank[blanks] = spot[h]
                blanks += 1
            for n in range(p.member[h], p.member[h + 1]):
                if p.above[n] >= 0:
                    up = p.set_of[p.above[n]]
                    waiting[up] -= 1
                    if waiting[up] == 0:
                        stack[depth] = up
                        depth += 1
    return seats, spots, at


@_part
def _write_cycle(p, code, slot, spot):  # pragma: no cover
    """All probabilities and reach, all worths by these, then all responses."""
    at, sums = 0, 0
    for h in range(len(p.party)):
        at = _write_descent(p, code, at, h, spot)
        several = 0
        for e in range(p.edge[h], p.edge[h] + (p.start[h + 1] - p.start[h]) * (p.member[h + 1] - p.member[h])):
            several += _several(p, e)
        sums = max(sums, several)
    for n in p.order:
        code[at], code[at + 1], code[at + 4] = DESCEND, 1, 1
        code[at + 2], code[at + 3] = 0, 0
        at = _write_arrival(p, code, at + 5, n, slot, spot)
    for j in range(len(p.order) - 1, -1, -1):
        n = p.order[j]
        h = p.set_of[n]
        k = p.start[h + 1] - p.start[h]
        e = p.edge[h] + (n - p.member[h]) * k
        at = _write_sums(p, code, at, e, e + k, slot, sums)
        code[at], code[at + 1], code[at + 2], code[at + 3] = SETTLE, k, spot[h] * p.widest, slot[n]
        at, _ = _write_edges(p, code, at + 4, e, e + k, slot, sums, 0)
    for h in range(len(p.party) - 1, -1, -1):
        at = _write_answer(p, code, at, h, slot, sums, False)
    return at


@_part
def _write_descent(p, code, at, h, spot):  # pragma: no cover
    k = p.start[h + 1] - p.start[h] if p.felt[h] >= 0 else 1
    code[at], code[at + 1], code[at + 2], code[at + 3] = DESCEND, k, p.felt[h], spot[h] * p.widest
    code[at + 4] = 0
    return at + 5


@_part
def _write_arrival(p, code, at, n, slot, spot):  # pragma: no cover
    code[at], code[at + 1], code[at + 2] = -1, 0, slot[n]
    if p.above[n] >= 0:
        up = p.set_of[p.above[n]]
        code[at], code[at + 1] = slot[p.above[n]], spot[up] * p.widest + p.action[n] - p.start[up]
    return at + 3


@_part
def _write_answer(p, code, at, h, slot, sums, settles):  # pragma: no cover
    k, first, last = p.start[h + 1] - p.start[h], p.member[h], p.member[h + 1]
    at = _write_sums(p, code, at, p.edge[h], p.edge[h] + (last - first) * k, slot, sums)
    code[at], code[at + 1], code[at + 2], code[at + 3] = ANSWER, k, last - first, p.party[h]
    code[at + 4], code[at + 5], code[at + 6], code[at + 7] = p.felt[h], p.start[h] - h, h, settles
    at += 8
    row = 0
    for n in range(first, last):
        code[at], code[at + 1] = slot[n], p.weight[n] * p.parties + p.party[h]
        e = p.edge[h] + (n - first) * k
        at, row = _write_edges(p, code, at + 2, e, e + k, slot, sums, row)
    return at


@_part
def _write_sums(p, code, at, begin, stop, slot, sums):  # pragma: no cover
    row = 0
    for e in range(begin, stop):
        if not _several(p, e):
            continue
        code[at], code[at + 1] = ADD_UP, (p.bases + row) * p.parties
        code[at + 2], code[at + 3] = p.base[e] * p.parties, p.below_start[e + 1] - p.below_start[e]
        at += 4
        row += 1
        for j in range(p.below_start[e], p.below_start[e + 1]):
            code[at] = (p.bases + sums + slot[p.below[j]]) * p.parties
            at += 1
    return at


@_part
def _write_edges(p, code, at, begin, stop, slot, sums, row):  # pragma: no cover
    """Rows of what edges lead to; returns how many sums were met so far, too."""
    for e in range(begin, stop):
        source = p.base[e]
        if _several(p, e):
            source = p.bases + row
            row += 1
        elif p.below_start[e + 1] > p.below_start[e]:
            source = p.bases + sums + slot[p.below[p.below_start[e]]]
        code[at] = source * p.parties
        at += 1
    return at, row


@_part
def _several(p, e):  # pragma: no cover
    """Whether an edge leads to several things."""
    return p.below_start[e + 1] - p.below_start[e] + (p.base[e] > 0) > 1
