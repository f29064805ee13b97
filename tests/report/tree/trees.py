"""Trees that are hard to draw: information sets that cross or span columns, many branches, labels of all kinds."""

from __future__ import annotations

from dataclasses import replace

import games
import numpy as np
from games import Node, chance, end, move

import summitry
from summitry.game import Draws, Tree
from summitry.solve import Solution, solve

LONG = "a label that goes on and on, as labels do where people write whole sentences into them"
HOSTILE = '<script>alert("1")</script>&amp; \x00\x1b[31m\u202eevil\u2066 ]]> -->'
LABELS = (
    "yes",
    LONG,
    HOSTILE,
    "הצעה ארוכה מאוד שאין לה סוף",
    "اقتراح",
    "日本国政府代表団の提案",
    "e\u0301" * 90,
    "👩‍👩‍👧‍👦" * 40,
    "",
    " \n\t ",
)


def kuhn() -> Node:
    """Three-card poker (Kuhn 1950)."""

    def shown(a: int, b: int, stake: int) -> Node:
        return end(stake, -stake) if a > b else end(-stake, stake)

    deals = [(a, b) for a in range(3) for b in range(3) if a != b]
    return chance(
        [1 / 6] * 6,
        *(
            move(
                0, ("first", a),
                move(1, ("checked", b), shown(a, b, 1), move(0, ("raised", a), end(-1, 1), shown(a, b, 2))),
                move(1, ("bet", b), end(1, -1), shown(a, b, 2)),
            )
            for a, b in deals
        ),
    )  # fmt: skip


def across() -> Node:
    """Sets of the second and third player that span two columns."""
    return chance(
        [0.4, 0.6],
        move(
            0, "a", move(1, "b", move(2, "c", end(1, 2, 3), end(0, 1, 1)), end(3, 0, 0)),
            move(2, "c", end(1, 1, 0), end(2, 2, 1)), end(0.5, 0.5, 0.5),
        ),
        move(1, "b", move(2, "c", end(3, 1, 2), end(1, 0, 1)), move(2, "d", end(1, 1, 1), end(0, 0, 4))),
    )  # fmt: skip


def fan() -> Node:
    """More branches than are shown one by one, at chance and at a player."""
    odds = np.arange(1.0, 31.0) / np.arange(1.0, 31.0).sum()
    own = np.stack([odds, odds[::-1], odds], axis=1)
    return chance(own, *(move(0, ("seen", k), *(end(j, -j * k) for j in range(20))) for k in range(30)))


def line(length: int) -> Node:
    """A centipede, deeper than Python's stack."""
    node = end(length, length)
    for k in range(length, 0, -1):
        node = move(k % 2, k, end(k + 1, k - 1) if k % 2 else end(k - 1, k + 1), node)
    return node


def single() -> Node:
    """A game that is over before it begins."""
    return end(1, -1)


ROOTS = {
    "kuhn": (kuhn(), 2),
    "across": (across(), 3),
    "fan": (fan(), 2),
    "line": (line(30), 2),
    "single": (single(), 2),
    "signalling": (games.signalling(np.random.default_rng(2), 3, 2, 2), 2),
    "own odds": (games.random_game(np.random.default_rng(3), 4, 5, own_odds=True), 4),
    "many": (games.random_game(np.random.default_rng(8), 9, 6), 9),
}


def numbers(name: str, precision: float = 3.0) -> tuple[Tree, Draws]:
    root, players = ROOTS[name]
    tree, pays, odds = games.flatten(root, players)
    return tree, games.draws(pays, odds, precision)


def solved(name: str, precision: float = 3.0) -> tuple[Tree, Solution]:
    tree, draws = numbers(name, precision)
    return tree, solve(tree, draws)


def words(tree: Tree, labels: tuple[str, ...] = LABELS) -> summitry.TreeWords:
    """Labels of all kinds at every place."""

    def some(n: int, shift: int) -> tuple[str, ...]:
        return tuple(labels[(k + shift) % len(labels)] for k in range(n))

    by_node = {node: labels[(node + 3) % len(labels)] for node in range(tree.size)}
    return summitry.TreeWords(
        title=labels[2 % len(labels)] + labels[1 % len(labels)],
        players=some(len(tree.parties), 1),
        sets=some(tree.infosets, 2),
        about=some(tree.infosets, 3),
        actions=some(tree.actions, 4),
        branches=by_node,
        chances=by_node,
        endings=by_node,
    )


def failed(solution: Solution) -> Solution:
    """The same without an answer."""
    nothing = {
        k: np.full_like(getattr(solution, k), np.nan) for k in ("log_strategy", "residual", "regret_ratio", "values")
    }
    return replace(solution, status=np.full_like(solution.status, summitry.Status.BRANCH_LOST), **nothing)
