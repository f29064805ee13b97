"""A run block by block: what a block is, who computes it, and where it may be kept.

Blocks have a fixed size and a number; whoever computes one begins with the scenario alone, so that threads, processes
and machines give the same bytes.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, BrokenExecutor, Executor, Future, wait
from dataclasses import dataclass, replace
from typing import Any, Protocol

import numpy as np
import numpy.typing as npt

from summitry.build import build, laws_of, numbers_of
from summitry.errors import WorkerError
from summitry.quantities import draw
from summitry.quantities.draws import SCRAMBLES
from summitry.scenario import Scenario
from summitry.solve import PathOptions, Status
from summitry.study.measures import measures_of
from summitry.study.solving import MOST, Block, Solver, actions_of, block_size, prepare
from summitry.version import VERSION

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]

DETAIL = 16_384
"""Draws of which beliefs, strategies and deals are kept one by one: the first ones of every scramble."""
MOST_LONG = 512
"""Most draws in a block of a run of more draws than that."""
DEATHS = 3
"""How often one block may lose the worker that computes it."""
RETRY = PathOptions(budget=400_000, last_resort=True)
"""How draws that failed are tried again."""


@dataclass(frozen=True, eq=False)
class Task:
    """All that is needed to compute any block of a run."""

    scenario: Scenario
    written: Scenario
    """Before settings and rules: shortlists are chosen on its numbers."""
    draws: int
    seed: int
    size: int
    """Draws in a block."""
    watched: tuple[int, ...]
    """Information sets whose strategies are kept."""

    @property
    def count(self) -> int:
        """Number of blocks."""
        return -(-self.draws // self.size)

    def rows(self, k: int) -> Ints:
        """The draws of a block."""
        return np.arange(k * self.size, min((k + 1) * self.size, self.draws))

    def detailed(self, k: int) -> bool:
        """Whether everything is kept of a block."""
        per = self.draws // SCRAMBLES
        return (k * self.size) % per < max(DETAIL // SCRAMBLES, 1) if self.draws > DETAIL else True

    @property
    def key(self) -> str:
        """Equal for runs whose blocks are the same."""
        said = {
            "summitry": VERSION,
            "cases": [
                [case.source, dict(sorted(case.settings.items())), list(case.fixes)]
                for case in (self.scenario, self.written)
            ],
            "draws": self.draws,
            "seed": self.seed,
            "size": self.size,
        }
        return hashlib.sha256(json.dumps(said, sort_keys=True, default=str).encode()).hexdigest()


class Store(Protocol):
    """Where finished blocks are kept."""

    def begin(self, task: Task) -> None:
        """Begin or go on; `InputError` where the place holds another run."""

    def known(self) -> frozenset[int]:
        """Numbers of the blocks that are kept whole."""

    def get(self, k: int) -> Block | None:
        """A block; None where it is spoilt."""

    def put(self, k: int, block: Block) -> None:
        """Keep a block, whole or not at all."""


class Pool(Protocol):
    """Whoever takes work: an executor of the standard library, or a client of a cluster."""

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Any:
        """Begin a call."""


_solvers: dict[str, Solver] = {}
"""The solver of the run that this process works on."""


def keep_solver(task: Task, solver: Solver) -> None:
    """Let this process use a solver that is built already."""
    _solvers.clear()
    _solvers[task.key] = solver


def _solver(task: Task) -> Solver:
    key = task.key
    found = _solvers.get(key)
    if found is None:
        game = build(task.scenario, written=task.written)
        found = prepare(game, measures_of(game), {}, path=PathOptions(last_resort=False))
        keep_solver(task, found)
    return found


def compute(task: Task, k: int) -> Block:
    """Solve and measure one block; of what is not kept one by one only the main events."""
    return computed_rows(task, task.rows(k), detailed=task.detailed(k))


def computed_rows(task: Task, rows: Ints, *, detailed: bool, path: PathOptions | None = None) -> Block:
    """Solve and measure some draws."""
    solver = _solver(task)
    numbers = numbers_of(task.scenario, draw(laws_of(task.scenario), task.draws, task.seed, rows=rows))
    mine = replace(solver, numbers=numbers, path=path or solver.path)
    watched = actions_of(solver.game, np.array(task.watched, np.int64))
    return mine.block(np.arange(len(rows)), watched if detailed else np.zeros(0, np.int64), detailed=detailed)


def tried_again(task: Task, k: int, block: Block) -> Block:
    """The block with those of its draws that have no answer tried again, harder."""
    failed = np.flatnonzero(block.status != Status.SOLVED)
    if not len(failed):
        return block
    again = computed_rows(task, task.rows(k)[failed], detailed=task.detailed(k), path=RETRY)

    def merged(a: npt.NDArray[Any], b: npt.NDArray[Any]) -> npt.NDArray[Any]:
        out = a.copy()
        out[failed] = b
        return out

    return Block(
        status=merged(block.status, again.status),
        folded=merged(block.folded, again.folded),
        residual=merged(block.residual, again.residual),
        regret_ratio=merged(block.regret_ratio, again.regret_ratio),
        values=merged(block.values, again.values),
        values_analyst=merged(block.values_analyst, again.values_analyst),
        main=merged(block.main, again.main),
        events=merged(block.events, again.events),
        own={p: merged(x, again.own[p]) for p, x in block.own.items()},
        strategy=merged(block.strategy, again.strategy),
        endings=block.endings + again.endings,
        sets=block.sets + again.sets,
    )


def size_of_blocks(nodes: int, draws: int) -> int:
    """Draws in a block of a run, by the nodes of the tree; in long runs fewer, so that workers end together."""
    return block_size(nodes, MOST if draws <= DETAIL else MOST_LONG)


def finished(task: Task, wanted: Sequence[int], pool: Callable[[], Pool], workers: int) -> Iterator[tuple[int, Block]]:
    """Blocks as they are finished, in any order.

    A worker that dies costs the blocks it was at; they are begun anew in a new pool. After Ctrl-C no block is begun,
    those in work are finished and given, then `KeyboardInterrupt` is raised.
    """
    todo = list(reversed(wanted))
    running: dict[Any, int] = {}
    deaths: dict[int, int] = {}
    at = pool()
    while todo or running:
        try:
            while todo and len(running) < 2 * workers:
                k = todo[-1]
                running[at.submit(compute, task, k)] = k
                todo.pop()
            for future in _first(running):
                k = running[future]
                block = future.result()
                del running[future]
                yield k, block
        except BrokenExecutor:
            for k in running.values():
                deaths[k] = deaths.get(k, 0) + 1
                if deaths[k] > DEATHS:
                    raise WorkerError(
                        f"block {k} lost its worker {deaths[k]} times, perhaps for want of memory: try fewer workers"
                    ) from None
                todo.append(k)
            running.clear()
            at = pool()
        except KeyboardInterrupt:
            for future in list(running):
                # a cluster's future would be cancelled while it runs
                if isinstance(future, Future) and future.cancel():
                    del running[future]
            for future, k in running.items():
                yield k, future.result()
            raise


def _first(running: dict[Any, int]) -> list[Any]:
    """Those that are finished, at least one."""
    if all(isinstance(future, Future) for future in running):
        return list(wait(running, return_when=FIRST_COMPLETED).done)
    from distributed import wait as wait_for_cluster

    futures = list(running)
    with futures[0].client.as_current():
        done = wait_for_cluster(futures, return_when="FIRST_COMPLETED").done  # type: ignore[no-untyped-call,unused-ignore]
    return list(done)


__all__ = [
    "DETAIL",
    "Executor",
    "Pool",
    "Store",
    "Task",
    "compute",
    "finished",
    "keep_solver",
    "size_of_blocks",
    "tried_again",
]
