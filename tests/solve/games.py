"""Games for the solver's tests: a nested-tuple notation, small classics, and a generator of random trees."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import numpy as np

from summitry.game import CHANCE, TERMINAL, Draws, Tree


@dataclass
class Node:
    """owner -1 chance, -2 terminal; `name` is the information set; `odds` and `pay` are per draw-free numbers."""

    owner: int
    name: Any = None
    below: list[Node] = field(default_factory=list)
    odds: Any = None
    """[k, P + 1] or [k] at chance nodes."""
    pay: Any = None
    """[P] at terminals."""


def end(*pay: float) -> Node:
    return Node(TERMINAL, pay=np.array(pay, float))


def move(owner: int, name: Any, *below: Node) -> Node:
    return Node(owner, name, list(below))


def chance(odds: Any, *below: Node) -> Node:
    return Node(CHANCE, None, list(below), odds=np.array(odds, float))


def flatten(root: Node, parties: int) -> tuple[Tree, np.ndarray, np.ndarray]:
    """Tree, payoffs [R, P], chances [C, P + 1]; breadth-first numbering."""
    nodes, parent, first, k = [root], [-1], [], 0
    while k < len(nodes):
        n = nodes[k]
        first.append(len(nodes) if n.below else -1)
        for c in n.below:
            nodes.append(c)
            parent.append(k)
        k += 1
    sets: dict[Any, int] = {}
    party, width = [], []
    infoset, slot, row = [-1] * len(nodes), [-1] * len(nodes), [-1] * len(nodes)
    pays, odds = [], []
    for i, n in enumerate(nodes):
        if n.owner >= 0:
            if n.name not in sets:
                sets[n.name] = len(sets)
                party.append(n.owner)
                width.append(len(n.below))
            infoset[i] = sets[n.name]
        elif n.owner == TERMINAL:
            row[i] = len(pays)
            pays.append(n.pay)
        else:
            o = n.odds if n.odds.ndim == 2 else np.repeat(n.odds[:, None], parties + 1, axis=1)
            for j in range(len(n.below)):
                slot[first[i] + j] = len(odds)
                odds.append(o[j])

    def ints(v: list[int]) -> np.ndarray:
        return np.array(v, np.int32)

    tree = Tree(
        tuple(f"p{i}" for i in range(parties)), ints([n.owner for n in nodes]), ints(parent), ints(first),
        ints([len(n.below) for n in nodes]), ints(infoset), ints(slot), ints(row), ints(party),
        ints([0, *np.cumsum(width).tolist()]), tuple(str(s) for s in sets),
    )  # fmt: skip
    return tree, np.array(pays).reshape(-1, parties), np.array(odds).reshape(-1, parties + 1)


def draws(pays: np.ndarray, odds: np.ndarray, *precisions: Any) -> Draws:
    """One draw per entry of `precisions` (a number or one per party)."""
    b, p = len(precisions), pays.shape[1]
    lam = np.stack([np.broadcast_to(np.asarray(x, float), p) for x in precisions])
    return Draws(np.repeat(pays[None], b, 0), np.repeat(odds[None], b, 0), lam)


def bimatrix(a: Any, c: Any) -> Node:
    a, c = np.asarray(a, float), np.asarray(c, float)
    return move(
        0, "row", *(move(1, "col", *(end(a[i, j], c[i, j]) for j in range(a.shape[1]))) for i in range(a.shape[0]))
    )


def ochs() -> Node:
    return bimatrix([[1.1141, 0], [0, 0.2785]], [[0, 1.1141], [1.1141, 0]])


def poker() -> Node:
    def deal(card: str, win: float) -> Node:
        return move(0, card, move(1, "call", end(2 * win, -2 * win), end(1, -1)), end(-1, 1))

    return chance([0.5, 0.5], deal("K", 1), deal("Q", -1))


def kuhn() -> Node:
    """Kuhn's poker: three cards, one each, an ante of one and one possible bet of one."""
    deals = [(one, two) for one in range(3) for two in range(3) if one != two]

    def showdown(one: int, two: int, stake: float) -> Node:
        won = stake if one > two else -stake
        return end(won, -won)

    def deal(one: int, two: int) -> Node:
        answer = move(0, (one, "check, bet"), end(-1, 1), showdown(one, two, 2))
        checked = move(1, (two, "check"), showdown(one, two, 1), answer)
        bet = move(1, (two, "bet"), end(1, -1), showdown(one, two, 2))
        return move(0, (one, ""), checked, bet)

    return chance(np.full(6, 1 / 6), *(deal(one, two) for one, two in deals))


def travellers(reward: float, low: int = 80, high: int = 200) -> Node:
    """Two claims; both are paid the lower one, whoever made it gets the reward from the other."""
    claims = np.arange(low, high + 1, dtype=float)
    paid = np.minimum(claims[:, None], claims) + reward * np.sign(claims - claims[:, None])
    return bimatrix(paid, paid.T)


def signalling(rng: np.random.Generator, types: int = 2, messages: int = 2, actions: int = 2) -> Node:
    """A sender with private types, a receiver who sees the message only."""
    odds = rng.dirichlet(np.ones(types) * 3)
    return chance(
        odds,
        *(
            move(0, ("t", t), *(
                move(1, ("m", m), *(end(*rng.uniform(0, 1, 2)) for _ in range(actions))) for m in range(messages)
            ))
            for t in range(types)
        ),
    )  # fmt: skip


def random_game(rng: np.random.Generator, parties: int, depth: int, own_odds: bool = False, wide: int = 3) -> Node:
    """A random tree: public random sequence of movers; each party sees its own acts and a random part of the rest."""
    plan = [int(rng.integers(-1, parties)) for _ in range(depth)]
    widths = [int(rng.integers(2, wide + 1)) for _ in range(depth)]
    sees = rng.random((depth, parties)) < 0.5
    odds = []
    for d in range(depth):
        o = rng.dirichlet(np.ones(widths[d]) * 4, parties + 1).T if own_odds else rng.dirichlet(np.ones(widths[d]) * 4)
        odds.append(o)

    def grow(d: int, history: tuple[int, ...]) -> Node:
        if d == depth or (d > 1 and hash((history, d)) % 7 == 0 and plan[d - 1] >= 0 and sees[d - 1].all()):
            return end(*rng.uniform(0, 1, parties))
        mover = plan[d]
        below = [grow(d + 1, (*history, k)) for k in range(widths[d])]
        if mover < 0:
            return chance(odds[d], *below)
        seen = tuple(history[j] for j in range(d) if plan[j] == mover or sees[j, mover])
        return move(mover, (d, seen), *below)

    return grow(0, ())
