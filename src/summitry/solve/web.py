"""A tree's structure as the linearised sweep reads it: sets in solving order, nodes numbered along it."""
# mypy: disable-error-code="no-untyped-def,no-untyped-call,misc"

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from summitry.game.tree import Tree
from summitry.solve.lanes import entry

Ints = npt.NDArray[np.int32]


class Web(NamedTuple):
    """A tree's structure as the kernels read it."""

    cyclic: bool
    """Some set lies above and below another."""
    units: Ints
    """Sets h as h, other inner nodes n as -1 - n, those above first; unused where cyclic."""
    stirred: Ints
    """The units that have sets of several nodes among or below them: the others answer nothing to unknowns."""
    back: npt.NDArray[np.int64]
    """[N] the tree's node for each node here: children are numbered in the order of units, so they come as a stream."""
    member: Ints
    """Decision nodes, set by set."""
    member_start: Ints
    """[H + 1]"""
    owner: Ints
    parent: Ints
    first: Ints
    children: Ints
    infoset: Ints
    into: Ints
    """[N] flat action that leads to a node, -1 below chance and at the root."""
    slot: Ints
    row: Ints
    party: Ints
    """[H]"""
    start: Ints
    """[H + 1]"""
    felt: Ints
    """[F] flat actions that are unknowns."""


def web(tree: Tree) -> Web:
    """The structure of a tree; its recall must be perfect."""
    units, back, felt, stirs, cyclic = _order(
        tree.owner, tree.parent, tree.first_child, tree.children, tree.infoset, tree.infosets
    )
    place = np.empty(tree.size, np.int64)
    place[back] = np.arange(tree.size)
    owner, children, infoset = tree.owner[back], tree.children[back], tree.infoset[back]
    parent = np.where(tree.parent[back] >= 0, place[tree.parent[back]], -1)
    first = np.where(children > 0, place[tree.first_child[back]], -1)
    decision = np.flatnonzero(owner >= 0)
    member = decision[np.argsort(infoset[decision], kind="stable")]
    counts = np.bincount(infoset[decision], minlength=tree.infosets)
    up = np.maximum(parent, 0)
    into = tree.infoset_start[infoset[up]] + np.arange(tree.size) - first[up]
    into[(owner[up] < 0) | (parent < 0)] = -1
    actions = np.flatnonzero(np.repeat(felt, np.diff(tree.infoset_start)))
    units = np.where(units < 0, -1 - place[-1 - np.minimum(units, -1)], units)
    numbers = [np.ascontiguousarray(x, np.int32) for x in (
        member, np.concatenate(([0], np.cumsum(counts))), owner, parent, first, children, infoset, into,
        tree.chance_slot[back], tree.payoff_row[back], tree.infoset_party, tree.infoset_start, actions,
    )]  # fmt: skip
    return Web(cyclic, units.astype(np.int32), units[stirs].astype(np.int32), back, *numbers)


def _order(owner, parent, first, children, infoset, sets):
    """Units with those above first, nodes in their order, sets that beliefs depend on, units that stir, cyclic."""
    nodes = len(owner)
    count = np.bincount(infoset[owner >= 0], minlength=sets).astype(np.int64)
    units, back = np.empty(nodes, np.int64), np.empty(nodes, np.int64)
    felt, stirs = np.zeros(sets, np.bool_), np.zeros(nodes, np.bool_)
    known, done = _walk(parent, first, children, infoset, count, units, back, felt, stirs)
    if not done:
        felt[:] = True
        return units[:0], np.arange(nodes), felt, stirs[:0], True
    units = units[:known]
    chosen = units >= 0
    alive = stirs[np.where(chosen, 0, -1 - units)]
    alive[chosen] = (felt | (count > 1))[units[chosen]]
    return units, back, felt, alive, False


@entry
def _walk(parent, first, children, infoset, count, units, back, felt, stirs):  # pragma: no cover
    nodes, sets = len(parent), len(count)
    waiting = count.copy()
    inner = 0
    for n in range(nodes - 1, -1, -1):
        h = infoset[n]
        if h >= 0:
            felt[h] = felt[h] or stirs[n]
        if n > 0 and (stirs[n] or (h >= 0 and count[h] > 1)):
            stirs[parent[n]] = True
        inner += children[n] > 0
    begin = np.zeros(sets + 1, np.int64)
    for h in range(sets):
        begin[h + 1] = begin[h] + count[h]
    members, at = np.empty(begin[sets], np.int64), begin.copy()
    for n in range(nodes):
        if infoset[n] >= 0:
            members[at[infoset[n]]] = n
            at[infoset[n]] += 1
    stack = np.empty(nodes, np.int64)
    top, known, seen, numbered = 0, 0, 0, 1
    back[0] = 0
    if children[0] > 0:
        stack[0] = infoset[0] if infoset[0] >= 0 else -1
        waiting[infoset[0]] -= infoset[0] >= 0
        top = 1
    while top > 0:
        top -= 1
        unit = stack[top]
        units[known] = unit
        known += 1
        for j in range(begin[unit] if unit >= 0 else 0, begin[unit + 1] if unit >= 0 else 1):
            n = members[j] if unit >= 0 else -1 - unit
            seen += 1
            for c in range(first[n], first[n] + children[n]):
                back[numbered] = c
                numbered += 1
                h = infoset[c]
                if h >= 0:
                    waiting[h] -= 1
                    if waiting[h] == 0:
                        stack[top] = h
                        top += 1
                elif children[c] > 0:
                    stack[top] = -1 - c
                    top += 1
    return known, seen == inner
