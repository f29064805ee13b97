"""Random games, 2,000 of them, to two precisions: how many branches can be followed to the end.

Games are those of `tests/solve/families.py`: signalling, simultaneous moves, layered and irregular trees, two to four
parties, sizes drawn evenly in their logarithm up to 5,000 nodes, payoffs independent at every ending. Each is solved
alone, exact derivatives as a last resort allowed, and certified. One without an answer counts as unsolved.

`--first N` and `--last N` choose some of them, `--precision L` one precision; games are told on stderr as they end.
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import sys
import time
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from table import Row, show

sys.path.append(str(Path(__file__).parents[1] / "tests" / "solve"))

ALLOWED = {100.0: 0.001, 1000.0: 0.01}
"""Share of unsolved games, by precision."""
GAMES = 2000
CLOSE = 1e-8


def solved(job: tuple[int, float]) -> Row:
    """One game: its status, certificate, events and seconds of processor time."""
    from families import KINDS, member

    from summitry.solve import Status, certify, solve

    seed, precision = job
    tree, draws = member(seed, precision)
    begun = time.process_time()
    found = solve(tree, draws)
    spent = time.process_time() - begun
    row: Row = {
        "seed": seed, "precision": precision, "kind": KINDS[seed % len(KINDS)], "nodes": tree.size,
        "parties": len(tree.parties), "status": Status(int(found.status[0])).name.lower(),
        "turns": sum(met.kind == "turning point" for met in found.events[0]), "sweeps": int(found.sweeps[0]),
        "seconds": spent,
    }  # fmt: skip
    if found.solved[0]:
        certificate = certify(tree, draws, found.log_strategy)
        row["residual"] = float(certificate.residual[0])
        row["regret_ratio"] = float(certificate.regret_ratio[0])
    return row


def summary(precision: float, found: list[Row]) -> Row:
    """What becomes of all games at one precision."""
    lost = [row for row in found if row["status"] != "solved"]
    kept = [row for row in found if row["status"] == "solved"]
    folded = [row for row in kept if row["turns"]]
    residual = max(row["residual"] for row in kept)
    ratio = max(row["regret_ratio"] for row in kept)
    if not (residual < CLOSE * max(1.0, precision / 100.0) and ratio < 1.0 + 1e-3):
        raise SystemExit(f"λ={precision:g}: a certificate does not hold: residual {residual}, regret {ratio}")
    most = max(row["turns"] for row in kept)
    told = f"certified, residual ≤ {residual:.0e}; {len(folded)} past turning points, {most} at most"
    if lost:
        told += "; unsolved: " + ", ".join(f"seed {r['seed']} ({r['nodes']:,} nodes, {r['status']})" for r in lost)
    sizes, seconds = [row["nodes"] for row in found], [row["seconds"] for row in found]
    allowed = ALLOWED.get(precision, max(ALLOWED.values()))
    return {
        "what": f"random games unsolved at λ={precision:g}, of {len(found):,}",
        "nodes": f"{min(sizes)} to {max(sizes):,}", "parties": "2 to 4", "draws": 1, "threads": 1,
        "figure": len(lost), "unit": "games", "reach": f"≤ {allowed:.1%}", "compared": told,
        "enough": len(lost) <= allowed * len(found), "slowest_seconds": max(seconds),
        "median_seconds": float(np.median(seconds)), "games": found,
    }  # fmt: skip


def main(argv: Sequence[str] | None = None) -> int:
    """Solve, print, and end with 1 where more are unsolved than may be."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--json", action="store_true", help="print JSON, game by game, instead of a table")
    parser.add_argument("--precision", type=float, action="append", help="one of 100 and 1000 only, or any other")
    parser.add_argument("--first", type=int, default=0)
    parser.add_argument("--last", type=int, default=GAMES)
    parser.add_argument("--workers", type=int, default=2)
    chosen = parser.parse_args(argv)
    rows = []
    for precision in chosen.precision or list(ALLOWED):
        jobs = [(seed, precision) for seed in range(chosen.first, chosen.last)]
        found = []
        with multiprocessing.get_context("spawn").Pool(chosen.workers) as pool:
            for row in pool.imap_unordered(solved, jobs):
                found.append(row)
                if row["status"] != "solved" or row["seconds"] > 10.0:
                    words = f"seed {row['seed']}: {row['status']}, {row['turns']} turns, {row['seconds']:.0f} s"
                    print(f"λ={precision:g}, {words} ({len(found)} of {len(jobs)})", file=sys.stderr, flush=True)
        rows.append(summary(precision, sorted(found, key=lambda row: row["seed"])))
    print(json.dumps(rows, indent=1) if chosen.json else show(rows))
    return int(not all(row["enough"] for row in rows))


if __name__ == "__main__":
    sys.exit(main())
