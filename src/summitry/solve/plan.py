"""What the kernels need to know about a tree, compiled once and shared by all chunks of draws.

Chance is folded into the payoffs: party i's payoff at an ending is multiplied by i's own odds of the chance moves on
the way, so chance nodes only add and vanish. What is left are decision nodes, numbered set by set in an order in
which sets precede those below them, and their edges; an edge is worth a fixed base (endings reached without a
further decision) plus the worth of the decision nodes right below it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from summitry.game.recall import check_recall, levels
from summitry.game.tree import CHANCE, TERMINAL, Tree

Ints = npt.NDArray[np.int32]


class Wiring(NamedTuple):
    """Integer arrays for the kernels; D decision nodes, H sets in solving order, E decision edges."""

    parties: int
    cyclic: bool
    """Some set lies above and below another: sweeps then use the values of the sweep before."""
    seats: int
    """Rows of worths that decision nodes take up, S."""
    party: Ints
    """[H] who moves."""
    start: Ints
    """[H + 1] first action, in solving order."""
    member: Ints
    """[H + 1] first decision node of each set."""
    edge: Ints
    """[H + 1] first edge of each set; member m of a set with k actions has edges edge + m k + a."""
    order: Ints
    """[D] decision nodes, those above first."""
    above: Ints
    """[D] the decision node above, -1 for none."""
    action: Ints
    """[D] the action that leads here from `above`."""
    set_of: Ints
    """[D] set of each decision node."""
    weight: Ints
    """[D] class of chance moves on the path."""
    felt: Ints
    """[H] where the log-odds of a set stand among those that count, -1 if nobody's beliefs depend on them."""
    slot: Ints
    """[D] row of worths of each decision node; rows are used again once the node above is done."""
    source: Ints
    """[E] row of worths that an edge leads to: U bases (0 is nothing), then S decision nodes, then X sums."""
    sum_start: Ints
    """[D + 1] sums among the edges of each node."""
    sum_base: Ints
    """[X] base of each sum."""
    below_start: Ints
    """[X + 1] into `below`."""
    below: Ints
    """Slots of the decision nodes right below each sum."""
    class_parent: Ints
    """[K] class that this one extends, -1 for the empty path."""
    class_slot: Ints
    """[K] chance slot that it adds."""
    term_start: Ints
    """[U + 1] into the terms of each base."""
    term_row: Ints
    """Payoff row of each term."""
    term_class: Ints
    """Chance class of each term."""


@dataclass(frozen=True, eq=False)
class Plan:
    """A tree made ready for solving; reuse it for every chunk of draws."""

    tree: Tree
    wiring: Wiring
    actions: npt.NDArray[np.int64]
    """[A] flat action of the tree for each action in solving order."""
    chance_groups: tuple[npt.NDArray[np.int64], ...]
    """Slots of the chance nodes, [groups, k] for each number of branches k; each row must sum to one."""
    widest: int
    """Largest number of actions."""

    felt: int
    """Number of free log-odds that somebody's beliefs depend on; the solver's unknowns."""

    @property
    def unknowns(self) -> npt.NDArray[np.int64]:
        """[felt] place of each unknown among all free log-odds."""
        w = self.wiring
        counted = np.flatnonzero(w.felt >= 0)
        length = np.diff(w.start)[counted].astype(np.int64) - 1
        first = w.start[counted].astype(np.int64) - counted
        return np.repeat(first - np.cumsum(length) + length, length) + np.arange(self.felt)

    @property
    def free(self) -> int:
        """Number of free log-odds, A - H."""
        return self.tree.actions - self.tree.infosets


def plan(tree: Tree) -> Plan:
    """Compile a tree; raises `GameError` on imperfect recall or absent-mindedness."""
    check_recall(tree)
    depth_levels = levels(tree)
    decision = np.flatnonzero(tree.owner >= 0)
    edge_above = _decision_edge_above(tree, depth_levels)
    set_order, cyclic = _solving_order(tree, decision, edge_above)
    rank = np.empty(tree.infosets, np.int64)
    rank[set_order] = np.arange(tree.infosets)

    widths = np.diff(tree.infoset_start).astype(np.int64)[set_order]
    start = np.concatenate(([0], np.cumsum(widths)))
    actions = np.repeat(tree.infoset_start[set_order], widths) + np.arange(tree.actions) - np.repeat(start[:-1], widths)
    # Decision nodes by set, in tree order within a set.
    nodes = decision[np.lexsort((decision, rank[tree.infoset[decision]]))]
    sets = rank[tree.infoset[nodes]]
    counts = np.bincount(sets, minlength=tree.infosets)
    member = np.concatenate(([0], np.cumsum(counts)))
    edge = np.concatenate(([0], np.cumsum(counts * widths)))
    number = np.full(tree.size, -1, np.int64)
    number[nodes] = np.arange(len(nodes))
    first_edge = edge[sets] + (np.arange(len(nodes)) - member[sets]) * widths[sets]

    # An edge is named by the node that it leads to; `edge_above[n]` is the last such node on the way to n.
    edge_number = np.full(tree.size, -1, np.int64)
    into = np.flatnonzero((tree.parent >= 0) & (tree.owner[np.maximum(tree.parent, 0)] >= 0))
    edge_number[into] = first_edge[number[tree.parent[into]]] + into - tree.first_child[tree.parent[into]]
    up = edge_above[nodes]
    above = np.where(up >= 0, number[tree.parent[np.maximum(up, 0)]], -1)
    branch = np.where(up >= 0, up - tree.first_child[tree.parent[np.maximum(up, 0)]], 0)
    action = np.where(above >= 0, start[sets[np.maximum(above, 0)]] + branch, -1)

    edges = int(edge[-1])
    inner = np.flatnonzero(up >= 0)
    below_start, below = _rows(edge_number[up[inner]], inner, edges)
    node_class, class_parent, class_slot = _chance_classes(tree, depth_levels)
    base, term_start, term_row, term_class = _bases(tree, edge_above, edge_number, node_class, edges)
    depth = np.empty(tree.size, np.int64)
    for d, level in enumerate(depth_levels):
        depth[level] = d
    order = np.argsort(depth[nodes], kind="stable") if cyclic else np.arange(len(nodes))
    felt, unknowns = _felt(above, sets, counts, widths, cyclic)
    slot, seats = _slots(above, sets, cyclic)
    source, sum_start, sums = _sources(base, below_start, slot[below], len(term_start) - 1, seats, first_edge)
    length = np.diff(below_start)[sums]
    rows = _rows(np.repeat(np.arange(len(sums)), length), slot[_pick(below_start, below, sums)], len(sums))
    wiring = Wiring(
        len(tree.parties), cyclic, seats, *map(_int32, (
            tree.infoset_party[set_order], start, member, edge, order, above, action, sets, node_class[nodes], felt,
            slot, source, sum_start, base[sums], *rows, class_parent, class_slot, term_start, term_row, term_class,
        )),
    )  # fmt: skip
    return Plan(tree, wiring, actions, _chance_groups(tree), int(widths.max(initial=1)), unknowns)


def _felt(
    above: npt.NDArray[np.int64], sets: npt.NDArray[np.int64], counts: npt.NDArray[np.int64],
    widths: npt.NDArray[np.int64], cyclic: bool,
) -> tuple[npt.NDArray[np.int64], int]:  # fmt: skip
    """Place of each set's log-odds among those that count, -1 for none, and how many count.

    Beliefs are at stake only where a set has several nodes; a set without such a set below it is answered once for
    all by one sweep. In cyclic order everything counts.
    """
    counted = np.ones(len(widths), bool)
    if not cyclic:
        several = counts[sets] > 1
        stirs = np.zeros(len(above) + 1, bool)
        for n in range(len(above) - 1, -1, -1):
            if several[n] or stirs[n]:
                stirs[above[n]] = True
        counted = np.bincount(sets[stirs[:-1]], minlength=len(widths)) > 0
    length = np.where(counted, widths - 1, 0)
    return np.where(counted, np.cumsum(length) - length, -1), int(length.sum())


def _slots(
    above: npt.NDArray[np.int64], sets: npt.NDArray[np.int64], cyclic: bool
) -> tuple[npt.NDArray[np.int64], int]:
    """Row of each decision node's worths and the number of rows, so few that they stay in the cache.

    Sets are worked out last to first; a row is free again when the set above has used it.
    """
    if cyclic:
        return np.arange(len(above)), len(above)
    below: list[list[int]] = [[] for _ in range(int(sets.max(initial=-1)) + 1)]
    for n, up in enumerate(above.tolist()):
        if up >= 0:
            below[sets[up]].append(n)
    first = np.searchsorted(sets, np.arange(len(below) + 1)).tolist()
    slot = np.zeros(len(above), np.int64)
    free: list[int] = []
    known = 0
    for h in range(len(below) - 1, -1, -1):
        for n in range(first[h], first[h + 1]):
            if not free:
                free.append(known)
                known += 1
            slot[n] = free.pop()
        free.extend(slot[below[h]][::-1].tolist())
    return slot, known


def _sources(
    base: npt.NDArray[np.int64], below_start: npt.NDArray[np.int64], below: npt.NDArray[np.int64], bases: int,
    seats: int, first_edge: npt.NDArray[np.int64],
) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64], npt.NDArray[np.int64]]:  # fmt: skip
    """Row of worths of each edge, sums of each node, and the edges that are sums of several things."""
    count = np.diff(below_start)
    sums = np.flatnonzero(count + (base > 0) > 1)
    source = base.copy()
    one = np.flatnonzero((count == 1) & (base == 0))
    source[one] = bases + below[below_start[one]]
    source[sums] = bases + seats + np.arange(len(sums))
    return source, np.searchsorted(sums, np.append(first_edge, len(base))), sums


def _pick(
    start: npt.NDArray[np.int64], values: npt.NDArray[np.int64], rows: npt.NDArray[np.int64]
) -> npt.NDArray[np.int64]:
    """Values of some compressed rows, end to end."""
    count = start[rows + 1] - start[rows]
    return values[np.repeat(start[rows] - np.cumsum(count) + count, count) + np.arange(int(count.sum()))]


def _int32(values: npt.NDArray[np.generic]) -> Ints:
    return np.ascontiguousarray(values, np.int32)


def _rows(
    row: npt.NDArray[np.int64], value: npt.NDArray[np.int64], size: int
) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
    """Compressed rows: starts [size + 1] and the values sorted by row."""
    by = np.argsort(row, kind="stable")
    return np.concatenate(([0], np.cumsum(np.bincount(row, minlength=size)))), value[by]


def _decision_edge_above(tree: Tree, depth_levels: list[npt.NDArray[np.int64]]) -> npt.NDArray[np.int64]:
    """[N] the last node at or above n that a party's choice leads to, -1 if only chance came before."""
    edge = np.full(tree.size, -1, np.int64)
    for nodes in depth_levels[1:]:
        up = tree.parent[nodes]
        edge[nodes] = np.where(tree.owner[up] >= 0, nodes, edge[up])
    return edge


def _solving_order(
    tree: Tree, decision: npt.NDArray[np.int64], edge_above: npt.NDArray[np.int64]
) -> tuple[npt.NDArray[np.int64], bool]:
    """Sets such that those above come first (depth-first for locality), and whether that failed for a cycle."""
    up = edge_above[decision]
    has = up >= 0
    pairs = tree.infoset[tree.parent[up[has]]].astype(np.int64) * tree.infosets + tree.infoset[decision[has]]
    pairs = np.unique(pairs)
    source, target = pairs // tree.infosets, pairs % tree.infosets
    waiting = np.bincount(target, minlength=tree.infosets).tolist()
    begin = np.searchsorted(source, np.arange(tree.infosets + 1)).tolist()
    targets = target.tolist()
    stack = [h for h in range(tree.infosets - 1, -1, -1) if waiting[h] == 0]
    order: list[int] = []
    while stack:
        h = stack.pop()
        order.append(h)
        for j in range(begin[h + 1] - 1, begin[h] - 1, -1):
            waiting[targets[j]] -= 1
            if waiting[targets[j]] == 0:
                stack.append(targets[j])
    if len(order) < tree.infosets:
        return np.arange(tree.infosets), True
    return np.array(order, np.int64), False


def _chance_classes(
    tree: Tree, depth_levels: list[npt.NDArray[np.int64]]
) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64], npt.NDArray[np.int64]]:
    """Class of each node: which chance slots lie on its path, in order; equal paths share one class."""
    node_class = np.zeros(tree.size, np.int64)
    parents, slots = [np.array([-1])], [np.array([-1])]
    known = 1
    for nodes in depth_levels[1:]:
        up = tree.parent[nodes]
        node_class[nodes] = node_class[up]
        drawn = nodes[tree.owner[up] == CHANCE]
        if len(drawn):
            key = node_class[drawn] * tree.slots + tree.chance_slot[drawn]
            new, inverse = np.unique(key, return_inverse=True)
            parents.append(new // tree.slots)
            slots.append(new % tree.slots)
            node_class[drawn] = known + inverse
            known += len(new)
    return node_class, np.concatenate(parents), np.concatenate(slots)


def _bases(
    tree: Tree,
    edge_above: npt.NDArray[np.int64],
    edge_number: npt.NDArray[np.int64],
    node_class: npt.NDArray[np.int64],
    edges: int,
) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64], npt.NDArray[np.int64], npt.NDArray[np.int64]]:
    """Base of each edge, and the (payoff row, chance class) terms of each base; equal sums share one base."""
    classes = int(node_class.max()) + 1
    ends = np.flatnonzero((tree.owner == TERMINAL) & (edge_above >= 0))
    key = tree.payoff_row[ends].astype(np.int64) * classes + node_class[ends]
    owner = edge_number[edge_above[ends]]
    by = np.lexsort((key, owner))
    key, owner = key[by], owner[by]
    count = np.bincount(owner, minlength=edges)
    begin = np.cumsum(count) - count
    base = np.zeros(edges, np.int64)
    single = np.flatnonzero(count == 1)
    kinds, inverse = np.unique(key[begin[single]], return_inverse=True)
    base[single] = 1 + inverse
    terms = [kinds]
    lengths = [np.zeros(1, np.int64), np.ones(len(kinds), np.int64)]
    known = 1 + len(kinds)
    many: dict[bytes, int] = {}
    for e in np.flatnonzero(count > 1).tolist():
        these = key[begin[e] : begin[e] + count[e]]
        name = these.tobytes()
        if name not in many:
            many[name] = known + len(many)
            terms.append(these)
            lengths.append(count[e : e + 1])
        base[e] = many[name]
    flat = np.concatenate(terms)
    length = np.concatenate(lengths)
    term_start = np.concatenate(([0], np.cumsum(length)))
    # Bases numbered as the edges meet them, so that a sweep reads them as a stream.
    _, first = np.unique(np.concatenate(([0], base)), return_index=True)
    met = np.argsort(first)
    place = np.empty(len(length), np.int64)
    place[met] = np.arange(len(met))
    begin = np.cumsum(length[met]) - length[met]
    take = np.repeat(term_start[met] - begin, length[met]) + np.arange(len(flat))
    flat = flat[take]
    return place[base], np.concatenate(([0], np.cumsum(length[met]))), flat // classes, flat % classes


def _chance_groups(tree: Tree) -> tuple[npt.NDArray[np.int64], ...]:
    chance = np.flatnonzero(tree.owner == CHANCE)
    groups = []
    for k in np.unique(tree.children[chance]).tolist():
        nodes = chance[tree.children[chance] == k]
        slots = tree.chance_slot[tree.first_child[nodes][:, None] + np.arange(k)]
        groups.append(np.unique(slots.astype(np.int64), axis=0))
    return tuple(groups)
