"""Open polytopes {x : equal x = level, above x > floor}: a deep point, bounds, and coordinates of their own."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]

THIN = 1e-9
"""A polytope no deeper than this counts as empty: its strict statements leave room for equality alone."""


@dataclass(frozen=True, eq=False)
class Polytope:
    """Points [n] that keep every equation and lie strictly above every floor."""

    equal: Floats
    """[E, n]"""
    level: Floats
    """[E]"""
    above: Floats
    """[M, n] rows of length 1 keep depths comparable; any others are taken too."""
    floor: Floats
    """[M]"""

    def deepest(self) -> tuple[Floats, float]:
        """A point [n] farthest from the nearest floor, and how far that is (0 or less, or nan: there is no room).

        A linear program; depth is counted in units of each row's length and at most 1.
        """
        from scipy.optimize import linprog

        size = self.equal.shape[1]
        lengths = np.linalg.norm(self.above, axis=1)
        found = linprog(
            np.append(np.zeros(size), -1.0),
            A_ub=np.column_stack([-self.above, lengths]) if len(self.above) else None,
            b_ub=-self.floor if len(self.above) else None,
            A_eq=np.column_stack([self.equal, np.zeros(len(self.equal))]) if len(self.equal) else None,
            b_eq=self.level if len(self.equal) else None,
            bounds=[(None, None)] * size + [(None, 1.0)],
        )
        if found.x is None or not found.success:
            return np.full(size, np.nan), float("nan")
        return np.asarray(found.x[:-1]), float(found.x[-1])

    @property
    def empty(self) -> bool:
        """Whether no point keeps all strict statements."""
        return not self.deepest()[1] > THIN

    def bounds(self, rows: Floats) -> Floats:
        """[K, 2] the least and the most that linear forms [K, n] come to on the closure; exact, by linear programs."""
        from scipy.optimize import linprog

        def end(row: Floats) -> float:
            found = linprog(
                row,
                A_ub=-self.above if len(self.above) else None,
                b_ub=-self.floor if len(self.above) else None,
                A_eq=self.equal if len(self.equal) else None,
                b_eq=self.level if len(self.equal) else None,
                bounds=(None, None),
            )
            if found.status == 3:
                return -np.inf
            return float(found.fun) if found.success else float("nan")

        return np.array([(end(row), -end(-row)) for row in rows]).reshape(len(rows), 2)

    def flattened(self) -> tuple[Floats, Polytope]:
        """An orthonormal basis [d, n] of the directions that the equations leave, and the polytope in them.

        Its origin is the deepest point of the whole; `x = deepest + t basis` for t in the polytope that comes back.
        """
        size = self.equal.shape[1]
        if len(self.equal):
            _, sizes, across = np.linalg.svd(self.equal)
            basis = across[int((sizes > 1e-12 * max(1.0, sizes.max(initial=0.0))).sum()) :]
        else:
            basis = np.eye(size)
        centre, _ = self.deepest()
        nothing = np.zeros((0, len(basis)))
        flat = Polytope(nothing, np.zeros(0), self.above @ basis.T, self.floor - self.above @ centre)
        return basis, flat
