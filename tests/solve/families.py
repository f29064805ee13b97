"""A family of random games from a seed: 2-4 players, signalling, simultaneous moves, up to 5,000 nodes."""

from __future__ import annotations

import numpy as np
from games import Node, chance, draws, end, flatten, move, random_game, signalling

from summitry.game import Draws, Tree

KINDS = ("signalling", "simultaneous", "layered", "irregular")


def member(seed: int, precision: float, largest: int = 5000) -> tuple[Tree, Draws]:
    """Game number `seed`, at one precision; its payoffs lie in [0, 1]."""
    rng = np.random.default_rng([7, seed])
    size = int(np.exp(rng.uniform(np.log(8), np.log(largest))))
    parties = int(rng.integers(2, 5))
    kind = KINDS[seed % len(KINDS)]
    own = bool(rng.random() < 0.3)
    if kind == "signalling":
        parties, root = 2, _signalling(rng, size)
    elif kind == "simultaneous":
        root = _simultaneous(rng, parties, size)
    elif kind == "layered":
        depth = 2
        while 2.5 ** (depth + 1) < size:
            depth += 1
        root = random_game(rng, parties, depth, own)
    else:
        root = _irregular(rng, parties, size, own)
    tree, pays, odds = flatten(root, parties)
    return tree, draws(pays, odds, precision)


def _signalling(rng: np.random.Generator, size: int) -> Node:
    """One round of types, messages and answers, shaped to about `size` nodes."""
    types = int(rng.integers(2, max(3, min(12, int(size**0.4)))))
    messages = int(rng.integers(2, max(3, min(12, int((size / types) ** 0.6)))))
    return signalling(rng, types, messages, max(2, min(20, round(size / types / messages))))


def _simultaneous(rng: np.random.Generator, parties: int, size: int) -> Node:
    """Stages in which all choose at once and then see what was chosen."""
    widths = rng.integers(2, 4, parties)

    def stage(left: float, past: tuple[int, ...]) -> Node:
        if left < float(np.prod(widths)) or (past and rng.random() < 0.1):
            return end(*rng.uniform(0, 1, parties))

        def choose(p: int, now: tuple[int, ...]) -> Node:
            if p == parties:
                return stage(left / float(np.prod(widths)) / 1.5, (*past, *now))
            return move(p, (p, past), *(choose(p + 1, (*now, k)) for k in range(widths[p])))

        return choose(0, ())

    return stage(float(size), ())


def _irregular(rng: np.random.Generator, parties: int, size: int, own: bool) -> Node:
    """Branches of unequal depth; who moves next depends on what everybody saw, and each sees a part of the rest."""
    public = rng.random(12) < 0.4
    sees = rng.random((12, parties)) < 0.4
    wide = {}
    mover = {}

    def grow(d: int, left: float, shared: tuple[int, ...], past: tuple[tuple[int, int], ...]) -> Node:
        key = (d, shared)
        if key not in mover:
            mover[key] = int(rng.integers(-1, parties)) if d else -1
            wide[key] = int(rng.integers(2, 5))
            if d >= 2 and (left < 2 or d >= 12 or rng.random() < 0.08):
                mover[key] = -2
        who, k = mover[key], wide[key]
        if who == -2:
            return end(*rng.uniform(0, 1, parties))
        below = [grow(d + 1, left / k, (*shared, i) if public[d] else shared, (*past, (who, i))) for i in range(k)]
        if who == -1:
            rows = parties + 1 if own else 1
            odds = rng.dirichlet(np.ones(k) * 4, rows).T
            return chance(odds if own else odds[:, 0], *below)
        seen = tuple(i for j, (w, i) in enumerate(past) if public[j] or w == who or sees[j, who])
        return move(who, (d, shared, who, seen), *below)

    return grow(0, float(size), (), ())
