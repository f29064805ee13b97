"""Numbers as JSON knows them."""

from __future__ import annotations

import math


def finite(x: float | None) -> float | None:
    """The number; None for infinities, for what is no number, and for None."""
    return float(x) if x is not None and math.isfinite(x) else None
