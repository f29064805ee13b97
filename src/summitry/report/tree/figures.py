"""How numbers are written on a tree."""

from __future__ import annotations

import math

MINUS = "−"


def _power(x: float) -> str:
    digits, _, power = f"{x:.1e}".partition("e")
    return f"{digits}e{int(power)}".replace("-", MINUS)


def probability(p: float) -> str:
    """Two or three digits that tell the probability from 0 and 1: `0.42`, `0.0031`, `0.998`, `2.1e−7`.

    No branch has the probability 0; where it is 0 it was too small for a double.
    """
    if math.isnan(p):
        return "?"
    if p < 1e-99:
        return f"<1e{MINUS}99"
    if p < 1e-3:
        return _power(p)
    if p < 0.0995:
        return f"{p:.2g}"
    if p < 0.99:
        return f"{p:.2f}"
    if p >= 1 - 1e-12:
        return "1"
    return f"{p:.3f}" if p < 0.9995 else ">0.999"


def amount(x: float, digits: int = 3) -> str:
    """A payoff: whole numbers as they are, others to so many digits."""
    if math.isnan(x):
        return "?"
    size = abs(x)
    if not size:
        return "0"
    if size >= 1e7 or 0 < size < 1e-4:
        return _power(x)
    text = f"{x:.{digits}g}"
    if x == round(x) or abs(float(text)) >= 10**digits:
        text = f"{x:,.0f}"
    elif "e" in text:
        text = f"{x:.{digits + 3}f}".rstrip("0")
    return text.replace("-", MINUS)


def count(n: int) -> str:
    """A number of things: `38,605`."""
    return f"{n:,}"
