"""Numbers and texts as Gambit's formats write them: what is read back is the same, to the last bit."""

from __future__ import annotations

import math
import re
from fractions import Fraction
from functools import lru_cache

import numpy as np

_DECIMALS = 8
"""Decimals of up to so many characters are written as they are; longer ones give way to a shorter fraction."""
_PLAIN_BACKSLASH = re.compile(r'\\(?=[\\"]|\Z)|"')


def quoted(text: str) -> str:
    """A text in quotes.

    A backslash is doubled only where it would else be read with what follows: Gambit knows no doubled ones.
    """
    return '"' + _PLAIN_BACKSLASH.sub(lambda m: "\\" + m[0], text) + '"'


@lru_cache(1 << 16)
def number_text(value: float) -> str:
    """The shortest of decimal and fraction that is read back as the same double (0 for both zeros); no needless point.

    >>> number_text(2.0), number_text(0.1), number_text(1 / 3), number_text(-1e300)
    ('2', '0.1', '1/3', '-1e+300')
    """
    if value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    decimal = repr(value)
    if len(decimal) <= _DECIMALS or not 1e-9 < abs(value) < 1e9:
        return decimal
    fraction = str(simplest(value))
    return fraction if len(fraction) < len(decimal) else decimal


def simplest(value: float) -> Fraction:
    """The fraction of smallest denominator that is read as this double."""
    if value < 0:
        return -simplest(-value)
    exact = Fraction(value)
    below = (exact + Fraction(math.nextafter(value, 0.0))) / 2
    above = (exact + Fraction(math.nextafter(value, math.inf))) / 2
    return _between(below, exact, above, value)


def _between(low: Fraction, exact: Fraction, high: Fraction, value: float) -> Fraction:
    """Simplest fraction strictly inside (low, high): continued fractions of both ends while they agree."""
    terms: list[int] = []
    a, b = low, high
    while True:
        whole = math.floor(a)
        if whole + 1 < b:
            terms.append(whole + 1)
            break
        terms.append(whole)
        rest = a - whole
        a, b = 1 / (b - whole), (1 / rest if rest else Fraction(1 << 1100))
    found = Fraction(terms[-1])
    for term in reversed(terms[:-1]):
        found = term + 1 / found
    return found if float(found) == value else exact


def chance_texts(chances: list[float]) -> list[str]:
    """Probabilities that are read back as these doubles and sum to one exactly, as the formats demand.

    Decimals where they do, else simple fractions, else decimals of which the largest is what is missing, else the exact
    values with what is missing shared out within the rounding of each. Where the doubles themselves are off by more
    (they came from no file), the largest takes the rest.
    """
    for texts in ([number_text(x) for x in chances], [str(simplest(x)) if x else "0" for x in chances]):
        if sum(map(Fraction, texts)) == 1:
            return texts
    largest = int(np.argmax(chances))
    texts = [number_text(x) if k != largest else "0" for k, x in enumerate(chances)]
    rest = _decimal(1 - sum(map(Fraction, texts), Fraction(0)))
    if rest and float(rest) == chances[largest]:
        return [*texts[:largest], rest, *texts[largest + 1 :]]
    exact = [Fraction(x) for x in chances]
    missing = 1 - sum(exact)
    for k in np.argsort(chances)[::-1].tolist():
        if not exact[k] or not missing:
            continue
        end = math.inf if missing > 0 else 0.0
        room = (Fraction(math.nextafter(chances[k], end)) - exact[k]) * Fraction(499, 1000)
        step = room if abs(room) < abs(missing) else missing
        exact[k] += step
        missing -= step
    exact[largest] += missing
    return [str(x) for x in exact]


def _decimal(value: Fraction) -> str:
    """A fraction as a decimal, where that is exact and not too long; else an empty text."""
    for digits in (20, 40):
        whole = value * 10**digits
        if whole.denominator == 1:
            return f"0.{whole.numerator:0{digits}d}".rstrip("0") if 0 < value < 1 else ""
    return ""
