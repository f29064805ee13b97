"""One walk down and up the tree as a program: what a sweep does, step by step, in one stream of integers.

The walk goes down set by set as in depth-first search and comes up as soon as all sets below one are done. What it
knows of a node (how it is reached, what it is worth) is needed from the visit down until the set above is done;
seats in the working space are then used again, so that they stay in the fastest cache however large the tree is.

Steps, each with its code first (rows of worths are counted party by party):

- `DESCEND`, k, place of the log-odds, row of the probabilities, n, then n times: seat of the node above (-1 at the
  root), row of the probability that leads here, own seat. Nobody's beliefs depend on a set with k = 0.
- `ADD_UP`, row, row of the base, n, n rows: the worth of an edge that leads to several things.
- `ANSWER`, k, n, owner, place among the log-odds that count (-1 for none), place among all, set, whether its nodes
  are settled, then for each of the n nodes: own seat, row of its class of chance moves, k rows of its edges.
- `SETTLE`, k, row of the probabilities, own seat, k rows: a node's worth from probabilities that were given.
"""
# mypy: disable-error-code="no-untyped-def,no-untyped-call,misc"

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from numba import njit

Ints = npt.NDArray[np.int32]
Longs = npt.NDArray[np.int64]

_EDGES = 1 << 18
"""Edges that are written at once, which bounds memory."""
DESCEND, ANSWER, ADD_UP, SETTLE = 0, 1, 2, 3


class Walk(NamedTuple):
    """In which order sets are visited, and where what is known of them stands meanwhile."""

    steps: Ints
    """[visits] h on the way down to set h and -1 - h on the way up; empty where some set lies above itself."""
    slot: Ints | Longs
    """[D] seat of each node."""
    seats: int
    spot: Ints | Longs
    """[H] block of rows of each set's probabilities, -1 for none; blocks are as long as the widest set."""
    spots: int

    @property
    def upward(self) -> Ints:
        """[H] sets in the order in which they are answered."""
        return -1 - self.steps[self.steps < 0]


def walk(cyclic: bool, member: Ints, above: Ints, set_of: Ints, felt: Ints) -> Walk:
    """Visit all sets depth first, coming up as soon as all sets below one are done; arrays as in `Wiring`."""
    if cyclic:
        return Walk(np.zeros(0, np.int32), np.arange(len(above)), len(above), np.arange(len(felt)), len(felt))
    steps, slot, seats, spot, spots = _walk(*(_int32(a) for a in (member, above, set_of, felt)))
    return Walk(steps, slot, int(seats), spot, int(spots))


class Parts(NamedTuple):
    """What is known of a tree's sets, nodes and edges; arrays as in `Wiring`, of any integers."""

    parties: int
    cyclic: bool
    walk: Walk
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
    p = parts
    sets = len(p.party)
    k, n = np.diff(p.start).astype(np.int64), np.diff(p.member).astype(np.int64)
    # Whatever is as long as there are edges is of 32 bits: it decides how much memory a large tree takes.
    set_of_edge = np.repeat(np.arange(sets, dtype=np.int32), k * n)
    things = _int32(np.diff(p.below_start))
    several = things + (p.base > 0) > 1
    # Sums are numbered anew in each set.
    before = _running(several)
    row = before[:-1] - before[p.edge[set_of_edge]]
    del before
    sums = int(row[several].max(initial=-1)) + 1
    steps, slot, seats, spot, spots = p.walk
    source = _int32(np.where(several, p.bases + row, p.base))
    alone = np.flatnonzero((things == 1) & ~several)
    source[alone] = p.bases + sums + slot[p.below[p.below_start[alone]]]
    del alone
    source *= p.parties
    writer = _Writer(p, k, n, set_of_edge, things, several, row, source, sums, slot, spot)
    code = writer.cycle() if p.cyclic else writer.walk(steps)
    return Program(code, sums, seats, _int32(spot), spots)


class _Writer:
    """Writes the words of all steps of one kind at once."""

    def __init__(
        self, parts: Parts, k: Longs, n: Longs, set_of_edge: Ints, things: Ints, several: npt.NDArray[np.bool_],
        row: Ints, source: Ints, sums: int, slot: Ints | Longs, spot: Ints | Longs,
    ) -> None:  # fmt: skip
        self.parts, self.k, self.n, self.slot, self.spot = parts, k, n, slot, spot
        self.set_of_edge, self.source, self.things, self.row, self.sums = set_of_edge, source, things, row, sums
        self.several = np.flatnonzero(several)
        self.words_before = _running(np.where(several, 4 + things, 0))
        """Words of sums in all edges before each."""
        self.code = np.zeros(0, np.int32)

    def walk(self, steps: Ints) -> Ints:
        """Down and up in depth-first order."""
        p, k, n = self.parts, self.k, self.n
        first, last = p.edge[:-1], p.edge[:-1] + k * n
        sum_words = self.words_before[last] - self.words_before[first]
        down = steps >= 0
        h = np.where(down, steps, -1 - steps)
        length = np.where(down, 5 + 3 * n[h], sum_words[h] + 8 + n[h] * (k[h] + 2))
        at = np.cumsum(length) - length
        self.code = np.empty(int(length.sum()), np.int32)
        descent, answer = np.full(len(k), -1), np.empty(len(k), np.int64)
        descent[h[down]], answer[h[~down]] = at[down], at[~down]
        self._descents(h[down], at[down], n[h[down]])
        met = np.flatnonzero(descent[p.set_of] >= 0)
        self._arrivals(met, descent[p.set_of[met]] + 5 + 3 * (met - p.member[p.set_of[met]]))
        self._add_ups(self.several, answer[self.set_of_edge[self.several]], first[self.set_of_edge[self.several]])
        self._answers(answer + sum_words, True)
        return self.code

    def cycle(self) -> Ints:
        """All probabilities and reach, all worths by these, then all responses."""
        p, k, n = self.parts, self.k, self.n
        sets, nodes = len(k), len(p.above)
        order = np.asarray(p.order, np.int64)
        node_k = k[p.set_of]
        node_edge = p.edge[p.set_of] + (np.arange(nodes) - p.member[p.set_of]) * node_k
        node_words = self.words_before[node_edge + node_k] - self.words_before[node_edge]
        upward, backward = order[::-1], np.arange(sets)[::-1]
        sum_words = self.words_before[p.edge[:-1] + k * n] - self.words_before[p.edge[:-1]]
        length = np.concatenate((
            np.full(sets, 5), np.full(nodes, 8), (node_words + 4 + node_k)[upward],
            (sum_words + 8 + n * (k + 2))[backward],
        ))  # fmt: skip
        at = np.cumsum(length) - length
        self.code = np.empty(int(length.sum()), np.int32)
        self._descents(np.arange(sets), at[:sets], np.zeros(sets, np.int64))
        arrivals = at[sets : sets + nodes]
        for j, word in enumerate((DESCEND, 0, 0, 0, 1)):
            self.code[arrivals + j] = word
        self._arrivals(order, arrivals + 5)
        settled, answered = np.empty(nodes, np.int64), np.empty(sets, np.int64)
        settled[upward], answered[backward] = at[sets + nodes : sets + 2 * nodes], at[sets + 2 * nodes :]
        node_of_edge = np.repeat(np.arange(nodes), node_k)
        some = node_of_edge[self.several]
        self._add_ups(self.several, settled[some], node_edge[some])
        head = settled + node_words
        for j, words in enumerate((SETTLE, node_k, self.spot[p.set_of] * p.widest, self.slot)):
            self.code[head + j] = words
        edges = np.arange(len(p.base))
        self.code[head[node_of_edge] + 4 + edges - node_edge[node_of_edge]] = self.source
        holder = self.set_of_edge[self.several]
        self._add_ups(self.several, answered[holder], p.edge[holder])
        self._answers(answered + sum_words, False)
        return self.code

    def _descents(self, h: Longs, at: Longs, n: Longs) -> None:
        p = self.parts
        k = np.where(p.felt[h] >= 0, self.k[h], 0)
        for j, words in enumerate((DESCEND, k, p.felt[h], self.spot[h] * p.widest, n)):
            self.code[at + j] = words

    def _arrivals(self, node: Longs, at: Longs) -> None:
        p = self.parts
        above = p.above[node]
        up = p.set_of[above]
        choice = self.spot[up] * p.widest + p.action[node] - p.start[up]
        self.code[at] = np.where(above >= 0, self.slot[above], -1)
        self.code[at + 1] = np.where(above >= 0, choice, 0)
        self.code[at + 2] = self.slot[node]

    def _add_ups(self, edge: Longs, at: Longs, first: Ints | Longs) -> None:
        """Sums of some edges; each block of sums begins at `at` and with those of the edge `first`."""
        p = self.parts
        at = at + self.words_before[edge] - self.words_before[first]
        count = self.things[edge]
        rows = (p.bases + self.row[edge]) * p.parties
        for j, words in enumerate((ADD_UP, rows, p.base[edge] * p.parties, count)):
            self.code[at + j] = words
        begin = np.cumsum(count) - count
        inner = np.arange(int(count.sum())) - np.repeat(begin, count)
        below = np.asarray(p.below, np.int64)[np.repeat(p.below_start[edge].astype(np.int64), count) + inner]
        self.code[np.repeat(at + 4, count) + inner] = (
            self.slot[below].astype(np.int64) * p.parties + (p.bases + self.sums) * p.parties
        )

    def _answers(self, head: Longs, settles: bool) -> None:
        p, k, n = self.parts, self.k, self.n
        sets = np.arange(len(k))
        place = p.start[:-1].astype(np.int64) - sets
        for j, word in enumerate((ANSWER, k, n, p.party, p.felt, place, sets, int(settles))):
            self.code[head + j] = word
        at = head[p.set_of] + 8 + (np.arange(len(p.above)) - p.member[p.set_of]) * (k[p.set_of] + 2)
        self.code[at] = self.slot
        self.code[at + 1] = p.weight * p.parties + p.party[p.set_of]
        for begin in range(0, len(p.base), _EDGES):
            edge = np.arange(begin, min(begin + _EDGES, len(p.base)))
            of = self.set_of_edge[edge]
            inner = edge - p.edge[of]
            self.code[head[of] + 10 + inner + 2 * (inner // k[of])] = self.source[edge]


def _running(counts: npt.NDArray[np.generic]) -> Ints:
    """Sums of all counts before each, and of all."""
    out = np.zeros(len(counts) + 1, np.int32)
    np.cumsum(counts, out=out[1:])
    return out


def _int32(values: npt.NDArray[np.generic]) -> Ints:
    return np.ascontiguousarray(values, np.int32)


@njit(nogil=True, cache=True, error_model="numpy")
def _walk(member, above, set_of, felt):  # pragma: no cover
    """Visits, h on the way down and -1 - h on the way up; seats of nodes and blocks of sets, and how many."""
    nodes, count = len(above), len(felt)
    waiting, begin = np.zeros(count, np.int32), np.zeros(count + 1, np.int32)
    for n in range(nodes):
        if above[n] >= 0:
            waiting[set_of[above[n]]] += 1
    for h in range(count):
        begin[h + 1] = begin[h] + waiting[h]
    # The nodes right below each set, end to end.
    below, end = np.empty(begin[count], np.int32), begin[:-1].copy()
    for n in range(nodes):
        if above[n] >= 0:
            below[end[set_of[above[n]]]] = n
            end[set_of[above[n]]] += 1
    steps, slot, spot = np.empty(2 * count, np.int32), np.empty(nodes, np.int32), np.full(count, -1, np.int32)
    stack, free, blank = np.empty(count, np.int32), np.empty(nodes, np.int32), np.empty(count, np.int32)
    unused, seats, blanks, spots, visits = 0, 0, 0, 0, 0
    for down in range(count):
        for n in range(member[down], member[down + 1]):
            if unused:
                unused -= 1
                slot[n] = free[unused]
            else:
                slot[n] = seats
                seats += 1
        if felt[down] >= 0:
            if blanks:
                blanks -= 1
                spot[down] = blank[blanks]
            else:
                spot[down] = spots
                spots += 1
        if felt[down] >= 0 or member[down + 1] - member[down] > 1:
            # How a lone node without unknowns is reached matters to nobody.
            steps[visits] = down
            visits += 1
        depth = 0
        if waiting[down] == 0:
            stack[0] = down
            depth = 1
        while depth:
            depth -= 1
            h = stack[depth]
            steps[visits] = -1 - h
            visits += 1
            for j in range(begin[h + 1] - 1, begin[h] - 1, -1):
                free[unused] = slot[below[j]]
                unused += 1
            if spot[h] >= 0:
                blank[blanks] = spot[h]
                blanks += 1
            for n in range(member[h], member[h + 1]):
                if above[n] >= 0:
                    up = set_of[above[n]]
                    waiting[up] -= 1
                    if waiting[up] == 0:
                        stack[depth] = up
                        depth += 1
    return steps[:visits].copy(), slot, seats, spot, spots
