"""What edges are worth before anything is solved: endings weighed by the chance moves on the way to them.

Many edges lead to the same endings by the same chances; equal ones share one base, and equal histories of chance one
class, so that each is worked out once a draw.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from summitry.game.ancestors import nearest
from summitry.game.tree import CHANCE, TERMINAL, Tree
from summitry.solve.order import Ints, starts

Longs = npt.NDArray[np.int64]


def chance_classes(tree: Tree) -> tuple[Ints, Ints, Ints]:
    """Class [N] of the chance slots on the way to each node, in order; per class [K] the one it extends and its slot.

    Class 0 is the empty way, and classes come after those that they extend. Equal ways are found by prefix doubling:
    names of the last 2^k slots pair up to names of the last 2^(k + 1). Karp, Miller and Rosenberg (1972).
    """
    drawn = np.flatnonzero(tree.chance_slot >= 0).astype(np.int32)
    if not len(drawn):
        return np.zeros(tree.size, np.int32), np.full(1, -1, np.int32), np.full(1, -1, np.int32)
    # Places count from 1, so that 0 stands for the beginning.
    place = np.zeros(tree.size + 1, np.int32)
    place[drawn] = np.arange(1, len(drawn) + 1)
    last = nearest(tree.parent, tree.chance_slot >= 0)
    up = np.concatenate(([0], place[last[tree.parent[drawn]]]))
    name = np.concatenate(([0], tree.chance_slot[drawn].astype(np.int64) + 1))
    further = up
    while further.any():
        pairs = name * (int(name.max()) + 1) + name[further]
        name = np.unique(pairs, return_inverse=True)[1].reshape(-1)
        further = further[further]
    kind, first = _by_first(name)
    parent = np.full(len(first), -1, np.int32)
    parent[1:] = kind[up[first[1:]]]
    slot = np.full(len(first), -1, np.int32)
    slot[1:] = tree.chance_slot[drawn[first[1:] - 1]]
    # `last` is -1 where no chance came before, and place[-1] is 0.
    return kind[place[last]], parent, slot


def bases(
    tree: Tree, edge_of: Ints, node_class: Ints, classes: int, order: Ints
) -> tuple[Ints, Ints, Ints, Ints]:  # fmt: skip
    """Base [E] of each edge, where the terms of each base begin [U + 1], and their payoff rows and chance classes.

    `edge_of` [N] is the last decision edge on the way to each node, -1 for none. Base 0 is nothing; the others are
    numbered as edges in the `order` [E] in which a sweep reads them meet them, which makes them a stream.
    """
    edges = len(order)
    ends = np.flatnonzero((tree.owner == TERMINAL) & (edge_of >= 0)).astype(np.int32)
    owner = edge_of[ends]
    key = tree.payoff_row[ends].astype(np.int64) * classes + node_class[ends]
    if np.any(owner[1:] < owner[:-1]):
        by = np.lexsort((key, owner))
        key, owner = key[by], owner[by]
    count = np.bincount(owner, minlength=edges).astype(np.int32)
    begin = starts(count)
    # Ways to one ending name themselves, several are named after them; 0 is no ending.
    name = np.zeros(edges, np.int64)
    single = np.flatnonzero(count == 1)
    name[single] = 1 + key[begin[single]]
    known = 1 + tree.rows * classes
    for k in (2 + np.flatnonzero(np.bincount(count)[2:])).tolist():
        which = np.flatnonzero(count == k)
        names = _names(key[begin[which][:, None] + np.arange(k)])
        name[which] = known + names
        known += int(names.max()) + 1
    met, first = _by_first(np.concatenate(([0], name[order])))
    kind = np.empty(edges, np.int32)
    kind[order] = met[1:]
    example = order[first[1:] - 1]
    length = count[example]
    term_start = starts(np.concatenate(([0], length)))
    take = np.repeat(begin[example] - term_start[1:-1], length) + np.arange(int(term_start[-1]), dtype=np.int32)
    key = key[take]
    return kind, term_start, (key // classes).astype(np.int32), (key % classes).astype(np.int32)


def _names(rows: Longs) -> Longs:
    """A number for each row [m, k], equal for equal rows only."""
    if len(rows) == 1:
        return np.zeros(1, np.int64)
    while True:
        names: Longs = np.unique(rows, return_inverse=True)[1].reshape(len(rows), -1)
        if names.shape[1] == 1:
            return names[:, 0]
        # Neighbouring columns become one; an odd one waits.
        even = names.shape[1] // 2 * 2
        joined = names[:, 0:even:2] * (int(names.max()) + 1) + names[:, 1:even:2]
        rows = np.column_stack((joined, names[:, even:]))


def _by_first(name: Longs) -> tuple[Ints, Longs]:
    """Names numbered anew in the order in which they first come, and where each first comes."""
    _, first, which = np.unique(name, return_index=True, return_inverse=True)
    met = np.argsort(first)
    place = np.empty(len(met), np.int32)
    place[met] = np.arange(len(met), dtype=np.int32)
    return place[which.reshape(-1)], first[met]


def chance_groups(tree: Tree) -> tuple[Longs, ...]:
    """Slots of the chance nodes, [groups, k] for each number of branches k."""
    chance = np.flatnonzero(tree.owner == CHANCE)
    groups = []
    for k in np.unique(tree.children[chance]).tolist():
        nodes = chance[tree.children[chance] == k]
        slots = tree.chance_slot[tree.first_child[nodes][:, None] + np.arange(k)].astype(np.int64)
        _, example = np.unique(_names(slots), return_index=True)
        groups.append(slots[np.sort(example)])
    return tuple(groups)
