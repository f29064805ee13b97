"""The crisis game's two estimators: nested pseudo-likelihood, and maximum likelihood over all equilibria.

Nested pseudo-likelihood: Aguirregabiria & Mira (2007), doi:10.1111/j.1468-0262.2007.00731.x, as Crisman-Cox & Gibilisco
(2019), doi:10.1017/psrm.2019.58, use it. Maximum likelihood in the sense of Su & Judd (2012), doi:10.3982/ECTA7925:
each row plays the equilibrium that makes its outcomes most likely.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

import numpy as np
import numpy.typing as npt
from scipy import special

from summitry.fit import crisis
from summitry.fit.ascent import ascend
from summitry.fit.likelihood import Sample

Floats = npt.NDArray[np.float64]

MOST_ROUNDS = 300
_HOPELESS = -1e12
"""A log-likelihood from which nothing comes back."""
_PATIENCE = 40
"""Rounds within which the change must halve, or the iteration is going nowhere."""
_MOST_CLIMB = 60
"""Steps of a climb over equilibria, each of which has to find them all."""
_COARSE = crisis.GRID[::2]
"""Places looked at on a climb; the end is looked at on all."""
CHANGE = 1e-8
"""Largest change of a coefficient or a probability over a round at which the iteration has settled."""
_HASTE = 8, 4
"""So many first rounds take only so many Newton steps: their expectations will move anyway."""


@dataclass(frozen=True, eq=False)
class Settled:
    """Coefficients with the expectations that the parties hold at them."""

    beta: Floats
    x: Floats
    """[N] probit of the resistance that is expected."""
    value: float
    converged: bool
    rounds: int
    change: float


class FirstStage:
    """What the data alone say of the parties' choices: shares of each row, drawn towards a logit on all columns.

    A row's share of resistance counts as much as the challenges it rests on, the regression as much as ten.
    """

    def __init__(self, sample: Sample) -> None:
        columns = [x for x in sample.designs if x.shape[1]]
        everything = np.column_stack([np.ones(sample.rows), *columns])
        _, keep = np.unique(np.round(everything, 12), axis=1, return_index=True)
        everything = everything[:, np.sort(keep)]
        _, cd, sf, bd = sample.weights.T
        self.resists = _smoothed(everything, sf + bd, cd)
        """[N] log-odds of resistance after a challenge."""
        self.firm = _smoothed(everything, sf, bd)
        """[N] log-odds of standing firm after resistance."""

    def drawn(self, number: int, rng: np.random.Generator, *, nearest: float = 0.0) -> tuple[Floats, Floats]:
        """Expectations to begin with, [N] probit of resistance and log firmness.

        The first are those of the data; others are part of the way, at least `nearest`, from a probability drawn at
        random.
        """
        part = rng.uniform(nearest, 1.0) if number else 1.0
        own = special.logit(rng.uniform(0.1, 0.9, size=2))
        resists = special.expit(part * self.resists + (1 - part) * own[0])
        firm = special.expit(part * self.firm + (1 - part) * own[1])
        return special.ndtri(resists), np.log(firm)


def _smoothed(columns: Floats, yes: Floats, no: Floats, *, ridge: float = 1.0, worth: float = 10.0) -> Floats:
    """[N] log-odds: the share of each row, drawn towards a ridge logit."""
    spread = np.std(columns, axis=0)
    z = np.where(spread > 0, (columns - columns.mean(axis=0)) / np.where(spread > 0, spread, 1.0), 1.0)
    penalty = np.where(spread > 0, ridge, 1e-6)
    total = yes + no

    def evaluate(b: Floats) -> tuple[float, Floats, Floats]:
        odds = z @ b
        p = special.expit(odds)
        value = float(yes @ special.log_expit(odds) + no @ special.log_expit(-odds) - 0.5 * penalty @ (b * b))
        return value, z.T @ (yes - total * p) - penalty * b, -(z.T * (total * p * (1 - p))) @ z - np.diag(penalty)

    fitted = special.expit(z @ ascend(evaluate, np.zeros(z.shape[1])).at)
    return np.asarray(special.logit(np.clip((yes + worth * fitted) / (total + worth), 0.01, 0.99)))


def pseudo(sample: Sample, beta: Floats, x: Floats, log_firm: Floats) -> Floats:
    """[M] the best coefficients where the parties expect this of each other (pseudo-likelihood, one stage)."""
    logs = sample.pseudo_logs(x, log_firm)
    return ascend(lambda b: sample.evaluate(logs, b), beta).at


def nested(sample: Sample, beta: Floats, x: Floats, log_firm: Floats) -> Settled:
    """Alternate between the best coefficients given expectations, and the expectations that follow from them.

    1. Maximise the pseudo-likelihood at expectations (x, log_firm), [N] each.
    2. Replace them by the parties' replies at the new coefficients; stop where nothing moves.
    """
    most, steps = _HASTE
    value, change, rounds = -np.inf, np.inf, 0
    least, last = np.inf, most
    done = False
    for rounds in range(1, MOST_ROUNDS + 1):
        logs = sample.pseudo_logs(x, log_firm)
        early = rounds <= most
        top = ascend(partial(sample.evaluate, logs), beta, most=steps if early else 60)
        if not top.value > _HOPELESS:
            if not early:
                return Settled(beta, x, -np.inf, False, rounds, np.inf)
            # from nearly even play every outcome has a probability that doubles hold
            beta = 0.3 * beta
            continue
        with np.errstate(all="ignore"):
            u = crisis.worths(sample.model, sample.indices(top.at, bend=False))
            # both reply to what was expected before; if the target reckoned with the challenger's new reply at once,
            # the iteration would circle on the sanctions data where this one settles
            firm = np.clip(crisis.firm(u, x), 1e-12, 1.0)
            following = crisis.resistance(u, np.exp(log_firm))
        if early:
            # coefficients that are still far off must not make the parties sure of each other
            firm, following = np.clip(firm, 0.02, 0.98), np.clip(following, -2.0, 2.0)
        moved = (
            np.abs(top.at - beta) / (1 + np.abs(top.at)),
            np.abs(special.ndtr(following) - special.ndtr(x)),
            np.abs(firm - np.exp(log_firm)),
        )
        change = max(float(m.max()) for m in moved)
        beta, value, x, log_firm = top.at, top.value, following, np.log(firm)
        if change < 0.5 * least:
            least, last = change, rounds
        elif rounds - last > _PATIENCE:
            break
        if change < CHANGE and top.converged and not early:
            done = True
            break
    return Settled(beta, x, value, done, rounds, change)


def likeliest(sample: Sample, beta: Floats, grid: Floats = crisis.GRID) -> tuple[Floats, npt.NDArray[np.int64]]:
    """[N] in each row the equilibrium that makes its outcomes most likely, and how many it has."""
    with np.errstate(all="ignore"):
        linear = sample.indices(beta, bend=False)
        u = crisis.worths(sample.model, linear)
        game, x = crisis.equilibria(u, grid)
        logs = np.column_stack(log_outcomes(u.rows(game), x))
        weights = sample.weights[game]
        value = np.where(weights > 0, weights * logs, 0.0).sum(axis=1)
    value = np.where(np.isfinite(value), value, -np.inf)
    order = np.lexsort((-value, game))
    _, first = np.unique(game[order], return_index=True)
    return x[order][first], np.bincount(game, minlength=sample.rows)


def log_outcomes(u: crisis.Worths, x: Floats) -> list[Floats]:
    """[4] of [N] log probabilities of the outcomes where B resists with probability Φ(x)."""
    from summitry.fit.tails import tail

    c = crisis.threshold(u, x)
    stands, backs = tail(c - u.wa, u.wa - u.a), tail(c - u.a, u.a - u.wa)
    resists, concedes = special.log_ndtr(x), special.log_ndtr(-x)
    none = special.log_ndtr(c - u.wa) + special.log_ndtr(c - u.a)
    return [none, np.log(stands + backs) + concedes, np.log(stands) + resists, np.log(backs) + resists]


def most_likely(sample: Sample, beta: Floats) -> Settled:
    """Climb the likelihood in which every row plays the equilibrium that suits its outcomes best."""

    def evaluate(b: Floats) -> tuple[float, Floats, Floats]:
        x, _ = likeliest(sample, b, _COARSE)
        return sample.evaluate(sample.equilibrium_logs(x), b)

    top = ascend(evaluate, beta, most=_MOST_CLIMB)
    x, _ = likeliest(sample, top.at)
    return Settled(top.at, x, top.value, top.converged, top.steps, float(np.abs(top.gradient).max(initial=0.0)))


def near(u: crisis.Worths, x: Floats) -> tuple[Floats, npt.NDArray[np.int64]]:
    """[N] the equilibrium nearest to a place, by the probability of resistance, and how many there are."""
    with np.errstate(all="ignore"):
        game, found = crisis.equilibria(u)
    far = np.abs(special.ndtr(found) - special.ndtr(x[game]))
    order = np.lexsort((far, game))
    _, first = np.unique(game[order], return_index=True)
    return found[order][first], np.bincount(game, minlength=len(x))
