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

from summitry.game.ancestors import depths, nearest
from summitry.game.recall import check_recall
from summitry.game.tree import Tree
from summitry.solve.bases import bases, chance_classes, chance_groups
from summitry.solve.order import Ints, beliefs_at_stake, compressed, seating, solving_order, starts
from summitry.solve.schedule import Parts, Program, walk, write_program


class Wiring(NamedTuple):
    """Integer arrays for the kernels; D decision nodes, H sets in solving order, E decision edges."""

    parties: int
    cyclic: bool
    """Some set lies above and below another: sweeps then use the values of the sweep before."""
    seats: int
    """Rows of worths that decision nodes take up, S."""
    program: Program
    """What a sweep does."""
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
    def spans(self) -> npt.NDArray[np.int32]:
        """[sets, 2] first unknown of each set that has any, and that of the next."""
        w = self.wiring
        counted = np.flatnonzero(w.felt >= 0)
        first = w.felt[counted]
        return np.column_stack((first, first + np.diff(w.start)[counted] - 1)).astype(np.int32)

    @property
    def free(self) -> int:
        """Number of free log-odds, A - H."""
        return self.tree.actions - self.tree.infosets


def plan(tree: Tree) -> Plan:
    """Compile a tree; raises `GameError` on imperfect recall or absent-mindedness."""
    check_recall(tree)
    decision = np.flatnonzero(tree.owner >= 0).astype(np.int32)
    # A decision edge is named by the node that it leads to; `entry` [N] is the last such node on the way.
    chosen = np.zeros(tree.size, bool)
    chosen[1:] = tree.owner[tree.parent[1:]] >= 0
    entry = nearest(tree.parent, chosen)
    inner = decision[entry[decision] >= 0]
    set_order, cyclic = solving_order(
        tree.infoset[tree.parent[entry[inner]]], tree.infoset[inner], tree.infosets
    )  # fmt: skip
    widths = np.diff(tree.infoset_start)[set_order]
    start = starts(widths)
    actions = np.repeat(tree.infoset_start[set_order] - start[:-1], widths) + np.arange(tree.actions)

    # Decision nodes by set, in tree order within a set.
    rank = np.empty(tree.infosets, np.int32)
    rank[set_order] = np.arange(tree.infosets, dtype=np.int32)
    member, nodes = compressed(rank[tree.infoset[decision]], decision, tree.infosets)
    counts = np.diff(member)
    sets = np.repeat(np.arange(tree.infosets, dtype=np.int32), counts)
    edge = starts(counts * widths)
    first_edge = edge[sets] + (np.arange(len(nodes), dtype=np.int32) - member[sets]) * widths[sets]
    number = np.full(tree.size, -1, np.int32)
    number[nodes] = np.arange(len(nodes), dtype=np.int32)

    up = entry[nodes]
    inner = np.flatnonzero(up >= 0).astype(np.int32)
    above, action = np.full(len(nodes), -1, np.int32), np.full(len(nodes), -1, np.int32)
    parent = tree.parent[up[inner]]
    above[inner] = number[parent]
    branch = up[inner] - tree.first_child[parent]
    action[inner] = start[sets[above[inner]]] + branch
    edges = int(edge[-1])
    below_start, below = compressed(first_edge[above[inner]] + branch, inner, edges)
    edge_of = _edge_numbers(tree, entry, number, first_edge)
    node_class, class_parent, class_slot = chance_classes(tree)
    weight = node_class[nodes]
    del entry, number, parent

    if cyclic:
        order = np.argsort(depths(tree.parent)[nodes], kind="stable")
        counted = np.ones(tree.infosets, bool)
        slot, seats = np.arange(len(nodes), dtype=np.int32), len(nodes)
    else:
        order = np.arange(len(nodes), dtype=np.int32)
        counted = beliefs_at_stake(above, sets, counts)
        slot, seats = seating(above, sets, member)
    length = np.where(counted, widths - 1, 0)
    felt = np.where(counted, np.cumsum(length) - length, -1)
    path = walk(cyclic, member, above, sets, _int32(felt))
    reading = np.arange(edges, dtype=np.int32) if cyclic else _end_to_end(edge, path.upward)
    base, term_start, term_row, term_class = bases(tree, edge_of, node_class, len(class_slot), reading)
    del edge_of, node_class, reading
    source, sum_start, sums = _sources(base, below_start, slot[below], len(term_start) - 1, seats, first_edge)
    sum_below = starts(np.diff(below_start)[sums])
    widest = int(widths.max(initial=1))
    program = write_program(Parts(
        len(tree.parties), cyclic, path, widest, len(term_start) - 1, tree.infoset_party[set_order], start, member,
        order, above, action, sets, weight, felt, edge, base, below_start, below,
    ))  # fmt: skip
    wiring = Wiring(
        len(tree.parties), cyclic, seats, program, *(_int32(values) for values in (
            tree.infoset_party[set_order], start, member, edge, order, above, action, sets, weight, felt, slot, source,
            sum_start, base[sums], sum_below, slot[_pick(below_start, below, sums)], class_parent, class_slot,
            term_start, term_row, term_class,
        )),
    )  # fmt: skip
    return Plan(tree, wiring, actions, chance_groups(tree), widest, int(length.sum()))


def _edge_numbers(tree: Tree, entry: Ints, number: Ints, first_edge: Ints) -> Ints:
    """[N] number of the last decision edge on the way to each node, -1 for none."""
    out = np.full(tree.size, -1, np.int32)
    into = np.flatnonzero(entry >= 0)
    edge = entry[into]
    parent = tree.parent[edge]
    out[into] = first_edge[number[parent]] + edge - tree.first_child[parent]
    return out


def _sources(
    base: Ints, below_start: Ints, below: Ints, bases: int, seats: int, first_edge: Ints
) -> tuple[Ints, Ints, Ints]:  # fmt: skip
    """Row of worths of each edge, sums of each node, and the edges that are sums of several things."""
    count = np.diff(below_start)
    sums = np.flatnonzero(count + (base > 0) > 1).astype(np.int32)
    source = base.copy()
    one = np.flatnonzero((count == 1) & (base == 0))
    source[one] = bases + below[below_start[one]]
    source[sums] = bases + seats + np.arange(len(sums), dtype=np.int32)
    return source, _int32(np.searchsorted(sums, np.append(first_edge, np.int32(len(base))))), sums


def _pick(start: Ints, values: Ints, rows: Ints) -> Ints:
    """Values of some compressed rows, end to end."""
    return values[_end_to_end(start, rows)]


def _end_to_end(start: Ints, rows: Ints) -> Ints:
    """Places of the values of some compressed rows."""
    count = start[rows + 1] - start[rows]
    begin = starts(count)
    return np.repeat(start[rows] - begin[:-1], count) + np.arange(begin[-1], dtype=np.int32)


def _int32(values: npt.NDArray[np.generic]) -> Ints:
    return np.ascontiguousarray(values, np.int32)
