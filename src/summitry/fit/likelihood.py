"""The log-likelihood of a model in its coefficients, with exact gradient and Hessian.

Letters: N rows, O outcomes, K linear indices with something to be estimated, M coefficients.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from summitry.fit import crisis, steps, ultimatum
from summitry.fit.duals import Dual, constant, exp, variables
from summitry.fit.model import SCALE, FitModel

Floats = npt.NDArray[np.float64]
Logs = Callable[["Linear", slice], Sequence[Dual]]
"""Log probabilities of the outcomes from the indices of some rows."""
ALL = slice(None)
_BLOCK = 8192
"""Numbers of a Hessian array that are worked on at once, so that they stay in the processor's cache."""


@dataclass(frozen=True, eq=False)
class Linear:
    """The linear indices of a model at some coefficients; see `steps.Indices`."""

    found: Mapping[str, Dual]
    nothing: Dual

    def utility(self, party: str, outcome: str) -> Dual:
        """[N] what an outcome is worth to a party; 0 where nothing is written."""
        return self.found.get(f"{party}.{outcome}", self.nothing)

    def scale(self, party: str) -> Dual | float:
        """[N] the scale of a party's errors; 1 where nothing is written."""
        log_scale = self.found.get(f"{party}.{SCALE}") or self.found.get(SCALE)
        return 1.0 if log_scale is None else exp(log_scale)


@dataclass(frozen=True, eq=False)
class Sample:
    """A model's rows as arrays."""

    model: FitModel
    designs: tuple[Floats, ...]
    """[N, m] columns of each equation's terms."""
    fixed: tuple[Floats, ...]
    """[N] what is added to each equation's index."""
    weights: Floats
    """[N, O] how often each outcome was seen; of the ultimatum game [N, 1] how often a row counts."""
    offers: ultimatum.Offers | None = None
    units: Floats = field(default_factory=lambda: np.zeros(0))
    """[M] root mean square of each column: coefficients are sought in units of one over it."""

    @property
    def rows(self) -> int:
        """Number of rows, N."""
        return len(self.weights)

    @property
    def count(self) -> int:
        """Number of coefficients, M."""
        return sum(x.shape[1] for x in self.designs)

    @property
    def observations(self) -> float:
        """How many outcomes were seen."""
        return float(self.weights.sum())

    @property
    def slices(self) -> list[slice]:
        """Where each equation's coefficients are."""
        ends = np.cumsum([0, *(x.shape[1] for x in self.designs)]).tolist()
        return [slice(a, b) for a, b in pairwise(ends)]

    @property
    def moving(self) -> list[int]:
        """The equations with something to be estimated, in the order of the K variables."""
        return [k for k, x in enumerate(self.designs) if x.shape[1]]

    def indices(self, beta: Floats, *, bend: bool, rows: slice = ALL) -> Linear:
        """The linear indices at coefficients [M], of some rows."""
        each = zip(self.designs, self.slices, self.fixed, strict=True)
        values = [x[rows] @ beta[s] + f[rows] for x, s, f in each]
        moving = self.moving
        free = variables([values[k] for k in moving], bend=bend) if moving else []
        n = len(self.weights[rows])
        like = free[0] if free else Dual(np.zeros(n), np.zeros((0, n)), np.zeros((0, 0, n)) if bend else None)
        nothing = constant(0.0, like)
        found: dict[str, Dual] = {}
        names = [equation.name for equation in self.model.equations]
        for k, (name, value) in enumerate(zip(names, values, strict=True)):
            found[name] = free[moving.index(k)] if k in moving else constant(value, like)
        return Linear(found, nothing)

    def evaluate(self, logs: Logs, beta: Floats, *, bend: bool = True) -> tuple[float, Floats, Floats]:
        """Log-likelihood, gradient [M] and Hessian [M, M] (empty where it is not asked for)."""
        moving = self.moving
        k, size = len(moving), self.rows
        block = max(_BLOCK // max(k * k, 1), 64)
        total = 0.0
        slope, curve = np.zeros((k, size)), np.zeros((k, k, size) if bend else 0)
        with np.errstate(all="ignore"):
            # trial steps may go anywhere; what is not finite is refused by who asked
            for begin in range(0, size, block):
                rows = slice(begin, begin + block)
                for part, weight in zip(
                    logs(self.indices(beta, bend=bend, rows=rows), rows), self.weights[rows].T, strict=True
                ):
                    seen = weight > 0
                    if not seen.any():
                        continue
                    total += float(weight[seen] @ part.value[seen])
                    slope[:, rows] += np.where(seen, weight * part.slope, 0.0)
                    if bend and part.bend is not None:
                        curve[:, :, rows] += np.where(seen, weight * part.bend, 0.0)
            gradient = self.to_coefficients(slope)
            return total, gradient, self.to_matrix(curve) if bend else np.zeros((0, 0))

    def to_coefficients(self, by_index: Floats) -> Floats:
        """[M] sums over rows of derivatives by the indices [K, N], times the columns."""
        out = np.zeros(self.count)
        slices = self.slices
        for place, k in enumerate(self.moving):
            out[slices[k]] = by_index[place] @ self.designs[k]
        return out

    def to_matrix(self, by_indices: Floats) -> Floats:
        """[M, M] the same for second derivatives [K, K, N]."""
        out = np.zeros((self.count, self.count))
        slices, moving = self.slices, self.moving
        for i, k in enumerate(moving):
            for j, other in enumerate(moving[: i + 1]):
                block = (self.designs[k].T * by_indices[i, j]) @ self.designs[other]
                out[slices[k], slices[other]] = block
                out[slices[other], slices[k]] = block.T
        return out

    def by_row(self, by_index: Floats) -> Floats:
        """[N, M] derivatives by the indices [K, N], row by row."""
        out = np.zeros((self.rows, self.count))
        slices = self.slices
        for place, k in enumerate(self.moving):
            out[:, slices[k]] = by_index[place][:, None] * self.designs[k]
        return out

    def parts(self, logs: Logs, beta: Floats, *, bend: bool) -> list[Dual]:
        """[O] log probabilities of the outcomes in all rows."""
        with np.errstate(all="ignore"):
            return list(logs(self.indices(beta, bend=bend), ALL))

    def logs(self) -> Logs:
        """Log probabilities of a game without several equilibria."""
        model, offers = self.model, self.offers
        if model.game == "ultimatum":
            assert offers is not None
            return lambda linear, rows: [ultimatum.log_density(model, linear, offers.rows(rows))]
        return lambda linear, rows: steps.log_probabilities(model, linear)

    def pseudo_logs(self, x: Floats, log_firm: Floats) -> Logs:
        """Log probabilities of the crisis game at expectations [N]: probit of resistance, and log firmness."""
        model = self.model

        def logs(linear: Linear, rows: slice) -> Sequence[Dual]:
            like = linear.nothing
            return crisis.pseudo(model, linear, constant(x[rows], like), constant(log_firm[rows], like))

        return logs

    def equilibrium_logs(self, x: Floats) -> Logs:
        """Log probabilities of the crisis game at given equilibria, probits of resistance [N]."""
        model = self.model
        return lambda linear, rows: crisis.at_equilibrium(model, linear, x[rows], linear.nothing)


def scaled(sample: Sample) -> Sample:
    """The same sample with every column divided by its root mean square; `units` keeps them."""
    units, designs = [], []
    for x in sample.designs:
        unit = np.sqrt(np.mean(np.square(x), axis=0)) if x.shape[1] else np.zeros(0)
        unit = np.where(unit > 0, unit, 1.0)
        units.append(unit)
        designs.append(x / unit)
    return Sample(sample.model, tuple(designs), sample.fixed, sample.weights, sample.offers,
                  np.concatenate(units) if units else np.zeros(0))  # fmt: skip
