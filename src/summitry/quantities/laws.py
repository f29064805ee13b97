"""The laws of uncertain numbers, each a map from uniform coordinates in (0, 1) to values.

A law says how many coordinates a draw takes (`coordinates`), how many numbers it yields (`size`), and turns
coordinates [B, coordinates] into values [B, size]. Drawing by inverse distribution functions keeps draws
tied to their coordinates, so that two scenarios can be compared on common random numbers.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Law:
    """Base of all laws."""

    @property
    def coordinates(self) -> int:
        """How many uniform coordinates one draw takes."""
        return 1

    @property
    def size(self) -> int:
        """How many numbers one draw yields."""
        return 1

    def values(self, u: Floats) -> Floats:
        """Values [B, size] at uniform coordinates [B, coordinates]."""
        raise TypeError(f"{type(self).__name__} has no values")

    @property
    def ends(self) -> tuple[float, float]:
        """Lower and upper end of what can be drawn (infinite where there is none)."""
        raise TypeError(f"{type(self).__name__} has no ends")

    @property
    def centre(self) -> Floats:
        """[1, size] one draw in the middle: every coordinate at a half."""
        return self.values(np.full((1, max(self.coordinates, 1)), 0.5))

    @property
    def middle(self) -> float:
        """The first component of the draw in the middle: its median."""
        return float(self.centre[0, 0])

    @property
    def certain(self) -> bool:
        """Whether only one value can be drawn."""
        low, high = self.ends
        return low == high


@dataclass(frozen=True)
class Constant(Law):
    """A number known exactly."""

    value: float

    def values(self, u: Floats) -> Floats:
        """The number, B times."""
        return np.full((len(u), 1), self.value)

    @property
    def ends(self) -> tuple[float, float]:
        """The number, twice."""
        return self.value, self.value


@dataclass(frozen=True)
class Uniform(Law):
    """Equally likely between two hard ends; a range of one point is that point exactly."""

    low: float
    high: float

    def values(self, u: Floats) -> Floats:
        """`low + (high - low) u`, never outside the ends."""
        return np.clip(self.low + (self.high - self.low) * u[:, :1], self.low, self.high)

    @property
    def ends(self) -> tuple[float, float]:
        """The two ends."""
        return self.low, self.high


def _beta_quantile(u: Floats, a: float, b: float) -> Floats:
    from scipy.special import betaincinv

    return np.asarray(betaincinv(a, b, u), dtype=np.float64)


@dataclass(frozen=True)
class Pert(Law):
    """The PERT law: a beta law with a most likely value (Malcolm et al. 1959)."""

    low: float
    mode: float
    high: float

    def values(self, u: Floats) -> Floats:
        """Quantiles at u."""
        span = self.high - self.low
        if span == 0:
            return np.full((len(u), 1), self.low)
        a = 1 + 4 * (self.mode - self.low) / span
        b = 1 + 4 * (self.high - self.mode) / span
        return self.low + span * _beta_quantile(u[:, :1], a, b)

    @property
    def ends(self) -> tuple[float, float]:
        """The two ends."""
        return self.low, self.high


@dataclass(frozen=True)
class Triangular(Law):
    """Rising to the most likely value and falling from it in straight lines."""

    low: float
    mode: float
    high: float

    def values(self, u: Floats) -> Floats:
        """Quantiles at u."""
        span = self.high - self.low
        if span == 0:
            return np.full((len(u), 1), self.low)
        x = u[:, :1]
        rising = self.low + np.sqrt(x * span * (self.mode - self.low))
        falling = self.high - np.sqrt((1 - x) * span * (self.high - self.mode))
        return np.where(x * span <= self.mode - self.low, rising, falling)

    @property
    def ends(self) -> tuple[float, float]:
        """The two ends."""
        return self.low, self.high


@dataclass(frozen=True)
class Beta(Law):
    """The beta law on (0, 1)."""

    a: float
    b: float

    def values(self, u: Floats) -> Floats:
        """Quantiles at u."""
        return _beta_quantile(u[:, :1], self.a, self.b)

    @property
    def ends(self) -> tuple[float, float]:
        """0 and 1."""
        return 0.0, 1.0


@dataclass(frozen=True)
class Normal(Law):
    """The normal law."""

    mean: float
    sd: float

    def values(self, u: Floats) -> Floats:
        """Quantiles at u."""
        from scipy.special import ndtri

        return np.asarray(self.mean + self.sd * ndtri(u[:, :1]), dtype=np.float64)

    @property
    def ends(self) -> tuple[float, float]:
        """Without ends, unless the standard deviation is 0."""
        return (self.mean, self.mean) if self.sd == 0 else (-np.inf, np.inf)


@dataclass(frozen=True)
class Lognormal(Law):
    """The law of a number whose logarithm is normal: its median, and the standard deviation of the logarithm."""

    median: float
    sigma: float

    def values(self, u: Floats) -> Floats:
        """Quantiles at u."""
        from scipy.special import ndtri

        return np.asarray(self.median * np.exp(self.sigma * ndtri(u[:, :1])), dtype=np.float64)

    @property
    def ends(self) -> tuple[float, float]:
        """0 and infinity, unless sigma is 0."""
        return (self.median, self.median) if self.sigma == 0 else (0.0, np.inf)


@dataclass(frozen=True)
class Choice(Law):
    """One of several values, equally likely."""

    options: tuple[float, ...]

    def values(self, u: Floats) -> Floats:
        """The value in whose part of (0, 1) u lies."""
        table = np.asarray(self.options)
        return table[np.minimum((u[:, :1] * len(table)).astype(np.int64), len(table) - 1)]

    @property
    def ends(self) -> tuple[float, float]:
        """Smallest and largest value."""
        return min(self.options), max(self.options)


@dataclass(frozen=True)
class Dirichlet(Law):
    """Several chances that sum to 1 (by breaking a stick, one beta law at a time)."""

    weights: tuple[float, ...]

    @property
    def coordinates(self) -> int:
        """One fewer than the chances."""
        return len(self.weights) - 1

    @property
    def size(self) -> int:
        """As many as the weights."""
        return len(self.weights)

    def values(self, u: Floats) -> Floats:
        """Chances [B, size], each row summing to 1."""
        out = np.empty((len(u), self.size))
        left = np.ones(len(u))
        for k, weight in enumerate(self.weights[:-1]):
            part = _beta_quantile(u[:, k], weight, sum(self.weights[k + 1 :]))
            out[:, k] = left * part
            left = left * (1 - part)
        out[:, -1] = left
        return np.clip(out, 1e-12, 1.0)

    @property
    def ends(self) -> tuple[float, float]:
        """0 and 1."""
        return 0.0, 1.0


@dataclass(frozen=True)
class Ranking(Law):
    """Values of which only the order is known, uniform among all that fit: best at `over`, worst at 0, ties equal.

    `ranks[i]` is the place (0 the best) of the i-th label; `over` is multiplied in by the caller.
    """

    ranks: tuple[int, ...]

    @property
    def coordinates(self) -> int:
        """One per group of equals between best and worst."""
        return max(max(self.ranks) - 1, 0)

    @property
    def size(self) -> int:
        """As many as the labels."""
        return len(self.ranks)

    def values(self, u: Floats) -> Floats:
        """Values [B, size] in [0, 1]: order statistics of uniforms, so uniform on the ordered cone."""
        groups = max(self.ranks) + 1
        table = np.zeros((len(u), groups))
        table[:, 0] = 1.0
        top = np.ones(len(u))
        inner = groups - 2
        for k in range(inner):
            # the largest of the m uniforms that are left below `top` is top * u^(1/m)
            top = top * u[:, k] ** (1.0 / (inner - k))
            table[:, k + 1] = top
        if groups == 1:
            table[:, 0] = 0.0
        return table[:, list(self.ranks)]

    @property
    def ends(self) -> tuple[float, float]:
        """0 and 1."""
        return 0.0, 1.0

    @property
    def certain(self) -> bool:
        """Whether only one set of values fits."""
        return self.coordinates == 0
