"""The first use on a machine: kernels in two halves, for two processes to compile at the same time.

Numba compiles one function at a time in a process, but finds on disk what another process has compiled.
"""

from __future__ import annotations

import subprocess
import sys

import numpy as np
import numpy.typing as npt

from summitry.game.payoffs import Draws
from summitry.game.tree import CHANCE, TERMINAL, Tree
from summitry.solve import path
from summitry.solve.certificate import certify
from summitry.solve.desk import sweep_of
from summitry.solve.drive import log_probabilities
from summitry.solve.lanes import LANES, is_kept
from summitry.solve.plan import plan as compile_plan
from summitry.solve.scaling import scaling
from summitry.solve.stability import leading_eigenvalue


def compile_together(parties: int, games: int) -> None:
    """At first use compile everything that paths need, with the help of a second process; later, nothing happens."""
    if is_kept(path._run) is not False or not sys.executable or getattr(sys, "frozen", False):
        return
    program = f"import sys; sys.path[:] = {sys.path!r}; from summitry.solve import first; "
    program += f"first.compile_sweeps({parties}, {games})"
    try:
        helper = subprocess.Popen(
            [sys.executable, "-c", program], stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )  # fmt: skip
    except OSError:
        # What nobody helps with is compiled when it is needed.
        return
    try:
        compile_paths(parties)
        helper.wait()
    except BaseException:
        helper.kill()
        helper.wait()
        raise


def compile_paths(parties: int) -> None:
    """Compile what prepares trees of so many parties, and the bookkeeping of paths."""
    plan = compile_plan(_signal(parties))
    path.follow(plan, _batch(parties, 0), 5, 0.1, 1e-2, 1)
    log_probabilities(plan, np.zeros((1, plan.free)))


def compile_sweeps(parties: int, games: int) -> None:
    """Compile sweeps, for one game or for many at a time, and what checks their answers."""
    lanes = 1 if games == 1 else LANES
    path.steps_of(lanes)
    sweep_of(lanes, parties)
    plan, batch = compile_plan(_signal(parties)), _batch(parties, lanes)
    leading_eigenvalue(plan, batch, batch.precision, np.zeros((lanes, plan.felt)))
    log_strategy = np.full((lanes, plan.tree.actions), np.log(0.5))
    certify(plan.tree, Draws(batch.payoffs, batch.chance, batch.precision), log_strategy)


def _signal(parties: int) -> Tree:
    """One of two types signals or not, and another party acts without seeing the type; one alone acts again."""
    at = np.arange(15)
    inner = at < 7
    parent = (at - 1) // 2
    second = min(parties, 2) - 1
    sets = [0, 1, 2, 3, 2, 3] if second else [0, 1, 2, 3, 4, 5]
    count = max(sets) + 1
    return Tree(
        parties=tuple(map(str, range(parties))),
        owner=_whole(np.where(inner, np.select([at == 0, at < 3], [CHANCE, 0], second), TERMINAL)),
        parent=_whole(np.where(at == 0, -1, parent)),
        first_child=_whole(np.where(inner, 2 * at + 1, -1)),
        children=_whole(np.where(inner, 2, 0)),
        infoset=_whole(np.where(inner & (at > 0), np.resize([-1, *sets], 15), -1)),
        chance_slot=_whole(np.where((parent == 0) & (at > 0), at - 1, -1)),
        payoff_row=_whole(np.where(inner, -1, at - 7)),
        infoset_party=_whole([0, 0, *[second] * (count - 2)]),
        infoset_start=_whole(np.arange(0, 2 * count + 1, 2)),
    )


def _whole(numbers: npt.ArrayLike) -> npt.NDArray[np.int32]:
    return np.asarray(numbers, np.int32)


def _batch(parties: int, games: int) -> path.Batch:
    payoffs = np.random.default_rng(0).random((games, 8, parties))
    span, centre, scale = scaling(payoffs)
    return path.Batch(payoffs, np.full((games, 2, parties + 1), 0.5), span, centre, scale, np.full(games, 1e-9))
