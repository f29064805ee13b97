"""Perfect recall: every party remembers what it knew and did."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from summitry.errors import GameError
from summitry.game.tree import Tree


def levels(tree: Tree) -> list[npt.NDArray[np.int64]]:
    """The nodes of each depth in rising order, root first; siblings stay next to each other."""
    found = [np.zeros(1, np.int64)]
    while True:
        inner = found[-1][tree.children[found[-1]] > 0]
        if not len(inner):
            return found
        counts = tree.children[inner].astype(np.int64)
        starts = tree.first_child[inner].astype(np.int64)
        offsets = np.arange(int(counts.sum())) - np.repeat(np.cumsum(counts) - counts, counts)
        # Siblings are consecutive numbers, so sorting cannot part them.
        found.append(np.sort(np.repeat(starts, counts) + offsets))


def last_own_action(tree: Tree) -> npt.NDArray[np.int32]:
    """[N] flat action that the mover at each decision node took last, -1 for none (and at other nodes)."""
    n, parties = tree.size, len(tree.parties)
    last = np.full((n, parties), -1, np.int32)
    for nodes in levels(tree)[1:]:
        above = tree.parent[nodes]
        last[nodes] = last[above]
        moved = tree.owner[above] >= 0
        child, by = nodes[moved], above[moved]
        last[child, tree.owner[by]] = tree.infoset_start[tree.infoset[by]] + child - tree.first_child[by]
    own = np.full(n, -1, np.int32)
    decision = np.flatnonzero(tree.owner >= 0)
    own[decision] = last[decision, tree.owner[decision]]
    return own


def check_recall(tree: Tree) -> None:
    """Raise `GameError` where a party forgets: two nodes of one set that its own past tells apart.

    If all nodes of every set share the last own action (and hence, by induction, the whole own past)
    recall is perfect; a set that meets itself on a path (absent-mindedness) always breaks this. Kuhn (1953).
    """
    last = last_own_action(tree)
    decision = np.flatnonzero(tree.owner >= 0)
    sets = tree.infoset[decision]
    first = np.full(tree.infosets, -2, np.int64)
    first[sets[::-1]] = last[decision[::-1]]
    bad = np.flatnonzero(first[sets] != last[decision])
    if not len(bad):
        return
    node = int(decision[bad[0]])
    h = int(tree.infoset[node])
    other = int(decision[np.flatnonzero(sets == h)[0]])
    name = tree.infoset_labels[h] if h < len(tree.infoset_labels) else f"number {h}"
    party = tree.parties[int(tree.infoset_party[h])]
    walk = int(tree.parent[node])
    while walk >= 0 and tree.infoset[walk] != h:
        walk = int(tree.parent[walk])
    if walk >= 0:
        raise GameError(
            f"absent-mindedness: information set {name} of {party} has node {walk} above node {node} on one path; "
            "expected at most one node of a set on each path"
        )
    raise GameError(
        f"imperfect recall: {party} took different own actions before nodes {other} and {node} of information set "
        f"{name}; expected one own past at all nodes of a set"
    )
