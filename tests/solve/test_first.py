"""First use: two processes compile the two halves, and together they leave nothing."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from summitry.solve import first

ONE_AND_MANY = """
import sys
import numpy as np
from summitry import Tree
from summitry.solve.compiling import told_when_compiling
from summitry.solve.first import _signal, compile_together
from summitry.game.payoffs import Draws
from summitry.solve import solve

games = int(sys.argv[1])
compile_together(2, games)
tree = _signal(2)
payoffs = np.random.default_rng(1).random((games, 8, 2))
told = []
with told_when_compiling(lambda: told.append("compiling")):
    solved = solve(tree, Draws(payoffs, np.full((games, 2, 3), 0.5), np.full((games, 2), 2.0)))
assert not told, "something was left to compile"
assert solved.solved.all()
"""


@pytest.mark.parametrize("parties", [1, 2, 3, 9])
def test_either_half_compiles_for_any_number_of_parties(parties: int) -> None:
    first.compile_paths(parties)
    for games in (1, 64):
        first.compile_sweeps(parties, games)


@pytest.mark.slow
@pytest.mark.parametrize("games", [1, 16])
def test_nothing_is_left_to_compile(tmp_path: Path, games: int) -> None:
    where = {**os.environ, "NUMBA_CACHE_DIR": str(tmp_path), "PYTHONPATH": os.pathsep.join(sys.path)}
    subprocess.run([sys.executable, "-c", ONE_AND_MANY, str(games)], check=True, env=where)


def test_what_is_kept_is_not_compiled_by_another(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(first, "is_kept", lambda made: True)
    monkeypatch.setattr(subprocess, "Popen", lambda *a, **k: pytest.fail("a process was started"))
    first.compile_together(2, 8)
