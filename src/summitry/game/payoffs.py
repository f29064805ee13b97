"""The numbers of a game, one set per draw."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from summitry.errors import GameError
from summitry.game.tree import Tree

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Draws:
    """Payoffs, chances and precisions of B draws of one tree.

    Payoffs are kept by row, since many endings share one: a terminal `z` pays
    `payoffs[b, tree.payoff_row[z], p]`.

    >>> import numpy as np
    >>> one_choice = summitry.Draws(np.array([[[1.0], [0.0]]]), np.empty((1, 0, 2)), np.array([[2.0]]))
    >>> one_choice.size
    1
    """

    payoffs: Floats
    """[B, R, P] in units of what is at stake for each party."""
    chance: Floats
    """[B, C, P + 1] weight of each chance slot by each party's own odds; the last column is the analyst's."""
    precision: Floats
    """[B, P] the logit precision of each party (its lambda)."""

    @property
    def size(self) -> int:
        """Number of draws, B."""
        return len(self.payoffs)

    def check(self, tree: Tree) -> None:
        """Raise `GameError` where shapes or values do not fit the tree."""
        p = len(tree.parties)
        b = self.size
        if self.payoffs.shape != (b, max(tree.rows, 0), p):
            raise GameError(f"payoffs have shape {self.payoffs.shape}, expected {(b, tree.rows, p)}")
        if self.chance.shape != (b, tree.slots, p + 1):
            raise GameError(f"chances have shape {self.chance.shape}, expected {(b, tree.slots, p + 1)}")
        if self.precision.shape != (b, p):
            raise GameError(f"precisions have shape {self.precision.shape}, expected {(b, p)}")
        if not np.isfinite(self.payoffs).all() or not np.isfinite(self.precision).all():
            raise GameError("payoffs and precisions must be finite")
        if np.any(self.chance <= 0) or not np.isfinite(self.chance).all():
            raise GameError("chances must lie strictly inside (0, 1)")
        if np.any(self.precision < 0):
            raise GameError("precisions must not be negative")
