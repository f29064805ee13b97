"""The numbers that stand on a tree: one draw, solved or not."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from summitry.errors import GameError
from summitry.game import TERMINAL, Draws, Tree
from summitry.solve import Solution, beliefs
from summitry.solve.profile import log_reach
from summitry.solve.worth import node_values

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Numbers:
    """What is known of every node. Where there is no answer, what strategies decide is NaN."""

    solved: bool
    chosen: Floats
    """[N] probability of the branch into each node, chance's by the analyst's odds; 1 at the root."""
    odds: Floats
    """[N, P] the same by each party's own odds."""
    reach: Floats
    """[N] probability that the node is reached, by the analyst's odds."""
    likely: Floats
    """[N] what decides which branches are folded: `reach`, or that under even play where there is no answer."""
    belief: Floats
    """[N] probability of a decision node given its information set, by its player's own odds; NaN elsewhere."""
    values: Floats
    """[N, P] expected payoffs by each party's own odds; payoffs at terminals."""
    nodes: npt.NDArray[np.int64]
    """[N] how many nodes lie below."""
    endings: npt.NDArray[np.int64]
    """[N] how many terminals lie below."""


def numbers(tree: Tree, given: Solution | Draws, draw: int = 0) -> Numbers:
    """The numbers of one draw of a solution, or of a game without one.

    Raises `GameError` where there is no such draw.
    """
    draws = given.draws if isinstance(given, Solution) else given
    if not 0 <= draw < draws.size:
        raise GameError(f"there is no draw {draw}; expected 0 to {draws.size - 1}")
    one = Draws(draws.payoffs[draw : draw + 1], draws.chance[draw : draw + 1], draws.precision[draw : draw + 1])
    widths = np.diff(tree.infoset_start)
    logs = even = -np.log(np.repeat(widths, widths))[None, :].astype(np.float64)
    solved = isinstance(given, Solution) and bool(given.solved[draw])
    if isinstance(given, Solution) and solved:
        logs = given.log_strategy[draw : draw + 1]
    likely = np.exp(log_reach(tree, one, logs if solved else even, None)[0])
    odds = np.ones((tree.size, len(tree.parties) + 1))
    up = np.maximum(tree.parent, 0)
    drawn = tree.chance_slot >= 0
    odds[drawn] = one.chance[0, tree.chance_slot[drawn]]
    moved = (tree.owner[up] >= 0) & (tree.parent >= 0)
    actions = tree.infoset_start[tree.infoset[up]] + np.arange(tree.size) - tree.first_child[up]
    odds[moved] = np.exp(logs[0, actions[moved]])[:, None]
    decision = np.flatnonzero(tree.owner >= 0)
    belief = np.full(tree.size, np.nan)
    values = node_values(tree, one, logs)[0]
    reach = likely.copy()
    if solved:
        belief[decision] = beliefs(tree, one, log_strategy=logs)[0]
    else:
        odds[moved] = np.nan
        reach[:] = np.nan
        values[tree.owner != TERMINAL] = np.nan
    nodes, endings = _below(tree)
    return Numbers(solved, odds[:, -1], odds[:, :-1], reach, likely, belief, values, nodes, endings)


def _below(tree: Tree) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
    """[N] nodes and terminals below each node; a parent's number is lower than its children's."""
    whole = np.ones(tree.size, np.int64).tolist()
    ends = (tree.owner == TERMINAL).astype(np.int64).tolist()
    parent = tree.parent.tolist()
    for node in range(tree.size - 1, 0, -1):
        whole[parent[node]] += whole[node]
        ends[parent[node]] += ends[node]
    return np.array(whole) - 1, np.array(ends)
