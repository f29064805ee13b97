"""Perfect recall: every party remembers what it knew and did."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from summitry.errors import GameError
from summitry.game.ancestors import nearest
from summitry.game.tree import Tree


def last_own_action(tree: Tree) -> npt.NDArray[np.int32]:
    """[N] flat action that the mover at each decision node took last, -1 for none (and at other nodes)."""
    decision = np.flatnonzero(tree.owner >= 0).astype(np.int32)
    # Chance is skipped, then each party walks from one node of its own to the next: less than N nodes take part.
    chosen = np.zeros(tree.size, bool)
    chosen[1:] = tree.owner[tree.parent[1:]] >= 0
    edge = nearest(tree.parent, chosen)[decision]
    number = np.full(tree.size, -1, np.int32)
    number[decision] = np.arange(len(decision), dtype=np.int32)
    inner = edge >= 0
    up = np.full(len(decision), -1, np.int32)
    up[inner] = number[tree.parent[edge[inner]]]
    action = np.full(len(decision), -1, np.int32)
    above = decision[up[inner]]
    action[inner] = tree.infoset_start[tree.infoset[above]] + edge[inner] - tree.first_child[above]
    owner = tree.owner[decision]
    mover = np.where(inner, owner[np.maximum(up, 0)], -1)
    own = np.full(tree.size, -1, np.int32)
    for party in range(len(tree.parties)):
        last = nearest(up, mover == party)
        mine = (owner == party) & (last >= 0)
        own[decision[mine]] = action[last[mine]]
    return own


def check_recall(tree: Tree) -> None:
    """Raise `GameError` where a party forgets: two nodes of one set that its own past tells apart.

    If all nodes of every set share the last own action (and hence, by induction, the whole own past)
    recall is perfect; a set that meets itself on a path (absent-mindedness) always breaks this. Kuhn (1953).
    """
    last = last_own_action(tree)
    decision = np.flatnonzero(tree.owner >= 0)
    sets = tree.infoset[decision]
    first = np.full(tree.infosets, -2, np.int32)
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
