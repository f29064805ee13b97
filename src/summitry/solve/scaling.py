"""Payoffs of each party brought to one range, so that neither their unit nor their zero matters."""

from __future__ import annotations

import numpy as np

from summitry.solve.solution import Floats


def scaling(payoffs: Floats) -> tuple[Floats, Floats, Floats]:
    """Range, centre and scale [..., P] of payoffs [..., R, P]: (payoffs - centre) scale lies in [-1/2, 1/2].

    A party to whom all endings are worth the same has scale 0.
    """
    # Party by party: numpy reduces an axis before a short one thirty times more slowly.
    parties = range(payoffs.shape[-1])
    low = np.stack([payoffs[..., p].min(axis=-1) for p in parties], axis=-1)
    high = np.stack([payoffs[..., p].max(axis=-1) for p in parties], axis=-1)
    span = high - low
    scale = np.where(span > 0, 1.0 / np.where(span > 0, span, 1.0), 0.0)
    return span, 0.5 * (low + high), scale
