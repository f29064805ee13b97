"""Statements that cannot all hold: a smallest set of them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from summitry.quantities.polytope import THIN

Floats = npt.NDArray[np.float64]

_MOST = 4_000
"""Linear programs after which the search for a smaller set ends."""


@dataclass(frozen=True, eq=False)
class Statements:
    """Linear statements about unknowns [L] that are 0 or more and keep some equations."""

    rows: Floats
    """[M, L] what each statement weighs."""
    tie: npt.NDArray[np.bool_]
    """[M] whether the sum is 0; else it is above 0."""
    norms: Floats
    """[E, L] equations that always hold."""
    level: Floats
    """[E]"""

    def hold(self, chosen: list[int]) -> bool:
        """Whether some unknowns keep all of these statements (a linear program for the largest margin)."""
        from scipy.optimize import linprog

        strict = [k for k in chosen if not self.tie[k]]
        ties = [k for k in chosen if self.tie[k]]
        equal = np.vstack([self.norms, self.rows[ties]])
        lengths = np.linalg.norm(self.rows[strict], axis=1)
        found = linprog(
            np.append(np.zeros(self.rows.shape[1]), -1.0),
            A_ub=np.column_stack([-self.rows[strict], lengths]) if strict else None,
            b_ub=np.zeros(len(strict)) if strict else None,
            A_eq=np.column_stack([equal, np.zeros(len(equal))]) if len(equal) else None,
            b_eq=np.concatenate([self.level, np.zeros(len(ties))]) if len(equal) else None,
            bounds=[(0, None)] * self.rows.shape[1] + [(None, 1.0)],
        )
        if not found.success or (lengths == 0).any():
            return False
        return bool(found.x[-1] > THIN)

    def contradiction(self) -> tuple[tuple[int, ...], bool]:
        """A smallest set of statements that cannot all hold (empty: all can), and whether it is surely the smallest.

        Exact by hitting sets (Ignatiev et al. 2015, doi:10.1007/978-3-319-23219-5_13): what is left out by any largest
        set that can hold must be met by every contradiction; a smallest set that meets all those found so far either
        contradicts itself or yields another. Where that takes too long, a set of which no statement can be left out.
        """
        every = list(range(len(self.rows)))
        if self.hold(every):
            return (), True
        left_out: list[list[int]] = []
        tried = 0
        while tried < _MOST:
            chosen = _smallest_hitting(left_out, len(every))
            tried += 1
            if not self.hold(chosen):
                return tuple(chosen), True
            for k in every:
                if k not in chosen:
                    tried += 1
                    if self.hold([*chosen, k]):
                        chosen.append(k)
            left_out.append([k for k in every if k not in chosen])
        kept = every
        for k in every:
            fewer = [j for j in kept if j != k]
            if not self.hold(fewer):
                kept = fewer
        return tuple(kept), False


def _smallest_hitting(sets: list[list[int]], size: int) -> list[int]:
    """Fewest of `size` things of which at least one lies in every set (an integer program); the first ones in ties."""
    if not sets:
        return []
    from scipy.optimize import Bounds, LinearConstraint, milp

    meets = np.zeros((len(sets), size))
    for row, members in zip(meets, sets, strict=True):
        row[members] = 1
    found = milp(
        1 + np.arange(size) / (size * size + 1.0),
        constraints=LinearConstraint(meets, lb=1),
        integrality=np.ones(size),
        bounds=Bounds(0, 1),
    )
    return [int(k) for k in np.flatnonzero(np.round(found.x))]
