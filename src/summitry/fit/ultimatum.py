"""The statistical ultimatum game: an offer between two ends, and whether it is accepted.

Ramsay & Signorino (2009); Kenkel & Signorino (2014), doi:10.18637/jss.v056.i08, section 2.4. Both parties have
private reservation values, R + ε with ε logistic. An offer y is accepted where it exceeds the responder's; the
proposer's best offer solves Q − y − (R1 + ε1) = s2 (1 + exp((y − R2) / s2)), and offers are cut at both ends.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy import special

from summitry.fit.duals import Dual, exp, log, log_logistic
from summitry.fit.model import NO_DEAL, FitModel
from summitry.fit.steps import Indices

Floats = npt.NDArray[np.float64]

_AT_END = 1e-8
"""Offers nearer to an end than this share of the range are at the end."""


@dataclass(frozen=True)
class Offers:
    """What was offered, and whether it was accepted."""

    offer: Floats
    """[N]"""
    accepted: npt.NDArray[np.bool_] | None
    """[N], or None where nobody knows."""

    def rows(self, where: slice) -> Offers:
        """Those of some rows."""
        return Offers(self.offer[where], None if self.accepted is None else self.accepted[where])


def log_density(model: FitModel, indices: Indices, seen: Offers) -> Dual:
    """[N] log density of the offers (log probability at either end), and of the answers where they are known."""
    low, high = model.offers
    proposer, responder = model.parties
    mine, theirs = indices.utility(proposer, NO_DEAL), indices.utility(responder, NO_DEAL)
    s1, s2 = indices.scale(proposer), indices.scale(responder)
    y = seen.offer
    near = _AT_END * (high - low)
    at_low, at_high = y < low + near, y > high - near
    excess = exp((theirs * -1.0 + y) / s2)
    # how much smaller than its bound the proposer's own error must be for an offer above y to be best
    bound = (mine * -1.0 + (high - y) - (excess + 1.0) * s2) / s1
    below, above = log_logistic(-bound), log_logistic(bound)
    inside = below + above + log(excess + 1.0) - (log(s1) if isinstance(s1, Dual) else float(np.log(s1)))
    found = _choose(at_low, below, _choose(at_high, above, inside))
    if seen.accepted is None:
        return found
    gain = (theirs * -1.0 + y) / s2
    return found + log_logistic(_choose(seen.accepted, gain, -gain))


def simulate(
    model: FitModel, mine: Floats, theirs: Floats, s1: Floats, s2: Floats, rng: np.random.Generator
) -> tuple[Floats, npt.NDArray[np.bool_]]:
    """[N] offers and answers at reservation values and scales [N]; the best offer by Lambert's W."""
    low, high = model.offers
    own = mine + s1 * rng.logistic(size=len(mine))
    # W(exp(a)), which is Wright's omega of a and does not overflow
    best = high - own - s2 - s2 * special.wrightomega((high - own - s2 - theirs) / s2).real
    offer = np.clip(best, low, high)
    return offer, offer > theirs + s2 * rng.logistic(size=len(mine))


def _choose(where: npt.NDArray[np.bool_], one: Dual, other: Dual) -> Dual:
    bend = None
    if one.bend is not None and other.bend is not None:
        bend = np.where(where, one.bend, other.bend)
    return Dual(np.where(where, one.value, other.value), np.where(where, one.slope, other.slope), bend)


_NODES, _WEIGHTS = np.polynomial.legendre.leggauss(96)


def expectations(model: FitModel, indices: Indices) -> list[Dual]:
    """[N] probability that an offer is accepted, and the expected offer.

    With F the distribution function of offers, E(y) = low + ∫ 1 − F, and Pr(accepted) = A(high) − ∫ F A' with A the
    chance that an offer is accepted; both by Gauss–Legendre quadrature between the ends.
    """
    low, high = model.offers
    proposer, responder = model.parties
    mine, theirs = indices.utility(proposer, NO_DEAL), indices.utility(responder, NO_DEAL)
    s1, s2 = indices.scale(proposer), indices.scale(responder)
    half = 0.5 * (high - low)
    more = mine * 0.0
    less = mine * 0.0
    for node, weight in zip(_NODES.tolist(), _WEIGHTS.tolist(), strict=True):
        y = low + half * (1 + node)
        gain = (theirs * -1.0 + y) / s2
        bound = (mine * -1.0 + (high - y) - (exp(gain) + 1.0) * s2) / s1
        more = more + exp(log_logistic(bound)) * (weight * half)
        density = exp(log_logistic(gain) + log_logistic(-gain)) / s2
        less = less + exp(log_logistic(-bound)) * density * (weight * half)
    best = exp(log_logistic((theirs * -1.0 + high) / s2))
    return [best - less, more + low]
