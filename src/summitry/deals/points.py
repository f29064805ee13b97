"""Bargaining points of a domain: exact, from the frontier, or by integer programmes where that is too large."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from summitry.deals.bargaining import POINTS, point
from summitry.deals.domain import Domain
from summitry.deals.integer import Programme

Floats = npt.NDArray[np.float64]

MOST = 5_000
"""Undominated ways to settle some of the issues, beyond which integer programmes find the points."""


@dataclass(frozen=True, eq=False)
class Point:
    """A package and what it is worth.

    >>> at = summitry.points(summitry.Domain([[[0, 3], [2, 2], [3, 0]]], [0, 0]))["egalitarian"]
    >>> at.package.tolist(), at.utilities.tolist()
    ([1], [2.0, 2.0])
    """

    package: npt.NDArray[np.int64]
    """[K] option of each issue."""
    utilities: Floats
    """[P]"""


def points(domain: Domain, most: int = MOST) -> Mapping[str, Point | None]:
    """The package that each bargaining solution of `POINTS` picks; None where none is as good as no agreement for all.

    Every solution is as good for all at an undominated package that is as good as no agreement for everyone, and those
    suffice for the ideal of Kalai & Smorodinsky. Ties go to the first package on the frontier. Where more than `most`
    ways to settle some issues would have to be kept, sums are maximised by integer programmes instead (ties as the
    programme has them), which needs worths that count as they are: `ValueError` else.

    >>> case = summitry.Domain([[[0, 3], [2, 2], [3, 0]], [[0, 1], [1, 0]]], [1, 1])
    >>> {name: at.utilities.tolist() for name, at in summitry.points(case).items()}["nash"]
    [2.0, 3.0]
    """
    try:
        found = domain.frontier(most, rational=True)
    except ValueError:
        if not domain.plain:
            raise
        return _programmed(domain)
    gains = found.worth - domain.reserve
    rows = {name: point(name, gains) for name in POINTS}
    return {name: Point(found.packages[r], found.worth[r]) if r >= 0 else None for name, r in rows.items()}


def _programmed(domain: Domain) -> Mapping[str, Point | None]:
    programme = Programme(domain)
    found: dict[str, Point | None] = {}
    for name in POINTS:
        package = programme.point(name)
        found[name] = None if package is None else Point(package, domain.utilities(package)[0])
    return found
