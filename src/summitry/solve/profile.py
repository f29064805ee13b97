"""Reach, beliefs and expected numbers under a given strategy profile: plain passes down the tree, draw by draw."""
# mypy: disable-error-code="no-untyped-def,no-untyped-call,misc"

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from numba import njit

from summitry.errors import GameError
from summitry.game.payoffs import Draws
from summitry.game.tree import TERMINAL, Tree

Floats = npt.NDArray[np.float64]


def into_action(tree: Tree, nodes: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
    """Flat action that leads into each node; the parents must be decision nodes."""
    up = tree.parent[nodes]
    return np.asarray(tree.infoset_start[tree.infoset[up]] + nodes - tree.first_child[up], np.int64)


def log_reach(tree: Tree, draws: Draws, log_strategy: Floats, by: int | None) -> Floats:
    """[B, N] log probability that each node is reached, chance weighed by party `by` (None: the analyst)."""
    with np.errstate(divide="ignore"):
        chance = np.log(_odds(tree, draws, log_strategy, by))
    out = np.empty((draws.size, tree.size))
    _all(*_ways(tree), np.ascontiguousarray(log_strategy), chance, True, out)
    return out


def reach(tree: Tree, draws: Draws, strategy: Floats, by: int | None = None) -> Floats:
    """[B, N] probability that each node is reached under `strategy` [B, A].

    Chance is weighed by the analyst's odds, or by those of party number `by`. Raises `GameError` on wrong shapes.
    """
    chance = _odds(tree, draws, strategy, by)
    out = np.empty((draws.size, tree.size))
    _all(*_ways(tree), np.ascontiguousarray(strategy), chance, False, out)
    return out


def reach_of_groups(
    tree: Tree, draws: Draws, strategy: Floats, group: npt.NDArray[np.int32], groups: int, by: int | None = None
) -> tuple[Floats, Floats]:
    """[B, groups] summed probability of the nodes of each group, and [N] probability of each node summed over draws.

    `group` is [N], -1 for nodes of no group. Like `reach`, without keeping B N numbers.
    """
    chance = _odds(tree, draws, strategy, by)
    out, total = np.zeros((draws.size, groups)), np.zeros(tree.size)
    _grouped(*_ways(tree), np.ascontiguousarray(strategy), chance, group, out, total)
    return out, total


def _odds(tree: Tree, draws: Draws, strategy: Floats, by: int | None) -> Floats:
    """[B, C] chances by one party's odds; raises `GameError` where strategy or party do not fit."""
    check_profile(tree, draws, strategy, by)
    return np.ascontiguousarray(draws.chance[:, :, len(tree.parties) if by is None else by])


def _ways(tree: Tree) -> tuple[npt.NDArray[np.int32], ...]:
    return tree.children, tree.owner, tree.infoset, tree.first_child, tree.chance_slot, tree.infoset_start


@njit(nogil=True, cache=True, error_model="numpy")
def _one(children, owner, infoset, first_child, chance_slot, start, chosen, chance, logs, out):  # pragma: no cover
    """Reach of every node in one draw: products of the steps on the way, or sums of their logs."""
    out[0] = 0.0 if logs else 1.0
    for n in range(len(owner)):
        for k in range(children[n]):
            child = first_child[n] + k
            step = chosen[start[infoset[n]] + k] if owner[n] >= 0 else chance[chance_slot[child]]
            out[child] = out[n] + step if logs else out[n] * step


@njit(nogil=True, cache=True, error_model="numpy")
def _all(
    children, owner, infoset, first_child, chance_slot, start, chosen, chance, logs, out
):  # fmt: skip  # pragma: no cover
    for b in range(len(out)):
        _one(children, owner, infoset, first_child, chance_slot, start, chosen[b], chance[b], logs, out[b])


@njit(nogil=True, cache=True, error_model="numpy")
def _grouped(
    children, owner, infoset, first_child, chance_slot, start, chosen, chance, group, out, total
):  # fmt: skip  # pragma: no cover
    here = np.empty(len(owner))
    for b in range(len(out)):
        _one(children, owner, infoset, first_child, chance_slot, start, chosen[b], chance[b], False, here)
        for n in range(len(here)):
            total[n] += here[n]
            if group[n] >= 0:
                out[b, group[n]] += here[n]


def beliefs(
    tree: Tree, draws: Draws, strategy: Floats | None = None, *, log_strategy: Floats | None = None,
    by: int | None = None,
) -> Floats:  # fmt: skip
    """[B, decision nodes] probability of each decision node given its information set.

    Decision nodes stand in the order of `np.flatnonzero(tree.owner >= 0)`. By default each mover's own odds of chance
    count, or those of party `by` (`len(tree.parties)` is the analyst). Worked out in logs: pass `log_strategy` where
    probabilities underflow, so that beliefs far off the path stay right. Raises `GameError` on wrong shapes.
    """
    if log_strategy is None:
        if strategy is None:
            raise GameError("`beliefs` needs a strategy or a log strategy")
        with np.errstate(divide="ignore"):
            log_strategy = np.log(strategy)
    decision = np.flatnonzero(tree.owner >= 0)
    out = np.empty((draws.size, len(decision)))
    for p in range(len(tree.parties)) if by is None else (by,):
        mine = np.flatnonzero(tree.owner[decision] == p) if by is None else np.arange(len(decision))
        if len(mine):
            odds = None if p == len(tree.parties) else p
            out[:, mine] = _within_sets(
                log_reach(tree, draws, log_strategy, odds)[:, decision[mine]], tree.infoset[decision[mine]]
            )
    return out


def _within_sets(logs: Floats, sets: npt.NDArray[np.int32]) -> Floats:
    """Normalise log weights [B, nodes] within groups of equal `sets`."""
    by = np.argsort(sets, kind="stable")
    ordered = sets[by]
    starts = np.flatnonzero(np.concatenate(([True], ordered[1:] != ordered[:-1])))
    counts = np.diff(np.concatenate((starts, [len(by)])))
    weights = logs[:, by]
    top = np.maximum.reduceat(weights, starts, axis=1)
    # A set that zero probabilities keep from being reached has no belief; leave it NaN rather than invent one.
    with np.errstate(invalid="ignore"):
        weights = np.exp(weights - np.repeat(top, counts, axis=1))
        weights /= np.repeat(np.add.reduceat(weights, starts, axis=1), counts, axis=1)
    out = np.empty_like(weights)
    out[:, by] = weights
    return out


def expected(tree: Tree, draws: Draws, strategy: Floats, leaf_values: Floats, by: int | None = None) -> Floats:
    """[B, ...] expected number at the ending reached, by the analyst's odds or those of party `by`.

    `leaf_values` is [B, R] or [B, R, ...] by payoff row, or [B, Z] or [B, Z, ...] by terminal, in the order of
    `np.flatnonzero(tree.owner == TERMINAL)`; a first axis of one serves all draws. Where R = Z it is read by payoff
    row. Raises `GameError` on wrong shapes.
    """
    ends = np.flatnonzero(tree.owner == TERMINAL)
    chances = reach(tree, draws, strategy, by)[:, ends]
    if leaf_values.ndim < 2 or leaf_values.shape[0] not in (1, draws.size):
        raise GameError(f"`leaf_values` has shape {leaf_values.shape}, expected [B or 1, rows or terminals, ...]")
    if leaf_values.shape[1] == tree.rows:
        chances = row_sums(tree, chances)
    elif leaf_values.shape[1] != len(ends):
        raise GameError(
            f"`leaf_values` has {leaf_values.shape[1]} columns, expected {tree.rows} rows or {len(ends)} terminals"
        )
    full = np.broadcast_to(leaf_values, (draws.size, *leaf_values.shape[1:]))
    return np.asarray(np.einsum("bz,bz...->b...", chances, full))


def row_sums(tree: Tree, by_terminal: Floats) -> Floats:
    """[B, R] sums over the terminals [B, Z] that share a payoff row."""
    rows = tree.payoff_row[np.flatnonzero(tree.owner == TERMINAL)]
    by = np.argsort(rows, kind="stable")
    present = rows[by]
    starts = np.flatnonzero(np.concatenate(([True], present[1:] != present[:-1])))
    out = np.zeros((len(by_terminal), tree.rows))
    out[:, present[starts]] = np.add.reduceat(by_terminal[:, by], starts, axis=1)
    return out


def check_profile(tree: Tree, draws: Draws, strategy: Floats, by: int | None) -> None:
    """Raise `GameError` where a strategy or a party does not fit."""
    if strategy.shape != (draws.size, tree.actions):
        raise GameError(f"strategies have shape {strategy.shape}, expected {(draws.size, tree.actions)}")
    if by is not None and not 0 <= by < len(tree.parties):
        raise GameError(f"there is no party number {by}; there are {len(tree.parties)}")
