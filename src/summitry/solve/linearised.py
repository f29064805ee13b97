"""One solved draw and the exact derivative of the sweep there: products, solves, and how near a turn is."""

from __future__ import annotations

import numpy as np

from summitry.solve.adjoint import Solve, ascend, distance, forcing, gradient, solve_linear
from summitry.solve.solution import Floats
from summitry.solve.tangent import Point, Space, point, product, space, transposed
from summitry.solve.web import Web

_ENOUGH = 1e-7
"""Residual over the square of the distance up to which an answer is exact enough: the relative error it brings."""
_MOST_MOVE = 1e-4
"""A correction that moves a probability by more finds another answer, or none."""


class Linearised:
    """The sweep's derivative J at one draw's answer.

    Unknowns [F] are derivatives of the log-probabilities of the flat actions `web.felt`: those of sets that
    somebody's beliefs depend on, or of all sets where their order is cyclic. For a turning point or a bifurcation to
    be met, an eigenvalue of J must reach 1. Not to be shared by threads.
    """

    def __init__(
        self, structure: Web, payoffs: Floats, chance: Floats, precision: Floats, log_strategy: Floats
    ) -> None:
        """[R, P], [C, P + 1], [P] and [A] of one draw."""
        self.web, self.log_strategy = structure, log_strategy
        self._numbers = (payoffs, chance, precision)
        self.space: Space = space(structure, len(precision))
        self.point: Point = point(structure, *self._numbers, log_strategy)
        self._nothing = np.zeros(len(log_strategy))
        self.distance, self.products = distance(structure, self.point, self.space)
        """Least |1 - eigenvalue of J|, NaN if unknown; products with J spent so far."""

    def product(self, v: Floats) -> Floats:
        """[F] J v."""
        product(self.web, self.point, self.space, np.ascontiguousarray(v), self._nothing, False)
        return self.space.out[self.web.felt]

    def product_transposed(self, v: Floats) -> Floats:
        """[F] J' v."""
        full = self._nothing.copy()
        full[self.web.felt] = v
        transposed(self.web, self.point, self.space, full, False)
        return self.space.out[self.web.felt]

    def forward(self, extra: Floats) -> tuple[Floats, Solve]:
        """[A] derivative of all log-probabilities where that of the responses at fixed strategies is `extra` [A]."""
        product(self.web, self.point, self.space, np.zeros(len(self.web.felt)), extra, True)
        solved = solve_linear(self.web, self.point, self.space, self.space.out[self.web.felt], False)
        product(self.web, self.point, self.space, solved.x, extra, True)
        return self.space.out.copy(), solved

    def adjoint(self, asked: Floats) -> tuple[Floats, Solve]:
        """[A] what a target that depends on log-probabilities by `asked` [A] asks of the responses in all."""
        total = asked.copy()
        transposed(self.web, self.point, self.space, total, True)
        solved = solve_linear(self.web, self.point, self.space, self.space.out[self.web.felt], True)
        total[:] = asked
        total[self.web.felt] += solved.x
        transposed(self.web, self.point, self.space, total, True)
        return total, solved

    def forcing(self, payoffs: Floats, chance: Floats, precision: Floats) -> Floats:
        """[A] derivative of the responses at fixed strategies along [R, P], [C, P + 1], [P]."""
        arrays = (np.ascontiguousarray(x, np.float64) for x in (payoffs, chance, precision))
        return np.asarray(forcing(self.web, self.point, *arrays))

    def gradient(self, moves: Floats, payoffs: Floats, chance: Floats, precision: Floats) -> None:
        """Add what responses owe to the numbers of the game, `moves` [A], to arrays of their shapes."""
        gradient(self.web, self.point, moves, payoffs, chance, precision)

    def ascend(self, seeds: Floats, column: int, asked: Floats, chance: Floats) -> None:
        """Add what the log reach of nodes owes, `seeds` [N], to `asked` [A] and to the odds `column`."""
        ascend(self.web, self.point, np.ascontiguousarray(seeds[self.web.back]), column, asked, chance)

    def polish(self) -> bool:
        """Newton steps where the answer's residual would show in derivatives; whether it now is exact enough."""
        for _ in range(3):
            gap = float(np.abs(self.point.gap).max(initial=0.0))
            if not gap > _ENOUGH * self.distance**2:
                return True
            step, solved = self.forward(self.point.gap)
            self.products += solved.products
            if not solved.good or not np.abs(step * self.point.strategy).max() < _MOST_MOVE:
                break
            logs = self.log_strategy + step
            starts = self.web.start[:-1].astype(np.int64)
            widths = np.diff(self.web.start)
            logs -= np.repeat(np.log(np.add.reduceat(np.exp(logs), starts)), widths)
            closer = point(self.web, *self._numbers, logs)
            if not np.abs(closer.gap).max() < 0.5 * gap:
                break
            self.log_strategy, self.point = logs, closer
        return float(np.abs(self.point.gap).max(initial=0.0)) <= 100 * _ENOUGH * self.distance**2
