"""The precision λ that fits observed play best, along the principal branch of the logit quantal response equilibrium.

McKelvey & Palfrey (1995), doi:10.1006/game.1995.1023, and (1998), doi:10.1023/A:1009905800005; the maximum is sought
along the branch as in Turocy (2005), doi:10.1016/j.geb.2004.04.003. The interval is that of the profile likelihood,
which with one parameter is the likelihood itself: all λ whose log-likelihood is within half a χ² quantile of the best.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy import special

from summitry.errors import GameError, InputError, Problem
from summitry.fit.play import ObservedPlay
from summitry.game import Draws, Tree
from summitry.solve import PathOptions, Plan, Status, plan, reach_of_groups, solve

Floats = npt.NDArray[np.float64]

_GRID = np.concatenate(([0.0], np.geomspace(1e-2, 1e3, 51)))
"""Precisions looked at first, times the widest range of a party's payoffs."""
_LARGE = 5_000
"""Nodes of a tree above which they go up to a tenth of that: long branches of large trees take minutes."""
_FLAT = 1e-6
"""Differences of log-likelihoods that mean nothing."""
_ZOOM = 9
"""Places between two neighbours at each closer look."""
_ROUNDS = 12


@dataclass(frozen=True)
class Choices:
    """What was chosen in one situation, and what the fitted precision says."""

    name: str
    options: tuple[str, ...]
    counts: tuple[float, ...]
    probabilities: tuple[float, ...]


@dataclass(frozen=True, eq=False)
class PrecisionFit:
    """The λ that makes observed play most likely.

    >>> game = summitry.load_game(b'EFG 2 R "" { "Ann" } p "" 1 1 "" { "a" "b" } 0 t "" 1 "" { 1 } t "" 0')
    >>> counts = summitry.Table.of({"player": [1, 1], "infoset": [1, 1], "action": ["a", "b"], "count": [75, 25]})
    >>> fit = summitry.fit_precision(game, summitry.play_of(game, counts))
    >>> round(fit.precision, 4)  # the log of 3: one choice, worth 1 more
    1.0986
    """

    title: str
    precision: float
    """The best λ, per unit of payoff, the same for all parties; infinite where sharper is better without end."""
    low: float
    high: float
    """Ends of the interval; infinite where no λ is too sharp."""
    level: float
    log_likelihood: float
    at_zero: float
    """Log-likelihood at λ = 0, where all options are equally likely."""
    of_shares: float
    """Log-likelihood of the observed shares, which no λ can pass."""
    observations: float
    choices: tuple[Choices, ...]
    folded: bool
    """Whether the branch turned back on the way to the best λ."""
    searched: float
    """Largest λ that was looked at."""
    unanswered: tuple[tuple[float, str], ...] = ()
    """Precisions without an answer, and why."""
    notes: tuple[str, ...] = ()

    @property
    def aic(self) -> float:
        """Akaike's information criterion."""
        return 2 - 2 * self.log_likelihood

    @property
    def bic(self) -> float:
        """Schwarz's information criterion."""
        return float(np.log(self.observations)) - 2 * self.log_likelihood


def fit_tree(
    tree: Tree,
    draws: Draws,
    play: ObservedPlay,
    *,
    level: float = 0.9,
    title: str = "",
    path: PathOptions | None = None,
) -> PrecisionFit:
    """Fit λ to play in a tree with the payoffs and chances of one draw.

    1. Solve at many λ from 0 to 1,000 (in large trees 100) over the widest range of payoffs, in one batch.
    2. Between the neighbours of every local maximum look closer and closer; keep the best.
    3. Likewise close in on where the log-likelihood falls half a χ² quantile below the best.
    """
    if not 0 < level < 1:
        raise InputError([Problem("level", 0, 0, f"{level:g}", "a number between 0 and 1, such as 0.9")])
    span = float((draws.payoffs.max(axis=1) - draws.payoffs.min(axis=1)).max(initial=0.0))
    if span <= 0:
        raise InputError(
            [Problem(title or "game", 0, 0, "payoffs that do not vary", "a game in which a choice matters")]
        )
    likelihood = _Likelihood(tree, draws, play, plan(tree), path)
    grid = (_GRID if tree.size <= _LARGE else _GRID[_GRID <= 100]) / span
    values = likelihood(grid)
    solved = np.isfinite(values)
    if not solved[1:].any():
        raise GameError(f"no precision could be solved: {likelihood.unanswered[0][1]}")
    best, top = _highest(likelihood, grid[solved], values[solved])
    notes = []
    last = float(grid[solved][-1])
    # log-likelihoods carry the solver's error, so a plateau counts as rising
    endless = best > 0 and bool(values[solved][-1] >= top - _FLAT)
    if endless:
        best = np.inf
        notes.append(f"play is as sharp as the game allows: the likelihood rises, or is flat, up to λ={last:.6g}")
    if best == 0:
        notes.append("no λ above 0 makes this play more likely than even chances")
    drop = 0.5 * float(special.ndtri(0.5 + 0.5 * level)) ** 2
    low, high = _interval(likelihood, grid[solved], values[solved], min(best, last), top, drop)
    at = min(best, last)
    strategy, folded = likelihood.at(at)
    chances = likelihood.chances(np.array([at]), strategy)
    choices = tuple(
        Choices(s.name, s.options, s.counts, tuple(p[0].tolist()))
        for s, p in zip(play.situations, chances, strict=True)
    )
    shares = sum(
        float(special.xlogy(c, c / max(c.sum(), 1e-300)).sum())
        for c in map(np.array, (s.counts for s in play.situations))
    )
    if folded:
        notes.append("the branch turns back before the best λ; the answer is the first point that reaches it")
    return PrecisionFit(title, best, low, high, level, top, float(values[0]), shares, play.observations, choices,
                        folded, last, tuple(likelihood.unanswered), tuple(notes))  # fmt: skip


class _Likelihood:
    """Log-likelihood of play at some precisions; each is solved from λ = 0."""

    def __init__(self, tree: Tree, draws: Draws, play: ObservedPlay, prepared: Plan, path: PathOptions | None) -> None:
        self.tree, self.one, self.play, self.plan, self.path = tree, draws, play, prepared, path
        self.unanswered: list[tuple[float, str]] = []
        self.known: dict[float, float] = {}

    def draws(self, lam: Floats) -> Draws:
        """The draw, once for each precision."""
        b, parties = len(lam), len(self.tree.parties)
        return Draws(np.repeat(self.one.payoffs, b, axis=0), np.repeat(self.one.chance, b, axis=0),
                     np.repeat(lam[:, None], parties, axis=1))  # fmt: skip

    def __call__(self, lam: Floats) -> Floats:
        """[B] log-likelihood at precisions [B]; NaN where there is no answer."""
        fresh = np.array(sorted({x for x in lam.tolist() if x not in self.known}))
        if len(fresh):
            with np.errstate(over="ignore"):
                solution = solve(self.tree, self.draws(fresh), path=self.path, plan=self.plan)
            for x, state in zip(fresh.tolist(), solution.status.tolist(), strict=True):
                if state != Status.SOLVED:
                    self.unanswered.append((x, Status(state).advice))
            total = np.zeros(len(fresh))
            with np.errstate(all="ignore"):
                for s, p in zip(self.play.situations, self.chances(fresh, solution.strategy), strict=True):
                    total += special.xlogy(np.array(s.counts), p).sum(axis=1)
            total = np.where(solution.solved, total, np.nan)
            self.known |= dict(zip(fresh.tolist(), total.tolist(), strict=True))
        return np.array([self.known[x] for x in lam.tolist()])

    def chances(self, lam: Floats, strategy: Floats) -> list[Floats]:
        """For each situation [B, options]: what would be chosen there.

        Sets that the observer cannot tell apart count by how often they come about.
        """
        weights: Floats | None = None
        out = []
        for s in self.play.situations:
            if len(s.sets) == 1:
                out.append(strategy[:, [a[0] for a in s.actions]])
                continue
            if weights is None:
                play = np.where(np.isfinite(strategy), strategy, 0.0)
                weights = reach_of_groups(self.tree, self.draws(lam), play, self.tree.infoset, self.tree.infosets)[0]
            w = weights[:, list(s.sets)]
            columns = []
            for option in s.actions:
                there = np.array(option)
                chosen = np.where(there >= 0, strategy[:, np.maximum(there, 0)], 0.0)
                columns.append((w * chosen).sum(axis=1) / w.sum(axis=1))
            out.append(np.column_stack(columns))
        return out

    def at(self, lam: float) -> tuple[Floats, bool]:
        """[1, A] strategies at one precision, and whether the branch folds on the way."""
        solution = solve(self.tree, self.draws(np.array([lam])), path=self.path, plan=self.plan)
        return solution.strategy, bool(solution.folded[0])


def _highest(likelihood: Callable[[Floats], Floats], grid: Floats, values: Floats) -> tuple[float, float]:
    """The best place and its value: every local maximum of the grid is looked at more closely."""
    padded = np.concatenate(([-np.inf], values, [-np.inf]))
    peaks = np.flatnonzero((padded[1:-1] >= padded[:-2]) & (padded[1:-1] >= padded[2:]))
    best, top = float(grid[int(np.argmax(values))]), float(values.max())
    for peak in peaks.tolist():
        low, high = float(grid[max(peak - 1, 0)]), float(grid[min(peak + 1, len(grid) - 1)])
        for _ in range(_ROUNDS):
            places = np.linspace(low, high, _ZOOM)
            found = likelihood(places)
            if not np.isfinite(found).any():
                break
            k = int(np.nanargmax(found))
            if found[k] >= top:
                best, top = float(places[k]), float(found[k])
            low, high = float(places[max(k - 1, 0)]), float(places[min(k + 1, _ZOOM - 1)])
            if high - low < 1e-7 * high:
                break
        best, top = _parabola(likelihood, best, top)
    return best, top


def _parabola(likelihood: Callable[[Floats], Floats], best: float, top: float) -> tuple[float, float]:
    """The top of the parabola through three places, whose values still differ by more than the solver's error."""
    step = 1e-3 * best
    if step == 0:
        return best, top
    low, middle, high = likelihood(np.array([best - step, best, best + step])).tolist()
    bend = low - 2 * middle + high
    if not np.isfinite(bend) or bend >= 0 or abs(low - high) > -bend:
        return best, top
    place = best + 0.5 * step * (low - high) / bend
    value = float(likelihood(np.array([place]))[0])
    return (place, value) if np.isfinite(value) and value >= top - 1e-9 else (best, top)


def _interval(
    likelihood: Callable[[Floats], Floats], grid: Floats, values: Floats, best: float, top: float, drop: float
) -> tuple[float, float]:
    """The lowest and the highest precision within `drop` of the best."""
    bound = top - drop
    inside = values >= bound
    below = np.flatnonzero(inside & (grid < best))
    above = np.flatnonzero(inside & (grid > best))
    first = float(grid[below[0]]) if len(below) else best
    last = float(grid[above[-1]]) if len(above) else best
    outside = grid[grid < first]
    low = 0.0 if inside[0] else _crossing(likelihood, float(outside[-1]), first, bound)
    beyond = grid[grid > last]
    high = np.inf if inside[-1] or not len(beyond) else _crossing(likelihood, float(beyond[0]), last, bound)
    return low, high


def _crossing(likelihood: Callable[[Floats], Floats], out: float, within: float, bound: float) -> float:
    """Where the log-likelihood crosses a bound, between a place outside and one within."""
    for _ in range(_ROUNDS):
        places = np.linspace(out, within, _ZOOM)
        fits = likelihood(places) >= bound
        fits[0], fits[-1] = False, True
        k = int(np.flatnonzero(~fits)[-1])
        out, within = float(places[k]), float(places[k + 1])
        if abs(within - out) < 1e-9 * max(abs(within), 1e-9):
            break
    return within
