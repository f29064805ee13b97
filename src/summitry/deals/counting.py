"""How many packages suit all, counted without listing them where that can be had."""

from __future__ import annotations

from collections.abc import Sequence
from math import prod

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]

MOST_COUNTED = 200_000_000
"""Packages that are looked at one by one."""
MOST_HALF = 150_000
"""Ways to settle either half of the issues between two parties; each is held against the other half at once."""
_BLOCK = 200_000
_GROUP = 256


def count_above(worth: Sequence[npt.ArrayLike], reserve: npt.ArrayLike) -> int | None:
    """How many packages, sums over tables [options, P], exceed what no agreement is worth to everybody.

    None where they are too many: more than about 10^10 between two parties, 2 10^8 among more.

    >>> summitry.count_above([[[0, 3], [2, 2], [3, 0]], [[0, 1], [1, 0]]], [1, 1])
    2
    """
    tables, reserve = [np.asarray(table, np.float64) for table in worth], np.asarray(reserve, np.float64)
    if reserve.shape == (2,):
        left, right = _halves(tables)
        if max(prod(map(len, left)), prod(map(len, right))) <= MOST_HALF:
            return _pairs(_sums(left, 2), reserve - _sums(right, 2))
    if prod(map(len, tables)) > MOST_COUNTED:
        return None
    # the last issues together make up a block of sums, to which each way to settle the first ones is added
    split = len(tables)
    while split and prod(len(t) for t in tables[split - 1 :]) <= _BLOCK:
        split -= 1
    inner = _sums(tables[split:], len(reserve))
    return sum(int((inner + outer > reserve).all(axis=1).sum()) for outer in _sums(tables[:split], len(reserve)))


def _halves(tables: Sequence[Floats]) -> tuple[list[Floats], list[Floats]]:
    """Issues in two parts with about as many ways to settle each."""
    left: list[Floats] = []
    right: list[Floats] = []
    for table in sorted(tables, key=len, reverse=True):
        (left if prod(map(len, left)) <= prod(map(len, right)) else right).append(table)
    return left, right


def _sums(tables: Sequence[Floats], parties: int) -> Floats:
    """[packages, P] sums over all ways to settle some issues."""
    total = np.zeros((1, parties))
    for table in tables:
        total = (total[:, None] + table).reshape(-1, parties)
    return total


def _pairs(have: Floats, need: Floats) -> int:
    """How many pairs of rows of `have` and `need` [·, 2] are such that the first exceeds the second in both columns."""
    have = have[np.argsort(-have[:, 0], kind="stable")]
    # of `have`, in this order, so many exceed in the first column
    ahead = np.searchsorted(-have[:, 0], -need[:, 0], side="left")
    total = 0
    for first in range(0, len(have), _GROUP):
        second = np.sort(have[first : first + _GROUP, 1])
        whole = need[ahead >= first + len(second), 1]
        total += len(whole) * len(second) - int(np.searchsorted(second, whole, side="right").sum())
        part = np.flatnonzero((ahead > first) & (ahead < first + len(second)))
        for begin in range(0, len(part), _BLOCK):
            rows = part[begin : begin + _BLOCK]
            inside = np.arange(first, first + len(second)) < ahead[rows, None]
            total += int((inside & (have[first : first + _GROUP, 1] > need[rows, 1, None])).sum())
    return total
