"""A bargaining problem as arrays: worths of options, what they are worth together, attitudes, no agreement.

Whoever counts worth in a way that grows with it prefers the same packages, so undominated packages are found from sums.
Issues that are worth something together are taken as one issue whose options are all their combinations.

Letters: K issues, P parties, D packages.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from math import prod

import numpy as np
import numpy.typing as npt

from summitry.deals.frontier import Frontier, frontier

Floats = npt.NDArray[np.float64]

MOST_COMBINED = 2_000_000
"""Combinations of issues that are worth something together."""


@dataclass(frozen=True, eq=False)
class Domain:
    """What packages are worth to parties: sums over options and over combinations, then each party's attitudes.

    A sum x counts x up to the party's `aspiration` and `beyond` of what is above it; then (1 - exp(-r x)) / r where its
    `risk_aversion` r is not 0 (Pratt 1964, doi:10.2307/1913738). Raises `ValueError` where shapes do not fit, numbers
    are not finite (worths may be minus infinity: out of the question), or `beyond` is not above 0.

    >>> both = ((0, 1), [[[0, 0], [0, 0]], [[0, 0], [3, 0]]])
    >>> case = summitry.Domain([[[0, 1], [1, 0]], [[0, 1], [1, 0]]], [0, 0], together=[both])
    >>> case.size, case.utilities([[1, 1], [0, 1]]).tolist()
    (4, [[5.0, 0.0], [1.0, 1.0]])
    """

    worth: tuple[Floats, ...]
    """[K] tables [options, P]."""
    reserve: Floats
    """[P] what no agreement is worth."""
    together: tuple[tuple[tuple[int, ...], Floats], ...] = ()
    """Issues (their places) and what their options are worth together, [options of the first, …, P]."""
    aspiration: Floats = field(default_factory=lambda: np.array(np.inf))
    """[P], or one number for all"""
    beyond: Floats = field(default_factory=lambda: np.array(0.5))
    """[P], or one number for all"""
    risk_aversion: Floats = field(default_factory=lambda: np.array(0.0))
    """[P], or one number for all"""

    def __post_init__(self) -> None:
        """Take lists for arrays and check them."""
        tables = tuple(np.asarray(table, np.float64) for table in self.worth)
        if not tables or any(t.ndim != 2 or not t.size or t.shape[1] != tables[0].shape[1] for t in tables):
            shapes = ", ".join(str(t.shape) for t in tables) or "none"
            raise ValueError(f"tables of worth have shapes {shapes}; expected [options, parties] in each")
        parties = tables[0].shape[1]
        extras = []
        for issues, extra in self.together:
            table = np.asarray(extra, np.float64)
            known = len(set(issues)) == len(issues) > 1 and all(0 <= k < len(tables) for k in issues)
            wanted = (*(len(tables[k]) for k in issues), parties) if known else ()
            if table.shape != wanted or not np.isfinite(table).all():
                raise ValueError(
                    f"worths of issues {issues} together have shape {table.shape}, expected {wanted}, finite"
                )
            extras.append((tuple(issues), table))
        if any(np.isnan(t).any() or (t == np.inf).any() for t in tables):
            raise ValueError("worths must be numbers, or minus infinity for what is out of the question")
        object.__setattr__(self, "worth", tables)
        object.__setattr__(self, "together", tuple(extras))
        for name in ("reserve", "aspiration", "beyond", "risk_aversion"):
            given = np.asarray(getattr(self, name), np.float64)
            if given.shape not in ((), (parties,)) or np.isnan(given).any():
                raise ValueError(f"`{name}` has shape {given.shape}, expected ({parties},), one for each party")
            object.__setattr__(self, name, np.broadcast_to(given, (parties,)))
        if not (self.beyond > 0).all() or not np.isfinite([self.beyond, self.risk_aversion, self.reserve]).all():
            raise ValueError("`beyond` must be above 0, `risk_aversion` and `reserve` finite")

    @property
    def parties(self) -> int:
        """P."""
        return int(self.worth[0].shape[1])

    @property
    def size(self) -> int:
        """D, the number of packages."""
        return prod(len(table) for table in self.worth)

    @property
    def plain(self) -> bool:
        """Whether worths count as they are."""
        return bool((self.aspiration == np.inf).all() and (self.risk_aversion == 0).all())

    def sums(self, packages: npt.ArrayLike) -> Floats:
        """[D, P] sums of worths of packages [D, K], an option of each issue, before attitudes."""
        chosen = np.asarray(packages, np.int64).reshape(-1, len(self.worth))
        total = np.zeros((len(chosen), self.parties))
        for k, table in enumerate(self.worth):
            total += table[chosen[:, k]]
        for issues, table in self.together:
            total += table[tuple(chosen[:, k] for k in issues)]
        return total

    def utilities(self, packages: npt.ArrayLike) -> Floats:
        """[D, P] what packages [D, K] are worth."""
        return self.counted(self.sums(packages))

    def counted(self, sums: Floats) -> Floats:
        """[D, P] what sums of worths count, by each party's attitudes."""
        level, aversion = self.aspiration, self.risk_aversion
        with np.errstate(invalid="ignore"):
            bent = np.where(sums > level, level + self.beyond * (sums - level), sums)
        some = np.where(aversion == 0, 1.0, aversion)
        with np.errstate(over="ignore"):
            counted = np.where(aversion == 0, bent, -np.expm1(-some * bent) / some)
        # what is out of the question stays so for who seeks risk, too
        return np.asarray(np.where(sums == -np.inf, -np.inf, counted))

    def wanted(self, utilities: npt.ArrayLike) -> Floats:
        """[P] the sums of worths that count so much; infinite where none does. The inverse of `counted`."""
        u, aversion = np.asarray(utilities, np.float64), self.risk_aversion
        some = np.where(aversion == 0, 1.0, aversion)
        with np.errstate(invalid="ignore", divide="ignore"):
            bent = np.where(aversion == 0, u, -np.log1p(-np.minimum(some * u, 1.0)) / some)
            above = self.aspiration + (bent - self.aspiration) / self.beyond
        return np.asarray(np.where(bent > self.aspiration, above, bent))

    def merged(self) -> tuple[list[Floats], list[tuple[int, ...]]]:
        """Tables of issues, those that are worth something together as one, and which issues each stands for.

        Raises `ValueError` where one would have more than `MOST_COMBINED` options.
        """
        group = list(range(len(self.worth)))
        for issues, _ in self.together:
            joined = {group[k] for k in issues}
            group = [min(joined) if g in joined else g for g in group]
        found: list[Floats] = []
        members = [tuple(k for k, g in enumerate(group) if g == first) for first in sorted(set(group))]
        for issues in members:
            count = prod(len(self.worth[k]) for k in issues)
            if count > MOST_COMBINED:
                raise ValueError(f"{len(issues)} issues are worth something together: {count} combinations")
            total = np.zeros((*(len(self.worth[k]) for k in issues), self.parties))
            for place, k in enumerate(issues):
                shape = [1] * len(issues) + [self.parties]
                shape[place] = len(self.worth[k])
                total = total + self.worth[k].reshape(shape)
            for pair, table in self.together:
                if pair[0] in issues:
                    order = np.argsort(pair)
                    shape = [len(self.worth[k]) if k in pair else 1 for k in issues] + [self.parties]
                    total = total + table.transpose(*order, len(pair)).reshape(shape)
            found.append(total.reshape(-1, self.parties))
        return found, members

    def frontier(self, most: int = 2_000_000, rational: bool = False) -> Frontier:
        """Undominated packages and what they are worth; `rational`: only those as good as no agreement for everyone.

        Packages with an option that is out of the question for some party are left out. Raises `ValueError` where more
        than `most` ways to settle some of the issues would have to be kept.
        """
        tables, members = self.merged()
        places = [np.flatnonzero(np.isfinite(table).all(axis=1)) for table in tables]
        none = np.zeros((0, len(self.worth)), np.int64)
        if not all(map(len, places)):
            return Frontier(none, np.zeros((0, self.parties)))
        floor = self.wanted(self.reserve) if rational else None
        found = frontier([t[rows] for t, rows in zip(tables, places, strict=True)], most, floor)
        packages = np.zeros((len(found.packages), len(self.worth)), np.int64)
        for g, issues in enumerate(members):
            chosen = np.unravel_index(places[g][found.packages[:, g]], [len(self.worth[k]) for k in issues])
            packages[:, issues] = np.stack(chosen, axis=1)
        packages = packages[np.lexsort(packages.T[::-1])]
        utilities = self.utilities(packages)
        if rational:
            # the floor allows for rounding
            good = (utilities >= self.reserve).all(axis=1)
            packages, utilities = packages[good], utilities[good]
        return Frontier(packages, utilities)
