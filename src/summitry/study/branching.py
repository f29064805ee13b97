"""One node of a case's tree and what can follow, for a picture that is opened branch by branch."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from summitry.game import CHANCE, TERMINAL, Tree
from summitry.solve import reach
from summitry.study.rehearse import Rehearsal


@dataclass(frozen=True)
class Branch:
    """A node: who moves there, how likely it is, and what each party can expect from it.

    >>> case = summitry.rehearse(summitry.load("sanctions-threat"))
    >>> summitry.branch(case, 0)[0].party
    ''
    """

    node: int
    label: str
    """Of the move that leads to it; empty at the root."""
    chance: float
    """Of that move."""
    reach: float
    """Chance by the analyst's odds that the node is reached."""
    party: str
    """Who moves here; empty: chance, or an ending."""
    what: str
    """The step, `types`, or the outcome of an ending."""
    kind: str
    """decision | chance | ending."""
    infoset: int
    """-1 where no party moves."""
    belief: float
    """Of whoever moves that it stands here, within its information set."""
    values: Mapping[str, float]
    """Party -> what it can expect from here on, by its own odds of chance."""
    below: int
    """Nodes below."""
    children: int


def branch(case: Rehearsal, node: int) -> tuple[Branch, ...]:
    """A node and its children, the node first; raises `IndexError` where there is none.

    >>> case = summitry.rehearse(summitry.load("sanctions-threat"))
    >>> here, *children = summitry.branch(case, 0)
    >>> round(sum(child.chance for child in children), 9), here.below
    (1.0, 108)
    """
    tree = case.game.tree
    if not 0 <= node < tree.size:
        raise IndexError(node)
    known = _known(case)
    first = int(tree.first_child[node])
    return tuple(_one(case, known, n) for n in (node, *range(first, first + int(tree.children[node]))))


@dataclass(frozen=True, eq=False)
class _Known:
    reach: npt.NDArray[np.float64]
    below: npt.NDArray[np.int64]
    outcome: Mapping[int, int]


_LAST: list[tuple[Rehearsal, _Known]] = []
"""What was worked out for the last case: a picture asks for many nodes of one."""


def _known(case: Rehearsal) -> _Known:
    for other, known in _LAST:
        if other is case:
            return known
    tree = case.game.tree
    below = np.zeros(tree.size, np.int64)
    for n in range(tree.size - 1, 0, -1):
        below[tree.parent[n]] += below[n] + 1
    outcome = dict(zip(case.game.unfolded.leaves.tolist(), case.game.unfolded.outcome.tolist(), strict=True))
    known = _Known(reach(tree, case.draws, case.solution.strategy)[0], below, outcome)
    _LAST[:] = [(case, known)]
    return known


def _one(case: Rehearsal, known: _Known, node: int) -> Branch:
    game, tree = case.game, case.game.tree
    up = int(tree.parent[node])
    label, chance = ("", 1.0) if up < 0 else _move(case, tree, up, node - int(tree.first_child[up]))
    owner = int(tree.owner[node])
    if owner == TERMINAL:
        kind, what = "ending", case.scenario.outcomes[known.outcome[node]].name
    elif owner == CHANCE:
        kind, what = "chance", game.unfolded.chances.get(node, ("types", ()))[0]
    else:
        about = game.unfolded.about[int(tree.infoset[node])]
        kind, what = "decision", about.step + (f", round {about.round}" if about.round else "")
    return Branch(
        node=node,
        label=label,
        chance=chance,
        reach=float(known.reach[node]),
        party=case.parties[owner] if owner >= 0 else "",
        what=what,
        kind=kind,
        infoset=int(tree.infoset[node]),
        belief=float(case.held[node]),
        values={p: float(case.worth[k, node]) for k, p in enumerate(case.parties)},
        below=int(known.below[node]),
        children=int(tree.children[node]),
    )


def _move(case: Rehearsal, tree: Tree, up: int, k: int) -> tuple[str, float]:
    """Label and chance of child k of a node."""
    unfolded = case.game.unfolded
    if tree.owner[up] == CHANCE:
        slot = int(tree.chance_slot[tree.first_child[up] + k])
        chance = float(case.draws.chance[0, slot, -1])
        if up in unfolded.chances:
            return unfolded.chances[up][1][k], chance
        profile = unfolded.profiles[k]
        names = [
            f"{p.label or p.name} {p.types[c].name}"
            for p, c in zip(case.scenario.parties, profile, strict=True)
            if c >= 0
        ]
        return ", ".join(names), chance
    h = int(tree.infoset[up])
    return unfolded.about[h].options[k], float(case.solution.strategy[0, tree.infoset_start[h] + k])
