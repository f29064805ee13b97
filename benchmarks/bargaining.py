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


def independent(tree: Tree, batch: int, precision: float, seed: int = 0, noise: float = 0.02) -> Draws:
    """Draws that share nothing: discount, costs of walking away by type, odds of types, noise on all payoffs."""
    rng = np.random.default_rng(seed)
    parties = len(tree.parties)
    types = int(np.sqrt(tree.slots))
    # Round, last offer and type profile of each node, downwards; the offer is the place among the proposer's children.
    depth, share, profile = (np.zeros(tree.size, np.int64) for _ in range(3))
    width = int(tree.children[1])
    place = np.zeros(tree.size, np.int64)
    place[1:] = np.arange(1, tree.size) - tree.first_child[tree.parent[1:]]
    depth[0] = -1
    first = 1
    while first < tree.size:
        last = int(tree.first_child[:first].max() + tree.children[np.argmax(tree.first_child[:first])])
        nodes = np.arange(first, last)
        up = tree.parent[nodes]
        depth[nodes] = depth[up] + 1
        profile[nodes] = np.where(up == 0, place[nodes], profile[up])
        share[nodes] = np.where(depth[nodes] % 2 == 1, place[nodes], share[up])
        first = last
    ends = np.flatnonzero(tree.owner == TERMINAL)
    turn, kinds = depth[ends] // 2 - 1, profile[ends]
    part = (share[ends] + 0.5) / width
    discount = rng.uniform(0.8, 0.95, (batch, 1)) ** turn
    payoffs = rng.normal(0.0, noise, (batch, len(ends), parties))
    cost = rng.uniform(0.1, 0.4, (batch, parties, types))
    for p in range(parties):
        kind = kinds // types if p == 0 else (kinds % types if p == 1 else np.zeros_like(kinds))
        taken = np.where(turn % parties == p, part, np.where((turn + 1) % parties == p, 1.0 - part, 0.3))
        settled = discount * taken
        payoffs[:, :, p] += np.where(place[ends] == 0, settled, 0.5 - cost[:, p, kind])
    odds = rng.dirichlet(np.full(types * types, 4.0), (batch, parties + 1)).transpose(0, 2, 1).copy()
    return Draws(payoffs, odds, np.full((batch, parties), precision))
