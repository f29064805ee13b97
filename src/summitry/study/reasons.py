"""Why an option is better: its advantage over the others, split by the named parts of the party's payoff."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from scipy import sparse

from summitry.build import Game
from summitry.build.ground import Values
from summitry.game import CHANCE
from summitry.game.ancestors import depths
from summitry.solve import Solution, Status, beliefs
from summitry.study.solving import Solver

Floats = npt.NDArray[np.float64]

_DRAWS = 8
"""Draws over which reasons are averaged."""


def reasons(
    solver: Solver, solution: Solution, rows: npt.NDArray[np.int64], watched: npt.NDArray[np.int64]
) -> dict[int, list[dict[str, float]]]:
    """Per watched information set and action: part of the payoff -> mean advantage over the mean of the other actions.

    `rows` are the draws of the solution; the first few solved ones are used.
    """
    game, tree = solver.game, solver.game.tree
    use = np.flatnonzero(solution.status == Status.SOLVED)[:_DRAWS]
    if not len(use) or not len(watched):
        return {}
    draws = solver.draws(rows[use])
    strategy = solution.strategy[use]
    values = Values({k: x[rows[use]] for k, x in solver.numbers.items()}, len(use))
    table = game.contributions(values)
    held = beliefs(tree, draws, log_strategy=solution.log_strategy[use])
    place = np.full(tree.size, -1)
    decision = np.flatnonzero(tree.owner >= 0)
    place[decision] = np.arange(len(decision))
    by_set: dict[int, npt.NDArray[np.int64]] = {int(h): decision[tree.infoset[decision] == h] for h in watched}
    out: dict[int, list[dict[str, float]]] = {int(h): [{} for _ in game.unfolded.about[h].options] for h in watched}
    for party in range(len(tree.parties)):
        mine = [h for h in by_set if tree.infoset_party[h] == party]
        if not mine:
            continue
        for name, worth in _parts(game, party, table).items():
            at = node_values(game, draws.chance[:, :, party], strategy, worth)
            for h in mine:
                nodes = by_set[h]
                weights = held[:, place[nodes]].T
                count = len(out[h])
                q = np.array([(weights * at[tree.first_child[nodes] + k]).sum(axis=0) for k in range(count)])
                for k in range(count):
                    others = np.delete(q, k, axis=0)
                    out[h][k][name] = float((q[k] - others.mean(axis=0)).mean()) if len(others) else 0.0
    return out


def _parts(game: Game, party: int, table: Floats) -> dict[str, Floats]:
    """Part of the party's payoff -> [R, b] what it adds at each payoff row."""
    mine = [(u, c[1]) for u, c in enumerate(game.unfolded.contributions) if c[0] == party]
    matrix: sparse.csr_matrix = game.matrices[party]
    out: dict[str, Floats] = {}
    for name in dict.fromkeys(n for _, n in mine):
        chosen = [u for u, n in mine if n == name]
        out[name] = np.asarray(matrix[:, chosen] @ table[chosen])
    return out


def node_values(game: Game, chance: Floats, strategy: Floats, worth: Floats) -> Floats:
    """[N, b] expected part of the payoff from each node on."""
    tree = game.tree
    values = np.zeros((tree.size, worth.shape[1]))
    ends = game.unfolded.leaves
    values[ends] = worth[tree.payoff_row[ends]]
    inside = np.flatnonzero(tree.children > 0)
    depth = depths(tree.parent)[inside]
    levels = np.split(inside[np.argsort(depth, kind="stable")], np.cumsum(np.bincount(depth))[:-1])
    for inner in reversed(levels):
        counts = tree.children[inner]
        offsets = np.arange(counts.sum()) - np.repeat(np.cumsum(counts) - counts, counts)
        kids = np.repeat(tree.first_child[inner], counts) + offsets
        up = np.repeat(inner, counts)
        weights = np.empty((len(kids), worth.shape[1]))
        drawn = tree.owner[up] == CHANCE
        weights[drawn] = chance.T[tree.chance_slot[kids[drawn]]]
        own = ~drawn
        weights[own] = strategy.T[tree.infoset_start[tree.infoset[up[own]]] + offsets[own]]
        values[inner] = np.add.reduceat(weights * values[kids], np.cumsum(counts) - counts, axis=0)
    return values
