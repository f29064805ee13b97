"""Numbers that carry their exact first and second derivatives, one for each row of data.

Forward differentiation of Taylor polynomials of degree two (Griewank & Walther 2008, doi:10.1137/1.9780898717761,
chapter 13). Letters: N rows, K variables. The variables are the few linear indices of a game (utilities, log scales),
not the coefficients behind them, so that a derivative costs K numbers a row whatever the number of columns.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy import special

Floats = npt.NDArray[np.float64]

_ROOT_TWO_PI = np.sqrt(2 * np.pi)
_FAR = 1e5
"""Beyond this many standard deviations the normal tail is as its asymptote to all digits that matter."""
FURTHEST = 300.0
"""Largest exponent that is taken; exp of it is far beyond any number that occurs at a solution."""


@dataclass(frozen=True, eq=False)
class Dual:
    """A value [N] with its gradient [K, N] and Hessian [K, K, N]; the Hessian is left out where nobody asks for it."""

    value: Floats
    slope: Floats
    bend: Floats | None

    __array_ufunc__ = None
    """Arrays on the left leave the operation to us."""

    def through(self, value: Floats, first: Floats, second: Floats) -> Dual:
        """A function of this number, from its value and derivatives there."""
        bend = None
        if self.bend is not None:
            bend = first * self.bend + second * (self.slope[:, None] * self.slope[None, :])
        return Dual(value, first * self.slope, bend)

    def __add__(self, other: Dual | Floats | float) -> Dual:
        if isinstance(other, Dual):
            bend = None if self.bend is None or other.bend is None else self.bend + other.bend
            return Dual(self.value + other.value, self.slope + other.slope, bend)
        return Dual(self.value + other, self.slope, self.bend)

    __radd__ = __add__

    def __neg__(self) -> Dual:
        return Dual(-self.value, -self.slope, None if self.bend is None else -self.bend)

    def __sub__(self, other: Dual | Floats | float) -> Dual:
        return self + (-other)

    def __rsub__(self, other: Floats | float) -> Dual:
        return (-self) + other

    def __mul__(self, other: Dual | Floats | float) -> Dual:
        if not isinstance(other, Dual):
            return Dual(self.value * other, self.slope * other, None if self.bend is None else self.bend * other)
        bend = None
        if self.bend is not None and other.bend is not None:
            cross = self.slope[:, None] * other.slope[None, :]
            bend = self.bend * other.value + other.bend * self.value + cross + cross.swapaxes(0, 1)
        return Dual(self.value * other.value, self.slope * other.value + other.slope * self.value, bend)

    __rmul__ = __mul__

    def __truediv__(self, other: Dual | Floats | float) -> Dual:
        return self * (reciprocal(other) if isinstance(other, Dual) else 1.0 / other)

    def __rtruediv__(self, other: Floats | float) -> Dual:
        return reciprocal(self) * other


def variables(values: Sequence[Floats], *, bend: bool) -> list[Dual]:
    """The independent variables of a computation: K values [N] become duals of K variables."""
    k = len(values)
    out = []
    for place, value in enumerate(values):
        slope = np.zeros((k, len(value)))
        slope[place] = 1.0
        out.append(Dual(np.asarray(value, np.float64), slope, np.zeros((k, k, len(value))) if bend else None))
    return out


def constant(value: Floats | float, like: Dual) -> Dual:
    """A number [N] that depends on no variable, of the same kind as another."""
    n = like.value.shape[0]
    bend = None if like.bend is None else np.zeros_like(like.bend)
    return Dual(np.broadcast_to(np.asarray(value, np.float64), (n,)), np.zeros_like(like.slope), bend)


def _lift(
    x: Dual, value: Callable[[Floats], Floats], derivatives: Callable[[Floats, Floats], tuple[Floats, Floats]]
) -> Dual:
    found = value(x.value)
    return x.through(found, *derivatives(x.value, found))


def reciprocal(x: Dual) -> Dual:
    """One over a number."""
    v = 1.0 / x.value
    return x.through(v, -v * v, 2.0 * v * v * v)


def exp(x: Dual) -> Dual:
    """The exponential; exponents beyond what a double holds are cut."""
    return _lift(x, lambda a: np.exp(np.minimum(a, FURTHEST)), lambda a, v: (v, v))


def log(x: Dual) -> Dual:
    """The natural logarithm."""
    return _lift(x, np.log, lambda a, v: (1 / a, -1 / (a * a)))


def sqrt(x: Dual) -> Dual:
    """The square root."""
    return _lift(x, np.sqrt, lambda a, v: (0.5 / v, -0.25 / (v * a)))


def normal(x: Dual) -> Dual:
    """The standard normal distribution function."""

    def derivatives(a: Floats, v: Floats) -> tuple[Floats, Floats]:
        density = np.exp(-0.5 * a * a) / _ROOT_TWO_PI
        return density, -a * density

    return _lift(x, special.ndtr, derivatives)


def log_normal(x: Dual) -> Dual:
    """The log of the standard normal distribution function, accurate far in the tails."""

    def derivatives(a: Floats, v: Floats) -> tuple[Floats, Floats]:
        # the ratio of density and distribution function
        near = np.maximum(a, -_FAR)
        mills = np.exp(-0.5 * near * near - special.log_ndtr(near)) / _ROOT_TWO_PI
        mills = np.where(a < -_FAR, -a, mills)
        return mills, -mills * (a + mills)

    return _lift(x, special.log_ndtr, derivatives)


def log_logistic(x: Dual) -> Dual:
    """The log of the logistic distribution function."""

    def derivatives(a: Floats, v: Floats) -> tuple[Floats, Floats]:
        other = special.expit(-a)
        return other, -other * (1 - other)

    return _lift(x, special.log_expit, derivatives)


def log_sum(parts: Sequence[Dual]) -> Dual:
    """The log of a sum of numbers given by their logs."""
    if len(parts) == 1:
        return parts[0]
    top: Floats = np.max([part.value for part in parts], axis=0)
    total = exp(parts[0] - top)
    for part in parts[1:]:
        total = total + exp(part - top)
    return log(total) + top
