"""Solving a study block by block: each block of draws is filled, solved, certified and measured on its own.

Blocks have a fixed size and are put together in order, so the result has the same bytes whatever the number of
workers.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from summitry.build import Game
from summitry.game import Draws
from summitry.solve import Plan, Solution, Status, plan, reach, solve
from summitry.study.measures import Measures

Floats = npt.NDArray[np.float64]

BLOCK = 64
"""Draws in a block."""
WATCHED = 120
"""Most information sets whose strategies are kept for every draw."""
_SEEN_AT_LEAST = 2e-3


@dataclass(frozen=True, eq=False)
class Block:
    """What is kept of one block of b draws."""

    first: int
    status: npt.NDArray[np.int8]
    """[b]"""
    folded: npt.NDArray[np.bool_]
    residual: Floats
    """[b], NaN where unsolved, like all that follows."""
    regret_ratio: Floats
    values: Floats
    """[b, P] by each party's own odds."""
    values_analyst: Floats
    events: Floats
    """[b, K, T] chances of events and type profiles, by the analyst's odds."""
    own: Mapping[int, Floats]
    """Party -> [b, K, T] by its own odds."""
    strategy: Floats
    """[b, W] probabilities of the actions of watched information sets."""
    endings: Floats
    """[Z] chances of endings, summed over solved draws of the block."""
    sets: Floats
    """[H] chances of information sets, summed over solved draws."""


@dataclass(frozen=True, eq=False)
class Solver:
    """All that is needed to solve any block of a study."""

    game: Game
    measures: Measures
    numbers: Mapping[str, Floats]
    """Path -> [B]."""
    scale: float = 1.0
    """Factor on all precisions."""
    prepared: Plan | None = None

    def draws(self, rows: npt.NDArray[np.int64]) -> Draws:
        """The numbers of these draws."""
        made = self.game.draws({k: x[rows] for k, x in self.numbers.items()}, len(rows))
        if self.scale == 1.0:
            return made
        return Draws(made.payoffs, made.chance, made.precision * self.scale)

    def solution(self, rows: npt.NDArray[np.int64]) -> Solution:
        """Solve these draws."""
        return solve(self.game.tree, self.draws(rows), plan=self.prepared)

    def block(self, first: int, rows: npt.NDArray[np.int64], watched: npt.NDArray[np.int64]) -> Block:
        """Solve and measure these draws; `watched` are flat actions."""
        return self.measure(first, self.solution(rows), watched)

    def measure(self, first: int, solution: Solution, watched: npt.NDArray[np.int64]) -> Block:
        """What is kept of a solved block."""
        tree, game, draws = self.game.tree, self.game, solution.draws
        solved = solution.status == Status.SOLVED
        strategy = np.where(solved[:, None], solution.strategy, _even(game))
        by_analyst = reach(tree, draws, strategy)
        events = self.measures.of(np.ascontiguousarray(by_analyst[:, game.unfolded.leaves].T))
        own: dict[int, Floats] = {}
        holders = {name for odds in game.unfolded.slots for name in odds if name}
        types = len(game.unfolded.profiles)
        for p, party in enumerate(game.scenario.parties):
            if party.name in holders:
                mine = reach(tree, draws, strategy, p)[:, game.unfolded.leaves]
                own[p] = self.measures.of(np.ascontiguousarray(mine.T))
            elif types > 1:
                # only the chances of the types differ: weigh each profile anew
                own[p] = events * (draws.chance[:, None, :types, p] / draws.chance[:, None, :types, -1])
            else:
                own[p] = events
        lost = ~solved
        for array in (events, *own.values()):
            array[lost] = np.nan
        decision = tree.infoset >= 0
        sets = np.bincount(tree.infoset[decision], by_analyst[solved][:, decision].sum(axis=0), minlength=tree.infosets)
        kept = strategy[:, watched]
        kept[lost] = np.nan
        return Block(
            first,
            solution.status,
            solution.folded,
            solution.residual,
            solution.regret_ratio,
            solution.values,
            solution.values_analyst,
            events,
            own,
            kept,
            by_analyst[solved][:, game.unfolded.leaves].sum(axis=0),
            np.asarray(sets, np.float64),
        )


def _even(game: Game) -> Floats:
    widths = np.diff(game.tree.infoset_start)
    return np.repeat(1.0 / widths, widths)[None, :]


def watched_sets(game: Game, sets: Floats) -> npt.NDArray[np.int64]:
    """Information sets worth keeping: those most often reached in a pilot block [H], in the order of the tree."""
    order = np.argsort(-sets, kind="stable")[:WATCHED]
    return np.sort(order[sets[order] >= _SEEN_AT_LEAST * max(float(sets.max(initial=0.0)), 1e-300)])


def actions_of(game: Game, sets: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
    """Flat actions of these information sets, end to end."""
    start = game.tree.infoset_start
    return np.concatenate([np.arange(start[h], start[h + 1]) for h in sets]) if len(sets) else np.zeros(0, np.int64)


def blocks(
    solver: Solver,
    rows: npt.NDArray[np.int64],
    watched: npt.NDArray[np.int64],
    *,
    workers: int = 1,
    done: Callable[[int], None] | None = None,
) -> Iterator[Block]:
    """Solve these draws block by block, in order; `done` is called with the number of draws finished.

    Ctrl-C stops after the blocks in work.
    """
    parts = [rows[i : i + BLOCK] for i in range(0, len(rows), BLOCK)]
    finished = 0
    with ThreadPoolExecutor(max_workers=max(1, workers)) as pool:
        waiting = [pool.submit(solver.block, k * BLOCK, part, watched) for k, part in enumerate(parts)]
        try:
            for k, future in enumerate(waiting):
                block = future.result()
                waiting[k] = None  # type: ignore[call-overload]  # lets the block go
                finished += len(block.status)
                if done is not None:
                    done(finished)
                yield block
        except BaseException:
            for future in waiting:
                if future is not None:
                    future.cancel()
            raise


def prepare(game: Game, measures: Measures, numbers: Mapping[str, Floats], scale: float = 1.0) -> Solver:
    """A solver for any block of these draws."""
    return Solver(game, measures, numbers, scale, plan(game.tree))
