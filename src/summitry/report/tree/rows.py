"""The data behind a picture of a tree: one row for every node or bundle of branches that is shown."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from summitry.game import CHANCE, TERMINAL, Tree
from summitry.report.texts import text
from summitry.report.tree.fold import Shown
from summitry.report.tree.numbers import Numbers
from summitry.report.tree.words import TreeWords
from summitry.report.words.phrase import fill

DECISION, DRAWN, ENDING, BUNDLE = "decision", "chance", "ending", "branches"
_SAME = 1e-9
"""Odds that differ by less are called the same."""


@dataclass(frozen=True)
class Row:
    """A shown node and all that is said of it. Numbers that are not known are NaN."""

    parent: int
    """Row of the node before, -1 at the root."""
    depth: int
    node: int
    """Number in the tree; of a bundle, the first of its nodes."""
    kind: str
    """`decision`, `chance`, `ending`, or `branches`: several branches of one node as one."""
    player: int
    """Who moves here, -1 for nobody."""
    mover: int
    """Who chose the branch into this node, -1 for chance."""
    infoset: int
    """Information set, -1 for none."""
    number: int
    """Its number among its player's, from 1."""
    size: int
    """How many nodes it has."""
    name: str
    """What is chosen or drawn here, or how it ended."""
    about: str
    label: str
    """Of the branch into this node."""
    probability: float
    """Of that branch."""
    own: tuple[tuple[int, float], ...]
    """Odds of that branch by players who differ from the analyst."""
    reach: float
    belief: float
    values: tuple[float, ...]
    """[P] expected payoffs; payoffs at an ending."""
    folded: bool
    nodes: int
    """How many nodes lie below that are not shown, those of a bundle included."""
    endings: int
    branches: int
    """How many branches a bundle holds, else 1."""


def rows(tree: Tree, numbers: Numbers, words: TreeWords, shown: Sequence[Shown]) -> list[Row]:
    """Everything that is said of what is shown; `words` must be complete."""
    decision = tree.infoset >= 0
    sizes = np.bincount(tree.infoset[decision], minlength=tree.infosets)
    return [_bundle(tree, numbers, it) if it.group else _row(tree, numbers, words, it, sizes) for it in shown]


def _row(tree: Tree, numbers: Numbers, words: TreeWords, it: Shown, sizes: npt.NDArray[np.intp]) -> Row:
    node = it.nodes[0]
    owner, h = int(tree.owner[node]), int(tree.infoset[node])
    kind = {CHANCE: DRAWN, TERMINAL: ENDING}.get(owner, DECISION)
    names = {DRAWN: words.chances, ENDING: words.endings}
    up = int(tree.parent[node])
    mover = int(tree.owner[up]) if up >= 0 else -1
    if mover >= 0:
        label = words.actions[int(tree.infoset_start[tree.infoset[up]]) + node - int(tree.first_child[up])]
    else:
        label = words.branches.get(node, str(node - int(tree.first_child[up]) + 1) if up >= 0 else "")
    chosen = float(numbers.chosen[node])
    own = tuple(
        (p, float(o)) for p, o in enumerate(numbers.odds[node]) if abs(o - chosen) > _SAME * max(o, chosen)
    )  # fmt: skip
    return Row(
        parent=it.parent,
        depth=it.depth,
        node=node,
        kind=kind,
        player=max(owner, -1),
        mover=mover,
        infoset=h,
        number=words.numbers[h] if h >= 0 else 0,
        size=int(sizes[h]) if h >= 0 else 0,
        name=words.sets[h] if h >= 0 else names[kind].get(node, ""),
        about=words.about[h] if h >= 0 else "",
        label=label,
        probability=chosen,
        own=own,
        reach=float(numbers.reach[node]),
        belief=float(numbers.belief[node]) if h >= 0 and sizes[h] > 1 else float("nan"),
        values=tuple(float(v) for v in numbers.values[node]),
        folded=it.folded,
        nodes=int(numbers.nodes[node]) if it.folded else 0,
        endings=int(numbers.endings[node]) if it.folded else 0,
        branches=1,
    )


def _bundle(tree: Tree, numbers: Numbers, it: Shown) -> Row:
    """Several branches of one node: together as likely as all, worth what they are worth on average."""
    at = np.array(it.nodes)
    odds, chosen = numbers.odds[at], float(numbers.chosen[at].sum())
    together = odds.sum(axis=0)
    with np.errstate(invalid="ignore", divide="ignore"):
        worth = (numbers.values[at] * odds).sum(axis=0) / together
    up = int(tree.parent[at[0]])
    return Row(
        parent=it.parent,
        depth=it.depth,
        node=it.nodes[0],
        kind=BUNDLE,
        player=-1,
        mover=int(tree.owner[up]) if int(tree.owner[up]) >= 0 else -1,
        infoset=-1,
        number=0,
        size=0,
        name="",
        about="",
        label=str(fill("tree.others", n=len(at))) if len(at) > 1 else text("tree.other"),
        probability=chosen,
        own=tuple((p, float(o)) for p, o in enumerate(together) if abs(o - chosen) > _SAME * max(o, chosen)),
        reach=float(numbers.reach[at].sum()),
        belief=float("nan"),
        values=tuple(float(v) for v in worth),
        folded=True,
        nodes=int(numbers.nodes[at].sum()) + len(at),
        endings=int(numbers.endings[at].sum()),
        branches=len(at),
    )


def as_json(row: Row, place: int) -> dict[str, Any]:
    """One row as JSON, with numbers from 1 as in game files; what is not known is null."""

    def number(x: float) -> float | None:
        return None if np.isnan(x) else x

    moves = row.kind == DECISION
    return {
        "row": place,
        "parent": row.parent if row.parent >= 0 else None,
        "node": row.node,
        "kind": row.kind,
        "player": row.player + 1 if moves else None,
        "infoset": row.number if moves else None,
        "name": row.name,
        "label": row.label if row.parent >= 0 else None,
        "probability": number(row.probability) if row.parent >= 0 else None,
        "own_odds": [{"player": p + 1, "probability": number(x)} for p, x in row.own],
        "reach": number(row.reach),
        "belief": number(row.belief),
        "values": [number(v) for v in row.values],
        "folded": {"nodes": row.nodes, "endings": row.endings, "branches": row.branches} if row.folded else None,
    }
