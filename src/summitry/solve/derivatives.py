"""Exact derivatives of probabilities, beliefs and values by every number of a game: one adjoint solve each.

At an answer the strategies x solve x = G(x, numbers). By the implicit function theorem a target T(x, numbers) moves
by its direct part plus (dT/dx) (I - G_x)^-1 G_numbers; solving the transposed system once gives the derivative by all
numbers at once. At a turning point or a bifurcation no derivative exists.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from enum import IntEnum

import numpy as np

from summitry.errors import GameError
from summitry.game.payoffs import Draws
from summitry.game.tree import Tree
from summitry.solve.adjoint_certificate import Plain
from summitry.solve.frame import Frame
from summitry.solve.linearised import Linearised
from summitry.solve.solution import Codes, Counts, Floats, Solution, Status
from summitry.solve.targets import Reader, Seeds, Target, check_targets
from summitry.solve.web import Web, web

NEAR = 1e-2
"""Least |1 - eigenvalue| of the sweep's derivative at which derivatives are given."""
RESIDUAL = 1e-5
"""Largest residual of an adjoint, as its certificate has it, at which derivatives are given."""


class DerivativeStatus(IntEnum):
    """How one derivative went; everything but `FOUND` is NaN.

    >>> print(summitry.DerivativeStatus.NEAR_TURN.advice)
    The answer lies at or next to a turning point or bifurcation, where no derivative exists; compare solutions instead.
    """

    FOUND = 0
    UNSOLVED = 1
    NEAR_TURN = 2
    NOT_CONVERGED = 3

    @property
    def advice(self) -> str:
        """One sentence: what happened and what to do."""
        return _ADVICE[self]


_ADVICE = {
    DerivativeStatus.FOUND: "The derivative exists and its linear solve is certified.",
    DerivativeStatus.UNSOLVED: "The draw has no answer to take a derivative of; see `Solution.status`.",
    DerivativeStatus.NEAR_TURN: "The answer lies at or next to a turning point or bifurcation, where no derivative "
    "exists; compare solutions instead.",
    DerivativeStatus.NOT_CONVERGED: "The linear solve did not reach its tolerance; lower the precision or compare "
    "solutions instead.",
}


@dataclass(frozen=True, eq=False)
class Derivatives:
    """Derivatives of M targets by all numbers of B draws; NaN wherever `status` is not `DerivativeStatus.FOUND`.

    >>> import numpy as np
    >>> solution = summitry.solve(summitry.build(summitry.load("sanctions-threat")), 8)
    >>> found = summitry.derivatives(solution, [summitry.Value(0), summitry.Choice(0)])
    >>> found.payoffs.shape == (8, 2, *solution.draws.payoffs.shape[1:])
    True
    >>> bool(np.allclose(found.payoffs[:, 0, :, 0].sum(axis=1), 1))  # all own payoffs up by one
    True
    """

    values: Floats
    """[B, M] of the targets; NaN in unsolved draws alone."""
    payoffs: Floats
    """[B, M, R, P] by each payoff."""
    chance: Floats
    """[B, M, C, P + 1] by each chance, as a weight: the weights of a chance node are divided by their sum, so that
    raising one lowers its siblings in proportion. For moves that sum to nought at every node, multiply and add up."""
    precision: Floats
    """[B, M, P] by each party's precision."""
    log_precision: Floats
    """[B, M] by the logarithm of the common scale of all precisions."""
    status: Codes
    """[B, M] a `DerivativeStatus`."""
    distance: Floats
    """[B] least |1 - eigenvalue of the sweep's derivative|: nought at a turning point; 1 where no beliefs matter."""
    residual: Floats
    """[B, M] of the adjoint equation over the adjoint's largest entry, by separate code."""
    products: Counts
    """[B, M] products with the sweep's derivative in the solve, each about as dear as a sweep."""

    def along(
        self, payoffs: Floats | None = None, chance: Floats | None = None, precision: Floats | None = None
    ) -> Floats:
        """[B, M, ...] change of the targets per unit of moves [B, R, P, ...], [B, C, P + 1, ...], [B, P, ...].

        A first axis of one serves all draws; trailing axes are moves side by side. Raises `GameError` on other shapes.
        """
        total: Floats | None = None
        for name, moves, found in (
            ("payoffs", payoffs, self.payoffs),
            ("chance", chance, self.chance),
            ("precision", precision, self.precision),
        ):
            if moves is None:
                continue
            axes = found.ndim - 1
            expected = (found.shape[0], *found.shape[2:])
            if moves.ndim < axes or moves.shape[0] not in (1, expected[0]) or moves.shape[1:axes] != expected[1:]:
                raise GameError(f"`{name}` has shape {moves.shape}, expected {expected} and any axes after it")
            flat = found.reshape(*found.shape[:2], -1)
            tail = moves.shape[axes:]
            # [B, M, numbers] @ [B, numbers, moves]
            width = int(np.prod(tail, dtype=np.int64))
            part = (flat @ moves.reshape(moves.shape[0], flat.shape[2], width)).reshape(*flat.shape[:2], *tail)
            total = part if total is None else total + part
        if total is None:
            raise GameError("`along` needs a move of payoffs, chances or precisions")
        return total


@dataclass(frozen=True, eq=False)
class Directional:
    """Derivatives of strategies and targets along one direction; NaN wherever there is none.

    >>> solution = summitry.solve(summitry.build(summitry.load("sanctions-threat")), 8)
    >>> moved = summitry.directional(solution, precision=solution.draws.precision)
    >>> moved.log_strategy.shape == solution.log_strategy.shape
    True
    """

    log_strategy: Floats
    """[B, A] derivative of the logarithm of each choice probability."""
    targets: Floats
    """[B, M]"""
    status: Codes
    """[B] a `DerivativeStatus`."""
    distance: Floats
    """[B] as in `Derivatives`."""


def derivatives(solution: Solution, targets: Sequence[Target], *, threads: int = 1) -> Derivatives:
    """Derivatives of every target by every payoff, chance and precision, in every draw.

    Draws and targets are independent: no number depends on what else is asked. Raises `GameError` where a target does
    not fit the tree.

    >>> solution = summitry.solve(summitry.build(summitry.load("sanctions-threat")), 8)
    >>> found = summitry.derivatives(solution, [summitry.Choice(0)])
    >>> found.log_precision.shape
    (8, 1)
    """
    tree, draws, wanted = solution.tree, solution.draws, tuple(targets)
    check_targets(tree, wanted)
    b, m = solution.size, len(wanted)
    out = Derivatives(
        np.full((b, m), np.nan),
        np.zeros((b, m, *draws.payoffs.shape[1:])),
        np.zeros((b, m, *draws.chance.shape[1:])),
        np.zeros((b, m, draws.precision.shape[1])),
        np.full((b, m), np.nan),
        np.zeros((b, m), np.int8),
        np.full(b, np.nan),
        np.full((b, m), np.nan),
        np.zeros((b, m), np.int64),
    )
    structure, frame = web(tree), Frame(tree)

    def work(d: int) -> None:
        _one_draw(solution, d, structure, frame, wanted, out)

    _each(work, b, threads)
    bad = out.status != DerivativeStatus.FOUND
    for array in (out.payoffs, out.chance, out.precision, out.log_precision):
        array[bad] = np.nan
    return out


def directional(
    solution: Solution, *, payoffs: Floats | None = None, chance: Floats | None = None,
    precision: Floats | None = None, targets: Sequence[Target] = (), threads: int = 1,
) -> Directional:  # fmt: skip
    """Derivatives of all strategies and of targets along one move of payoffs, chances and precisions.

    Moves have the shapes of `Draws`, or a first axis of one for all draws; chances move as weights, see
    `Derivatives.chance`. Raises `GameError` where a move or a target does not fit.

    >>> import numpy as np
    >>> solution = summitry.solve(summitry.build(summitry.load("sanctions-threat")), 8)
    >>> moved = summitry.directional(solution, payoffs=np.ones((1, *solution.draws.payoffs.shape[1:])))
    >>> bool(np.abs(moved.log_strategy).max() < 1e-9)  # all payoffs up by one: nobody acts otherwise
    True
    """
    tree, draws, wanted = solution.tree, solution.draws, tuple(targets)
    check_targets(tree, wanted)
    moves = []
    for name, move, like in (
        ("payoffs", payoffs, draws.payoffs), ("chance", chance, draws.chance), ("precision", precision, draws.precision)
    ):  # fmt: skip
        given = np.zeros((1, *like.shape[1:])) if move is None else move
        if given.shape[1:] != like.shape[1:] or given.shape[0] not in (1, solution.size):
            raise GameError(f"`{name}` has shape {given.shape}, expected {like.shape}")
        moves.append(np.broadcast_to(given, like.shape))
    b = solution.size
    out = Directional(
        np.full((b, tree.actions), np.nan), np.full((b, len(wanted)), np.nan), np.zeros(b, np.int8), np.full(b, np.nan)
    )
    structure, frame = web(tree), Frame(tree)

    def work(d: int) -> None:
        lin, out.status[d], out.distance[d] = _linearised(solution, d, structure)
        if lin is None:
            return
        step, solved = lin.forward(lin.forcing(*(x[d] for x in moves)))
        if not solved.good:
            out.status[d] = DerivativeStatus.NOT_CONVERGED
            return
        out.log_strategy[d] = step
        reader = Reader(frame, draws.payoffs[d], draws.chance[d], lin.log_strategy)
        for k, target in enumerate(wanted):
            seeds = reader.read(target)
            asked, by_chance, by_payoff = _direct(tree, lin, seeds, draws)
            out.targets[d, k] = asked @ step + np.sum(by_chance * moves[1][d]) + np.sum(by_payoff * moves[0][d])

    _each(work, b, threads)
    return out


def _each(work: Callable[[int], None], draws: int, threads: int) -> None:
    if threads < 1:
        raise GameError(f"`threads` is {threads}, expected at least 1")
    if threads == 1 or draws < 2:
        for d in range(draws):
            work(d)
        return
    with ThreadPoolExecutor(threads) as pool:
        list(pool.map(work, range(draws)))


def linearisations(solution: Solution) -> Iterator[Linearised | None]:
    """The sweep's exact derivative at each draw's answer, None where there is no answer; for stability and checks."""
    structure = web(solution.tree)
    for d in range(solution.size):
        yield _at(solution, d, structure) if solution.status[d] == Status.SOLVED else None


def _at(solution: Solution, d: int, structure: Web) -> Linearised:
    draws = solution.draws
    return Linearised(structure, draws.payoffs[d], draws.chance[d], draws.precision[d], solution.log_strategy[d])


def _linearised(solution: Solution, d: int, structure: Web) -> tuple[Linearised | None, DerivativeStatus, float]:
    """One draw made ready, or why there is no derivative; and how far the next turn is."""
    if solution.status[d] != Status.SOLVED:
        return None, DerivativeStatus.UNSOLVED, np.nan
    lin = _at(solution, d, structure)
    if np.isnan(lin.distance):
        return None, DerivativeStatus.NOT_CONVERGED, lin.distance
    if lin.distance < NEAR or not lin.polish():
        return None, DerivativeStatus.NEAR_TURN, lin.distance
    return lin, DerivativeStatus.FOUND, lin.distance


def _direct(tree: Tree, lin: Linearised, seeds: Seeds, draws: Draws) -> tuple[Floats, Floats, Floats]:
    """Direct part of a target's derivative: by log-probabilities [A], chances [C, P + 1] and payoffs [R, P]."""
    asked = np.zeros(tree.actions)
    by_chance, by_payoff = np.zeros(draws.chance.shape[1:]), np.zeros(draws.payoffs.shape[1:])
    if seeds.nodes is None:
        asked[seeds.action] = seeds.value
    else:
        lin.ascend(seeds.nodes, seeds.column, asked, by_chance)
    if seeds.endings is not None:
        ends = tree.payoff_row >= 0
        by_payoff[:, seeds.party] = np.bincount(tree.payoff_row[ends], seeds.endings[ends], minlength=len(by_payoff))
    return asked, by_chance, by_payoff


def _one_draw(
    solution: Solution, d: int, structure: Web, frame: Frame, targets: tuple[Target, ...], out: Derivatives
) -> None:  # fmt: skip
    tree, draws = solution.tree, solution.draws
    lin, out.status[d], out.distance[d] = _linearised(solution, d, structure)
    if solution.status[d] != Status.SOLVED:
        return
    logs = solution.log_strategy[d] if lin is None else lin.log_strategy
    payoffs, chance, precision = draws.payoffs[d], draws.chance[d], draws.precision[d]
    reader = Reader(frame, payoffs, chance, logs)
    plain = None if lin is None else Plain(frame, payoffs, chance, precision, logs)
    for k, target in enumerate(targets):
        seeds = reader.read(target)
        out.values[d, k] = seeds.value
        if lin is None or plain is None:
            continue
        asked, by_chance, by_payoff = _direct(tree, lin, seeds, draws)
        moves, solved = lin.adjoint(asked)
        out.products[d, k] = solved.products
        out.residual[d, k] = plain.residual(moves, asked)
        if not (solved.good and out.residual[d, k] <= RESIDUAL):
            out.status[d, k] = DerivativeStatus.NOT_CONVERGED
            continue
        lin.gradient(moves, by_payoff, by_chance, out.precision[d, k])
        out.payoffs[d, k], out.chance[d, k] = by_payoff, by_chance
        out.log_precision[d, k] = out.precision[d, k] @ precision
