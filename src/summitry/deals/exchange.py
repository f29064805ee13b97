"""What parties give up and get, what would open an empty zone, and what is better for all than a tentative deal.

All work on gains [D, P] over no agreement, and on what red lines forbid [D, P].
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]


@dataclass(frozen=True, eq=False)
class Exchange:
    """What a package means to each party.

    >>> found = summitry.give_and_get([[3, 1], [1, 2]], 1)
    >>> found.gets.tolist(), found.gives_up.tolist()
    ([1.0, 2.0], [2.0, 0.0])
    """

    gets: Floats
    """[P] its gain over no agreement."""
    gives_up: Floats
    """[P] how much more it would get by what is best for it among the packages that suit all."""


def give_and_get(gains: npt.ArrayLike, package: int) -> Exchange:
    """What each party gets by a package and gives up for it; where no package suits all, nobody gives anything up.

    >>> summitry.give_and_get([[3, 1], [1, 2]], 0).gives_up.tolist()
    [0.0, 1.0]
    """
    gains = np.asarray(gains, np.float64)
    suits = gains[(gains >= 0).all(axis=1)]
    best = suits.max(axis=0) if len(suits) else gains[package]
    return Exchange(gains[package], np.maximum(best - gains[package], 0.0))


@dataclass(frozen=True, eq=False)
class NearMiss:
    """A smallest change by which some package suits all.

    >>> summitry.near_misses([[3, -1], [-2, 4]])[0].kind
    'wants less'
    """

    kind: str
    """wants less | red line | side payment."""
    party: int
    """Whose reserve or red line it is; -1 for payments."""
    by: float
    """How much less it would have to want, or the sum that is paid; 0 for a red line that is lifted."""
    package: int
    payments: Floats
    """[P] what each receives, less what it pays."""


def near_misses(gains: npt.ArrayLike, forbidden: npt.ArrayLike = False) -> list[NearMiss]:
    """What would open the zone of agreement where no package is better than no agreement for all; empty else.

    For each party how much less it alone would have to want; for each party the package that suits all but for its red
    lines; and the smallest sum of side payments, from those who gain and in proportion to their gains, which takes
    worths on one scale.

    >>> [(miss.kind, miss.party, miss.by, miss.package) for miss in summitry.near_misses([[3, -1], [-2, 4]])]
    [('wants less', 0, 2.0, 1), ('wants less', 1, 1.0, 0), ('side payment', -1, 1.0, 0)]
    """
    gains = np.asarray(gains, np.float64)
    forbidden = np.broadcast_to(np.asarray(forbidden, np.bool_), gains.shape)
    good, allowed = gains > 0, ~forbidden
    if (good & allowed).all(axis=1).any():
        return []
    found = []
    none = np.zeros(gains.shape[1])
    open_to_all = allowed.all(axis=1)
    for p in range(gains.shape[1]):
        rows = np.flatnonzero(open_to_all & np.delete(good, p, axis=1).all(axis=1))
        if len(rows):
            best = int(rows[np.argmax(gains[rows, p])])
            found.append(NearMiss("wants less", p, float(-gains[best, p]), best, none))
    for p in range(gains.shape[1]):
        rows = np.flatnonzero(good.all(axis=1) & np.delete(allowed, p, axis=1).all(axis=1))
        if len(rows):
            best = int(rows[np.argmax(gains[rows].min(axis=1))])
            found.append(NearMiss("red line", p, 0.0, best, none))
    rows = np.flatnonzero(open_to_all & (gains.sum(axis=1) > 0))
    if len(rows):
        short = np.maximum(-gains[rows], 0.0).sum(axis=1)
        best = int(rows[np.argmin(short)])
        lacks, has = np.maximum(-gains[best], 0.0), np.maximum(gains[best], 0.0)
        payments = lacks - has * (lacks.sum() / has.sum())
        found.append(NearMiss("side payment", -1, float(lacks.sum()), best, payments))
    return found


def improvement(gains: npt.ArrayLike, package: int, tolerance: float = 1e-12) -> int:
    """The package that most improves on a tentative one for whoever gains least by the change; -1 where none is better.

    Post-settlement settlement (Raiffa 1985, doi:10.1111/j.1571-9979.1985.tb00286.x): as good for all, better for one.

    >>> summitry.improvement([[1, 1], [2, 1], [2, 3], [9, 0]], 0)
    2
    """
    gains = np.asarray(gains, np.float64)
    more = gains - gains[package]
    better = (more >= -tolerance).all(axis=1) & (more > tolerance).any(axis=1)
    if not better.any():
        return -1
    rows = np.flatnonzero(better)
    order = np.lexsort((-more[rows].sum(axis=1), -more[rows].min(axis=1)))
    return int(rows[order[0]])


@dataclass(frozen=True, eq=False)
class Attitudes:
    """How parties take each option of an issue, as shares of draws that sum to 1."""

    accepted: Floats
    """[options, P] every package with the option is better than no agreement."""
    refused: Floats
    """[options, P] none is."""

    @property
    def tradeable(self) -> Floats:
        """[options, P] some are and some are not: it depends on the rest."""
        return np.maximum(0.0, 1.0 - self.accepted - self.refused)


def attitudes(acceptable: Bools, weight: Floats, option: npt.NDArray[np.int64], options: int) -> Attitudes:
    """Over draws of a given weight [B] (sums to 1), from what is acceptable [B, D, P] and each package's option [D].

    Options that no package has are refused by nobody and accepted by all.
    """
    parties = acceptable.shape[2]
    accepted, refused = np.zeros((options, parties)), np.zeros((options, parties))
    for o in range(options):
        mine = acceptable[:, option == o]
        accepted[o] = weight @ mine.all(axis=1)
        refused[o] = weight @ ~mine.any(axis=1) if mine.shape[1] else 0.0
    return Attitudes(np.minimum(accepted, 1.0), np.minimum(refused, 1.0))
