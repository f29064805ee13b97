"""What is at stake in a bargaining tree: payoffs and odds drawn anew for every draw, the same odds for all parties."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from summitry.game import TERMINAL, Draws, Tree

Floats = npt.NDArray[np.float64]


def arbitrary(tree: Tree, batch: int, precision: float, seed: int) -> Draws:
    """Every party's payoff at every ending drawn evenly from [0, 1], with no sense to it."""
    rng = np.random.default_rng(seed)
    payoffs = rng.random((batch, tree.rows, len(tree.parties)))
    return Draws(payoffs, _odds(tree, batch, rng), np.full((batch, len(tree.parties)), precision))


def sensible(tree: Tree, batch: int, precision: float, seed: int) -> Draws:
    """Two sides with types of unknown worth of each package, patience, and worth of walking away."""
    rng = np.random.default_rng(seed)
    kinds = int(np.sqrt(tree.children[0]))
    offers = int(tree.children[1])
    end = np.flatnonzero(tree.owner == TERMINAL)
    answer = tree.parent[end]
    package = answer - tree.first_child[tree.parent[answer]]
    profile, depth = np.zeros(tree.size, np.int64), np.zeros(tree.size, np.int64)
    profile[1 : 1 + kinds**2] = np.arange(kinds**2)
    for n in range(1, tree.size):
        depth[n] = depth[tree.parent[n]] + 1
        if depth[n] > 1:
            profile[n] = profile[tree.parent[n]]
    turn = (depth[end] - 3) // 2
    agreed = end == tree.first_child[answer]
    payoffs = np.empty((batch, tree.rows, 2))
    rows = tree.payoff_row[end]
    share = (np.arange(offers) + 0.5) / offers
    for p in range(2):
        kind = profile[end] // kinds if p == 0 else profile[end] % kinds
        worth = (share if p == 0 else 1 - share)[None, None] + rng.normal(0, 0.1, (batch, kinds, offers))
        alone = rng.uniform(0.0, 0.5, (batch, kinds))
        patience = rng.uniform(0.7, 0.98, (batch, 1))
        paid = np.where(agreed, worth[:, kind, package], alone[:, kind])
        payoffs[:, rows, p] = paid * patience**turn
    return Draws(payoffs, _odds(tree, batch, rng), np.full((batch, 2), precision))


def take(draws: Draws, some: slice) -> Draws:
    """Some of the draws."""
    return Draws(draws.payoffs[some], draws.chance[some], draws.precision[some])


def _odds(tree: Tree, batch: int, rng: np.random.Generator) -> Floats:
    """Chances of the one chance node in thousandths, so that every program reads the same numbers."""
    counts = 1 + rng.multinomial(1000 - tree.slots, rng.dirichlet(np.full(tree.slots, 4.0), batch))
    return np.repeat(counts[:, :, None] / 1000, len(tree.parties) + 1, axis=2)
