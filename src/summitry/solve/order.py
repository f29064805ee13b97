"""In which order sets are worked out, where their nodes' worths are kept, and which of them beliefs depend on.

These walks go from node to node and cannot be done for all at once, so they are small compiled loops.
"""
# mypy: disable-error-code="no-untyped-def,no-untyped-call,misc"

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from summitry.solve.lanes import entry

Ints = npt.NDArray[np.int32]


def compressed(row: Ints, value: Ints, size: int) -> tuple[Ints, Ints]:
    """Compressed rows: starts [size + 1] and the values sorted by row."""
    by = np.argsort(row, kind="stable")
    return starts(np.bincount(row, minlength=size)), value[by]


def starts(lengths: npt.NDArray[np.signedinteger]) -> Ints:
    """[L + 1] where runs of these lengths begin, end to end."""
    out = np.zeros(len(lengths) + 1, np.int32)
    np.cumsum(lengths, out=out[1:])
    return out


def solving_order(above: Ints, below: Ints, sets: int) -> tuple[Ints, bool]:
    """[H] sets such that those above come first (depth-first for locality), and whether a cycle rules that out.

    `above` and `below` are pairs of sets of which one lies right below the other.
    """
    pairs = np.sort(above.astype(np.int64) * max(sets, 1) + below)
    pairs = pairs[np.append(True, pairs[1:] != pairs[:-1])[: len(pairs)]]
    target = (pairs % max(sets, 1)).astype(np.int32)
    begin = np.searchsorted(pairs, np.arange(sets + 1, dtype=np.int64) * max(sets, 1)).astype(np.int32)
    order, found = _depth_first(begin, target, np.bincount(target, minlength=sets).astype(np.int32))
    if found < sets:
        return np.arange(sets, dtype=np.int32), True
    return order, False


@entry
def _depth_first(begin, target, waiting):  # pragma: no cover
    sets = len(waiting)
    order, stack = np.empty(sets, np.int32), np.empty(sets, np.int32)
    found = high = 0
    for h in range(sets - 1, -1, -1):
        if waiting[h] == 0:
            stack[high] = h
            high += 1
    while high > 0:
        high -= 1
        h = stack[high]
        order[found] = h
        found += 1
        for j in range(begin[h + 1] - 1, begin[h] - 1, -1):
            t = target[j]
            waiting[t] -= 1
            if waiting[t] == 0:
                stack[high] = t
                high += 1
    return order, found


def beliefs_at_stake(above: Ints, sets: Ints, counts: Ints) -> npt.NDArray[np.bool_]:
    """[H] whether a set with several nodes lies below, so that somebody's beliefs depend on what is done there.

    Nodes [D] stand in solving order: `above` is the decision node above each, `sets` its set of `counts` nodes.
    """
    return np.asarray(_stirs(above, sets, counts), np.bool_)


@entry
def _stirs(above, sets, counts):  # pragma: no cover
    node = np.zeros(len(above), np.bool_)
    found = np.zeros(len(counts), np.bool_)
    for n in range(len(above) - 1, -1, -1):
        found[sets[n]] |= node[n]
        if above[n] >= 0:
            node[above[n]] |= node[n] or counts[sets[n]] > 1
    return found


def seating(above: Ints, sets: Ints, member: Ints) -> tuple[Ints, int]:
    """[D] row of each decision node's worths and the number of rows, so few that they stay in the cache.

    Sets are worked out last to first; a row is free again when the set above has used it.
    """
    inner = np.flatnonzero(above >= 0).astype(np.int32)
    begin, below = compressed(sets[above[inner]], inner, len(member) - 1)
    slot, known = _seats(member, begin, below)
    return slot, int(known)


@entry
def _seats(member, begin, below):  # pragma: no cover
    nodes = member[-1]
    slot, free = np.zeros(nodes, np.int32), np.empty(nodes, np.int32)
    known = high = 0
    for h in range(len(member) - 2, -1, -1):
        for n in range(member[h], member[h + 1]):
            if high == 0:
                slot[n] = known
                known += 1
            else:
                high -= 1
                slot[n] = free[high]
        for j in range(begin[h + 1] - 1, begin[h] - 1, -1):
            free[high] = slot[below[j]]
            high += 1
    return slot, known
