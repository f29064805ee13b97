"""Solving a study block by block: each block of draws is filled, solved, certified and measured on its own.

Blocks have a fixed size and are put together in order, so the result has the same bytes whatever the number of
workers.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from concurrent.futures import Executor, Future
from dataclasses import dataclass, field, fields, replace
from typing import Any

import numpy as np
import numpy.typing as npt

from summitry.build import Game
from summitry.build.ground import Values
from summitry.game import Draws
from summitry.solve import PathOptions, Plan, Solution, Status, plan, reach_of_groups, solve
from summitry.study.measures import Measures

Floats = npt.NDArray[np.float64]

PILOT = 32
"""Draws of the pilot, which decides what is watched."""
MOST = 1024
"""Most draws in a block: the few that are hard to follow then keep one another company in the solver's lanes."""
_NODES = 40_000_000
"""Nodes times draws in a block, which bounds its memory."""
_PIECE = 64
"""Draws that are measured at once."""
WATCHED = 120
"""Most information sets whose strategies are kept for every draw."""
_SEEN_AT_LEAST = 2e-3


@dataclass(frozen=True, eq=False)
class Block:
    """What is kept of one block of b draws."""

    status: npt.NDArray[np.int8]
    """[b]"""
    folded: npt.NDArray[np.bool_]
    residual: Floats
    """[b], NaN where unsolved, like all that follows."""
    regret_ratio: Floats
    values: Floats
    """[b, P] by each party's own odds."""
    values_analyst: Floats
    main: Floats
    """[b, E] chances of the main events (outcomes, markers, both together), by the analyst's odds."""
    events: Floats
    """[b, K, T] chances of events and type profiles, by the analyst's odds; this and what follows are empty where no
    details are kept."""
    own: Mapping[int, Floats]
    """Party -> [b, K, T] by its own odds."""
    strategy: Floats
    """[b, W] probabilities of the actions of watched information sets."""
    endings: Floats
    """[Z] chances of endings, summed over solved draws of the block."""
    sets: Floats
    """[H] chances of information sets, summed over solved draws."""

    def thin(self) -> Block:
        """The block without details."""
        size = len(self.status)
        return replace(
            self,
            events=np.empty((size, 0, 0)),
            own={},
            strategy=np.empty((size, 0)),
            endings=np.empty(0),
            sets=np.empty(0),
        )

    def arrays(self) -> dict[str, npt.NDArray[np.float64]]:
        """All of it as arrays of doubles by name."""
        out = {f.name: np.asarray(getattr(self, f.name), np.float64) for f in fields(self) if f.name != "own"}
        return out | {f"own {p}": x for p, x in self.own.items()}

    @classmethod
    def of_arrays(cls, arrays: Mapping[str, npt.NDArray[np.float64]]) -> Block:
        """A block from its arrays."""
        plain: dict[str, Any] = {f.name: arrays[f.name] for f in fields(cls) if f.name != "own"}
        plain["status"] = plain["status"].astype(np.int8)
        plain["folded"] = plain["folded"].astype(np.bool_)
        own = {int(name[4:]): x for name, x in arrays.items() if name.startswith("own ")}
        return cls(**plain, own=own)


@dataclass(frozen=True, eq=False)
class Solver:
    """All that is needed to solve any block of a study."""

    game: Game
    measures: Measures
    numbers: Mapping[str, Floats]
    """Path -> [B]."""
    scale: float = 1.0
    """Factor on all precisions."""
    path: PathOptions = field(default_factory=PathOptions)
    prepared: Plan | None = None

    def draws(self, rows: npt.NDArray[np.int64]) -> Draws:
        """The numbers of these draws."""
        made = self.game.draws({k: x[rows] for k, x in self.numbers.items()}, len(rows))
        if self.scale == 1.0:
            return made
        return Draws(made.payoffs, made.chance, made.precision * self.scale)

    def solution(self, rows: npt.NDArray[np.int64]) -> Solution:
        """Solve these draws."""
        return solve(self.game.tree, self.draws(rows), plan=self.prepared, path=self.path)

    def block(self, rows: npt.NDArray[np.int64], watched: npt.NDArray[np.int64], *, detailed: bool = True) -> Block:
        """Solve and measure these draws; `watched` are flat actions; without details only the main events are kept."""
        whole = self.measure(self.solution(rows), rows, watched)
        return whole if detailed else whole.thin()

    def measure(self, solution: Solution, rows: npt.NDArray[np.int64], watched: npt.NDArray[np.int64]) -> Block:
        """What is kept of a solved block of these draws."""
        pieces = [
            self._piece(solution, rows, slice(first, first + _PIECE), watched)
            for first in range(0, solution.size, _PIECE)
        ]
        events, owns, kept, endings, sets = zip(*pieces, strict=True)
        every = np.concatenate(events)
        return Block(
            status=solution.status,
            folded=solution.folded,
            residual=solution.residual,
            regret_ratio=solution.regret_ratio,
            values=solution.values,
            values_analyst=solution.values_analyst,
            main=every[:, self.measures.main].sum(axis=2),
            events=every,
            own={p: np.concatenate([own[p] for own in owns]) for p in owns[0]},
            strategy=np.concatenate(kept),
            endings=np.sum(endings, axis=0),
            sets=np.sum(sets, axis=0),
        )

    def _piece(
        self, solution: Solution, draws_of: npt.NDArray[np.int64], part: slice, watched: npt.NDArray[np.int64]
    ) -> tuple[Floats, dict[int, Floats], Floats, Floats, Floats]:
        """Events, events by own odds, watched strategies, and sums of the chances of endings and information sets."""
        tree, game, size = self.game.tree, self.game, self.measures.alike_count
        whole = solution.draws
        solved = np.flatnonzero(solution.status[part] == Status.SOLVED)
        rows = solved + part.start
        draws = Draws(whole.payoffs[rows], whole.chance[rows], whole.precision[rows])
        strategy = np.exp(solution.log_strategy[rows])
        alike, by_analyst = reach_of_groups(tree, draws, strategy, self.measures.alike, size)
        mine = draws_of[rows]
        values = Values({k: x[mine] for k, x in self.numbers.items()}, len(mine))
        events = self.measures.of(alike, values)
        own: dict[int, Floats] = {}
        holders = {name for odds in game.unfolded.slots for name in odds if name}
        types = len(game.unfolded.profiles)
        for p, party in enumerate(game.scenario.parties):
            if party.name in holders:
                alike = reach_of_groups(tree, draws, strategy, self.measures.alike, size, p)[0]
                own[p] = self.measures.of(alike, values)
            elif types > 1:
                # only the chances of the types differ: weigh each profile anew
                own[p] = events * (draws.chance[:, None, :types, p] / draws.chance[:, None, :types, -1])
            else:
                own[p] = events
        decision = tree.infoset >= 0
        sets = np.bincount(tree.infoset[decision], by_analyst[decision], minlength=tree.infosets)

        def spread(some: Floats) -> Floats:
            """NaN for the draws without an answer."""
            whole = np.full((len(solution.status[part]), *some.shape[1:]), np.nan)
            whole[solved] = some
            return whole

        return (
            spread(events), {p: spread(x) for p, x in own.items()}, spread(strategy[:, watched]),
            by_analyst[game.unfolded.leaves], np.asarray(sets, np.float64),
        )  # fmt: skip


def watched_sets(game: Game, sets: Floats) -> npt.NDArray[np.int64]:
    """Information sets worth keeping: those most often reached in a pilot block [H], in the order of the tree."""
    order = np.argsort(-sets, kind="stable")[:WATCHED]
    return np.sort(order[sets[order] >= _SEEN_AT_LEAST * max(float(sets.max(initial=0.0)), 1e-300)])


def actions_of(game: Game, sets: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
    """Flat actions of these information sets, end to end."""
    start = game.tree.infoset_start
    return np.concatenate([np.arange(start[h], start[h + 1]) for h in sets]) if len(sets) else np.zeros(0, np.int64)


def block_size(nodes: int, most: int = MOST) -> int:
    """Draws in a block, a power of 2, by the nodes of the tree."""
    return min(most, max(_PIECE, 1 << (_NODES // nodes).bit_length() - 1))


def submit(
    pool: Executor, solver: Solver, rows: npt.NDArray[np.int64], watched: npt.NDArray[np.int64], most: int = MOST
) -> list[Future[Block]]:
    """Have these draws solved block by block of at most `most`, in order."""
    size = block_size(solver.game.tree.size, most)
    return [pool.submit(solver.block, rows[i : i + size], watched) for i in range(0, len(rows), size)]


def results(waiting: list[Future[Block]], done: Callable[[int], None] | None = None) -> list[Block]:
    """The blocks as they were submitted; `done` is called with the number of draws finished.

    Ctrl-C lets the blocks in work finish and starts no other.
    """
    finished, out = 0, []
    try:
        for future in waiting:
            block = future.result()
            out.append(block)
            finished += len(block.status)
            if done is not None:
                done(finished)
    except BaseException:
        for future in waiting:
            future.cancel()
        raise
    return out


def prepare(
    game: Game,
    measures: Measures,
    numbers: Mapping[str, Floats],
    scale: float = 1.0,
    path: PathOptions | None = None,
) -> Solver:
    """A solver for any block of these draws."""
    return Solver(game, measures, numbers, scale, path or PathOptions(), plan(game.tree))
