"""Worths of which only an order is known: rankings of options, and comparisons of sums of them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from summitry.quantities.hit_and_run import Sampler, sampler
from summitry.quantities.laws import Dirichlet, Law, Ranking
from summitry.quantities.polytope import Polytope

Floats = npt.NDArray[np.float64]
Row = tuple[float, ...]


@dataclass(frozen=True)
class Preferences(Law):
    """Worths of the options of several issues, uniform among all that fit an order; ties are equal.

    In every issue the worst option is worth 0. The best options of the `shared` issues are worth 1 together; the best
    of any other issue is worth 1. Without comparisons draws are exact (how the whole is shared out is a dirichlet law
    whose weights are the numbers of levels above the worst, the rest order statistics of uniforms); with comparisons
    they are the ends of hit-and-run chains, one for each draw, seeded by its coordinates.
    """

    ranks: tuple[tuple[int, ...], ...]
    """By issue, the place of each of its options (0 the best)."""
    shared: tuple[bool, ...]
    """By issue, whether its best is a part of the whole rather than 1 of its own."""
    better: tuple[Row, ...] = ()
    """Sums of worths (a weight for every option, all issues end to end) that are above 0."""
    equal: tuple[Row, ...] = ()
    """Sums of worths that are 0."""

    @property
    def levels(self) -> tuple[int, ...]:
        """By issue, how many levels lie above the worst."""
        return tuple(max(ranks) for ranks in self.ranks)

    @property
    def size(self) -> int:
        """As many as the options of all issues."""
        return sum(len(ranks) for ranks in self.ranks)

    @property
    def coordinates(self) -> int:
        """As many as the order alone leaves open, so that a further comparison moves no other number's draws."""
        shares = sum(1 for levels, shared in zip(self.levels, self.shared, strict=True) if shared and levels)
        return max(1, sum(max(levels - 1, 0) for levels in self.levels) + max(shares - 1, 0))

    @property
    def table(self) -> Floats:
        """[size, L] which of the L levels above the worst each option stands on; at most one."""
        out = np.zeros((self.size, sum(self.levels)))
        row = first = 0
        for ranks, levels in zip(self.ranks, self.levels, strict=True):
            for place in ranks:
                if place < levels:
                    out[row, first + place] = 1
                row += 1
            first += levels
        return out

    @property
    def norms(self) -> tuple[Floats, Floats]:
        """Equations [E, L] and their levels [E] that say how much the best options are worth."""
        heads = np.cumsum([0, *self.levels])[:-1]
        whole = np.zeros(sum(self.levels))
        rows = []
        for head, levels, shared in zip(heads, self.levels, self.shared, strict=True):
            if shared and levels:
                whole[head] = 1
            elif levels:
                rows.append(np.eye(len(whole))[head])
        if whole.any():
            rows.append(whole)
        return np.array(rows).reshape(len(rows), len(whole)), np.ones(len(rows))

    @property
    def polytope(self) -> Polytope:
        """All levels [L] that fit."""
        rows = []
        heads = np.cumsum([0, *self.levels])
        each = np.eye(heads[-1])
        for first, last in pairwise(heads):
            rows += [each[k] - each[k + 1] if k + 1 < last else each[k] for k in range(first, last)]
        # in an order of their own, so that draws do not depend on that in which statements are made
        rows += list(np.unique(np.array(self.better).reshape(-1, self.size) @ self.table, axis=0))
        equal, level = self.norms
        ties = np.unique(np.array(self.equal).reshape(-1, self.size) @ self.table, axis=0)
        above = np.array(rows).reshape(len(rows), heads[-1])
        return Polytope(
            np.vstack([equal, ties]), np.concatenate([level, np.zeros(len(ties))]), above, np.zeros(len(above))
        )

    @property
    def intervals(self) -> Floats:
        """[size, 2] the least and the most that each option can be worth; exact."""
        return self.polytope.bounds(self.table)

    def values(self, u: Floats) -> Floats:
        """Worths [B, size]; rows are independent of each other."""
        if not sum(self.levels):
            return np.zeros((len(u), self.size))
        if not self.better and not self.equal:
            return self._exact(u)
        x = np.clip(_ready(self).draw(u), 0, 1)
        return np.ascontiguousarray(_spread(self.table, x))

    def _exact(self, u: Floats) -> Floats:
        sharing = [k for k, shared in enumerate(self.shared) if shared and self.levels[k]]
        best = np.ones((len(u), len(self.ranks)))
        used = max(len(sharing) - 1, 0)
        if used:
            best[:, sharing] = Dirichlet(tuple(float(self.levels[k]) for k in sharing)).values(u[:, :used])
        parts = []
        for k, ranks in enumerate(self.ranks):
            law = Ranking(ranks)
            parts.append(law.values(u[:, used : used + law.coordinates]) * best[:, k, None])
            used += law.coordinates
        return np.concatenate(parts, axis=1)

    @property
    def centre(self) -> Floats:
        """[1, size] about the mean of all that fit."""
        if not self.better and not self.equal:
            return super().centre
        ready = _ready(self)
        return _spread(self.table, ready.points(ready.starts).mean(axis=0, keepdims=True))

    @property
    def ends(self) -> tuple[float, float]:
        """0 and 1."""
        return 0.0, 1.0

    @property
    def certain(self) -> bool:
        """Whether only one set of worths fits."""
        return not sum(self.levels) or _ready(self).dimension == 0


def _spread(table: Floats, x: Floats) -> Floats:
    """[B, size] from levels [B, L]."""
    level = np.where(table.any(axis=1), table.argmax(axis=1), -1)
    return np.where(level >= 0, x[:, level], 0.0)


@lru_cache(maxsize=64)
def _ready(law: Preferences) -> Sampler:
    return sampler(law.polytope)
