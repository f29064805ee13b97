"""Bargaining points over a finite set of packages: each picks one row of gains [D, P] (gains over no agreement).

Where no package is better for all there is no point (-1). Ties go to the first package.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]

POINTS = ("nash", "kalai-smorodinsky", "egalitarian", "utilitarian", "maximum-nash-welfare")


def point(name: str, gains: Floats) -> int:
    """The package that a bargaining solution picks, -1 where none is acceptable to all.

    Nash (1950) maximises the product of gains; Kalai & Smorodinsky (1975) the smallest gain relative to the best
    attainable; egalitarian (Kalai 1977) the smallest gain; utilitarian the sum; maximum Nash welfare (Caragiannis et
    al. 2019, doi:10.1145/3355902) lets as many as possible gain and then maximises the product of their gains, which
    tells packages apart where not all can gain. `ValueError` for another name.
    """
    inside = np.flatnonzero((gains >= 0).all(axis=1))
    if not len(inside):
        return -1
    mine = gains[inside]
    match name:
        case "nash":
            score = np.prod(mine, axis=1)
        case "kalai-smorodinsky":
            ideal = mine.max(axis=0)
            score = (mine / np.where(ideal > 0, ideal, 1)).min(axis=1)
        case "egalitarian":
            score = mine.min(axis=1)
        case "utilitarian":
            score = mine.sum(axis=1)
        case "maximum-nash-welfare":
            with np.errstate(divide="ignore"):
                logs = np.where(mine > 0, np.log(mine), 0.0).sum(axis=1)
            gainers = (mine > 0).sum(axis=1)
            score = np.where(gainers == gainers.max(), logs, -np.inf)
        case _:
            raise ValueError(f"unknown bargaining point {name!r}, expected one of {', '.join(POINTS)}")
    return int(inside[int(np.argmax(score))])
