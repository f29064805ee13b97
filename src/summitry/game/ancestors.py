"""Questions about the way to a node, answered for all nodes at once by pointer jumping.

A pointer that leads from each node towards the root is replaced by the pointer of where it leads, over and over: after
k rounds it has skipped 2^k nodes, so that a chain of any depth takes few rounds of plain array operations.

Wyllie (1979), "The complexity of parallel computations".
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

Ints = npt.NDArray[np.int32]


def nearest(parent: Ints, wanted: npt.NDArray[np.bool_]) -> Ints:
    """[N] the first wanted node on the way from each node (itself included) to its root, -1 where there is none.

    `parent` is [N], -1 at roots; parents precede their children.
    """
    pointer = np.where(wanted | (parent < 0), np.arange(len(parent), dtype=np.int32), parent)
    walking = np.flatnonzero(~_arrived(parent, wanted, pointer))
    while len(walking):
        pointer[walking] = pointer[pointer[walking]]
        walking = walking[~_arrived(parent, wanted, pointer[walking])]
    pointer[~wanted[pointer]] = -1
    return pointer


def _arrived(parent: Ints, wanted: npt.NDArray[np.bool_], at: Ints) -> npt.NDArray[np.bool_]:
    return np.asarray(wanted[at] | (parent[at] < 0))


def depths(parent: Ints) -> Ints:
    """[N] number of nodes above each node; `parent` as in `nearest`."""
    pointer = np.where(parent < 0, np.arange(len(parent), dtype=np.int32), parent)
    depth = (parent >= 0).astype(np.int32)
    walking = np.flatnonzero(depth)
    while len(walking):
        further = depth[pointer[walking]]
        depth[walking] += further
        pointer[walking] = pointer[pointer[walking]]
        walking = walking[further > 0]
    return depth


def levels(parent: Ints) -> list[npt.NDArray[np.int64]]:
    """Nodes at each depth, in rising order; `parent` as in `nearest`."""
    depth = depths(parent)
    return np.split(np.argsort(depth, kind="stable"), np.cumsum(np.bincount(depth))[:-1])
