"""The static part of a game: one extensive-form tree in flat arrays.

Letters: N nodes, H information sets, A actions (flat, all information sets end to end),
P parties, R payoff rows, C chance slots, E = N - 1 edges.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from summitry.errors import GameError

CHANCE = -1
"""`owner` of a chance node."""
TERMINAL = -2
"""`owner` of a terminal node."""

Ints = npt.NDArray[np.int32]


@dataclass(frozen=True, eq=False)
class Tree:
    """An extensive-form game's structure; numbers live in `Draws`.

    Nodes are numbered so that a parent precedes its children (node 0 is the root) and the
    children of a node are consecutive: node `n` has children `first_child[n] + k`,
    `0 <= k < children[n]`, in the order of its actions. Raises `GameError` where the arrays are no tree.

    >>> import numpy as np
    >>> def ints(*values):
    ...     return np.array(values, np.int32)
    >>> choice = summitry.Tree(
    ...     parties=("a",),
    ...     owner=ints(0, -2, -2),
    ...     parent=ints(-1, 0, 0),
    ...     first_child=ints(1, -1, -1),
    ...     children=ints(2, 0, 0),
    ...     infoset=ints(0, -1, -1),
    ...     chance_slot=ints(-1, -1, -1),
    ...     payoff_row=ints(-1, 0, 1),
    ...     infoset_party=ints(0),
    ...     infoset_start=ints(0, 2),
    ... )
    >>> choice.size, choice.infosets, choice.actions
    (3, 1, 2)
    """

    parties: tuple[str, ...]
    """Names, P."""
    owner: Ints
    """[N] party index, `CHANCE` or `TERMINAL`."""
    parent: Ints
    """[N] parent node, -1 at the root."""
    first_child: Ints
    """[N] first child, -1 at terminals."""
    children: Ints
    """[N] number of children, 0 at terminals."""
    infoset: Ints
    """[N] information set of a decision node, else -1."""
    chance_slot: Ints
    """[N] column of `Draws.chance` that weighs the edge *into* this node, -1 where the parent is no chance node."""
    payoff_row: Ints
    """[N] row of `Draws.payoffs` at a terminal, else -1."""
    infoset_party: Ints
    """[H] who moves."""
    infoset_start: Ints
    """[H + 1] first flat action of each set; set h has actions `infoset_start[h]:infoset_start[h + 1]`."""
    infoset_labels: tuple[str, ...] = field(default=())
    """[H] for people; may be empty."""
    action_labels: tuple[str, ...] = field(default=())
    """[A] for people; may be empty."""

    def __post_init__(self) -> None:
        for problem in problems(self):
            raise GameError(problem)

    @property
    def size(self) -> int:
        """Number of nodes, N."""
        return len(self.owner)

    @property
    def infosets(self) -> int:
        """Number of information sets, H."""
        return len(self.infoset_party)

    @property
    def actions(self) -> int:
        """Number of flat actions, A."""
        return int(self.infoset_start[-1])

    @property
    def rows(self) -> int:
        """Number of payoff rows, R."""
        return int(self.payoff_row.max(initial=-1)) + 1

    @property
    def slots(self) -> int:
        """Number of chance slots, C."""
        return int(self.chance_slot.max(initial=-1)) + 1


def problems(tree: Tree) -> list[str]:
    """What is wrong with the arrays of a tree, in words; empty when nothing is."""
    n = len(tree.owner)
    found: list[str] = []
    for name in ("parent", "first_child", "children", "infoset", "chance_slot", "payoff_row"):
        if len(getattr(tree, name)) != n:
            found.append(f"`{name}` has {len(getattr(tree, name))} entries, expected {n}")
    if n == 0:
        found.append("a tree needs at least one node")
    if found:
        return found
    terminal = tree.owner == TERMINAL
    decision = tree.owner >= 0
    if tree.parent[0] != -1 or np.any(tree.parent[1:] >= np.arange(1, n)) or np.any(tree.parent[1:] < 0):
        found.append("a parent must precede its children, and only node 0 is a root")
        return found
    if np.any(tree.children[terminal] != 0) or np.any(tree.children[~terminal] < 1):
        found.append("terminals have no children, all other nodes at least one")
    if np.any(tree.payoff_row[terminal] < 0):
        found.append("every terminal needs a payoff row")
    if np.any((tree.infoset >= 0) != decision):
        found.append("decision nodes, and only these, belong to an information set")
        return found
    parent, child = tree.parent[1:], np.arange(1, n, dtype=np.int32)
    place = child - tree.first_child[parent]
    # As many places as nodes, and every node in one of its parent's: then all places are taken.
    if int(tree.children.sum()) != n - 1:
        found.append("each node except the root must be the child of exactly one node")
        return found
    if np.any(place < 0) or np.any(place >= tree.children[parent]):
        found.append("`first_child` and `children` disagree with `parent`")
    if int(tree.infoset.max(initial=-1)) >= tree.infosets or len(tree.infoset_start) != tree.infosets + 1:
        found.append(f"there are {tree.infosets} information sets; `infoset` or `infoset_start` speak of others")
        return found
    widths = np.diff(tree.infoset_start)
    sets = tree.infoset[decision]
    held = np.zeros(tree.infosets, bool)
    held[sets] = True
    if not held.all():
        found.append("every information set needs at least one node")
    if np.any(tree.infoset_party[sets] != tree.owner[decision]):
        found.append("an information set has nodes of two parties")
    if np.any(widths[sets] != tree.children[decision]):
        found.append("the nodes of an information set must have the same number of actions")
    if len(tree.owner) and np.any(tree.owner >= len(tree.parties)):
        found.append("a node belongs to a party that is not there")
    into_chance = np.zeros(n, bool)
    into_chance[1:] = tree.owner[tree.parent[1:]] == CHANCE
    if np.any((tree.chance_slot >= 0) != into_chance):
        found.append("edges out of chance nodes, and only these, need a chance slot")
    return found
