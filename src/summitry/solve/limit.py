"""The limit of the principal branch as precision grows: a sequential equilibrium, with beliefs off the path too.

The branch is followed until no information set regrets more than a tolerance, then over three doublings more, which
tell whether strategies and beliefs have settled. Near its end the branch is smooth in 1/precision, so that Richardson
extrapolation over the doublings gives the limit itself; it is offered beside the point reached, never in its place,
and only where it stands the test of no regret. McKelvey and Palfrey (1998), doi:10.1023/A:1009905800005.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt
from scipy.special import lambertw

from summitry.errors import GameError
from summitry.game.payoffs import Draws
from summitry.game.tree import Tree
from summitry.solve.assessment import regrets
from summitry.solve.certificate import certify
from summitry.solve.continuation import Curve, Walk, beginning, rounding
from summitry.solve.drive import check_chances, solve
from summitry.solve.logit import Floats, Response
from summitry.solve.plan import plan
from summitry.solve.profile import beliefs
from summitry.solve.solution import Event, PathOptions, Status

LARGEST = 400
"""Free log-odds up to which one game is followed with a dense Jacobian; above it `solve` does it."""
_DOUBLINGS = 3
_HIGHEST = 1e7
"""Highest precision, in units of a payoff range: rounding leaves too few digits beyond."""
_LEAST = 100.0
"""Least precision at which an end is looked for: regret may vanish in passing long before."""
_NOTHING = 1e-9
"""Probability below which an extrapolated action counts as never chosen."""
_CLEAN = 1e-8
"""Largest regret of an extrapolated limit that is offered."""


@dataclass(frozen=True, eq=False)
class Polished:
    """The limit itself, by extrapolation: probabilities below 1e-9 are 0, and nobody regrets more than `regret`."""

    strategy: Floats
    """[A]"""
    beliefs: Floats
    """[decision nodes]"""
    regret: float
    """Largest over information sets, in units of the party's range of payoffs."""
    values: Floats
    """[P] by each party's own odds."""


@dataclass(frozen=True, eq=False)
class Limit:
    """The point of the principal branch at which the search for its limit ended.

    >>> game = summitry.load_game(b'NFG 1 R "Coins" { "Ann" "Bo" } { 2 2 } 1 -1 -1 1 -1 1 1 -1')
    >>> found = summitry.limit(game)
    >>> found.reached, found.settled, found.strategy.round(6).tolist()
    (True, True, [0.5, 0.5, 0.5, 0.5])
    """

    tree: Tree
    draws: Draws
    """One draw, at the precisions reached."""
    status: Status
    """Why the search ended where it did; `SOLVED` if the tolerance was reached."""
    tolerance: float
    precision: float
    """Largest of the parties' precisions that was reached, per unit of payoff."""
    log_strategy: Floats
    """[A] natural logarithm of the probability of each action at its information set."""
    beliefs: Floats
    """[decision nodes] of each mover, in the order of `np.flatnonzero(tree.owner >= 0)`; defined off the path too."""
    regret: Floats
    """[H] expected gain from the best action, in units of the party's range of payoffs."""
    residual: float
    regret_ratio: float
    values: Floats
    """[P] expected payoff of each party by its own odds."""
    events: tuple[Event, ...]
    change: float
    """Largest change of a probability or belief over the last doubling of the precision; NaN where it is not known."""
    polished: Polished | None

    @property
    def strategy(self) -> Floats:
        """[A] probability of each action at its information set."""
        return np.exp(self.log_strategy)

    @property
    def reached(self) -> bool:
        """Whether no information set regrets more than the tolerance."""
        return self.status == Status.SOLVED

    @property
    def settled(self) -> bool:
        """Whether strategies and beliefs moved by less than 0.001 over the last doubling."""
        return bool(self.change < 1e-3)


def limit(tree: Tree, draws: Draws, *, tolerance: float = 1e-4, budget: int = 20_000) -> Limit:
    """Follow the principal branch of one draw upwards until the largest regret is at most `tolerance`.

    Regret counts in units of each party's range of payoffs; the parties' precisions rise in proportion from 0.
    `budget` bounds the Newton moves. Raises `GameError` where arrays do not fit, there is more than one draw, a party
    forgets, or a party's precision is 0, which never becomes rational.
    """
    if draws.size != 1:
        raise GameError(f"there are {draws.size} draws, expected one")
    if not 1e-6 <= tolerance <= 0.1:
        raise GameError(f"`tolerance` is {tolerance:g}, expected between 1e-06 and 0.1")
    compiled = plan(tree)
    draws.check(tree)
    check_chances(compiled, draws)
    response = Response(tree, draws)
    acts = np.zeros(len(tree.parties), bool)
    acts[tree.infoset_party[response.widths > 1]] = True
    if np.any(acts & (response.span > 0) & (response.share == 0.0)):
        raise GameError("a party's precision is 0, so that it never becomes rational; expected above 0")
    # Below this precision regret may exceed the tolerance, above it cannot: W((k - 1) / e) / precision.
    options = float(response.widths.max(initial=1))
    least = response.share[acts & (response.span > 0)].min(initial=1.0)
    enough = float(lambertw((options - 1.0) / math.e).real) / (tolerance * float(least))
    if response.free <= LARGEST:
        found = _walk(response, tolerance, budget)
        if found.status == Status.SOLVED:
            return _report(response, draws, tolerance, found)
    found = _leap(response, draws, max(1e3, enough))
    return _report(response, draws, tolerance, found)


@dataclass(frozen=True, eq=False)
class _Trail:
    """Log strategies [A] at precisions, each twice the one before, rising; the last is where it ended."""

    status: Status
    at: list[float]
    logs: list[Floats]
    events: tuple[Event, ...]


def _walk(response: Response, tolerance: float, budget: int) -> _Trail:
    curve = Curve(response)
    walk = Walk(curve, beginning(curve), budget=budget)
    events: list[Event] = []
    if not response.free:
        return _Trail(Status.SOLVED, [1.0], [response.log_strategy(np.zeros(0))], ())
    at: list[float] = []
    logs: list[Floats] = []
    marks: list[float] = []
    for leg in walk:
        low, high = leg.span
        unit = response.unit
        if leg.turning is not None:
            events.append(Event("turning point", leg.turning * unit))
            at, logs, marks = [], [], []
        if leg.bifurcation:
            events.append(Event("bifurcation", 0.5 * sum(leg.narrowed().span) * unit))
        if leg.touching is not None:
            events.append(Event("bifurcation", leg.touching * unit))
        if low < 0.0:
            return _Trail(Status.BRANCH_LOST, at, logs, tuple(events))
        rising = leg.end.tangent[-1] > 0
        x, u = leg.end.y[:-1], float(leg.end.y[-1])
        if u > _HIGHEST:
            return _Trail(Status.NOT_CONVERGED, [u], [response.log_strategy(x)], tuple(events))
        if not marks:
            if rising and u > _LEAST and response.regret(x) <= tolerance:
                at, logs = [u], [response.log_strategy(x)]
                marks = [u * 2.0**k for k in range(1, _DOUBLINGS + 1)]
            continue
        while marks and low <= marks[0] <= high:
            met = leg.meets(marks[0])
            if not met:
                break
            at.append(marks.pop(0))
            logs.append(response.log_strategy(met[-1][:-1]))
            if not marks and _moved(logs) > 1e-4 and at[-1] < _HIGHEST / 100.0:
                marks.append(2.0 * at[-1])
        if not marks:
            return _Trail(Status.SOLVED, at, logs, tuple(events))
        if u > marks[0]:
            # A mark was passed without being met: begin the doublings anew from here.
            at, logs, marks = [], [], []
    return _Trail(walk.status, at, logs, tuple(events))


def _leap(response: Response, draws: Draws, high: float) -> _Trail:
    """The same for larger games: all doublings up to a precision that suffices, side by side, each from 0."""
    at = high * 2.0 ** np.arange(-_DOUBLINGS - 6.0, _DOUBLINGS + 1.0)
    some = np.zeros(len(at), np.int64)
    precision = draws.precision * (at / response.top)[:, None] if response.top > 0 else draws.precision[some]
    found = solve(response.tree, Draws(draws.payoffs[some], draws.chance[some], precision), path=PathOptions())
    known = np.flatnonzero(found.solved)
    if not len(known):
        return _Trail(Status(int(found.status[0])), [], [], found.events[0])
    last = int(known[-1])
    # Only doublings without a gap tell how the end is approached.
    first = last
    while first > 0 and found.solved[first - 1]:
        first -= 1
    pick = range(first, last + 1)
    status = Status.SOLVED if last == len(at) - 1 else Status(int(found.status[last + 1]))
    return _Trail(status, [float(at[k]) for k in pick], [found.log_strategy[k] for k in pick], found.events[last])


def _moved(series: list[Floats]) -> float:
    return float(np.abs(np.exp(series[-1]) - np.exp(series[-2])).max(initial=0.0))


def _report(response: Response, draws: Draws, tolerance: float, trail: _Trail) -> Limit:
    tree = response.tree
    if not trail.at:
        nothing = np.full(tree.actions, np.nan)
        return Limit(
            tree, draws, trail.status, tolerance, np.nan, nothing, np.full(int((tree.owner >= 0).sum()), np.nan),
            np.full(tree.infosets, np.nan), np.nan, np.nan, np.full(len(tree.parties), np.nan), trail.events, np.nan,
            None,
        )  # fmt: skip
    times = trail.at[-1] / response.top if response.top > 0 else 1.0
    there = replace(draws, precision=draws.precision * times)
    logs = trail.logs[-1]
    believed = [beliefs(tree, draws, log_strategy=x[None])[0] for x in trail.logs]
    certificate = certify(tree, there, logs[None])
    regret, values = regrets(tree, draws, np.exp(logs), believed[-1])
    worst = float(regret.max(initial=0.0))
    status = trail.status
    if worst <= tolerance:
        status = Status.SOLVED
    elif status == Status.SOLVED:
        status = Status.NOT_CONVERGED
    if not certificate.residual[0] <= 10.0 * rounding(trail.at[-1]):
        status = Status.NOT_CONVERGED
    change = np.nan
    if len(trail.at) > 1:
        apart = float(np.abs(believed[-1] - believed[-2]).max(initial=0.0))
        change = max(_moved(trail.logs), apart)
    return Limit(
        tree, there, status, tolerance, trail.at[-1] * response.unit, logs, believed[-1], regret,
        float(certificate.residual[0]), float(certificate.regret_ratio[0]), values, trail.events, change,
        _polish(response, draws, trail, believed),
    )  # fmt: skip


def _polish(response: Response, draws: Draws, trail: _Trail, believed: list[Floats]) -> Polished | None:
    """The best of the extrapolations over the last two, three … doublings, if nobody regrets it."""
    tree = response.tree
    sets = np.repeat(np.arange(tree.infosets), response.widths)
    nodes = tree.infoset[np.flatnonzero(tree.owner >= 0)]
    best: Polished | None = None
    for order in range(1, min(len(trail.at), _DOUBLINGS + 1) + 1):
        h = 1.0 / np.array(trail.at[-order:])
        weights = [float(np.prod([b / (b - a) for b in h if b != a])) for a in h]
        pairs = list(zip(weights, trail.logs[-order:], believed[-order:], strict=True))
        strategy = _rounded(np.sum([w * np.exp(x) for w, x, _ in pairs], axis=0), sets)
        held = _rounded(np.sum([w * b for w, _, b in pairs], axis=0), nodes)
        regret, values = regrets(tree, draws, strategy, held)
        worst = float(regret.max(initial=0.0))
        if best is None or worst < best.regret:
            best = Polished(strategy, held, worst, values)
    return best if best is not None and best.regret <= _CLEAN else None


def _rounded(weights: Floats, groups: npt.NDArray[np.signedinteger]) -> Floats:
    kept = np.where(weights < _NOTHING, 0.0, weights)
    total = np.bincount(groups, kept, minlength=int(groups.max(initial=-1)) + 1)
    return np.asarray(kept / total[groups])
