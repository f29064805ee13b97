"""Bargaining trees of any size, built from arrays: a family that scales from a thousand to millions of nodes.

Chance draws a type for each of the first two parties; then, round by round, one party offers one of `offers` packages
and the next accepts, walks away, or (but in the last round) lets the talks go on, with the roles passed on. Parties
from the third on have no secrets. Every ending has its own payoffs.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from summitry.game import CHANCE, TERMINAL, Draws, Tree

Index = npt.NDArray[np.int64]


def bargaining(offers: int, rounds: int, types: int = 2, parties: int = 2) -> Tree:
    """A tree of 1 + types^2 (1 + 3 offers) (1 + offers + ... + offers^(rounds - 1)) nodes."""
    levels: list[tuple[Index, Index, Index, Index]] = []
    party: list[Index] = []
    width: list[Index] = []
    sets, size = 0, 0

    def emit(owner: Index, parent: Index, infoset: Index, children: Index) -> Index:
        nonlocal size
        levels.append((owner, parent, infoset, children))
        size += len(owner)
        return np.arange(size - len(owner), size)

    def name(who: int, profile: Index, history: Index, histories: int, actions: int) -> Index:
        """Information sets: the mover's own type and all that was said."""
        nonlocal sets
        kinds = types if who < 2 else 1
        kind = profile // types if who == 0 else (profile % types if who == 1 else np.zeros_like(profile))
        party.append(np.full(histories * kinds, who))
        width.append(np.full(histories * kinds, actions))
        sets += histories * kinds
        return sets - histories * kinds + history * kinds + kind

    def full(like: Index, value: int) -> Index:
        return np.full(like.shape, value, np.int64)

    none = np.array([-1])
    root = emit(np.array([CHANCE]), none, none, np.array([types * types]))
    profile = np.arange(types * types)
    history = full(profile, 0)
    above = np.repeat(root, types * types)
    at = emit(full(profile, 0), above, name(0, profile, history, 1, offers), full(profile, offers))
    for r in range(rounds):
        other, last = (r + 1) % parties, r == rounds - 1
        above = np.repeat(at, offers)
        profile = np.repeat(profile, offers)
        history = np.repeat(history, offers) * offers + np.tile(np.arange(offers), len(at))
        count, histories = (2 if last else 3), offers ** (r + 1)
        at = emit(full(above, other), above, name(other, profile, history, histories, count), full(above, count))
        owner = np.full((len(at), count), TERMINAL)
        infoset, children = full(owner, -1), full(owner, 0)
        if not last:
            owner[:, 2], children[:, 2] = other, offers
            infoset[:, 2] = name(other, profile, history, histories, offers)
        at = emit(owner.ravel(), np.repeat(at, count), infoset.ravel(), children.ravel())[2::3]
    owner, parent, infoset, children = (np.concatenate([level[j] for level in levels]) for j in range(4))
    first = np.where(children > 0, 1 + np.cumsum(children) - children, -1)
    slot = full(owner, -1)
    slot[1 : 1 + types * types] = np.arange(types * types)
    row = np.where(owner == TERMINAL, np.cumsum(owner == TERMINAL) - 1, -1)
    ints = [np.ascontiguousarray(a, np.int32) for a in (
        owner, parent, first, children, infoset, slot, row,
        np.concatenate(party), np.concatenate(([0], np.cumsum(np.concatenate(width)))),
    )]  # fmt: skip
    return Tree(tuple(f"party {p + 1}" for p in range(parties)), *ints)


def independent(tree: Tree, batch: int, precision: float, seed: int = 0) -> Draws:
    """Payoffs drawn evenly from [0, 1], one number per draw, ending and party; own odds of the types."""
    rng = np.random.default_rng(seed)
    parties = len(tree.parties)
    return Draws(
        rng.random((batch, tree.rows, parties)),
        rng.dirichlet(np.full(tree.slots, 4.0), (batch, parties + 1)).transpose(0, 2, 1).copy(),
        np.full((batch, parties), precision),
    )
