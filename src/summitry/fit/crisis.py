"""The crisis signalling game: a challenge, resistance, and whether the challenger then stands firm.

Lewis & Schultz (2003), doi:10.1093/pan/mpg021; equilibrium conditions as in Jo (2011), doi:10.1093/pan/mpr015, and
Crisman-Cox & Gibilisco (2019), doi:10.1017/psrm.2019.58. The challenger A's worths of standing firm and backing down,
and the target B's worth of the challenger standing firm, carry private N(0, 1) errors. With r the chance that B resists
and f the chance that A stands firm once it has challenged and B resists,

    A challenges where its better end after resistance is above c = (S_A − (1 − r) V_A) / r;
    f = Pr(stands firm | challenges), and B resists with r = Φ(W_B − V_B + (V_B − C_B) / f).

An equilibrium is a fixed point of x ↦ W_B − V_B + (V_B − C_B) / f(Φ(x)); there may be one, three or more.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy import special

from summitry.fit.duals import Dual, exp, log_normal, log_sum, normal
from summitry.fit.model import CRISIS_OUTCOMES, FitModel
from summitry.fit.steps import Indices
from summitry.fit.tails import log_tail, quick_tail, tail

Floats = npt.NDArray[np.float64]

GRID = np.linspace(-8.0, 8.0, 161)
"""Log-odds-like places (probits of resistance) between which a change of sign tells of an equilibrium."""
_CUT = 37.0
"""Probits beyond which a probability is 0 or 1 to a double."""


@dataclass(frozen=True)
class Worths:
    """The seven utilities of one or more games: [N] each."""

    sa: Floats
    va: Floats
    wa: Floats
    a: Floats
    cb: Floats
    wb: Floats
    vb: Floats

    def rows(self, where: npt.NDArray[np.int64]) -> Worths:
        """Those of some games."""
        return Worths(*(getattr(self, name)[where] for name in self.__dataclass_fields__))

    def wide(self) -> Worths:
        """With an axis for places along which one looks."""
        return Worths(*(getattr(self, name)[:, None] for name in self.__dataclass_fields__))


def worths(model: FitModel, indices: Indices) -> Worths:
    """The utilities' values."""
    a, b = model.parties
    sq, cd, sf, bd = CRISIS_OUTCOMES
    named = [(a, sq), (a, cd), (a, sf), (a, bd), (b, cd), (b, sf), (b, bd)]
    return Worths(*(indices.utility(party, outcome).value for party, outcome in named))


def threshold(u: Worths, x: Floats) -> Floats:
    """What the better end after resistance must be worth for a challenge, where B resists with probability Φ(x)."""
    resists, concedes = np.maximum(special.ndtr(x), 1e-300), special.ndtr(-x)
    return np.asarray((u.sa - concedes * u.va) / resists)


def firm(u: Worths, x: Floats, *, quick: bool = False) -> Floats:
    """Pr(A stands firm | A challenged and B resists)."""
    c = threshold(u, x)
    measure = quick_tail if quick else tail
    # beyond the bound only the better end's error is still that large
    c = np.minimum(c, np.maximum(u.wa, u.a) + (6.0 if quick else 30.0))
    lead = u.wa - u.a + 0.0 * c
    stands, backs = measure(c - u.wa, lead), measure(c - u.a, -lead)
    return np.asarray(stands / (stands + backs))


def reply(u: Worths, x: Floats, *, quick: bool = False) -> Floats:
    """The probit of B's best reply where it is expected to resist with probability Φ(x)."""
    return resistance(u, firm(u, x, quick=quick))


def resistance(u: Worths, stands_firm: Floats) -> Floats:
    """The probit of B's resistance where A is expected to stand firm with this probability."""
    index = u.wb - u.vb + (u.vb - u.cb) / np.maximum(stands_firm, 1e-300)
    return np.asarray(np.clip(index, -_CUT, _CUT))


def equilibria(u: Worths, grid: Floats = GRID) -> tuple[npt.NDArray[np.int64], Floats]:
    """All equilibria that a grid can tell apart: game [E] and probit of resistance [E], sorted by game and probit.

    Each change of sign of reply − x along the grid is closed in by the Illinois rule to 1e-12.
    """
    wide = u.wide()
    gap = reply(wide, np.broadcast_to(grid, (len(u.sa), len(grid))), quick=True) - grid
    game, cell = np.nonzero((gap[:, :-1] > 0) != (gap[:, 1:] > 0))
    low, high = grid[cell], grid[cell + 1]
    # beyond the grid a probability is 0 or 1, and the reply all but constant
    above, below = np.flatnonzero(gap[:, -1] > 0), np.flatnonzero(gap[:, 0] <= 0)
    game = np.concatenate((game, above, below))
    low = np.concatenate((low, np.full(len(above), grid[-1]), np.full(len(below), -_CUT - 1)))
    high = np.concatenate((high, np.full(len(above), _CUT + 1), np.full(len(below), grid[0])))
    x = _close_in(u.rows(game), low, high)
    order = np.lexsort((x, game))
    return game[order].astype(np.int64), x[order]


def _close_in(u: Worths, low: Floats, high: Floats) -> Floats:
    """The root of reply(x) − x between two places of each game: Illinois rule, every fourth step a bisection."""
    x = 0.5 * (low + high)
    if not len(x):
        return x
    left = np.arange(len(x))
    side = np.zeros(len(x))
    low, high = low.copy(), high.copy()
    at_low, at_high = reply(u, low) - low, reply(u, high) - high
    for number in range(1, 100):
        with np.errstate(all="ignore"):
            place = high - at_high * (high - low) / (at_high - at_low)
        middle = ~((place > low) & (place < high)) | (number % 4 == 0)
        place = np.where(middle, 0.5 * (low + high), place)
        gap = reply(u, place) - place
        up = (gap > 0) == (at_low > 0)
        at_high = np.where(up & (side > 0), 0.5 * at_high, at_high)
        at_low = np.where(~up & (side < 0), 0.5 * at_low, at_low)
        low, at_low = np.where(up, place, low), np.where(up, gap, at_low)
        high, at_high = np.where(up, high, place), np.where(up, at_high, gap)
        side = np.where(up, 1.0, -1.0)
        x[left] = place
        open_still = (np.abs(gap) > 1e-12 * (1 + np.abs(place))) & (high - low > 1e-13 * (1 + np.abs(place)))
        if not open_still.any():
            break
        left, u = left[open_still], u.rows(np.flatnonzero(open_still))
        low, high, side = low[open_still], high[open_still], side[open_still]
        at_low, at_high = at_low[open_still], at_high[open_still]
    return x


# ---------------------------------------------------------------- likelihood


def ends(model: FitModel, indices: Indices, x: Dual) -> tuple[Dual, Dual, Dual]:
    """Log Pr of no challenge, of a challenge by who would stand firm, and by who would back down, at r = Φ(x)."""
    challenger = model.parties[0]
    sq, cd, sf, bd = CRISIS_OUTCOMES
    wa, a = indices.utility(challenger, sf), indices.utility(challenger, bd)
    resists, concedes = normal(x), normal(-x)
    c = (indices.utility(challenger, sq) - concedes * indices.utility(challenger, cd)) / resists
    lead = wa - a
    return log_normal(c - wa) + log_normal(c - a), log_tail(c - wa, lead), log_tail(c - a, -lead)


def answer(model: FitModel, indices: Indices, log_firm: Dual) -> Dual:
    """The probit of B's resistance where A stands firm with this log probability."""
    target = model.parties[1]
    _, cd, sf, bd = CRISIS_OUTCOMES
    vb = indices.utility(target, bd)
    return indices.utility(target, sf) - vb + (vb - indices.utility(target, cd)) * exp(-log_firm)


def outcomes(parts: tuple[Dual, Dual, Dual], x: Dual) -> list[Dual]:
    """[4] log probability of each outcome, where B resists with probability Φ(x)."""
    none, stands, backs = parts
    resists = log_normal(x)
    return [none, log_sum([stands, backs]) + log_normal(-x), stands + resists, backs + resists]


def log_firm_of(parts: tuple[Dual, Dual, Dual]) -> Dual:
    """Log Pr(stands firm | challenge and resistance)."""
    return parts[1] - log_sum([parts[1], parts[2]])


def pseudo(model: FitModel, indices: Indices, expected_resistance: Dual, expected_firm: Dual) -> list[Dual]:
    """[4] log probability of each outcome where the parties expect these of each other: a probit and a log probability.

    Aguirregabiria & Mira (2007), doi:10.1111/j.1468-0262.2007.00731.x: A replies to the resistance that it expects, B
    to the firmness that it expects.
    """
    return outcomes(ends(model, indices, expected_resistance), answer(model, indices, expected_firm))


def at_equilibrium(model: FitModel, indices: Indices, x: Floats, like: Dual) -> list[Dual]:
    """[4] log probability of each outcome at an equilibrium x [N], with its derivatives."""
    place = equilibrium(model, indices, x, like)
    return outcomes(ends(model, indices, place), place)


def equilibrium(model: FitModel, indices: Indices, x: Floats, like: Dual) -> Dual:
    """An equilibrium x [N] as a function of the indices, by the implicit function theorem.

    x(η) solves x = I(η, x): x' = I_η / (1 − I_x), and (1 − I_x) x'' = I_ηη + I_ηx x' + x' I_xη + I_xx x' x'.
    """
    k = len(like.slope)
    widened = Widened(indices, k, 1)
    own = widened.extra(0, x, like)
    index = answer(model, widened, log_firm_of(ends(model, widened, own)))
    room = 1.0 - index.slope[k]
    # at a fold no derivative exists; a step there is cut by the trust region
    room = np.where(np.abs(room) < 1e-8, np.copysign(1e-8, room), room)
    slope = index.slope[:k] / room
    bend = None
    if index.bend is not None:
        mixed = index.bend[:k, k][:, None] * slope[None, :]
        bend = index.bend[:k, :k] + mixed + mixed.swapaxes(0, 1)
        bend = (bend + index.bend[k, k] * (slope[:, None] * slope[None, :])) / room
    return Dual(x, slope, bend)


@dataclass(frozen=True)
class Widened:
    """Indices with more variables behind theirs."""

    of: Indices
    k: int
    """How many there were."""
    more: int
    """How many are added."""

    def utility(self, party: str, outcome: str) -> Dual:
        """[N] what an outcome is worth to a party."""
        found = self.of.utility(party, outcome)
        n, wide = len(found.value), self.k + self.more
        slope = np.concatenate((found.slope, np.zeros((self.more, n))))
        bend = None
        if found.bend is not None:
            bend = np.zeros((wide, wide, n))
            bend[: self.k, : self.k] = found.bend
        return Dual(found.value, slope, bend)

    def scale(self, party: str) -> Dual | float:
        """1: the errors of the crisis game have no scale to be estimated."""
        return 1.0

    def extra(self, number: int, value: Floats, like: Dual) -> Dual:
        """One of the variables that are added, with its value [N]."""
        wide = self.k + self.more
        slope = np.zeros((wide, len(value)))
        slope[self.k + number] = 1.0
        return Dual(value, slope, None if like.bend is None else np.zeros((wide, wide, len(value))))
