"""The deal space as arrays: packages, what each party gains by each, who forbids which.

Letters: B draws, D packages, P parties, K issues.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]


@dataclass(frozen=True, eq=False)
class DealSpace:
    """Packages and gains over no agreement."""

    packages: npt.NDArray[np.int64]
    """[D, K] option of each issue, -1 where it is not settled."""
    gains: Floats
    """[B, D, P] utility less what no agreement is worth (the reservation value)."""
    forbidden: Bools
    """[D, P] whether the package is beyond where the party stops."""
    declared: Bools | None = None
    """[D, P] whether it is beyond where the party says that it stops, if that is elsewhere; None: nowhere."""

    @property
    def acceptable(self) -> Bools:
        """[B, D, P] whether a party prefers the package to no agreement and no red line forbids it."""
        return (self.gains > 0) & ~self.forbidden

    @property
    def zone(self) -> Bools:
        """[B, D] the zone of possible agreement: acceptable to every party."""
        return np.asarray(self.acceptable.all(axis=2))
