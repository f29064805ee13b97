"""How solving scales with the size of the tree: one game on trees up to a million nodes, time and memory.

One game each, two parties with private types, to precision 10 on one thread. Every tree is written to a file by one
process and read by a fresh one, which first compiles everything on a tiny game, so that the memory counted is that of
the arrays, the plan, the answer and its certificates.
"""

from __future__ import annotations

import json
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np
from layers import bargaining, shares
from table import Row
from table import main as command

from summitry.game import Draws, Tree
from summitry.solve import best_response, certify, plan, solve

SIZES = {"10^4": (2, 5, 4), "10^5": (2, 6, 5), "10^6": (2, 4, 8)}
"""Types a side, offers, rounds."""
PRECISION = 10.0
CHILD = "--child"
"""Marks the process that measures one file."""
ARRAYS = (
    "owner", "parent", "first_child", "children", "infoset", "chance_slot", "payoff_row", "infoset_party",
    "infoset_start",
)  # fmt: skip


def game(types: int, offers: int, rounds: int, seed: int) -> tuple[Tree, Draws]:
    """A bargaining tree, shares with a little noise, and each party's own odds of the types."""
    rng = np.random.default_rng(seed)
    tree = bargaining(types, offers, rounds)
    odds = np.concatenate([rng.dirichlet(np.full(types, 5.0), 3).T for _ in range(2)])
    return tree, Draws(shares(tree, types, offers, rng)[None], odds[None], np.full((1, 2), PRECISION))


def make(size: str, file: Path) -> None:
    """Write a tree's arrays and numbers."""
    tree, draws = game(*SIZES[size], seed=1)
    np.savez(
        file, **{a: getattr(tree, a) for a in ARRAYS}, payoffs=draws.payoffs, chance=draws.chance, p=draws.precision
    )


def resident() -> float:
    """Kilobytes that this process holds now, or held at most where the system does not say."""
    try:
        lines = Path("/proc/self/status").read_text().splitlines()
        return float(next(line.split()[1] for line in lines if line.startswith("VmRSS")))
    except OSError:
        return float(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)


def measure(file: Path) -> dict[str, float]:
    """Read, plan, solve, certify; in a process of its own."""
    tiny, draws = game(2, 2, 2, seed=0)
    best_response(tiny, draws, solve(tiny, draws).log_strategy)
    idle = resident()
    with np.load(file) as held:
        parties = held["payoffs"].shape[2]
        tree = Tree(tuple(f"p{i}" for i in range(parties)), *(held[a] for a in ARRAYS))
        draws = Draws(held["payoffs"], held["chance"], held["p"])
    marks, peaks = [time.perf_counter()], [resource.getrusage(resource.RUSAGE_SELF).ru_maxrss]

    def mark() -> None:
        marks.append(time.perf_counter())
        peaks.append(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)

    compiled = plan(tree)
    mark()
    found = solve(tree, draws, plan=compiled)
    mark()
    certify(tree, draws, found.log_strategy)
    mark()
    best = best_response(tree, draws, found.log_strategy)
    mark()
    plan_s, solve_s, certificate_s, response_s = np.diff(marks).tolist()
    per_node = [(p - idle) * 1024 / tree.size for p in peaks]
    return {
        "nodes": tree.size,
        "parties": parties,
        "information_sets": tree.infosets,
        "threads": 1,
        "precision": PRECISION,
        "plan_s": plan_s,
        "solve_s": solve_s,
        "certificate_s": certificate_s,
        "best_response_s": response_s,
        "bytes_per_node": per_node[-1],
        "bytes_per_node_tree_plan_solve": per_node[:3],
        "sweeps": int(found.sweeps[0]),
        "solved": bool(found.solved[0]),
        "residual": float(found.residual[0]),
        "regret_ratio": float(found.regret_ratio[0]),
        "best_response_gain": float(best.gain.max()),
    }


def rows(quick: bool) -> list[Row]:
    """Solve one game of each size, each in a fresh process."""
    found: list[Row] = []
    for size in list(SIZES)[2:] if quick else SIZES:
        with tempfile.TemporaryDirectory() as folder:
            file = Path(folder) / "game.npz"
            make(size, file)
            said = subprocess.run([sys.executable, __file__, CHILD, str(file)], check=True, stdout=subprocess.PIPE)
        told = json.loads(said.stdout)
        largest = size == "10^6"
        row = {
            **told, "draws": 1,
            "compared": ("certified" if told["solved"] else "NOT SOLVED") + f", residual {told['residual']:.0e}, "
            f"regret {told['regret_ratio']:.3f} of its bound, {told['sweeps']} sweeps",
        }  # fmt: skip
        what = f"one game to λ={PRECISION:g}"
        found += [
            {**row, "what": f"{what}: solve, certificate included", "figure": told["solve_s"], "unit": "s",
             "reach": "≤ 8" if largest else ""},
            {**row, "what": f"{what}: the tree's plan", "figure": told["plan_s"], "unit": "s"},
            {**row, "what": f"{what}: best response over whole strategies", "figure": told["best_response_s"],
             "unit": "s", "compared": f"largest gain {told['best_response_gain']:.2g}"},
            {**row, "what": f"{what}: peak memory above the idle process", "figure": told["bytes_per_node"],
             "unit": "bytes a node", "reach": "≤ 200" if largest else ""},
        ]  # fmt: skip
    return found


if __name__ == "__main__":
    if CHILD in sys.argv:
        print(json.dumps(measure(Path(sys.argv[-1]))))
    else:
        sys.exit(command(rows, __doc__))
