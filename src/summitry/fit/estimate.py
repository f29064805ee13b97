"""Fitting a model: starts, the best top, its standard errors and what must be said about it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy import special

from summitry.errors import InputError, Problem
from summitry.fit import crisis, npl
from summitry.fit.ascent import ascend
from summitry.fit.covariance import covariance
from summitry.fit.design import refuse, sample_of
from summitry.fit.identify import separated, separated_crisis, unidentified
from summitry.fit.likelihood import Logs, Sample
from summitry.fit.model import SCALE, FitModel
from summitry.fit.table import Table
from summitry.scenario.troubles import did_you_mean, listed

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]

STARTS = {"npl": 20, "ml": 8}
"""Starts by default of the crisis game, by method."""
USUAL_STARTS = 5
"""Starts by default of other games."""
LEVEL = 0.9
SAME = 0.01
"""Log-likelihoods nearer than this count as the same top."""
_TRIES = 4
"""Starts after which nested pseudo-likelihood is given up where none has settled."""
_LARGE = 8.0
"""A coefficient so large, in units of one over its column's root mean square, may run away."""


@dataclass(frozen=True)
class Start:
    """How the climb from one start ended."""

    log_likelihood: float
    converged: bool


@dataclass(frozen=True)
class Coefficient:
    """One estimate."""

    name: str
    """Path name: party, outcome, term."""
    party: str
    outcome: str
    term: str
    estimate: float
    se: float
    """NaN where there is none."""
    low: float
    high: float
    """Ends of the interval at the fit's level."""

    @property
    def z(self) -> float:
        """Estimate over standard error."""
        return self.estimate / self.se

    @property
    def p(self) -> float:
        """Two-sided, of the hypothesis that the coefficient is 0."""
        return float(2 * special.ndtr(-abs(self.z)))


@dataclass(frozen=True, eq=False)
class Fit:
    """A model fitted to data.

    >>> model = summitry.load_fit_model(b'''
    ... fit: 1
    ... title: Does the firm enter?
    ... link: logit
    ... steps: [{step: entry, by: firm, options: [stays out, enters]}]
    ... utilities: {firm: {enters: constant}}
    ... observed: {counts: {stays out: "no", enters: "yes"}}
    ... ''')
    >>> fit = summitry.fit(model, summitry.Table.of({"no": [25], "yes": [75]}))
    >>> round(fit.coefficients[0].estimate, 4)  # the log of 3
    1.0986
    """

    model: FitModel
    table: Table
    """The rows that were used."""
    sample: Sample
    beta: Floats
    """[M] coefficients, in units of one over each column's root mean square (`sample.units`)."""
    covariance: Floats | None
    """[M, M] of `beta`; None where there is none."""
    se: str
    """hessian | sandwich | cluster:COLUMN."""
    level: float
    log_likelihood: float
    null_log_likelihood: float | None
    """Of the shares of outcomes in all rows; None for offers."""
    converged: bool
    method: str
    """maximum likelihood | nested pseudo-likelihood."""
    starts: tuple[Start, ...]
    seed: int
    dropped: int = 0
    """Rows left out for missing values."""
    clusters: int = 0
    x: Floats | None = None
    """[N] equilibrium of each row of the crisis game, probit of resistance."""
    several: Ints | None = None
    """[N] how many equilibria each row has at the estimates."""
    notes: tuple[str, ...] = ()

    @property
    def coefficients(self) -> tuple[Coefficient, ...]:
        """The estimates in their own units."""
        wide = special.ndtri(0.5 + 0.5 * self.level)
        variance = np.full(len(self.beta), np.nan) if self.covariance is None else np.diag(self.covariance)
        out, k = [], 0
        for equation in self.model.equations:
            for term, name in zip(equation.terms, equation.names, strict=True):
                unit = float(self.sample.units[k])
                estimate, se = float(self.beta[k]) / unit, float(np.sqrt(variance[k])) / unit
                out.append(Coefficient(name, equation.party, equation.outcome, term.text, estimate, se,
                                       estimate - wide * se, estimate + wide * se))  # fmt: skip
                k += 1
        return tuple(out)

    @property
    def observations(self) -> float:
        """How many outcomes were seen."""
        return self.sample.observations

    @property
    def aic(self) -> float:
        """Akaike's information criterion."""
        return 2 * len(self.beta) - 2 * self.log_likelihood

    @property
    def bic(self) -> float:
        """Schwarz's information criterion, by the number of outcomes that were seen."""
        return float(np.log(self.observations)) * len(self.beta) - 2 * self.log_likelihood

    @property
    def at_best(self) -> int:
        """How many starts ended within 0.01 of the best log-likelihood."""
        return sum(s.converged and s.log_likelihood > self.log_likelihood - SAME for s in self.starts)

    def logs(self) -> Logs:
        """Log probabilities at the estimates' equilibria."""
        return self.sample.logs() if self.x is None else self.sample.equilibrium_logs(self.x)


def fit(
    model: FitModel,
    data: Table,
    *,
    starts: int | None = None,
    seed: int = 0,
    se: str = "hessian",
    level: float = LEVEL,
    method: str = "",
    drop: bool = False,
) -> Fit:
    """Fit a model to data by maximum likelihood, or the crisis game by nested pseudo-likelihood.

    `se` is hessian, sandwich or cluster:COLUMN; `method` is npl or ml, of the crisis game; `drop` leaves rows with
    missing values out. The first start is the same for all seeds, the others are drawn. Raises `InputError` with every
    problem of the data, such as separation and terms that cannot be told apart.

    Sources: see `fit/steps.py`, `fit/crisis.py` and `fit/ultimatum.py`.

    >>> model = summitry.load_fit_model(b'''
    ... fit: 1
    ... title: Two steps
    ... steps:
    ...   - {step: entry, by: firm, options: [out, in]}
    ...   - {step: answer, by: rival, options: [yields, fights], when: entry is in}
    ... utilities: {firm: {yields: constant}, rival: {fights: constant}}
    ... observed: {counts: {out: a, yields: b, fights: c}}
    ... ''')
    >>> fit = summitry.fit(model, summitry.Table.of({"a": [40], "b": [30], "c": [30]}), starts=2)
    >>> fit.converged, round(fit.log_likelihood, 3)
    (True, -108.89)
    """
    if not 0 < level < 1:
        raise InputError([Problem("level", 0, 0, f"{level:g}", "a number between 0 and 1, such as 0.9")])
    if starts is not None and starts < 1:
        raise InputError([Problem("starts", 0, 0, str(starts), "1 or more")])
    chosen = method or model.method or ("npl" if model.game == "crisis" else "ml")
    known = ("npl", "ml") if model.game == "crisis" else ("ml",)
    if chosen not in known:
        expected = "npl or ml" if model.game == "crisis" else "ml: without several equilibria there is nothing to nest"
        raise InputError([Problem("method", 0, 0, repr(chosen), expected, did_you_mean(chosen, known))])
    groups = _groups(se, data)
    sample, table = sample_of(model, data, drop=drop)
    if drop and groups is not None:
        groups = _groups(se, table)
    rng = np.random.default_rng(seed)
    refuse(unidentified(sample, _check_logs(sample), _places(sample)))
    if model.game == "crisis":
        refuse(separated_crisis(sample, special.expit(npl.FirstStage(sample).firm)))
    usual = STARTS[chosen] if model.game == "crisis" else USUAL_STARTS
    begins = [_begin(sample, k, rng) for k in range(starts or usual)]
    notes: list[str] = []
    found = _climb(sample, begins, chosen, np.random.default_rng([seed, 1]))
    if chosen == "npl" and not method and not model.method and not any(s.converged for s in found):
        notes.append(
            "nested pseudo-likelihood settled from no start, as happens where play follows equilibria that best "
            "replies lead away from; fitted by --method ml instead"
        )
        chosen = "ml"
        begins = begins[: starts or STARTS[chosen]]
        found = _climb(sample, begins, chosen, np.random.default_rng([seed, 1]))
    best = max(found, key=lambda s: (s.converged, s.value if np.isfinite(s.value) else -np.inf))
    return _finished(model, table, sample, data.rows, best, found, se, groups, level, chosen, seed, notes)


def _climb(sample: Sample, begins: Sequence[Floats], method: str, rng: np.random.Generator) -> list[npl.Settled]:
    """Where the climb from each start ends."""
    if sample.model.game != "crisis":
        logs = sample.logs()
        tops = [ascend(lambda b: sample.evaluate(logs, b), beta) for beta in begins]
        return [npl.Settled(t.at, np.zeros(0), t.value, t.converged, t.steps, 0.0) for t in tops]
    first_stage = npl.FirstStage(sample)
    found: list[npl.Settled] = []
    for beta in begins:
        if method == "npl" and len(found) == _TRIES and not any(s.converged for s in found):
            break
        x, log_firm = first_stage.drawn(len(found), rng, nearest=0.0 if method == "npl" else 0.6)
        if method == "npl":
            found.append(npl.nested(sample, beta, x, log_firm))
        else:
            found.append(npl.most_likely(sample, npl.pseudo(sample, beta, x, log_firm)))
    return found


def _finished(
    model: FitModel, table: Table, sample: Sample, rows: int, best: npl.Settled, found: Sequence[npl.Settled], se: str,
    groups: Ints | None, level: float, method: str, seed: int, notes: list[str],
) -> Fit:  # fmt: skip
    crisis_game = model.game == "crisis"
    x: Floats | None = None
    several: Ints | None = None
    value = best.value
    if crisis_game:
        x, several = best.x, npl.likeliest(sample, best.beta)[1]
        value = sample.evaluate(sample.equilibrium_logs(x), best.beta, bend=False)[0]
    if not best.converged or float(np.abs(best.beta).max(initial=0.0)) > _LARGE:
        with np.errstate(all="ignore"):
            refuse(separated(sample, sample.indices(best.beta, bend=False)))
        far = [n for n, b in zip(model.coefficients, best.beta, strict=True) if abs(b) > 10 * _LARGE]
        if far:
            notes.append(f"very large: {listed(far)}; what they multiply may settle choices almost without fail")
    if not best.converged:
        notes.append("no start reached a maximum; the numbers are where the best one stopped")
    logs = sample.logs() if x is None else sample.equilibrium_logs(x)
    nested_at = x if method == "npl" else None
    own = logs
    if nested_at is not None:
        with np.errstate(all="ignore"):
            u = crisis.worths(model, sample.indices(best.beta, bend=False))
            own = sample.pseudo_logs(nested_at, np.log(crisis.firm(u, nested_at)))
    matrix = covariance(sample, own, best.beta, se.partition(":")[0], groups=groups, x=nested_at)
    if matrix is None:
        notes.append("no standard errors: the likelihood is flat in some direction at the estimates")
    if groups is not None and int(groups.max()) + 1 < 20:
        notes.append(f"only {int(groups.max()) + 1} clusters: standard errors by cluster tend to be too small")
    return Fit(
        model, table, sample, best.beta, matrix, se, level, value, _null(sample), best.converged,
        "nested pseudo-likelihood" if method == "npl" else "maximum likelihood",
        tuple(Start(s.value, s.converged) for s in found), seed, rows - table.rows,
        int(groups.max()) + 1 if groups is not None else 0, x, several, tuple(notes),
    )  # fmt: skip


def _null(sample: Sample) -> float | None:
    """Log-likelihood of the shares of outcomes over all rows."""
    if sample.offers is not None:
        return None
    total = sample.weights.sum(axis=0)
    return float(special.xlogy(total, total / total.sum()).sum())


def _groups(se: str, table: Table) -> Ints | None:
    """[N] cluster of each row, where clusters are asked for."""
    kind, mark, column = se.partition(":")
    if kind in ("hessian", "sandwich") and not mark:
        return None
    if kind != "cluster" or not column:
        raise InputError([Problem("se", 0, 0, repr(se), "hessian, sandwich, or cluster:COLUMN")])
    if column not in table.columns:
        known = list(table.columns)
        raise InputError([Problem("se", 0, 0, f"the column {column!r}", f"one of {listed(known, 20)}",
                                  did_you_mean(column, known))])  # fmt: skip
    refuse(table.problems(column, table.missing(column), "the name of a cluster"))
    _, groups = np.unique(np.array(table.labels(column)), return_inverse=True)
    if not len(groups) or groups.max() == 0:
        raise InputError([Problem("se", 0, 0, f"one cluster in {column!r}", "two or more")])
    return groups.reshape(-1).astype(np.int64)


# ---------------------------------------------------------------- starts


def _begin(sample: Sample, number: int, rng: np.random.Generator) -> Floats:
    """[M] a start: the first is plain, the others are drawn around it."""
    model = sample.model
    plain = np.zeros(sample.count)
    spread = np.full(sample.count, 0.5)
    if sample.offers is not None:
        # reservation values begin with what an average offer leaves, as in Kenkel & Signorino (2014)
        offers, (low, high) = sample.offers.offer, model.offers
        width = float(np.std(offers)) or 0.1 * (high - low)
        for s, equation in zip(sample.slices, model.equations, strict=True):
            for k, term in enumerate(equation.terms):
                at = s.start + k
                if equation.outcome == SCALE:
                    plain[at] = np.log(width) if term.part.kind == "constant" else 0.0
                    spread[at] = 0.5
                    continue
                mean = float(np.mean(offers))
                first = high - mean if equation.party == model.parties[0] else mean - width
                plain[at] = first if term.part.kind == "constant" else 0.0
                spread[at] = width
    drawn = plain + spread * rng.normal(size=sample.count)
    return plain if number == 0 else drawn


def _check_logs(sample: Sample) -> Logs:
    """Log probabilities that depend on the coefficients as the model's do, wherever that is asked."""
    if sample.model.game != "crisis":
        return sample.logs()
    rng = np.random.default_rng(0)
    return sample.pseudo_logs(rng.normal(size=sample.rows) * 0.7, np.log(rng.uniform(0.2, 0.8, size=sample.rows)))


def _places(sample: Sample) -> list[Floats]:
    """[M] three places at which identification is looked at."""
    rng = np.random.default_rng(1)
    return [_begin(sample, 1, rng) * 0.7 for _ in range(3)]
