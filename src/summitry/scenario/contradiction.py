"""Rankings and comparisons that no worths fit: a smallest set of them, each with its place."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from summitry.quantities import Statements
from summitry.scenario.context import Context
from summitry.scenario.node import Node
from summitry.scenario.packages import Pairs
from summitry.scenario.ranking import Ranked
from summitry.scenario.troubles import Path, Trouble

Row = npt.NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Compared:
    """A statement that the first package is better than the second, or as good."""

    first: Pairs
    second: Pairs
    tie: bool
    node: Node
    words: str


def contradicted(ctx: Context, holder: str, orders: list[Ranked], pairs: list[tuple[Row, Compared]]) -> bool:
    """Report smallest sets of statements that no worths fit, one after the other without the comparisons before.

    Each step of a ranking is a statement, and that the last in it is worth nothing.
    """
    left = list(pairs)
    while left:
        found, surely = _set_of(orders, left)
        if not found:
            break
        which = "a smallest set of statements" if surely else "statements, none of which can be left out,"
        ctx.report.add(
            Trouble(
                found[0][1],
                f"{which} of {holder} that no worths fit",
                "an order that some worths fit",
                "turn one of them round, make it a tie, or leave it out",
                among=found,
            )
        )
        told = {path for _, path in found}
        left = [(row, c) for row, c in left if c.node.path not in told]
    return len(left) < len(pairs)


def _set_of(orders: list[Ranked], pairs: list[tuple[Row, Compared]]) -> tuple[tuple[tuple[str, Path], ...], bool]:
    """A smallest contradiction, comparisons first, as words and places; and whether none is smaller."""
    rows: list[Row] = [row for row, _ in pairs]
    ties = [c.tie for _, c in pairs]
    said: list[tuple[str, Path]] = [(c.words, c.node.path) for _, c in pairs]
    last: list[tuple[Row, tuple[str, Path]]] = []
    each = np.eye(len(rows[0]))
    whole = np.zeros(len(each))
    norms: list[Row] = []
    at = 0
    for order in orders:
        where = {o: each[at + k] for k, o in enumerate(order.options)}
        chain = [(o, k) for k, group in enumerate(order.groups) for o in group]
        for (a, i), (b, j) in pairwise(chain):
            rows.append(where[a] - where[b])
            ties.append(i == j)
            said.append((f"{a} as good as {b}" if i == j else f"{a} over {b}", order.nodes[b].path))
        best, worst = chain[0][0], chain[-1][0]
        last.append((where[worst], (f"{worst} last", order.nodes[worst].path)))
        if len(order.groups) > 1 and order.over is None:
            whole = whole + where[best]
        elif len(order.groups) > 1:
            norms.append(where[best])
        at += len(order.options)
    rows += [row for row, _ in last]
    said += [words for _, words in last]
    ties += [True] * len(last)
    if whole.any():
        norms.append(whole)
    table = np.array(norms).reshape(len(norms), len(each))
    found, surely = Statements(np.array(rows), np.array(ties), table, np.ones(len(table))).contradiction()
    return tuple(said[k] for k in found), surely
