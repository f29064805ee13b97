"""How solving scales with the size of the tree: `python benchmarks/scale.py [--json] [--sizes 10^6]`.

One game each, two parties with private types, to precision 10 on one thread. Every tree is written to a file by one
process and read by a fresh one, which first compiles everything on a tiny game, so that the memory counted is that of
the arrays, the plan, the answer and its certificates.
"""

from __future__ import annotations

import argparse
import json
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np
from layers import bargaining, shares

from summitry.game import Draws, Tree
from summitry.solve import best_response, certify, plan, solve

SIZES = {"10^4": (2, 5, 4), "10^5": (2, 6, 5), "10^6": (2, 4, 8)}
"""Types a side, offers, rounds."""
PRECISION = 10.0
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


def main() -> None:
    """Measure all sizes, each in a fresh process, and print a table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--json", action="store_true", help="print one JSON document")
    parser.add_argument("--sizes", nargs="*", default=list(SIZES), choices=list(SIZES))
    parser.add_argument("--child", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.child:
        print(json.dumps(measure(Path(options.child))))
        return
    rows = []
    if not options.json:
        print(
            f"{'nodes':>8}{'parties':>8}{'plan s':>8}{'solve s':>9}{'certif. s':>10}{'response s':>11}{'B/node':>8}"
            f"{'sweeps':>8}{'residual':>10}{'regret':>8}{'gain':>10}",
            flush=True,
        )
    for size in options.sizes:
        with tempfile.TemporaryDirectory() as folder:
            file = Path(folder) / "game.npz"
            make(size, file)
            said = subprocess.run([sys.executable, __file__, "--child", str(file)], check=True, capture_output=True)
        row = json.loads(said.stdout)
        rows.append(row)
        if not options.json:
            print(
                f"{row['nodes']:>8}{row['parties']:>8}{row['plan_s']:>8.2f}{row['solve_s']:>9.2f}"
                f"{row['certificate_s']:>10.2f}{row['best_response_s']:>11.2f}{row['bytes_per_node']:>8.0f}"
                f"{row['sweeps']:>8}{row['residual']:>10.1e}{row['regret_ratio']:>8.3f}"
                f"{row['best_response_gain']:>10.2e}" + ("" if row["solved"] else "  NOT SOLVED"),
                flush=True,
            )
    if options.json:
        print(json.dumps(rows, indent=2))


if __name__ == "__main__":
    main()
