"""A bargaining problem with its names: issues, options, parties, and what each option is worth to each party."""

from __future__ import annotations

from dataclasses import dataclass, replace
from math import prod

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]

_ROUNDING = 1e-9


@dataclass(frozen=True, eq=False)
class Bargaining:
    """Issues with named options, and what they are worth to named parties; a package is worth the sum of its options.

    >>> case = summitry.Bargaining(
    ...     ("price", "date"),
    ...     (("low", "high"), ("early", "late")),
    ...     ("buyer", "seller"),
    ...     ([[0.6, 0], [0, 0.7]], [[0.4, 0.1], [0, 0.3]]),
    ...     [0.2, 0.3],
    ... )
    >>> case.size, case.utilities([[0, 1]]).tolist()
    (4, [[0.6, 0.3]])
    >>> summitry.frontier(case.worth).packages.tolist()
    [[0, 0], [0, 1], [1, 0], [1, 1]]
    """

    issues: tuple[str, ...]
    """[K]"""
    options: tuple[tuple[str, ...], ...]
    """[K] names of each issue's options."""
    parties: tuple[str, ...]
    """[P]"""
    worth: tuple[Floats, ...]
    """[K] tables [options, P]."""
    reserve: Floats
    """[P] what no agreement is worth."""
    discount: Floats | None = None
    """[P] what is left of a utility at the end of the time allowed, in (0, 1]; None: all of it."""
    title: str = ""
    notes: tuple[str, ...] = ()
    """What reading a file had to decide, for its user to know."""

    def __post_init__(self) -> None:
        """Take lists for arrays; `ValueError` where shapes do not fit or a number is not finite."""
        object.__setattr__(self, "worth", tuple(np.asarray(table, np.float64) for table in self.worth))
        object.__setattr__(self, "reserve", np.asarray(self.reserve, np.float64))
        count = len(self.parties)
        left = np.ones(count) if self.discount is None else np.asarray(self.discount, np.float64)
        object.__setattr__(self, "discount", left)
        wanted = [(len(options), count) for options in self.options]
        found = [table.shape for table in self.worth]
        if len(self.issues) != len(self.options) or found != wanted or not wanted or not count:
            raise ValueError(f"tables of worth have the shapes {found}, expected {wanted}, one for each issue")
        if self.reserve.shape != (count,) or left.shape != (count,):
            raise ValueError(f"`reserve` and `discount` need {count} numbers, one for each party")
        if not all(np.isfinite(x).all() for x in (*self.worth, self.reserve)):
            raise ValueError("worths must be finite")

    @property
    def size(self) -> int:
        """The number of packages."""
        return prod(len(options) for options in self.options)

    def utilities(self, packages: npt.ArrayLike) -> Floats:
        """[D, P] what packages [D, K] (an option of each issue) are worth, summed in the order of the issues."""
        chosen = np.asarray(packages, np.int64).reshape(-1, len(self.issues))
        total = np.zeros((len(chosen), len(self.parties)))
        for k, table in enumerate(self.worth):
            total += table[chosen[:, k]]
        return total

    def settles(self, package: npt.ArrayLike) -> dict[str, str]:
        """A package in words: the option of each issue."""
        chosen = np.asarray(package, np.int64).tolist()
        return {name: self.options[k][o] for k, (name, o) in enumerate(zip(self.issues, chosen, strict=True))}

    @property
    def scaled(self) -> bool:
        """Whether no option is worth less than 0 and no package more than 1, as GENIUS has it."""
        best = np.sum([table.max(axis=0) for table in self.worth], axis=0)
        return bool(all((table >= 0).all() for table in self.worth) and (best <= 1 + _ROUNDING).all())

    def rescaled(self) -> Bargaining:
        """The same problem with each party's worst package at 0 and its best at 1; no agreement moves with them.

        What is undominated, and the Nash and Kalai-Smorodinsky points, stay; sums over parties change their meaning.
        """
        low = [table.min(axis=0) for table in self.worth]
        span = np.sum([table.max(axis=0) - table.min(axis=0) for table in self.worth], axis=0)
        scale = np.where(span > 0, span, 1.0)
        worth = tuple((table - least) / scale for table, least in zip(self.worth, low, strict=True))
        return replace(self, worth=worth, reserve=(self.reserve - np.sum(low, axis=0)) / scale)
