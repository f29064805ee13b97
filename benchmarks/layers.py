"""Large trees straight from arrays: layers of moves, all nodes of a layer at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from summitry.game import CHANCE, TERMINAL, Tree
from summitry.game.ancestors import depths, nearest


@dataclass(frozen=True)
class Layer:
    """One move, made at every path that has not ended."""

    owner: int
    """A party's number or `CHANCE`."""
    options: int
    going: int
    """Options that go on; the later ones end the game."""
    seen: frozenset[int]
    """Parties who learn the choice; who moves always knows it."""


def grow(parties: int, layers: Sequence[Layer]) -> Tree:
    """The tree of these moves, breadth first; each ending has its own payoff row, each layer of chance its own odds."""
    paths = np.zeros((1, 0), np.int16)
    parts: dict[str, list[np.ndarray]] = {name: [] for name in ("owner", "first", "children", "infoset", "slot", "up")}
    set_party: list[np.ndarray] = []
    widths: list[np.ndarray] = []
    node, slots, sets = 0, 0, 0
    here, into = np.zeros(1, np.int32), np.full(1, -1, np.int32)
    above = np.full(1, -1, np.int32)
    alive = np.ones(1, bool)
    for d, layer in enumerate(layers):
        going = np.flatnonzero(alive)
        size, count = len(alive), len(going)
        first = np.full(size, -1, np.int32)
        first[going] = node + size + layer.options * np.arange(count)
        infoset = np.full(size, -1, np.int32)
        if layer.owner != CHANCE:
            known = [j for j in range(d) if layer.owner == layers[j].owner or layer.owner in layers[j].seen]
            code = np.zeros(count, np.int64)
            for j in known:
                code = code * layers[j].options + paths[:, j]
            names, which = np.unique(code, return_inverse=True)
            infoset[going] = sets + which.reshape(-1)
            sets += len(names)
            set_party.append(np.full(len(names), layer.owner, np.int32))
            widths.append(np.full(len(names), layer.options, np.int64))
        _put(
            parts,
            np.where(alive, layer.owner, TERMINAL),
            first,
            np.where(alive, layer.options, 0),
            infoset,
            into,
            above,
        )
        here = node + going
        node += size
        digit = np.tile(np.arange(layer.options, dtype=np.int16), count)
        above = np.repeat(here, layer.options).astype(np.int32)
        into = np.full(count * layer.options, -1, np.int32)
        if layer.owner == CHANCE:
            into = slots + digit.astype(np.int32)
            slots += layer.options
        alive = digit < layer.going
        paths = np.column_stack((np.repeat(paths, layer.options, axis=0), digit))[alive]
    size = len(into)
    none = np.full(size, -1, np.int32)
    _put(parts, np.full(size, TERMINAL), none, np.zeros(size), none, into, above)
    flat = {name: np.concatenate(values).astype(np.int32) for name, values in parts.items()}
    ends = flat["owner"] == TERMINAL
    row = np.where(ends, np.cumsum(ends) - 1, -1).astype(np.int32)
    start = np.concatenate(([0], np.cumsum(np.concatenate(widths)))) if widths else np.zeros(1)
    return Tree(
        tuple(f"p{i}" for i in range(parties)), flat["owner"], flat["up"], flat["first"], flat["children"],
        flat["infoset"], flat["slot"], row, np.concatenate(set_party) if widths else np.zeros(0, np.int32),
        start.astype(np.int32),
    )  # fmt: skip


def _put(parts: dict[str, list[np.ndarray]], *values: np.ndarray) -> None:
    for name, value in zip(parts, values, strict=True):
        parts[name].append(value)


def bargaining(types: int, offers: int, rounds: int) -> Tree:
    """Two parties with private types take turns with offers that the other accepts or refuses."""
    layers = [Layer(CHANCE, types, types, frozenset({0})), Layer(CHANCE, types, types, frozenset({1}))]
    for r in range(rounds):
        layers.append(Layer(r % 2, offers, offers, frozenset({0, 1})))
        # Refusal, which comes first, goes on.
        layers.append(Layer(1 - r % 2, 2, 1, frozenset({0, 1})))
    return grow(2, layers)


def shares(tree: Tree, types: int, offers: int, rng: np.random.Generator) -> np.ndarray:
    """[R, 2] what the endings of `bargaining` pay: shares that shrink by a tenth a round, else a war costly by type."""
    ends = np.flatnonzero(tree.owner == TERMINAL)
    depth = depths(tree.parent)
    answer = tree.parent[ends]
    offer = tree.parent[answer]
    step = (depth[offer] - 2) // 2
    kind = nearest(tree.parent, depth == 2)[ends] - int(np.flatnonzero(depth == 2)[0])
    accepted = ends - tree.first_child[answer] == 1
    share = (answer - tree.first_child[offer] + 0.5) / offers
    cost = np.linspace(0.1, 0.4, types)
    out = np.empty((tree.rows, 2))
    for p, mine in enumerate((kind // types, kind % types)):
        part = np.where(tree.owner[offer] == p, share, 1 - share)
        out[tree.payoff_row[ends], p] = np.where(accepted, 0.9**step * part, 0.5 - cost[mine])
    return out + rng.normal(0, 0.02, out.shape)
