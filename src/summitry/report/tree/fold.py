"""Which nodes of a tree are shown: the likeliest ones; what is folded away leaves a count behind."""

from __future__ import annotations

import heapq
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from summitry.game import TERMINAL, Tree

BRANCHES = 12
"""Most branches of a node that are shown one by one where the tree does not fit."""


@dataclass(frozen=True)
class Shown:
    """One shown node, or several branches of one node folded into one."""

    parent: int
    """Place in the list of what is shown, -1 for the root."""
    depth: int
    nodes: tuple[int, ...]
    """The node, or all nodes that the folded branches lead to."""
    folded: bool
    """Whether something below is not shown."""

    @property
    def group(self) -> bool:
        """Whether it stands for several branches."""
        return len(self.nodes) > 1


def fold(tree: Tree, likely: npt.NDArray[np.float64], most: int, depth: int | None = None) -> list[Shown]:
    """What is shown of a tree: at most `most` nodes, none deeper than `depth`, in the order of a walk from the root.

    Nodes are opened one by one, the likeliest [N] first, as long as there is room for all their branches; the root
    always. A node of more than a dozen branches shows its likeliest, and the others as one.
    """
    whole = tree.size <= most
    opened: dict[int, tuple[tuple[int, ...], ...]] = {}
    used = 1
    waiting = [(-1.0, 0, 0)]
    while waiting:
        _, level, node = heapq.heappop(waiting)
        if tree.owner[node] == TERMINAL or (depth is not None and level >= depth):
            continue
        first = int(tree.first_child[node])
        children = range(first, first + int(tree.children[node]))
        # the root is always opened: a picture of one node shows nothing
        room = len(children) if whole else BRANCHES if node else max(2, min(BRANCHES, most - 1))
        parts = _parts(children, likely, room)
        if not whole and node and used + len(parts) > most:
            continue
        used += len(parts)
        opened[node] = tuple(parts)
        for part in parts:
            if len(part) == 1:
                heapq.heappush(waiting, (-float(likely[part[0]]), level + 1, part[0]))
    return _walk(tree, opened)


def _parts(children: range, likely: npt.NDArray[np.float64], room: int) -> list[tuple[int, ...]]:
    """The branches in their order; where there are too many, the least likely as one at the end."""
    if len(children) <= room:
        return [(c,) for c in children]
    order = sorted(children, key=lambda c: (-likely[c], c))
    return [*((c,) for c in sorted(order[: room - 1])), tuple(sorted(order[room - 1 :]))]


def _walk(tree: Tree, opened: dict[int, tuple[tuple[int, ...], ...]]) -> list[Shown]:
    out: list[Shown] = []
    stack: list[tuple[int, int, tuple[int, ...]]] = [(-1, 0, (0,))]
    while stack:
        parent, level, nodes = stack.pop()
        here = len(out)
        one = len(nodes) == 1
        folded = not one or (nodes[0] not in opened and int(tree.owner[nodes[0]]) != TERMINAL)
        out.append(Shown(parent, level, nodes, folded))
        if one:
            stack.extend((here, level + 1, part) for part in reversed(opened.get(nodes[0], ())))
    return out
