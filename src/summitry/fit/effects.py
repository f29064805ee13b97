"""What a fit says would happen: probabilities along a column with their bands, and average marginal effects.

Other columns stay as observed, and probabilities are averaged over the rows, each as often as it was seen (Hanmer &
Kalkan 2013, doi:10.1111/j.1540-5907.2012.00602.x). Bands are by the delta method: on the log-odds for probabilities, so
that they stay between 0 and 1.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt
from scipy import special

from summitry.errors import InputError, Problem
from summitry.fit import crisis, npl, ultimatum
from summitry.fit.design import regressors
from summitry.fit.duals import exp
from summitry.fit.estimate import Fit
from summitry.fit.table import Table
from summitry.fit.terms import Part
from summitry.scenario.troubles import did_you_mean, listed

Floats = npt.NDArray[np.float64]

POINTS = 25
_STEP = 1e-4
"""Half the width of a difference, in standard deviations of the column."""


@dataclass(frozen=True)
class Predicted:
    """Average predictions with their derivatives by the coefficients."""

    names: tuple[str, ...]
    """[Q] outcomes; of the ultimatum game `accepted` and `offer`."""
    values: Floats
    """[Q]"""
    gradient: Floats
    """[Q, M]"""
    several: float
    """Share of rows with more than one equilibrium; the one nearest to that of the fit is taken."""


@dataclass(frozen=True, eq=False)
class Along:
    """Predictions where one column has each of some values in all rows.

    >>> from summitry.fit.effects import Along
    >>> Along("x", (0.0, 1.0), ("a",), [[0.2], [0.4]], [[0.1], [0.3]], [[0.3], [0.5]], (0.0, 0.0)).at("a")
    [0.2, 0.4]
    """

    column: str
    values: tuple[float | str, ...]
    """[G]"""
    names: tuple[str, ...]
    """[Q]"""
    mean: list[list[float]]
    """[G, Q]"""
    low: list[list[float]]
    high: list[list[float]]
    several: tuple[float, ...]
    """[G] share of rows with more than one equilibrium."""

    def at(self, name: str) -> list[float]:
        """[G] one outcome."""
        k = self.names.index(name)
        return [row[k] for row in self.mean]


@dataclass(frozen=True)
class Effect:
    """By how much an average prediction moves with a column."""

    column: str
    change: str
    """`per unit`, `from 0 to 1`, or `from LABEL to LABEL`."""
    of: str
    """The outcome."""
    estimate: float
    se: float
    low: float
    high: float


def predict(fit: Fit, table: Table, *, share: Floats | float = 1.0) -> Predicted:
    """Average predictions over rows such as those of the fit, with some columns changed; each row times `share` [N]."""
    designs, fixed = regressors(fit.model, table)
    ends = np.cumsum([0, *(x.shape[1] for x in designs)]).tolist()
    designs = tuple(x / fit.sample.units[a:b] for x, a, b in zip(designs, ends[:-1], ends[1:], strict=True))
    sample = replace(fit.sample, designs=designs, fixed=fixed)
    often = sample.weights.sum(axis=1)
    often = often / often.sum()
    several = 0.0
    part_of = often * share
    with np.errstate(all="ignore"):
        if fit.model.game == "ultimatum":
            linear = sample.indices(fit.beta, bend=False)
            names: tuple[str, ...] = ("accepted", "offer")
            parts = ultimatum.expectations(fit.model, linear)
        else:
            names = fit.model.outcomes
            logs = sample.logs() if fit.x is None else None
            if fit.x is not None:
                x, counts = npl.near(crisis.worths(fit.model, sample.indices(fit.beta, bend=False)), fit.x)
                several = float(often @ (counts > 1))
                logs = sample.equilibrium_logs(x)
            assert logs is not None
            parts = [exp(p) for p in sample.parts(logs, fit.beta, bend=False)]
    values = np.array([float(part_of @ p.value) for p in parts])
    gradient = np.stack([sample.to_coefficients(p.slope * part_of) for p in parts])
    return Predicted(names, values, gradient, several)


def along(fit: Fit, column: str, *, values: list[float] | None = None, points: int = POINTS) -> Along:
    """Predictions along one column of the model, from its least to its largest value in the data by default.

    Raises `InputError` for a column that no utility reads.

    >>> model = summitry.load_fit_model(b'''
    ... fit: 1
    ... title: Does the firm enter?
    ... steps: [{step: entry, by: firm, options: [out, in]}]
    ... utilities: {firm: {in: constant + demand}}
    ... observed: {outcome: entry}
    ... ''')
    >>> data = summitry.Table.of({"demand": [0, 1] * 4, "entry": "out in out out in in out in".split()})
    >>> path = summitry.along(summitry.fit(model, data), "demand", values=[0, 1])
    >>> [round(p, 3) for p in path.at("in")]
    [0.25, 0.75]
    """
    numeric, labelled = columns_of(fit)
    if column not in numeric and column not in labelled:
        known = [*numeric, *labelled]
        expected = f"one that the model reads: {listed(known, 20)}"
        raise InputError([Problem("along", 0, 0, f"the column {column!r}", expected, did_you_mean(column, known))])
    table = fit.table
    places: list[float | str]
    if column in numeric:
        seen = table.numbers(column)
        places = list(values) if values else np.linspace(seen.min(), seen.max(), points).tolist()
        tables = [table.with_numbers(column, np.full(table.rows, float(v))) for v in places]
    else:
        places = sorted(set(table.labels(column)))
        tables = [table.with_texts(column, [str(v)] * table.rows) for v in places]
    found = [predict(fit, changed) for changed in tables]
    bands = [_bands(fit, one) for one in found]
    return Along(column, tuple(places), found[0].names, [one.values.tolist() for one in found],
                 [low.tolist() for low, _ in bands], [high.tolist() for _, high in bands],
                 tuple(one.several for one in found))  # fmt: skip


def _bands(fit: Fit, one: Predicted) -> tuple[Floats, Floats]:
    """[Q] ends of the interval of each prediction."""
    if fit.covariance is None:
        nothing = np.full(len(one.values), np.nan)
        return nothing, nothing
    wide = float(special.ndtri(0.5 + 0.5 * fit.level))
    spread = wide * np.sqrt(np.einsum("qm,mn,qn->q", one.gradient, fit.covariance, one.gradient))
    low, high = one.values - spread, one.values + spread
    chance = np.array([name != "offer" or fit.model.game != "ultimatum" for name in one.names])
    p = np.clip(one.values, 1e-300, 1 - 1e-16)
    odds, half = np.log(p) - np.log1p(-p), spread / (p * (1 - p))
    with np.errstate(over="ignore"):
        return (np.where(chance, 1 / (1 + np.exp(half - odds)), low),
                np.where(chance, 1 / (1 + np.exp(-half - odds)), high))  # fmt: skip


def columns_of(fit: Fit) -> tuple[list[str], list[str]]:
    """The columns that utilities and scales read as numbers, and those that they read as labels only."""
    numeric: dict[str, None] = {}
    labelled: dict[str, None] = {}
    for equation in fit.model.equations:
        for term in (*equation.terms, *((equation.fixed,) if equation.fixed else ())):
            labelled.update(dict.fromkeys(sorted(term.part.labelled())))
            numeric.update(dict.fromkeys(sorted(term.part.columns() - term.part.labelled())))
    return list(numeric), [name for name in labelled if name not in numeric]


def marginal_effects(fit: Fit) -> list[Effect]:
    """Average marginal effect of every column on every outcome.

    Columns of 0 and 1 are moved from 0 to 1 in all rows, labels from one to another, others by a unit (a derivative).

    >>> model = summitry.load_fit_model(b'''
    ... fit: 1
    ... title: Does the firm enter?
    ... steps: [{step: entry, by: firm, options: [out, in]}]
    ... utilities: {firm: {in: constant + demand}}
    ... observed: {outcome: entry}
    ... ''')
    >>> data = summitry.Table.of({"demand": [0, 1] * 4, "entry": "out in out out in in out in".split()})
    >>> effect = summitry.marginal_effects(summitry.fit(model, data))[1]
    >>> effect.of, effect.change, round(effect.estimate, 3)
    ('in', 'from 0 to 1', 0.5)
    """
    numeric, labelled = columns_of(fit)
    out: list[Effect] = []
    table = fit.table
    for column in numeric:
        seen = table.numbers(column)
        if np.isin(seen, (0.0, 1.0)).all():
            below, above = (table.with_numbers(column, np.full(table.rows, v)) for v in (0.0, 1.0))
            out += _effects(fit, column, "from 0 to 1", below, above, 1.0)
            continue
        out += _derivatives(fit, column, seen)
    for column in labelled:
        terms = [t.part for e in fit.model.equations for t in e.terms if column in t.part.labelled()]
        named = list(dict.fromkeys(label for part in terms for label in _labels(part, column)))
        seen_labels = list(table.labels(column))
        others = [label for label in seen_labels if label not in named] or seen_labels
        base = max(sorted(set(others)), key=others.count)
        for label in named:
            if label != base:
                low_table, high_table = (table.with_texts(column, [v] * table.rows) for v in (base, label))
                out += _effects(fit, column, f"from {base} to {label}", low_table, high_table, 1.0)
    return out


def _labels(part: Part, column: str) -> list[str]:
    own = [part.label] if part.kind == "value" and part.name == column else []
    return own + [label for below in part.parts for label in _labels(below, column)]


def _derivatives(fit: Fit, column: str, seen: Floats) -> list[Effect]:
    """Per unit; by a standard deviation where some term is too steep for that, such as the root of 0."""
    table, spread = fit.table, float(np.std(seen)) or 1.0
    step = _STEP * spread
    # at the edge of the data, beyond which a term may not be defined, the difference looks inwards
    low, high = np.maximum(seen - step, seen.min()), np.minimum(seen + step, seen.max())
    if _smooth(fit, column, low, high):
        below, above = table.with_numbers(column, low), table.with_numbers(column, high)
        return _effects(fit, column, "per unit", below, above, 1.0 / (high - low))
    return _effects(fit, column, "by one standard deviation", table, table.with_numbers(column, seen + spread), 1.0)


def _smooth(fit: Fit, column: str, low: Floats, high: Floats) -> bool:
    """Whether no term bends much between the two ends of a small difference."""
    middle = 0.5 * (low + high)
    tables = [fit.table.with_numbers(column, x) for x in (low, middle, high)]
    for equation in fit.model.equations:
        for term in equation.terms:
            if column in term.part.columns():
                below, between, above = (term.part.of(t) for t in tables)
                if np.abs(below - 2 * between + above).max() > 1e-2 * np.abs(above - below).max():
                    return False
    return True


def _effects(fit: Fit, column: str, change: str, below: Table, above: Table, share: Floats | float) -> list[Effect]:
    low, high = predict(fit, below, share=share), predict(fit, above, share=share)
    estimate, gradient = high.values - low.values, high.gradient - low.gradient
    wide = float(special.ndtri(0.5 + 0.5 * fit.level))
    if fit.covariance is None:
        spread = np.full(len(estimate), np.nan)
    else:
        spread = np.sqrt(np.maximum(np.einsum("qm,mn,qn->q", gradient, fit.covariance, gradient), 0))
    return [
        Effect(column, change, name, float(e), float(s), float(e - wide * s), float(e + wide * s))
        for name, e, s in zip(low.names, estimate, spread, strict=True)
    ]
