"""A tree as a file lists it, each node followed by what lies below it: its shape, what is wrong with it, its arrays."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from summitry.formats.game_words import Words
from summitry.game.tree import CHANCE

Ints = npt.NDArray[np.int32]


@dataclass
class Growing:
    """What is known of each node so far, in the order of the file."""

    words: Words
    owner: list[int] = field(default_factory=list)
    of: list[int] = field(default_factory=list)
    """Information set or chance set, -1 at terminals."""
    children: list[int] = field(default_factory=list)
    parent: list[int] = field(default_factory=list)
    depth: list[int] = field(default_factory=list)
    outcome: list[int] = field(default_factory=list)
    label: list[str] = field(default_factory=list)
    at: list[int] = field(default_factory=list)
    open: list[int] = field(default_factory=list)
    """Nodes on the path whose branches are not all there yet."""
    left: list[int] = field(default_factory=list)
    """How many of each are missing."""
    on_path: dict[int, int] = field(default_factory=dict)
    """Information set -> node of it on the path."""
    whole: bool = True
    """Whether the number of branches of every node so far is known; what is wrong with the shape is said only then."""

    def add(self, owner: int, of: int, children: int, label: str, at: int) -> int:
        """Hang a node under the innermost one whose branches are not all there.

        Returns the node of the same information set that lies above it (its player is absent-minded then), else -1.
        """
        n = len(self.owner)
        self.depth.append(len(self.open))
        if self.open:
            self.parent.append(self.open[-1])
            self.left[-1] -= 1
        else:
            self.parent.append(-1)
            if n and self.whole:
                fix = "does a node above list too few actions, or is there a t too many?"
                self.words.problem(at, "a node after the tree is complete", "the end of the file", fix)
                self.whole = False
        self.owner.append(owner)
        self.of.append(of)
        self.children.append(children)
        self.label.append(label)
        self.at.append(at)
        self.outcome.append(-1)
        earlier = self.on_path.setdefault(of, n) if owner >= 0 else n
        if children:
            self.open.append(n)
            self.left.append(children)
        else:
            self._close()
        return earlier if earlier != n and self.whole else -1

    def _close(self) -> None:
        """Leave the nodes whose last branch has ended."""
        while self.left and not self.left[-1]:
            self.left.pop()
            done = self.open.pop()
            if self.owner[done] >= 0 and self.on_path.get(self.of[done]) == done:
                del self.on_path[self.of[done]]

    def finish(self) -> None:
        """Report a file that ends too early."""
        if not (self.open and self.whole):
            return
        inner, words = self.open[-1], self.words
        missing, branches = sum(self.left), self.children[inner]
        words.problem(
            len(words.whole.rstrip()),
            "the end of the file",
            f"at least {missing} more {'node' if missing == 1 else 'nodes'}",
            f"the node at {words.where(self.at[inner])} has {branches - self.left[-1]} of its {branches} branches",
        )

    def arrays(self, chance_start: Ints) -> Shape:
        """Nodes renumbered breadth first, so that siblings are neighbours; chance sets begin at these slots."""
        size = len(self.owner)
        order = np.argsort(np.array(self.depth, np.int32), kind="stable")
        rank = np.empty(size, np.int32)
        rank[order] = np.arange(size, dtype=np.int32)
        owner, of, children, outcome, parent = (
            np.array(x, np.int32)[order] for x in (self.owner, self.of, self.children, self.outcome, self.parent)
        )
        parent[1:] = rank[parent[1:]]
        # What follows a node in the file is its first child.
        first_child = np.where(children > 0, np.append(rank, -1)[order + 1], -1).astype(np.int32)
        slot = np.full(size, -1, np.int32)
        drawn = 1 + np.flatnonzero(owner[parent[1:]] == CHANCE)
        above = parent[drawn]
        slot[drawn] = chance_start[of[above]] + drawn - first_child[above]
        at = np.array(self.at, np.int64)[order]
        starts = np.array(self.words.line_starts(), np.int64)
        line = np.searchsorted(starts, at, side="right")
        places = np.stack((line, at - starts[line - 1] + 1), axis=1).astype(np.int32)
        labels = tuple([self.label[n] for n in order.tolist()]) if any(self.label) else ()
        infoset = np.where(owner >= 0, of, -1).astype(np.int32)
        return Shape(owner, parent, first_child, children, infoset, slot, outcome, places, labels)


@dataclass(frozen=True, eq=False)
class Shape:
    """Arrays over the nodes of a tree, [N] each."""

    owner: Ints
    parent: Ints
    first_child: Ints
    children: Ints
    infoset: Ints
    slot: Ints
    outcome: Ints
    places: Ints
    """[N, 2] line and column."""
    labels: tuple[str, ...]
    """[N], or none."""
